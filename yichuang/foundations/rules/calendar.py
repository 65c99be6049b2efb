"""The working-day calendar as a rule: which days are worked, and on which day a limit ends (rulebook 2.1.1, 2.6).

The calendar is data: exceptions from the week (a holiday, a weekend day that is worked) and the years whose notice by
the General Office of the State Council has been loaded. A day in any other year is counted on weekdays alone, and
whoever counts over it is told that the result is provisional; nobody guesses in silence and the counter does not stop.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["workday", "natural_day", "same_day"]

CHINA = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
UNIT_NAMES: dict[str, str] = {"workday": "个工作日", "natural_day": "日", "same_day": "日"}
# No limit in any statute comes near; a slip of the keyboard must not count for minutes.
LONGEST = 20_000


@dataclass(frozen=True)
class Due:
    """The last day of a limit; `why` says in Chinese how it was counted, `provisional` that a year is not loaded."""

    date: date
    provisional: bool
    why: str


@dataclass(frozen=True)
class WorkCalendar:
    """Working days: the week, its exceptions (True: a weekend day worked, False: a holiday) and the years loaded."""

    days: Mapping[date, bool]
    years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked: the exception where there is one, else Monday to Friday (rulebook 2.6)."""
        worked = self.days.get(day)
        return day.weekday() < 5 if worked is None else worked

    def is_provisional(self, day: date) -> bool:
        """Tell whether the day lies in a year whose holidays have not been loaded."""
        return day.year not in self.years

    def add_workdays(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start` (before it when negative); `start` itself is never counted.

        :raises ValueError: when the count is beyond any limit that a statute sets.
        """
        _must_be_countable(count)
        step = ONE_DAY if count > 0 else -ONE_DAY
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def next_workday(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.add_workdays(day, 1)

    def add_natural_days(self, start: date, count: int) -> date:
        """Return the day `count` calendar days after `start`; the next calendar day is day one.

        A last day that falls on a holiday is not moved: of two readings the stricter for the authority is taken
        (rulebook 2.1, article 82).
        """
        _must_be_countable(count)
        return start + timedelta(days=count)

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days of the half-open range after `start` up to and including `end`.

        So `workdays_between(a, add_workdays(a, n)) == n`. Negative when `end` lies before `start`.
        """
        return self._worked_up_to(end) - self._worked_up_to(start)

    def unloaded_years(self, start: date, end: date) -> tuple[int, ...]:
        """Return the years not loaded among the days after `start` up to and including `end`."""
        if end <= start:
            return ()
        return tuple(year for year in range((start + ONE_DAY).year, end.year + 1) if year not in self.years)

    def due(self, start: date, value: int, unit: Unit) -> Due:
        """Return the last day of a limit that runs from `start`, with the reason.

        Working days: day one is the next working day after `start`. Natural days: the next calendar day. Same day, or
        a value of 0: `start` itself (即办). The convention is rulebook 2.1.1 no. 1.

        :raises ValueError: when the value is negative, or beyond any limit that a statute sets, or the unit is unknown.
        """
        if unit not in UNIT_NAMES:
            raise ValueError(f"unknown unit {unit!r}")
        if value < 0:
            raise ValueError("a limit cannot be negative")
        if value == 0 or unit == "same_day":
            return Due(start, False, f"当日（{in_chinese(start)}）办结")
        if unit == "natural_day":
            end = self.add_natural_days(start, value)
            return Due(end, False, f"自次日{in_chinese(start + ONE_DAY)}起算，第{value}日为{in_chinese(end)}")
        end = self.add_workdays(start, value)
        years = self.unloaded_years(start, end)
        why = f"自次一工作日{in_chinese(self.next_workday(start))}起算，第{value}个工作日为{in_chinese(end)}"
        return Due(end, bool(years), f"{why}（{provisional_note(years)}）" if years else why)

    @cached_property
    def _exceptions(self) -> tuple[list[date], list[int]]:
        """Give the days on which the calendar differs from the week, in order, and the running sum of differences."""
        dates: list[date] = []
        sums: list[int] = [0]
        for day in sorted(self.days):
            difference = int(self.days[day]) - int(day.weekday() < 5)
            if difference:
                dates.append(day)
                sums.append(sums[-1] + difference)
        return dates, sums

    def _worked_up_to(self, day: date) -> int:
        weeks, rest = divmod(day.toordinal(), 7)
        dates, sums = self._exceptions
        return weeks * 5 + min(rest, 5) + sums[bisect_right(dates, day)]


def day_in_china(moment: date | datetime) -> date:
    """Return the Chinese calendar day of an aware instant; a plain date is returned as it is.

    :raises ValueError: for an instant without a time zone, whose day nobody can know.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone before its day can be told")
    return moment.astimezone(CHINA).date()


def in_chinese(day: date) -> str:
    """Write a day as officials do: 2018年9月27日."""
    return f"{day.year}年{day.month}月{day.day}日"


def provisional_note(years: Iterable[int]) -> str:
    """Say which years' holidays are awaited: “2027 年放假安排公布后更新”; empty when none is."""
    listed = "、".join(str(year) for year in sorted(years))
    return f"{listed} 年放假安排公布后更新" if listed else ""


def _must_be_countable(count: int) -> None:
    if abs(count) > LONGEST:
        raise ValueError(f"{count} days is beyond any limit")
