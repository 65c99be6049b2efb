"""Who did not come, who went, who is there again (过号、离开、回来; hall.md “Calling”)."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.models import Hall, Ticket
from yichuang.hall.operations.halls import lock_hall, lock_ticket, there
from yichuang.hall.operations.moves import back_to_queue, demand_move, move
from yichuang.hall.operations.tell import tell_passed
from yichuang.hall.queries.kiosk import ticket_of_token
from yichuang.hall.queries.queue import as_waiting, waiting_at, windows_now
from yichuang.hall.rules.dispatch import behind
from yichuang.hall.rules.tickets import LEFT, NO_SHOW, SERVING


@unit_of_work()
def no_show(*, actor: Actor, now: datetime) -> Ticket:
    """Note that the called person did not come, and return the ticket.

    The first time he waits again behind the hall's number of others; the second time the visit is over. Both times he is told.
    :raises Refused: 409 without a seat or when nobody is called, or he was called too few times.
    """
    seat, ticket = there(actor, "记为未到")
    demand_move(ticket, "no_show", "记为未到")
    hall = lock_hall(seat.site)
    if ticket.calls < hall.calls_before_no_show:
        said = f"{ticket.number} 才叫了 {ticket.calls} 次，叫满 {hall.calls_before_no_show} 次未到才算过号。"
        raise Refused(
            Reason("calls", said, rule="S2-32", kept="没有改动。", todo="请再次叫号。"), status=409, title="没有办成"
        )
    ticket.passed += 1
    if ticket.passed > 1:
        ticket.ended_at = now
        move(ticket, "no_show", NO_SHOW, actor=actor, now=now, fields=["passed", "ended_at"], calls=ticket.calls)
    else:
        ticket.queued_at = _behind(hall, ticket, now)
        back_to_queue(ticket, "no_show", actor=actor, now=now, why=f"排在 {hall.behind} 人之后", calls=hall.behind)
    tell_passed(ticket, now)
    return ticket


@unit_of_work()
def leave(*, actor: Actor, ticket_id: UUID | str, why: str = "", now: datetime) -> Ticket:
    """Note that somebody went of his own will, which is not a no-show, and return the ticket; noting it twice is harmless.

    :raises NotFound: without such a ticket; NotAllowed; Refused 409 when the visit is over already.
    """
    _, ticket = lock_ticket(actor, ticket_id, policies.GUIDE, "记为已离开")
    return left(actor, ticket, why.strip()[:100], now)


@unit_of_work()
def give_up(*, token: str, now: datetime) -> Ticket:
    """Leave by one's own telephone with a ticket whose slip one holds (我已离开) and return it; twice is harmless.

    :raises NotFound: for a wrong code; Refused 409 while it is being served, or when the visit is over already.
    """
    found = ticket_of_token(token)
    lock_hall(found.site)
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("site").get(pk=found.pk)
    if ticket.state == SERVING:
        said = f"{ticket.number} 正在窗口办理，不能在手机上离开。"
        serving = Reason("serving", said, rule="S2-31", kept="没有改动。", todo="不办了请告诉窗口人员。")
        raise Refused(serving, status=409, title="没有离开")
    return left(PUBLIC, ticket, "本人在手机上离开", now)


def left(actor: Actor, ticket: Ticket, why: str, now: datetime) -> Ticket:
    """Write that the holder of a locked ticket is gone: the number is void, the window free; return the ticket."""
    if ticket.state == LEFT:
        return ticket
    demand_move(ticket, "leave", "记为已离开")
    ticket.ended_at, ticket.seat = now, None
    return move(ticket, "leave", LEFT, actor=actor, now=now, fields=["ended_at", "seat"], why=why)


@unit_of_work()
def bring_back(*, actor: Actor, ticket_id: UUID | str, why: str = "", now: datetime) -> Ticket:
    """Let somebody who did not come or had left wait again, behind the hall's number of others; return the ticket.

    :raises NotFound: without such a ticket; NotAllowed; Refused 409 when the visit is not over in this way, or was on another day.
    """
    hall, ticket = lock_ticket(actor, ticket_id, policies.GUIDE, "重新排队")
    demand_move(ticket, "return", "重新排队")
    if ticket.day != day_of(now):
        said = f"{ticket.number} 是 {ticket.day:%m 月 %d 日} 的票，已经作废。"
        raise Refused(Reason("day", said, rule="S2-31", kept="没有改动。", todo="请重新取号。"), title="没有办成")
    ticket.passed, ticket.queued_at = 1, _behind(hall, ticket, now)
    return back_to_queue(ticket, "return", actor=actor, now=now, why=why.strip()[:100])


def _behind(hall: Hall, ticket: Ticket, now: datetime) -> datetime:
    waiting = waiting_at(hall.site, ticket.day, hall.quick)
    return behind(as_waiting(ticket), waiting, windows_now(hall.site), hall.behind, now)
