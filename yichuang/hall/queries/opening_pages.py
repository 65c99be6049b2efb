"""A month of a site as pages show it: each day with hours, reason, and how many are booked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from yichuang.hall.models import Appointment
from yichuang.hall.queries.opening import days_between, hours_between
from yichuang.hall.rules.appointments import TAKING
from yichuang.hall.rules.opening import HOLIDAY, MAKEUP, DayHours, hours_in_words
from yichuang.organizations.queries import Site


@dataclass(frozen=True)
class MonthDay:
    """A day of a month: its hours, how they read, how many are booked, and where it stands to today."""

    hours: DayHours
    text: str
    booked: int
    is_today: bool
    is_past: bool

    @property
    def mark(self) -> str:
        """Return what is special about the day in one word, empty for a usual one."""
        if self.hours.kind in (HOLIDAY, MAKEUP):
            return {HOLIDAY: "节假日", MAKEUP: "调休上班"}[self.hours.kind]
        return ""

    @property
    def why(self) -> str:
        """Return why it is closed, or what departs from the usual."""
        return self.hours.closed or "、".join(self.hours.notes)


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday; days of other months are None."""

    first: date
    weeks: Sequence[Sequence[MonthDay | None]] = field(default_factory=list)

    @property
    def days(self) -> list[MonthDay]:
        """Return the days in order."""
        return [day for week in self.weeks for day in week if day]

    @property
    def before(self) -> str:
        """Return the month before, as addresses have it."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """Return the month after."""
        return f"{_last(self.first) + timedelta(days=1):%Y-%m}"


def month_of(site: Site, first: date, today: date, board: str = "", booked: bool = False) -> Month:
    """Return a month of a site or board (two statements, one more to count who is booked)."""
    last = _last(first)
    hours = hours_between(site, first, last, board)
    counts = _counts(site, first, last, board) if booked else {}
    days = [
        MonthDay(
            hours[day],
            hours_in_words(hours[day].spans) or "不开放",
            counts.get(day, 0),
            day == today,
            day < today,
        )
        for day in days_between(first, last)
    ]
    cells: list[MonthDay | None] = [None] * first.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return Month(first, [cells[start : start + 7] for start in range(0, len(cells), 7)])


def _counts(site: Site, first: date, last: date, board: str) -> dict[date, int]:
    rows = Appointment.objects.filter(site=site, day__range=(first, last), state__in=TAKING)
    if board:
        rows = rows.filter(board=board)
    return dict(rows.values_list("day").annotate(Count("pk")).order_by())


def _last(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
