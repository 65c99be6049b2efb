"""Lock a hall: every choice of who is called next holds its row, so that two windows never choose the same ticket."""

from uuid import UUID

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.hall import policies
from yichuang.hall.models import Hall, Seat, Ticket
from yichuang.hall.rules.tickets import AT_WINDOW
from yichuang.organizations.queries import Site

TICKET_GONE = "请刷新页面，从列表中选择。"


def lock_hall(site: Site) -> Hall:
    """Return a site's hall, locked; a site without one gets it with the usual parameters."""
    rows = Hall.objects.select_for_update(of=("self",)).select_related("site")
    found = rows.filter(site=site).first()
    if found is None:
        Hall.objects.bulk_create([Hall(site=site)], ignore_conflicts=True)
        found = rows.get(site=site)
    return found


def seat_of(actor: Actor, lock: bool = True) -> Seat:
    """Return the seat at which the actor sits, locked with its hall.

    :raises Refused: 409 when the actor sits at no window; NotAllowed when the post that served there has ended.
    """
    rows = Seat.objects.filter(staff_id=actor.id).exclude(state=Seat.CLOSED).select_related("site", "window__board")
    seat = rows.first() if actor.kind == "staff" else None
    if seat is None:
        raise _no_seat("您还没有在窗口签入。", "请先在“叫号”中选择窗口签入。")
    policies.demand(actor, policies.SERVE, seat.site, "叫号")
    if lock:
        lock_hall(seat.site)
        seat = rows.select_for_update(of=("self",)).filter(pk=seat.pk).first()
        if seat is None:
            raise _no_seat("您的坐席刚被收回。", "请重新签入。")
    return seat


def _no_seat(said: str, todo: str) -> Refused:
    return Refused(Reason("no_seat", said, rule="S2-28", kept="没有改动。", todo=todo), status=409, title="没有签入")


def ticket_at(seat: Seat) -> Ticket | None:
    """Return the ticket that is called to or served at a seat, locked."""
    rows = Ticket.objects.select_for_update(of=("self",)).filter(seat=seat, state__in=AT_WINDOW)
    return rows.select_related("site").first()


def there(actor: Actor, doing: str) -> tuple[Seat, Ticket]:
    """Return the actor's seat and who is called to it or served at it, locked.

    :raises Refused: 409 without a seat or when nobody is there.
    """
    seat = seat_of(actor)
    ticket = ticket_at(seat)
    if ticket is None:
        said = f"本窗口没有叫到的人，不能{doing}。"
        nobody = Reason("nobody", said, rule="S2-31", kept="没有改动。", todo="请先叫号。")
        raise Refused(nobody, status=409, title="没有办成")
    return seat, ticket


def lock_ticket(actor: Actor, ticket_id: UUID | str, act: str, doing: str) -> tuple[Hall, Ticket]:
    """Return a ticket with its hall, locked in one order, where the actor may do the act.

    :raises NotFound: without such a ticket, or where the actor may not even look on; NotAllowed.
    """
    try:
        found = Ticket.objects.filter(pk=UUID(str(ticket_id))).select_related("site").first()
    except ValueError:
        found = None
    if found is None or not actor.may(policies.VIEW, policies.place_of(found.site)):
        raise NotFound("这张票", TICKET_GONE)
    policies.demand(actor, act, found.site, doing)
    hall = lock_hall(found.site)
    return hall, Ticket.objects.select_for_update(of=("self",)).select_related("site").get(pk=found.pk)
