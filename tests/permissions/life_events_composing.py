"""Who composes life events: pages and operations (S2-25), on a draft of 出生 and one of 身后 that windows receive."""

from datetime import datetime
from typing import Any

from tests.cases.people import who
from tests.life_events.composing import clerk_of, dealt
from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import ANY_UNIT, DISTRICT_ADMINS, guarded, hidden, only
from yichuang.life_events.models import LifeEventDraft, LifeEventObjection, LifeEventReview
from yichuang.life_events.operations.open_draft import open_next_life_event_draft
from yichuang.life_events.operations.run_simulation import object_to_life_event_run, start_life_event_run

VIEWERS = SIGNED_IN - {"issuer", "unit_admin", "town_admin", "town_issuer", "village_agent", "guide"}
WRITERS = ANY_UNIT | DISTRICT_ADMINS
BLIND = SIGNED_IN - VIEWERS
SEEN = frozenset({"district_admin", "director", "auditor", "reviewer", "other_reviewer"})
EXPERTS = frozenset({"reviewer", "other_reviewer"})
AT_WINDOWS = frozenset({"clerk", "supervisor", "town_clerk"})
SIMULATORS = frozenset({"clerk", "supervisor", "town_clerk", "f_counter"})
DRAFT, WALKED, RUN = {"draft_id": "le_draft"}, {"draft_id": "le_walked"}, {"run": "le_run"}
BIRTH = {"key": "le_key"}
LEADS = guarded({"district_admin", "director"}, SEEN | AT_WINDOWS)
WHY = {"reason": "依据充分"}
SEES, WRITES = hidden(SEEN), guarded({"district_admin"}, SEEN)

