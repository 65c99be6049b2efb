"""Lines of the walk about appointments: the public's pages, the phone desk, the opening calendar (README.md says how to add one)."""

from typing import Any

from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import ANY_COUNTER, ANY_ISSUER, ANY_SUPERVISOR, guarded, hidden, only, public, token_only

# Who has a hall anywhere; who arranges one, who books at one; and the same at the centre of 萧山.
HALL_SEERS = ANY_COUNTER | ANY_ISSUER | {"guide", "town_admin", "district_admin", "director", "auditor", "f_district"}
HALL_BOOKERS = HALL_SEERS - {"auditor"}
HALL_ARRANGERS = ANY_SUPERVISOR | {"town_admin", "district_admin", "director", "f_district"}
CENTRE_SEERS = frozenset({"clerk", "supervisor", "issuer", "guide", "district_admin", "director", "auditor"})
CENTRE_BOOKERS = CENTRE_SEERS - {"auditor"}
CENTRE_ARRANGERS = frozenset({"supervisor", "district_admin", "director"})
GUIDES = frozenset({"clerk", "supervisor", "issuer", "guide"})
ANY_GUIDES = ANY_COUNTER | ANY_ISSUER | {"guide"}
# For those who have a hall elsewhere the centre is not there; who has none is told so.
ELSEWHERE = HALL_SEERS - CENTRE_SEERS
ARRANGES_CENTRE = guarded(CENTRE_ARRANGERS, SIGNED_IN - ELSEWHERE)
BOOKS = guarded(CENTRE_BOOKERS, {"auditor"})
HALL = {"hall": "centre"}
CENTRE = {"key": "centre"}
DROP = {**HALL, "kind": "extra", "place": "0", "name": "午间值班不打烊"}
STARTS = "2026-12-01T09:10:00+08:00"
BOOKING = {
    **{"site": "centre", "board": "A", "matter": "", "purpose": "receive", "starts_at": STARTS},
    **{"name": "王小明", "mobile": "13900000998", "source": "phone"},
}

BOOKING_PAGES: list[Any] = [
    ("GET book", public()),
    ("POST book-hold", public()),
    ("GET book-confirm", token_only()),
    ("POST book-confirm", token_only()),
    ("POST book-release", public()),
    ("GET book-done", public()),
    ("GET book-calendar", token_only()),
    ("GET book-manage", public()),
    ("POST book-manage", public()),
    ("GET book-move", token_only()),
    ("POST book-move", token_only()),
    ("POST book-cancel", token_only()),
    ("POST book-leave", public()),
    ("GET site-hours", public(), CENTRE),
    ("GET check-in-sites", public()),
    ("GET check-in", public(), CENTRE),
    ("POST check-in", public(), CENTRE),
    ("GET checked-in", token_only(), {**CENTRE, "token": "wrong"}),
    ("GET appointments", only(HALL_SEERS)),
    ("GET appointments-export", only(HALL_SEERS)),
    ("GET appointment-new", only(HALL_BOOKERS)),
    ("POST appointment-new", only(HALL_BOOKERS)),
    ("POST appointments-settle", only(HALL_ARRANGERS)),
    ("GET appointment-share", only(HALL_SEERS)),
    ("GET appointment-share-export", only(HALL_SEERS)),
    ("GET appointment", hidden(CENTRE_SEERS)),
    ("GET appointment-move", BOOKS),
    ("POST appointment-act", BOOKS, {"verb": "move"}),
    ("POST appointment-act", BOOKS, {"verb": "cancel"}, {"why": "来电取消"}),
    ("POST appointment-act", BOOKS, {"verb": "excuse"}, {"why": "叫号机故障"}),
    ("POST appointment-act", guarded(GUIDES, CENTRE_SEERS), {"verb": "check-in"}),
    ("GET opening", only(HALL_SEERS)),
    *(
        ("POST opening-act", only(HALL_ARRANGERS), {"verb": verb})
        for verb in ("week", "extra", "turn", "blackout", "declare", "withdraw", "booking")
    ),
    ("POST opening-act", ARRANGES_CENTRE, {"verb": "drop"}, DROP),
    ("GET slot-plans", only(HALL_SEERS)),
    ("POST slot-plan-add", only(HALL_ARRANGERS)),
    ("POST slot-plan-change", ARRANGES_CENTRE, {}, HALL),
]

BOOKING_OPERATIONS: list[Any] = [
    ("list_slots", only(HALL_SEERS)),
    ("list_opening_days", only(HALL_SEERS)),
    ("list_appointments", only(HALL_SEERS)),
    ("appointment_share", only(HALL_SEERS)),
    ("book_appointment", guarded(CENTRE_BOOKERS, SIGNED_IN - (HALL_BOOKERS - CENTRE_BOOKERS)), {}, BOOKING),
    ("get_appointment", hidden(CENTRE_SEERS)),
    ("move_appointment", BOOKS, {}, {"starts_at": STARTS}),
    ("cancel_appointment", BOOKS),
    ("excuse_appointment", BOOKS),
    ("check_in", guarded(GUIDES, SIGNED_IN - (ANY_GUIDES - GUIDES)), {}, {"site": "centre", "code": "87654321"}),
]
