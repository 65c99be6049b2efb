"""Send somebody to another board, window, officer or purpose with his seniority, or lead a waiting person (转窗口, S2-28, S2-30)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.models import Hall, Seat, Ticket, TicketItem
from yichuang.hall.operations.halls import lock_hall, lock_ticket, there
from yichuang.hall.operations.moves import back_to_queue, demand_move
from yichuang.hall.queries.needs import Wanted, wanted_items
from yichuang.hall.queries.queue import as_waiting, skills_of_officers, skills_of_windows
from yichuang.hall.rules.dispatch import Floor, WindowNow
from yichuang.hall.rules.skills import UNRESTRICTED
from yichuang.organizations.queries import Window, find_window

MOST_COMMENT = 300


@dataclass(frozen=True)
class Target:
    """Where somebody is sent: what he needs now (None: as before), and the window or officer he is kept for."""

    wanted: Wanted | None = None
    window_id: int | None = None
    staff_id: str = ""


@unit_of_work()
def transfer(*, actor: Actor, target: Target, comment: str = "", now: datetime) -> Ticket:
    """Send the person at the actor's window elsewhere; he keeps his seniority; return the ticket.

    :raises NotFound: without such a window or officer; Refused 409 without a seat or when nobody is there, 422 for nowhere or a window
        that does not serve what he needs.
    """
    seat, ticket = there(actor, "转出")
    demand_move(ticket, "transfer", "转出")
    return _sent(lock_hall(seat.site), ticket, "transfer", actor, target, comment, now)


@unit_of_work()
def move_waiting(*, actor: Actor, ticket_id: UUID | str, target: Target, comment: str = "", now: datetime) -> Ticket:
    """Lead a waiting person to another board, window or officer; he keeps his seniority; return the ticket.

    :raises NotFound: without such a ticket, window or officer; NotAllowed; Refused 409 when he does not wait, 422 as `transfer`.
    """
    hall, ticket = lock_ticket(actor, ticket_id, policies.GUIDE, "改排")
    demand_move(ticket, "move", "改排")
    return _sent(hall, ticket, "move", actor, target, comment, now)


def _sent(hall: Hall, ticket: Ticket, verb: str, actor: Actor, target: Target, comment: str, now: datetime) -> Ticket:
    if target == Target():
        raise _refused("target", "没有说明转到哪里。", "请选择板块、窗口、人员或办理内容。")
    where = []
    if target.wanted is not None:
        where.append(_changed(hall, ticket, target.wanted))
    window = _window(ticket, target)
    seat = _seat(ticket, target)
    if window is not None:
        where.append(f"{window.number} 号窗口")
    if seat is not None:
        where.append(seat.staff_name)
    ticket.window_wanted, ticket.staff_wanted = window, target.staff_id
    said = comment.strip()
    ticket.comment = "；".join(filter(None, [ticket.comment, said]))[-MOST_COMMENT:]
    why = f"到{'、'.join(where)}" + (f"（{said[:60]}）" if said else "")
    return back_to_queue(ticket, verb, actor=actor, now=now, fields=["comment", "purpose"], why=why)


def _changed(hall: Hall, ticket: Ticket, wanted: Wanted) -> str:
    """Let the first item that is not done become what is needed now; return its name."""
    new = wanted_items(hall, [wanted])[0][0]
    item = ticket.items.filter(done_at=None).first()
    if item is None:
        item = TicketItem(ticket=ticket, position=ticket.items.count())
    item.purpose, item.board, item.matter, item.name, item.grade = (
        new.purpose,
        new.board,
        new.matter,
        new.name,
        new.grade,
    )
    item.save()
    ticket.purpose = item.purpose if item.position == 0 else ticket.purpose
    return f"“{new.name}”"


def _window(ticket: Ticket, target: Target) -> Window | None:
    """Return the window that somebody is sent to, which must serve what he needs."""
    if target.window_id is None:
        return None
    window = find_window(target.window_id)
    if window is None or window.site_id != ticket.site_id:
        raise NotFound("这个窗口", "请从本大厅的窗口中选择。")
    skill = skills_of_windows([window])[window.pk]
    _demand_serves(ticket, WindowNow(window.pk, "", skill, UNRESTRICTED), f"{window.number} 号窗口")
    return window


def _seat(ticket: Ticket, target: Target) -> Seat | None:
    """Return the seat of the officer that somebody is sent to, who must be in the hall and serve what he needs."""
    if not target.staff_id:
        return None
    seats = Seat.objects.exclude(state=Seat.CLOSED).filter(site=ticket.site).select_related("window__board")
    seat = next((one for one in seats if str(one.staff_id) == target.staff_id), None)
    if seat is None:
        raise NotFound("这位工作人员的坐席", "请选择正在窗口的人员。")
    skill = skills_of_windows([seat.window])[seat.window_id]
    officer = skills_of_officers(ticket.site, [target.staff_id]).get(target.staff_id, UNRESTRICTED)
    _demand_serves(ticket, WindowNow(seat.window_id, target.staff_id, skill, officer), seat.staff_name)
    return seat


def _demand_serves(ticket: Ticket, window: WindowNow, name: str) -> None:
    if not Floor([window]).of(as_waiting(ticket)):
        raise _refused("skill", f"{name}不办理此人要办的事项。", "请改选能办的窗口，或先改办理内容。")


def _refused(code: str, said: str, todo: str) -> Refused:
    reason = Reason(code, said, field="target", rule="S2-28", kept="没有改动。", todo=todo)
    return Refused(reason, status=422, title="没有转出")
