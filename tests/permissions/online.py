"""Who may do what with online applications: one that waits for the transport department of 萧山, one that it found in order."""

from datetime import datetime
from typing import Any

from tests.online.applying import preapproved, submitted
from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import ANY_COUNTER, ANY_UNIT, UNIT, guarded, only, public, token_only
from yichuang.online.models import OnlineFile

LOOKERS = ANY_UNIT | ANY_COUNTER | {"director", "auditor", "f_district"}
NOT_FOR_THEM = SIGNED_IN - LOOKERS
WAITING, READY = {"number": "online_waiting"}, {"number": "online_ready"}
SEES_WAITING = guarded(UNIT | {"director", "auditor"}, NOT_FOR_THEM)
EXAMINES = guarded(UNIT, NOT_FOR_THEM | {"director", "auditor"})
COUNTERS = frozenset({"clerk", "supervisor", "town_clerk", "village_agent"})
SEES_READY = guarded(UNIT | COUNTERS | {"director", "auditor"}, NOT_FOR_THEM)
RECEIVES = guarded(COUNTERS, NOT_FOR_THEM | UNIT | {"director", "auditor"})
# Another department's officer has no counter either: he is told so before it is looked for.
RECEIVES_OVER_API = guarded(COUNTERS, SIGNED_IN - ANY_COUNTER)
NOTHING = {"findings": {}, "opinion": "", "revision": 0}

ONLINE_PAGES: list[Any] = [
    # The applicant's side opens with a code, or with number and query password on the progress page
    ("GET apply", public()),
    ("POST apply", public()),
    ("POST apply-begin", token_only(), {}, {"code": "2222222222"}),
    ("GET apply-file", token_only(), {"pk": "online_file"}),
    ("GET apply-print", token_only()),
    ("POST apply-leave", public()),
    # The department's and the counter's
    ("GET online", only(LOOKERS)),
    ("GET online-export", only(LOOKERS)),
    ("GET online-application", SEES_WAITING, WAITING),
    ("POST online-application", EXAMINES, WAITING, {"act": "return", "opinion": "", "revision": "0"}),
    ("GET online-application", SEES_READY, READY),
    ("GET online-file", SEES_WAITING, {**WAITING, "pk": "online_file"}),
    ("GET online-receive", RECEIVES, READY),
    ("POST online-receive", RECEIVES, READY),
]
ONLINE_OPERATIONS: list[Any] = [
    ("public_application", token_only(), {}, {"code": "2222222222"}),
    ("public_application_file", token_only(), {}, {"code": "2222222222", "content": ""}),
    ("public_application_submit", token_only(), {}, {"code": "2222222222"}),
    ("public_application_take_back", token_only(), {}, {"number": "online_waiting", "password": "wrong1"}),
    ("list_applications", only(LOOKERS)),
    ("get_application", SEES_WAITING, WAITING),
    ("preapprove", EXAMINES, WAITING, NOTHING),
    ("return_application", EXAMINES, WAITING, NOTHING),
    ("receive_application", RECEIVES_OVER_API, READY),
]


def online_samples(now: datetime) -> dict[str, str]:
    """Return the numbers of the two applications, and a file of the one that waits."""
    waiting, ready = submitted(), preapproved()
    file = OnlineFile.objects.filter(application=waiting)[0]
    return {"online_waiting": waiting.number, "online_ready": ready.number, "online_file": str(file.pk)}
