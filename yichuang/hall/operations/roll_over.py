"""The day is over: who still waited lapses with an event and without a message, forgotten seats close (hall.md; issue 5 “bad input”)."""

from datetime import datetime

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.events import SeatClosed
from yichuang.hall.models import Hall, Seat, Ticket
from yichuang.hall.operations.halls import lock_hall
from yichuang.hall.operations.moves import move
from yichuang.hall.operations.serve import finished
from yichuang.hall.rules.tickets import LAPSED, OPEN, SERVING
from yichuang.organizations.queries import Site

WHY, FORGOTTEN = "跨日", "跨日未点办理完毕"


@unit_of_work()
def roll_over(*, site: Site, now: datetime) -> int:
    """End what earlier days left open at a site and return how many tickets it was (two statements when nothing was left).

    Who waited, was called or held lapses; who was being served is finished with a time that is marked as inaccurate.
    """
    lock_hall(site)
    today = day_of(now)
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("site", "seat__window")
    old = list(rows.filter(site=site, day__lt=today, state__in=OPEN).order_by("queued_at"))
    for ticket in old:
        if ticket.state == SERVING and ticket.seat is not None:
            ticket.started_at = None  # nobody knows when it ended
            finished(ticket, ticket.seat, list(ticket.items.all()), actor=SYSTEM, now=now, inaccurate=FORGOTTEN)
        else:
            ticket.ended_at = now
            move(ticket, "lapse", LAPSED, actor=SYSTEM, now=now, fields=["ended_at"], why=WHY)
    seats = Seat.objects.select_for_update(of=("self",)).select_related("window").exclude(state=Seat.CLOSED)
    for seat in seats.filter(site=site):
        if day_of(seat.opened_at) < today:
            seat.state, seat.closed_at, seat.changed_at = Seat.CLOSED, now, now
            event = SeatClosed(site=site.pk, window=seat.window.number, why=WHY)
            ledger.write(seat, event, actor=SYSTEM, at=now, update_fields=["state", "closed_at", "changed_at"])
    return len(old)


def roll_over_all(now: datetime) -> int:
    """End what earlier days left open in every hall, each in a transaction of its own; return how many tickets it was."""
    halls = Hall.objects.select_related("site").order_by("pk")
    return sum(roll_over(site=hall.site, now=now) for hall in halls)
