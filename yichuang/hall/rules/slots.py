"""Appointment slots (号源): cut from opening spans, with places left; pure (S2-35, S2-38; hall.md “Appointments”).

A matter longer than a slot takes the slots that follow within the same span. What is taken counts by overlap, so that a changed slot
length never forgets who was booked before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from yichuang.foundations.rules.calendar import CHINA
from yichuang.hall.rules.opening import DayHours

Interval = tuple[datetime, datetime]
OPEN, FULL, LATE, FAR, CLOSED = "open", "full", "late", "far", "closed"


@dataclass(frozen=True)
class Plan:
    """How slots are made: their length, places a slot, places beyond (overbooking), days ahead, earliest notice."""

    minutes: int
    capacity: int
    extra: int = 0
    days_ahead: int = 14
    notice: timedelta = timedelta(hours=2)


@dataclass(frozen=True)
class Slot:
    """A slot that may be asked for: when, how many places are left, and why it cannot be had, if so."""

    start: datetime
    end: datetime
    left: int
    why_not: str = ""

    @property
    def free(self) -> bool:
        """Tell whether it can be had."""
        return not self.why_not


def at_minute(day: date, minute: int) -> datetime:
    """Return the instant of a minute of a day in China; midnight at the end of the day is the next day's first."""
    return datetime.combine(day, time(), CHINA) + timedelta(minutes=minute)


def grid(hours: DayHours, minutes: int) -> list[Interval]:
    """Return the slots of a day: whole ones only, none over the end of a span."""
    found = []
    for span in hours.spans:
        for start in range(span.start, span.end - minutes + 1, minutes):
            found.append((at_minute(hours.day, start), at_minute(hours.day, start + minutes)))
    return found


def places(plan: Plan, hours: DayHours) -> int:
    """Return how many may be booked in one slot: capacity and what the centre books beyond, fewer while windows rest by turns."""
    return max(0, plan.capacity + plan.extra - hours.fewer)


def slots_of(plan: Plan, hours: DayHours, taken: Sequence[Interval], length: int, now: datetime) -> list[Slot]:
    """Return the day's slots for something that takes `length` minutes, each with the places left."""
    cells, room = grid(hours, plan.minutes), places(plan, hours)
    free = [room - _overlapping(taken, cell) for cell in cells]
    needed = max(1, -(-length // plan.minutes))
    found = []
    for place, (start, _) in enumerate(cells):
        run = cells[place : place + needed]
        if len(run) < needed or any(before[1] != after[0] for before, after in pairwise(run)):
            continue
        left = max(0, min(free[place : place + needed]))
        why_not = out_of_reach(plan, start, now) or ("" if left else FULL)
        found.append(Slot(start, run[-1][1], left, why_not))
    return found


def out_of_reach(plan: Plan, start: datetime, now: datetime) -> str:
    """Return why a time cannot be booked yet or any more, empty when it can."""
    if start < now + plan.notice:
        return LATE
    last = now.astimezone(CHINA).date() + timedelta(days=plan.days_ahead)
    return FAR if start.astimezone(CHINA).date() > last else ""


def last_day(plan: Plan, today: date) -> date:
    """Return the last day that may be booked today."""
    return today + timedelta(days=plan.days_ahead)


def stranded(bookings: Iterable[Interval], hours: DayHours) -> list[bool]:
    """Tell of each booking of a day whether the opening hours do not cover it any more."""
    midnight = at_minute(hours.day, 0)

    def minute(instant: datetime) -> int:
        return int((instant - midnight).total_seconds() // 60)

    return [not hours.covers(minute(start), minute(end)) for start, end in bookings]


def _overlapping(taken: Sequence[Interval], cell: Interval) -> int:
    return sum(start < cell[1] and cell[0] < end for start, end in taken)
