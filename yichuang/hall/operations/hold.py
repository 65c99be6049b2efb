"""Hold somebody who fetches materials, and take him up again with his seniority (暂留; hall.md “Calling”)."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.models import Ticket
from yichuang.hall.operations.halls import lock_ticket, there
from yichuang.hall.operations.moves import back_to_queue, demand_move, demand_why, move
from yichuang.hall.rules.tickets import HELD


@unit_of_work()
def hold(*, actor: Actor, why: str, now: datetime) -> Ticket:
    """Let the person fetch what is missing: the window is free, what was served so far counts; return the ticket.

    :raises Refused: 409 without a seat or when nobody is being served, 422 without what is fetched.
    """
    _, ticket = there(actor, "暂留")
    demand_move(ticket, "hold", "暂留")
    said = demand_why(why, "要取什么材料")
    ticket.held_at = now
    return move(ticket, "hold", HELD, actor=actor, now=now, fields=["held_at"], why=said)


@unit_of_work()
def resume(*, actor: Actor, ticket_id: UUID | str, now: datetime) -> Ticket:
    """Let a held person wait again with the seniority he has; return the ticket.

    :raises NotFound: without such a ticket; NotAllowed; Refused 409 when it is not held.
    """
    _, ticket = lock_ticket(actor, ticket_id, policies.GUIDE, "结束暂留")
    demand_move(ticket, "resume", "结束暂留")
    return back_to_queue(ticket, "resume", actor=actor, now=now)
