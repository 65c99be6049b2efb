"""Who signs out of the house leaves his window too, so that nobody is left standing at an empty one (S2-28)."""

from datetime import datetime

from yichuang.accounts.queries.staff import open_sessions
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.models import Seat
from yichuang.hall.operations.halls import lock_hall, ticket_at
from yichuang.hall.operations.moves import back_to_queue
from yichuang.hall.operations.seats import close

WHY = "退出登录"


@unit_of_work()
def leave_house(*, actor: Actor, anyway: bool, now: datetime) -> Seat | None:
    """Close the actor's seat when he signs out, and return it; None without a seat, or with nobody there while he is signed in elsewhere.

    `anyway` lets who is called or being served wait again with his seniority.

    :raises Refused: 409 while somebody is called or being served and it is not said that he leaves anyway.
    """
    rows = Seat.objects.filter(staff_id=actor.id).exclude(state=Seat.CLOSED).select_related("site", "window")
    found = rows.first() if actor.kind == "staff" else None
    if found is None:
        return None
    lock_hall(found.site)
    seat = rows.select_for_update(of=("self",)).filter(pk=found.pk).first()
    if seat is None:
        return None
    ticket = ticket_at(seat)
    if ticket is None and any(str(one.pk) != actor.session_id for one in open_sessions(actor.id, now)):
        return None
    if ticket is not None and not anyway:
        said = f"{ticket.number} 还在 {seat.window.number} 号窗口（{ticket.get_state_display()}）。"
        todo = "请先办完、转出或记为未到；有急事的可以仍然退出，这位群众按原先的次序重新排队，由其他窗口叫号。"
        kept = "没有退出，窗口和这张票都没有改动。"
        raise Refused(Reason("ticket_open", said, rule="S2-28", kept=kept, todo=todo), status=409, title="还没有退出")
    if ticket is not None:
        back_to_queue(ticket, "release", actor=actor, now=now, why=WHY)
    return close(seat, actor, WHY, now)
