"""Serve who came: start, one item after another, what else he needs, finish (hall.md “Calling”)."""

from collections.abc import Collection
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.events import TicketChanged, TicketFinished
from yichuang.hall.models import Seat, Ticket, TicketItem
from yichuang.hall.operations.halls import lock_hall, there
from yichuang.hall.operations.moves import back_to_queue, count_served, demand_move, move
from yichuang.hall.queries.needs import Wanted, wanted_items
from yichuang.hall.queries.queue import need_of, window_now
from yichuang.hall.rules.skills import may_serve
from yichuang.hall.rules.tickets import DONE, SERVING

MOST_ITEMS = 12


@unit_of_work()
def start(*, actor: Actor, now: datetime) -> Ticket:
    """Begin to serve the called person and return the ticket; beginning twice is harmless.

    :raises Refused: 409 without a seat or when nobody is called.
    """
    _, ticket = there(actor, "开始办理")
    if ticket.state == SERVING:
        return ticket
    ticket.started_at = now
    return move(ticket, "start", SERVING, actor=actor, now=now, fields=["started_at"])


@unit_of_work()
def finish_item(*, actor: Actor, position: int, now: datetime) -> Ticket:
    """Note that one of several things is done and return the ticket; the others go on.

    :raises NotFound: without such an item; Refused 409 without a seat or when nobody is being served.
    """
    _, ticket = there(actor, "办完一项")
    demand_move(ticket, "finish", "办完一项")
    item = ticket.items.filter(position=position).first()
    if item is None:
        raise NotFound("这一项", "请刷新页面，从列表中选择。")
    if item.done_at is None:
        _done(ticket, [item], actor, now)
    return ticket


@unit_of_work()
def add_item(*, actor: Actor, wanted: Wanted, now: datetime) -> Ticket:
    """Add what the person also needs while he is served and return the ticket (one visit, several services).

    :raises Refused: 409 without a seat or when nobody is being served, 422 with too many on one ticket.
    """
    seat, ticket = there(actor, "增加办理项")
    demand_move(ticket, "finish", "增加办理项")
    positions = list(ticket.items.values_list("position", flat=True))
    if len(positions) >= MOST_ITEMS:
        many = f"一张票最多 {MOST_ITEMS} 项。"
        raise Refused(Reason("items", many, field="matter", kept="原有各项都在。", todo="请另取一号。"), status=422)
    items, said = wanted_items(lock_hall(seat.site), [wanted])
    item = items[0]
    item.ticket, item.position, item.added_while_serving = ticket, max(positions, default=-1) + 1, True
    item.save(force_insert=True)
    event = TicketChanged(ticket.number, ticket.site_id, {"items": ["", "；".join([item.name, *said])]})
    ledger.write(ticket, event, actor=actor, at=now, update_fields=[])
    return ticket


@unit_of_work()
def finish(*, actor: Actor, now: datetime) -> Ticket:
    """Finish the person at this window and return the ticket.

    What this window serves is done. If something is left that it does not serve, the ticket waits again with its seniority;
    otherwise the visit is over.
    :raises Refused: 409 without a seat or when nobody is being served.
    """
    seat, ticket = there(actor, "办理完毕")
    demand_move(ticket, "finish", "办理完毕")
    items = list(ticket.items.all())
    here = window_now(seat)
    served = [item for item in items if item.done_at is None and may_serve(here.skill, here.officer, (need_of(item),))]
    left = [item for item in items if item.done_at is None and item not in served]
    if left and not served and all(item.done_at is None for item in items):
        said = f"{ticket.number} 没有一项办完，不能算办理完毕。"
        raise Refused(
            Reason("nothing_done", said, kept="没有改动。", todo="请转给别的窗口，或记为已离开。"), title="没有办成"
        )
    TicketItem.objects.filter(pk__in=[item.pk for item in served]).update(done_at=now)
    if left:
        names = "、".join(item.name for item in left)[:100]
        return back_to_queue(ticket, "onward", actor=actor, now=now, why=names, by=actor.id)
    return finished(ticket, seat, items, actor=actor, now=now)


def finished(
    ticket: Ticket, seat: Seat, items: Collection[TicketItem], *, actor: Actor, now: datetime, inaccurate: str = ""
) -> Ticket:
    """End a visit: count what it was served and tell it; return the ticket."""
    count_served(ticket, now)
    ticket.state, ticket.ended_at = DONE, now
    ticket.inaccurate = inaccurate or ticket.inaccurate
    event = TicketFinished(
        number=ticket.number,
        site=seat.site_id,
        window=seat.window.number,
        officer=seat.staff_name,
        officer_id=str(seat.staff_id),
        purpose=ticket.purpose,
        matters=[item.matter for item in items if item.matter],
        cases=[item.case_number for item in items if item.case_number],
        seconds=ticket.served_seconds,
        inaccurate=ticket.inaccurate,
    )
    fields = ["state", "ended_at", "served_seconds", "inaccurate"]
    ledger.write(ticket, event, actor=actor, at=now, update_fields=fields)
    return ticket


@unit_of_work()
def received_for(*, actor: Actor, ticket_id: str, matter: str, number: str, now: datetime) -> bool:
    """Put a case received at the actor's window on the ticket being served there; tell whether it is served there.

    It goes to the item that asked for the matter, else to the first that names none, else to one added for it; that item is done.
    """
    _, ticket = there(actor, "收件")
    if str(ticket.pk) != ticket_id or ticket.state != SERVING:
        return False
    items = [item for item in ticket.items.all() if not item.case_number]
    meant = [item for item in items if item.matter == matter] or [item for item in items if not item.matter]
    if meant:
        item = meant[0]
    else:
        ticket = add_item(actor=actor, wanted=Wanted(matter=matter), now=now)
        item = ticket.items.order_by("-position")[0]
    item.case_number, item.done_at = number, item.done_at or now
    item.save(update_fields=["case_number", "done_at"])
    event = TicketChanged(ticket.number, ticket.site_id, {"case": ["", number]})
    ledger.write(ticket, event, actor=actor, at=now, update_fields=[])
    return True


def _done(ticket: Ticket, items: Collection[TicketItem], actor: Actor, now: datetime) -> None:
    TicketItem.objects.filter(pk__in=[item.pk for item in items]).update(done_at=now)
    event = TicketChanged(ticket.number, ticket.site_id, {"done": ["", "、".join(item.name for item in items)[:200]]})
    ledger.write(ticket, event, actor=actor, at=now, update_fields=[])
