"""The share of visits by appointment, by day or by board, and through which channels people book: for 提高预约比例 (S2-35, S2-38)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from yichuang.foundations.rules.shares import hundredths, percent
from yichuang.hall.models import Appointment, Ticket
from yichuang.hall.queries.needs import LETTERS, PLAIN
from yichuang.hall.rules.appointments import CANCELLED, CHECKED_IN, DRAFT, NO_SHOW, SYSTEM, channel_in_words
from yichuang.organizations.queries import Site

BY_DAY, BY_BOARD = "day", "board"
ENDED: dict[str, Any] = {
    "came": Count("pk", filter=Q(state=CHECKED_IN)),
    "missed": Count("pk", filter=Q(state=NO_SHOW)),
    "gone": Count("pk", filter=Q(state=CANCELLED)),
}


@dataclass(frozen=True)
class Share:
    """Visits (tickets), how many of them by appointment; and what became of the appointments for that time."""

    tickets: int = 0
    by_appointment: int = 0
    came: int = 0
    missed: int = 0
    cancelled: int = 0

    @property
    def hundredths(self) -> int:
        """Return the share of visits by appointment in hundredths of a per cent."""
        return hundredths(self.by_appointment, self.tickets)

    @property
    def percent(self) -> str:
        """Return the share as people read it."""
        return percent(self.by_appointment, self.tickets)

    @property
    def missed_percent(self) -> str:
        """Return how many of those expected did not come."""
        return percent(self.missed, self.came + self.missed)


@dataclass(frozen=True)
class Channel:
    """Appointments that came through one channel; a joined system is one of its own. `all` of every channel for the same days."""

    source: str
    system: str
    name: str
    booked: int
    came: int
    missed: int
    cancelled: int
    all: int

    @property
    def hundredths(self) -> int:
        """Return its share of all appointments in hundredths of a per cent."""
        return hundredths(self.booked, self.all)

    @property
    def percent(self) -> str:
        """Return the share as people read it."""
        return percent(self.booked, self.all)

    @property
    def missed_percent(self) -> str:
        """Return how many of those expected did not come."""
        return percent(self.missed, self.came + self.missed)


def channels(site: Site, first: date, last: date) -> list[Channel]:
    """Return through which channels people booked for these days, the most used first (one statement)."""
    rows = Appointment.objects.filter(site=site, day__range=(first, last)).exclude(state=DRAFT)
    # A joined system's name stands where an officer's stands of his own bookings.
    counted = rows.values("source", "system").annotate(
        booked=Count("pk"), named=Max("booked_by", filter=Q(source=SYSTEM), default=""), **ENDED
    )
    found: list[Any] = list(counted.order_by("-booked", "source", "system"))
    return [
        Channel(
            row["source"], row["system"], channel_in_words(row["source"], row["named"]), row["booked"], row["came"],
            row["missed"], row["gone"], sum(one["booked"] for one in found),
        )
        for row in found
    ]  # fmt: skip


def shares(site: Site, first: date, last: date, by: str) -> dict[str, Share]:
    """Return the shares by day or by board letter, in order (two statements)."""
    visits, booked = _visits(site, first, last, by), _booked(site, first, last, by)
    found = {}
    for key in sorted({*visits, *booked}):
        came, missed, cancelled = booked.get(key, (0, 0, 0))
        tickets, by_appointment = visits.get(key, (0, 0))
        found[key] = Share(tickets, by_appointment, came, missed, cancelled)
    return found


def whole(parts: Mapping[str, Share]) -> Share:
    """Return the sum of shares."""
    rows = list(parts.values())
    return Share(
        sum(one.tickets for one in rows),
        sum(one.by_appointment for one in rows),
        sum(one.came for one in rows),
        sum(one.missed for one in rows),
        sum(one.cancelled for one in rows),
    )


def _visits(site: Site, first: date, last: date, by: str) -> dict[str, tuple[int, int]]:
    rows = Ticket.objects.filter(site=site, day__range=(first, last))
    # A ticket's letter is its first item's board, or that of its purpose.
    counted = rows.values("day" if by == BY_DAY else "letter").annotate(
        all=Count("pk"), booked=Count("pk", filter=Q(appointment_id__isnull=False))
    )
    name = "day" if by == BY_DAY else "letter"
    return {str(row[name]): (row["all"], row["booked"]) for row in counted.order_by()}


def _booked(site: Site, first: date, last: date, by: str) -> dict[str, tuple[int, int, int]]:
    names = ("day",) if by == BY_DAY else ("purpose", "board")
    rows = Appointment.objects.filter(site=site, day__range=(first, last))
    counted = rows.values(*names).annotate(**ENDED)
    return {_key(row, by): (row["came"], row["missed"], row["gone"]) for row in counted.order_by()}


def _key(row: Mapping[str, Any], by: str) -> str:
    """Return a row's day, or the letter that its tickets get (queries.needs.letter_for)."""
    return str(row["day"]) if by == BY_DAY else LETTERS.get(row["purpose"]) or row["board"] or PLAIN
