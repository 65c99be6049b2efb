"""What an officer at a window sees: who is there and why, who comes next, who is held, whom he served last (docs/hall.md)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.sealed import mask_phone
from yichuang.hall.models import Hall, Seat, Ticket, TicketItem
from yichuang.hall.queries.floor import InLine, hall_for, line_of, of_today, sites_for
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.queue import need_of, waiting_at, window_now, windows_now
from yichuang.hall.rules.dispatch import Floor
from yichuang.hall.rules.skills import in_words, may_serve
from yichuang.hall.rules.tickets import AT_WINDOW, CALLED, DONE, GREEN, HELD, LEFT, NO_SHOW, SERVING
from yichuang.organizations.queries import Site, Window, windows_of

SHOWN = 12


@dataclass(frozen=True)
class ThereItem:
    """One thing that the person at the window wants, and whether this window serves it."""

    item: TicketItem
    here: bool


@dataclass(frozen=True)
class There:
    """Who is called to a window or served at it, with the reason why he was called and what he wants."""

    ticket: Ticket
    reason: str
    items: tuple[ThereItem, ...]
    waited: int

    @property
    def mobile(self) -> str:
        """Return the masked telephone number."""
        return mask_phone(str(self.ticket.mobile)) if self.ticket.mobile else ""

    @property
    def green(self) -> str:
        """Return for what the green channel is, in words."""
        return GREEN.get(self.ticket.green, "")

    @property
    def called(self) -> bool:
        """Tell whether he was called and has not come yet."""
        return self.ticket.state == CALLED


@dataclass(frozen=True)
class AtWindow:
    """An officer's window: his seat (None before he sat down), who is there, who waits for it, held, passed and served people."""

    seat: Seat | None
    hall: Hall | None = None
    serves: str = ""
    there: There | None = None
    line: tuple[InLine, ...] = ()
    waiting: int = 0
    held: list[Ticket] = field(default_factory=list)
    gone: list[Ticket] = field(default_factory=list)
    served: list[Ticket] = field(default_factory=list)

    @property
    def waiting_words(self) -> str:
        """Return how many wait for this window, in words."""
        return f"{self.waiting} 人"


def open_seat_of(actor: Actor) -> Seat | None:
    """Return the seat at which somebody sits, not locked (one statement)."""
    rows = Seat.objects.filter(staff_id=actor.id).exclude(state=Seat.CLOSED).select_related("site", "window__board")
    return rows.first() if actor.kind == "staff" else None


def serving_at(actor: Actor) -> Ticket | None:
    """Return whom the actor is serving at his own seat now, with the items (two statements)."""
    rows = Ticket.objects.filter(seat__staff_id=actor.id, state=SERVING).exclude(seat__state=Seat.CLOSED)
    return rows.prefetch_related("items").first() if actor.kind == "staff" else None


def ticket_of_seat(seat: Seat) -> Ticket | None:
    """Return who is called to a seat or served at it, with the items (two statements)."""
    rows = Ticket.objects.filter(seat=seat, state__in=AT_WINDOW).select_related("site")
    return rows.prefetch_related("items").first()


def there_at(seat: Seat, now: datetime) -> There | None:
    """Return who is at a seat, with the reason of the last call (five statements)."""
    ticket = ticket_of_seat(seat)
    if ticket is None:
        return None
    here = window_now(seat)
    calls = [event.payload for event in ledger.history(ticket.stream) if event.type == "ticket.called"]
    reason = next((payload["reason"] for payload in reversed(calls) if not payload["again"]), "")
    items = tuple(ThereItem(item, may_serve(here.skill, here.officer, (need_of(item),))) for item in ticket.items.all())
    waited = int(((ticket.called_at or now) - ticket.taken_at).total_seconds() // 60)
    return There(ticket, reason, items, max(waited, 0))


def at_window(actor: Actor, now: datetime) -> AtWindow:
    """Return an officer's window with its queue."""
    seat = open_seat_of(actor)
    if seat is None:
        return AtWindow(None)
    hall = hall_for(seat.site)
    line = line_of(seat.site, now, hall)
    mine = [one for one in line if seat.window.number in one.windows]
    names = dict(boards_of(seat.site))
    served = of_today(seat.site, now, [DONE], seat__staff_id=actor.id)
    return AtWindow(
        seat,
        hall,
        in_words(window_now(seat).skill, names),
        there_at(seat, now),
        tuple(mine[:SHOWN]),
        len(mine),
        of_today(seat.site, now, [HELD]),
        of_today(seat.site, now, [NO_SHOW, LEFT]),
        served[:6],
    )


def waiting_for(seat: Seat, now: datetime) -> int:
    """Return how many wait whom this window may call (seven statements)."""
    hall = hall_for(seat.site)
    floor = Floor(windows_now(seat.site))
    return sum(seat.window_id in floor.of(one) for one in waiting_at(seat.site, day_of(now), hall.quick))


def windows_for(actor: Actor, act: str) -> list[tuple[Site, list[tuple[Window, str]]]]:
    """Return the windows at which somebody may sit down, by hall, each with who sits there."""
    found = []
    for site in sites_for(actor, act):
        taken = {seat.window_id: seat.staff_name for seat in Seat.objects.exclude(state=Seat.CLOSED).filter(site=site)}
        found.append((site, [(window, taken.get(window.pk, "")) for window in windows_of(site)]))
    return found


def colleagues(site: Site, but: UUID | str | None = None) -> list[tuple[str, str]]:
    """Return the officers at windows of a site, as id and name with the window, without one of them."""
    rows = Seat.objects.exclude(state=Seat.CLOSED).filter(site=site).select_related("window").order_by("window__number")
    return [
        (str(seat.staff_id), f"{seat.window.number} 号 {seat.staff_name}")
        for seat in rows
        if str(seat.staff_id) != str(but or "")
    ]
