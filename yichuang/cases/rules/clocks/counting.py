"""Counting the days of a limit, leaving out those inside served special procedures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.cases.rules.clocks.facts import Colour, Limit, Suspension
from yichuang.foundations.rules.calendar import WorkCalendar, day_in_china, provisional_note

ONE_DAY = timedelta(days=1)
# A clock turns yellow when this part of its limit, or this many days, are left.
YELLOW_PART, YELLOW_DAYS = 3, 1


@dataclass(frozen=True)
class Span:
    """Days that do not count: `begin` and after, up to and not including `end` (None: no end in sight)."""

    begin: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the clock stands on a day."""
        return self.begin <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Tally:
    """A limit counted from its start to a day."""

    total: int
    used: int
    left: int
    due: date | None
    late: bool
    standing: bool
    awaited: str

    @property
    def colour(self) -> Colour:
        """Return the colour of a clock that runs."""
        if self.late:
            return "red"
        return "yellow" if self.left * YELLOW_PART <= self.total or self.left <= YELLOW_DAYS else "green"


def standing_spans(suspensions: Iterable[Suspension], on: date, stop: date | None = None) -> tuple[Span, ...]:
    """Return the days on which the clock stands, as far as begun on the day `on`, in order and without overlap.

    Only procedures whose written notice was served (行政许可法 45; rulebook 2.1.1 no. 5). One still open when the
    decision is made ends with it, on `stop`.
    """
    merged: list[Span] = []
    for span in sorted((_span(one, stop) for one in suspensions if one.notice_served), key=lambda span: span.begin):
        if span.begin > on or (span.end is not None and span.end <= span.begin):
            continue
        last = merged[-1] if merged else None
        if last and (last.end is None or span.begin <= last.end):
            end = None if last.end is None or span.end is None else max(last.end, span.end)
            merged[-1] = Span(last.begin, end)
        else:
            merged.append(span)
    return tuple(merged)


def _span(suspension: Suspension, stop: date | None) -> Span:
    end = stop if suspension.end is None else day_in_china(suspension.end)
    return Span(day_in_china(suspension.begin), end)


def tally(start: date, limit: Limit, calendar: WorkCalendar, spans: tuple[Span, ...], on: date) -> Tally:
    """Count a limit that runs from `start` on the day `on` (the decision's day for a clock that stopped).

    A limit of nothing is due on its first day that does not stand.
    """
    counter = _Counter(calendar, spans, limit[1] == "natural_day")
    total = 0 if limit[1] == "same_day" else limit[0]
    on = max(on, start)
    due = counter.last_day(start, total)
    late = due is not None and on > due
    used = counter.days(start, on)
    left = -counter.days(due, on) if due is not None and late else max(total - used, 0)
    counted_to = on if due is None else due
    years = () if counter.natural or not total else calendar.unloaded_years(start, counted_to)
    return Tally(total, used, left, due, late, any(span.covers(on) for span in spans), provisional_note(years))


def first_yellow_day(due: date, limit: Limit, calendar: WorkCalendar) -> date:
    """Return the day on which a clock that is due on `due` turns yellow: a third of its limit, or one day, is left."""
    left = max(limit[0] // YELLOW_PART, YELLOW_DAYS) if limit[1] != "same_day" else 0
    if limit[1] == "workday":
        return calendar.add_workdays(due, -left)
    return due - timedelta(days=left)


@dataclass(frozen=True)
class _Counter:
    calendar: WorkCalendar
    spans: tuple[Span, ...]
    natural: bool

    def days(self, after: date, until: date) -> int:
        """Count the days after `after` up to and including `until` that are not inside a span."""
        return self._plain(after, until) - sum(self._inside(span, after, until) for span in self.spans)

    def last_day(self, start: date, total: int) -> date | None:
        """Return the day on which the `total`-th day is counted; None when the clock stands before that without end."""
        if not total:
            covering = [span for span in self.spans if span.covers(start)]
            return covering[0].end if covering else start
        day, missing = start, total
        while missing:
            if any(span.end is None and span.covers(day) for span in self.spans):
                return None
            day = day + timedelta(days=missing) if self.natural else self.calendar.add_workdays(day, missing)
            missing = total - self.days(start, day)
        return day

    def _plain(self, after: date, until: date) -> int:
        return (until - after).days if self.natural else self.calendar.workdays_between(after, until)

    def _inside(self, span: Span, after: date, until: date) -> int:
        first = max(span.begin, after + ONE_DAY)
        last = until if span.end is None else min(span.end - ONE_DAY, until)
        return self._plain(first - ONE_DAY, last) if first <= last else 0
