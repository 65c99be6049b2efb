"""What the hall's pages and operations must answer, on a ticket, a seat and a window of the centre of 萧山."""

from typing import Any

from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import ANY_COUNTER, ANY_ISSUER, DISTRICT_ADMINS, guarded, only

SERVERS = ANY_COUNTER | ANY_ISSUER
GUIDES = SERVERS | {"guide"}
VIEWERS = GUIDES | DISTRICT_ADMINS | {"town_admin", "director", "auditor"}
ARRANGERS = DISTRICT_ADMINS | {"supervisor", "f_counter", "town_admin", "director"}
HOME_SERVERS = frozenset({"clerk", "supervisor", "issuer"})
HOME_GUIDES = HOME_SERVERS | {"guide"}
HOME_ARRANGERS = frozenset({"supervisor", "district_admin", "director"})
# People of other halls: to them the ticket, the seat and the window are not there.
ELSEWHERE = frozenset({"town_clerk", "town_issuer", "village_agent", "town_admin", "f_counter", "f_district"})

TICKET = {"ticket_id": "hall_ticket"}
# A ticket's door: who guides nowhere is told 403 at once, who guides elsewhere does not find it.
OF_TICKET = guarded(HOME_GUIDES, SIGNED_IN - GUIDES)
OF_SERVED = guarded(HOME_SERVERS, SIGNED_IN - SERVERS)
ON_FLOOR = guarded(HOME_GUIDES, SIGNED_IN - ELSEWHERE)
OF_SEAT = guarded(HOME_ARRANGERS, SIGNED_IN - ELSEWHERE)
ARRANGED = guarded(HOME_ARRANGERS, SIGNED_IN - ARRANGERS)

HALL_PAGES: list[Any] = [
    ("GET hall-calling", only(SERVERS)),
    ("POST hall-calling-act", only(HOME_SERVERS), {"verb": "open"}, {"window": "hall_window"}),
    *(
        ("POST hall-calling-act", only(SERVERS), {"verb": verb}, {"why": "试"})
        for verb in (
            "pause",
            "resume-seat",
            "close",
            "next",
            "recall",
            "start",
            "no-show",
            "transfer",
            "finish",
        )
    ),
    ("GET hall-floor", only(VIEWERS)),
    ("POST hall-floor-act", ON_FLOOR, {"verb": "leave"}, {"ticket": "hall_ticket"}),
    ("POST hall-floor-act", ON_FLOOR, {"verb": "move"}, {"ticket": "hall_ticket", "wanted": "board:A"}),
    ("POST hall-floor-act", OF_SEAT, {"verb": "close-seat"}, {"seat": "hall_seat", "why": "试"}),
    ("GET hall-settings", only(ARRANGERS)),
    ("POST hall-settings-act", only(ARRANGERS), {"verb": "parameters"}, {"near": "2"}),
    ("POST hall-settings-act", ARRANGED, {"verb": "window"}, {"window": "hall_window", "preset": "full"}),
]

HALL_OPERATIONS: list[Any] = [
    ("my_window", only(SERVERS)),
    ("open_seat", only(HOME_SERVERS), {}, {"window": "hall_window"}),
    *(
        (name, only(SERVERS))
        for name in (
            "pause_seat",
            "resume_seat",
            "close_seat",
            "call_next",
            "call_named",
            "recall_ticket",
            "start_ticket",
        )
    ),
    *(
        (name, only(SERVERS))
        for name in (
            "no_show_ticket",
            "hold_ticket",
            "transfer_ticket",
            "add_ticket_item",
            "finish_ticket",
            "log_contact",
        )
    ),
    ("finish_ticket_item", only(SERVERS), {"position": "0"}),
    *(
        (name, OF_TICKET, TICKET)
        for name in ("leave_ticket", "return_ticket", "resume_ticket", "move_ticket", "correct_ticket")
    ),
    ("mark_ticket_inaccurate", OF_SERVED, TICKET),
    ("hall_floor", only(VIEWERS)),
    ("close_forgotten_seat", guarded(HOME_ARRANGERS, SIGNED_IN - ARRANGERS), {"seat_id": "hall_seat"}, {"why": "试"}),
    ("hall_settings", only(VIEWERS)),
    ("change_hall_settings", only(ARRANGERS), {}, {"near": 2}),
    ("set_window_skill", ARRANGED, {"window_id": "hall_window"}),
    ("set_officer_skill", ARRANGED, {"staff_id": "colleague_id"}),
]
