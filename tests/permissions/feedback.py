"""Who may do what with ratings, work orders, complaints: on a bad rating of the centre's clerk and a complaint there."""

from typing import Any

from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import (
    ANY_HEAD,
    ANY_SUPERVISOR,
    ANY_UNIT,
    DISTRICT_ADMINS,
    PLACE_SEERS,
    guarded,
    hidden,
    only,
    public,
    staff,
    token_only,
)

SEERS = ANY_SUPERVISOR | ANY_HEAD | PLACE_SEERS
TELLERS = frozenset({"clerk", "supervisor", "guide", "town_clerk", "f_counter"})
TAKERS = frozenset({"clerk", "supervisor", "town_clerk", "f_counter"})
COMPLAINT_SEERS = ANY_UNIT | TAKERS | PLACE_SEERS
ARRANGERS = DISTRICT_ADMINS | {"director"}
TOKEN = {"token": "rating_token"}
ORDER = {"number": "bad_order"}
COMPLAINT = {"number": "complaint"}
# The rated clerk sees the order without its author; leaders of the centre and the district see it.
ORDER_SEEN = frozenset({"clerk", "supervisor", "district_admin", "director", "auditor"})
TAKEN_SEEN = frozenset({"clerk", "supervisor", "district_admin", "director", "auditor"})
NOT_FOR_THEM = SIGNED_IN - COMPLAINT_SEERS
SEES_COMPLAINT = guarded(TAKEN_SEEN, NOT_FOR_THEM)
WORKS = guarded({"clerk", "supervisor"}, TAKEN_SEEN | NOT_FOR_THEM)
ASSIGNS = guarded({"supervisor", "director"}, ORDER_SEEN)
HANDLES = guarded({"clerk", "supervisor", "district_admin", "director"}, ORDER_SEEN)
TOLD = {"number": "rated_number", "day": "today", "grade": 2, "channel": "phone"}

FEEDBACK_PAGES: list[Any] = [
    # The public rates and complains; a tablet that is not paired is told so
    ("GET rate-online", public()),
    ("POST rate-online", public()),
    ("GET rate", public(), TOKEN),
    ("POST rate", public(), TOKEN, {"grade": "5"}),
    ("GET rate", token_only(), {"token": "wrong"}),
    ("POST rate-leave", public(), TOKEN),
    ("GET rate-window", token_only()),
    ("GET rate-window-now", token_only()),
    ("GET public-ratings", public()),
    ("GET complain", public()),
    ("POST complain", public()),
    ("GET complain-done", public()),
    ("GET complaint-query", public()),
    ("POST complaint-query", public()),
    ("POST complaint-again", token_only()),
    ("POST complaint-leave", public()),
    # Figures and sealed ratings
    ("GET feedback", only(SEERS)),
    ("GET feedback-export", only(SEERS)),
    ("GET feedback-settings", only(ARRANGERS)),
    ("POST feedback-settings", only(ARRANGERS)),
    ("GET ratings", only(SEERS)),
    ("GET ratings-export", only(SEERS)),
    ("GET ratings-own", staff()),
    ("GET rating-tell", only(TELLERS)),
    ("POST rating-tell", only(TELLERS)),
    # The work order after a bad rating of the centre's clerk
    ("GET rating-orders", staff()),
    ("GET rating-orders-export", staff()),
    ("GET rating-order", hidden(ORDER_SEEN), ORDER),
    *(("POST rating-order-act", ASSIGNS, {**ORDER, "verb": verb}) for verb in ("assign", "extend", "publish")),
    *(("POST rating-order-act", HANDLES, {**ORDER, "verb": verb}) for verb in ("follow_up", "mend", "plan", "explain")),
    ("POST rating-order-act", guarded({"clerk"}, ORDER_SEEN), {**ORDER, "verb": "appeal"}),
    *(
        ("POST rating-order-act", guarded({"district_admin", "director"}, ORDER_SEEN), {**ORDER, "verb": verb})
        for verb in ("uphold", "reject")
    ),
    ("POST rating-order-act", guarded((), ORDER_SEEN), {**ORDER, "verb": "author"}, {"reason": "电话回访"}),
    ("POST complaint-from-order", guarded({"supervisor"}, ORDER_SEEN), ORDER, {"text": "来了三次都没办成"}),
    # A complaint taken at the centre
    ("GET complaints", only(COMPLAINT_SEERS)),
    ("GET complaints-export", only(COMPLAINT_SEERS)),
    ("GET complaint-take", only(TAKERS)),
    ("POST complaint-take", only(TAKERS)),
    ("GET complaint", SEES_COMPLAINT, COMPLAINT),
    *(
        ("POST complaint-act", WORKS, {**COMPLAINT, "verb": verb})
        for verb in ("handle", "route", "send_back", "take_agency", "note", "extend", "answer", "suggest_change")
    ),
    ("POST complaint-act", WORKS, {**COMPLAINT, "verb": "person"}, {"reason": "电话核实"}),
]

FEEDBACK_OPERATIONS: list[Any] = [
    ("rating_to_give", public(), TOKEN),
    ("give_rating", public(), TOKEN),
    ("complain", public(), {}, {"site": "centre_site"}),
    ("rating_figures", only(SEERS)),
    ("list_ratings", only(SEERS)),
    ("tell_rating", guarded({"clerk", "supervisor", "guide"}, SIGNED_IN - TELLERS), {}, TOLD),
    ("list_rating_orders", staff()),
    ("get_rating_order", hidden(ORDER_SEEN), ORDER),
    ("move_rating_order", ASSIGNS, ORDER, {"verb": "assign"}),
    ("move_rating_order", guarded({"district_admin", "director"}, ORDER_SEEN), ORDER, {"verb": "uphold"}),
    ("arrange_feedback", only({"district_admin", "director"}), {"division": "330109"}),
    ("list_complaints", only(COMPLAINT_SEERS)),
    ("get_complaint", SEES_COMPLAINT, COMPLAINT),
    ("take_complaint", only({"clerk", "supervisor"}), {}, {"site": "centre_site"}),
    ("move_complaint", WORKS, COMPLAINT, {"verb": "route"}),
    ("move_complaint", WORKS, COMPLAINT, {"verb": "answer"}),
]
