"""What the room listens to: tickets served, cases closed, joint cases ended, each rated once (rulebook 4.3); where the hall leads to it."""

from datetime import datetime

from yichuang.feedback.operations.ask_rating import ask_for_case, ask_for_joint, ask_for_ticket
from yichuang.foundations import ledger
from yichuang.foundations.models import Event
from yichuang.hall.ports import set_after, set_home
from yichuang.hall.rules.devices import TABLET


def _hear_finished(event: Event, now: datetime) -> None:
    """Open a served ticket for rating."""
    ask_for_ticket(stream=event.stream, said=event.payload, now=now)


def _hear_closed(event: Event, now: datetime) -> None:
    """Open a case that ended for rating."""
    ask_for_case(number=event.stream.removeprefix("case:"), now=now)


def _hear_joint_ended(event: Event, now: datetime) -> None:
    """Open a joint case that ended for rating, once for the whole."""
    ask_for_joint(number=event.stream.removeprefix("joint:"), now=now)


ledger.subscribe("feedback.tickets", ["ticket.finished"], _hear_finished, "default")
# However a case ended, who was refused too: one matter, one rating (一事一评).
ENDS = ("case.closed", "case.acceptance_refused", "case.withdrawn", "case.terminated")
ledger.subscribe("feedback.cases", ENDS, _hear_closed, "default")
ledger.subscribe("feedback.joint", ["joint.ended"], _hear_joint_ended, "default")
set_home(TABLET, "/rate/window/")
set_after("/rate/")
