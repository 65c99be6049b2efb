"""Call somebody to a window (叫号, S2-28, S2-32): the hall is locked, the rule chooses, the reason is kept."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import TicketCalled
from yichuang.hall.models import Seat, Ticket
from yichuang.hall.operations.halls import lock_hall, lock_ticket, seat_of, there, ticket_at
from yichuang.hall.operations.moves import demand_move, demand_why
from yichuang.hall.operations.tell import tell_called, tell_near
from yichuang.hall.queries.queue import policy_of, waiting_at, window_now, windows_now
from yichuang.hall.rules.dispatch import in_order, next_ticket
from yichuang.hall.rules.tickets import CALLED

NAMED = "named"
CALLED_FIELDS = ("state", "seat", "called_at", "calls", "window_number", "officer_name")


@unit_of_work()
def call_next(*, actor: Actor, now: datetime) -> Ticket | None:
    """Call whom the rule chooses to the actor's window and return the ticket, or None when nobody waits for it.

    Pressing twice is harmless: while a ticket is called or served here, that one is returned.
    :raises Refused: 409 without a seat or while the window pauses or is out of use.
    """
    seat = seat_of(actor)
    present = ticket_at(seat)
    if present is not None:
        return present
    _demand_open(seat)
    hall = lock_hall(seat.site)
    waiting, windows = waiting_at(seat.site, day_of(now), hall.quick), windows_now(seat.site)
    choice = next_ticket(now, window_now(seat), waiting, windows, policy_of(hall))
    if choice is None:
        return None
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("site")
    ticket = _called(actor, seat, rows.get(pk=choice.ticket.id), choice.why, choice.reason, now)
    left = [one for one in waiting if one.id != choice.ticket.id]
    tell_near(hall, in_order(now, left, windows, policy_of(hall)), now)
    return ticket


@unit_of_work()
def call_named(*, actor: Actor, ticket_id: UUID | str, why: str, now: datetime) -> Ticket:
    """Invite a named person out of turn, for a reason that is kept, and return the ticket.

    :raises NotFound: without such a ticket; Refused 409 without a seat or while somebody is at the window or the ticket does not wait,
        422 without a reason.
    """
    seat = seat_of(actor)
    present = ticket_at(seat)
    if present is not None and str(present.pk) == str(ticket_id):
        return present
    said = demand_why(why, "为什么请这位先来")
    if present is not None:
        state = present.get_state_display()
        raise _refused("ticket_open", f"{present.number} 还在本窗口（{state}）。", "请先办完、转出或记为未到。")
    _demand_open(seat)
    hall, ticket = lock_ticket(actor, ticket_id, policies.SERVE, "叫号")
    demand_move(ticket, "call", "叫号")
    if hall.site_id != seat.site_id or ticket.day != day_of(now):
        raise _refused("elsewhere", f"{ticket.number} 不是今天本大厅的票。", "请从等候列表中选择。")
    return _called(actor, seat, ticket, NAMED, said, now)


@unit_of_work()
def recall(*, actor: Actor, now: datetime) -> Ticket:
    """Call the person again and count it; return the ticket (S2-32).

    :raises Refused: 409 without a seat or when nobody is called or he has come already.
    """
    seat, ticket = there(actor, "重呼")
    demand_move(ticket, "recall", "重呼")
    ticket.calls += 1
    ticket.called_at = now
    event = TicketCalled(
        number=ticket.number,
        site=seat.site_id,
        window=seat.window.number,
        officer=actor.name,
        why="again",
        reason=f"第 {ticket.calls} 次",
        again=True,
        calls=ticket.calls,
    )
    ledger.write(ticket, event, actor=actor, at=now, update_fields=["calls", "called_at"])
    return ticket


def _called(actor: Actor, seat: Seat, ticket: Ticket, why: str, reason: str, now: datetime) -> Ticket:
    ticket.state, ticket.seat, ticket.called_at, ticket.calls = CALLED, seat, now, 1
    ticket.window_number, ticket.officer_name = seat.window.number, actor.name
    event = TicketCalled(
        number=ticket.number,
        site=seat.site_id,
        window=seat.window.number,
        officer=actor.name,
        why=why,
        reason=reason,
    )
    ledger.write(ticket, event, actor=actor, at=now, update_fields=CALLED_FIELDS)
    tell_called(ticket, now)
    return ticket


def _demand_open(seat: Seat) -> None:
    if seat.state == Seat.PAUSED:
        raise _refused("paused", "本窗口已暂停服务。", "请先恢复服务。")
    if seat.window.closed_on is not None:
        raise _refused("closed", f"{seat.window.number} 号窗口已停用。", "请签出，到别的窗口签入。")


def _refused(code: str, said: str, todo: str) -> Refused:
    return Refused(Reason(code, said, rule="S2-28", kept="没有叫号。", todo=todo), status=409, title="没有叫号")
