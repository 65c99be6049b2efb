"""What every verb of a ticket shares: the table asked, the served time counted, the move written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.hall.events import TicketMoved
from yichuang.hall.models import Ticket
from yichuang.hall.rules.tickets import MOVES, SERVING, STATES, WAITING

# What a ticket forgets when it goes back to the queue: the seat is free again, the calls begin anew.
BACK = (
    "seat",
    "calls",
    "served_seconds",
    "queued_at",
    "window_wanted",
    "staff_wanted",
    "passed",
    "ended_at",
    "held_at",
)


def demand_move(ticket: Ticket, verb: str, doing: str) -> None:
    """Raise `Refused` 409 unless the table allows a verb from the ticket's state."""
    if ticket.state not in MOVES[verb]:
        allowed = "、".join(STATES[state] for state in STATES if state in MOVES[verb])
        said = f"{ticket.number} 现在是“{ticket.get_state_display()}”，不能{doing}（须为{allowed}）。"
        reason = Reason("state", said, rule="S2-31", kept="没有改动。", todo="请刷新页面查看最新状态。")
        raise Refused(reason, status=409, title="没有办成")


def demand_why(why: str, asked: str) -> str:
    """Return a reason as it is kept. :raises Refused: 422 without one."""
    said = why.strip()[:100]
    if not said:
        reason = Reason(
            "why", f"没有写明{asked}。", field="why", rule="S2-31", kept="没有改动。", todo="请填写后再提交。"
        )
        raise Refused(reason, status=422, title="没有办成")
    return said


def count_served(ticket: Ticket, now: datetime) -> None:
    """Add the time since serving began to what the ticket was served, when it is being served."""
    if ticket.state == SERVING and ticket.started_at is not None:
        ticket.served_seconds += max(int((now - ticket.started_at).total_seconds()), 0)


def move(
    ticket: Ticket,
    verb: str,
    after: str,
    *,
    actor: Actor,
    now: datetime,
    fields: Sequence[str] = (),
    why: str = "",
    **more: Any,
) -> Ticket:
    """Put a ticket into a state and write the move; served time is counted before; return the ticket."""
    before = ticket.state
    count_served(ticket, now)
    ticket.state = after
    event = TicketMoved(
        number=ticket.number,
        site=ticket.site_id,
        verb=verb,
        before=before,
        after=after,
        window=ticket.window_number,
        officer=ticket.officer_name,
        why=why,
        more=more,
    )
    update = sorted({"state", "served_seconds", *fields})
    ledger.write(ticket, event, actor=actor, at=now, update_fields=update)
    return ticket


def back_to_queue(
    ticket: Ticket, verb: str, *, actor: Actor, now: datetime, fields: Sequence[str] = (), why: str = "", **more: Any
) -> Ticket:
    """Let a ticket wait again with the seniority it has; the seat is free; return it."""
    ticket.seat, ticket.calls, ticket.ended_at, ticket.held_at = None, 0, None, None
    return move(ticket, verb, WAITING, actor=actor, now=now, fields=[*BACK, *fields], why=why, **more)