PAGES: list[Any] = [
    ("GET life-event-drafts", only(VIEWERS)),
    ("GET life-event-drafts-export", only(VIEWERS)),
    ("GET life-event-draft-new", only(WRITERS)),
    ("POST life-event-draft-new", only(WRITERS)),
    ("GET life-event-draft-help", only(VIEWERS)),
    ("GET life-events-published", only(VIEWERS)),
    ("GET life-event-versions", only(VIEWERS), BIRTH),
    ("POST life-event-draft-next", guarded({"district_admin"}, SIGNED_IN - WRITERS), BIRTH),
    ("POST life-event-version-act", only({"district_admin"}), {**BIRTH, "verb": "suspend"}),
    ("GET life-event-draft", SEES, DRAFT),
    ("GET life-event-draft-section", SEES, {**DRAFT, "section": "members"}),
    *(
        ("POST life-event-draft-section", WRITES, {**DRAFT, "section": part})
        for part in ("members", "questions", "fields", "materials", "terms")
    ),
    ("POST life-event-draft-save", WRITES, {**DRAFT, "section": "terms"}),
    ("POST life-event-draft-draw", SEES, {**DRAFT, "section": "terms"}),
    ("GET life-event-draft-steps", WRITES, DRAFT),
    ("GET life-event-draft-preview", SEES, DRAFT),
    ("GET life-event-draft-history", SEES, DRAFT),
    ("GET life-event-draft-revision", SEES, {**DRAFT, "number": "le_revision"}),
    ("GET life-event-draft-review", SEES, DRAFT),
    (
        "POST life-event-draft-grade",
        guarded(EXPERTS, SEEN | AT_WINDOWS),
        WALKED,
        {"department": "le_department", "grade": "high"},
    ),
    ("GET life-event-draft-simulation", hidden(SEEN | AT_WINDOWS), WALKED),
    ("POST life-event-draft-arrange", LEADS, WALKED),
    ("POST life-event-objection-dismiss", LEADS, {**WALKED, "objection": "le_objection"}, WHY),
    ("POST life-event-draft-return", LEADS, WALKED, {"reason": ""}),
    ("GET life-event-runs", only(SIMULATORS)),
    ("GET life-event-run", hidden(SEEN | AT_WINDOWS), RUN),
    *(
        (f"POST life-event-run-{verb}", guarded({"clerk", "supervisor"}, SEEN | AT_WINDOWS), RUN)
        for verb in ("start", "agree")
    ),
    (
        "POST life-event-run-object",
        guarded({"clerk", "supervisor"}, SEEN | AT_WINDOWS),
        RUN,
        {"place": "whole:", "text": "看不懂"},
    ),
    *(
        ("POST life-event-draft-act", WRITES, {**DRAFT, "verb": verb})
        for verb in ("submit", "recall", "discard", "publish")
    ),
    ("POST life-event-draft-act", WRITES, {**DRAFT, "verb": "restore"}, {"number": "1"}),
    ("POST life-event-draft-act", guarded({"district_admin", "director"}, SEEN), {**DRAFT, "verb": "arrange"}),
]
OPERATIONS: list[Any] = [
    ("list_life_event_drafts", only(VIEWERS)),
    ("open_life_event_draft", only(WRITERS)),
    ("get_life_event_draft", guarded(SEEN, BLIND), DRAFT),
    ("save_life_event_draft", guarded({"district_admin"}, SEEN | BLIND), DRAFT),
    ("judge_life_event", guarded(SEEN, BLIND), DRAFT),
    ("list_life_event_revisions", guarded(SEEN, BLIND), DRAFT),
    ("move_life_event_draft", guarded({"district_admin"}, SEEN | BLIND), DRAFT, {"verb": "submit"}),
    ("move_life_event_draft", guarded({"district_admin", "director"}, SEEN | BLIND), DRAFT, {"verb": "arrange"}),
    ("get_life_event_examination", guarded(SEEN | AT_WINDOWS, BLIND), WALKED),
    ("review_life_event_draft", guarded(EXPERTS, SEEN | AT_WINDOWS | BLIND), WALKED, {"department": "le_department"}),
    (
        "arrange_life_event_simulation",
        LEADS,
        WALKED,
        {"pairs": []},
    ),
    ("dismiss_life_event_objection", LEADS, {"objection": "le_objection"}, WHY),
    ("return_simulated_life_event", LEADS, WALKED, {"reason": ""}),
    ("list_life_event_runs", only(SIMULATORS)),
    ("get_life_event_run", hidden(SEEN | AT_WINDOWS), RUN),
    *(
        (f"{verb}_life_event_run", guarded({"clerk", "supervisor"}, SEEN | AT_WINDOWS), RUN)
        for verb in ("start", "agree")
    ),
    (
        "object_to_life_event_run",
        guarded({"clerk", "supervisor"}, SEEN | AT_WINDOWS),
        RUN,
        {"place": "whole:", "text": "看不懂"},
    ),
    ("list_life_event_versions", only(VIEWERS), BIRTH),
    ("stop_life_event", only({"district_admin"}), BIRTH, {"verb": "suspend"}),
]


def composing_samples(found: Any, now: datetime) -> None:
    """Begin the next version of 出生; bring one of 身后 to where windows receive it, one script begun, one objected to, one review open."""
    admin = who("谢区管")
    draft = open_next_life_event_draft(actor=admin, key="birth", now=now)
    walked = open_next_life_event_draft(actor=admin, key="death", now=now)
    LifeEventDraft.objects.filter(pk=walked.pk).update(state="simulating", round=1)
    LifeEventReview.objects.create(draft=walked, round=1, department_id=walked.department_id)
    walked.refresh_from_db()
    run, other = dealt(walked)[:2]
    for one in (run, other):
        start_life_event_run(actor=who(clerk_of(one)), run_id=one.pk, now=now)
    object_to_life_event_run(actor=who(clerk_of(other)), run_id=other.pk, place="whole:", text="看不懂", now=now)
    found.parts |= {"le_run": str(run.pk), "le_objection": str(LifeEventObjection.objects.get(run=other).pk)}
    found.parts |= {"le_draft": str(draft.pk), "le_walked": str(walked.pk), "le_key": "birth", "le_revision": "1"}
    found.values["le_department"] = walked.department_id
