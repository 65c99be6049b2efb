"""The working-day calendar as the database has it; the library only gave the first import (rulebook 2.6).

Reading is one statement, kept for ten seconds a process: a newly loaded year is seen by every process within that time, and the recount
of open clocks follows as a job anyway.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import connection

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.models import CalendarDay, CalendarYear
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.rules.calendar import WorkCalendar
from yichuang.foundations.transactions import unit_of_work

_LIVES_SECONDS = 10.0
_kept: tuple[float, WorkCalendar] | None = None


@dataclass(frozen=True)
class CalendarYearLoaded:
    """A year's holidays were loaded or changed: every open clock that touches it is counted again."""

    type: ClassVar[str] = "calendar.year_loaded"
    year: int
    notice: str
    days: int


def calendar() -> WorkCalendar:
    """Return the calendar, at most ten seconds old."""
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > _LIVES_SECONDS:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def forget() -> None:
    """Make the next reading ask the database again."""
    global _kept
    _kept = None


def _read() -> WorkCalendar:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year::text, NULL FROM foundations_calendaryear "
            "UNION ALL SELECT day::text, is_workday FROM foundations_calendarday"
        )
        rows = cursor.fetchall()
    years = frozenset(int(key) for key, worked in rows if worked is None)
    return WorkCalendar(
        days={date.fromisoformat(key): worked for key, worked in rows if worked is not None}, years=years
    )


@unit_of_work()
def load_year(
    *, actor: Actor, year: int, days: Iterable[tuple[date, bool, str]], notice: str, now: datetime
) -> CalendarYear:
    """Load or replace one year's exceptions (day, is_workday, name) and tell the readers.

    :raises Refused: 403 without the right, 422 when a day lies in another year or no day is given.
    """
    if not actor.may("calendar.manage", Place()) and not any(grant.act == "calendar.manage" for grant in actor.grants):
        raise NotAllowed("calendar.manage", "您没有维护工作日历的权限。")
    rows = [CalendarDay(day=day, is_workday=worked, name=name) for day, worked, name in days]
    wrong = [row.day.isoformat() for row in rows if row.day.year != year]
    if wrong or not rows:
        message = f"{'、'.join(wrong)} 不在 {year} 年内。" if wrong else f"{year} 年没有一天放假或补班。"
        raise Refused(
            Reason(
                "calendar_days",
                message,
                field="days",
                rule="工作日历规则",
                kept="原日历没有改动。",
                todo="请按国务院办公厅通知逐日核对。",
            ),
            status=422,
            title="日历不能导入",
        )
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create(rows)
    found = CalendarYear.objects.select_for_update().filter(pk=year).first()
    record = found or CalendarYear(year=year)
    record.notice, record.loaded_at, record.loaded_by = notice, now, actor.name
    event = CalendarYearLoaded(year=year, notice=notice, days=len(rows))
    ledger.write(
        record, event, actor=actor, at=now, update_fields=["notice", "loaded_at", "loaded_by"] if found else None
    )
    forget()
    return record


def years() -> list[CalendarYear]:
    """Return the years that are loaded, the latest first."""
    return list(CalendarYear.objects.order_by("-year"))


def days_of(year: int) -> list[CalendarDay]:
    """Return a year's holidays and make-up workdays in order."""
    return list(CalendarDay.objects.filter(day__year=year).order_by("day"))


def year_missing(today: date) -> int | None:
    """Return the next year when it ought to be loaded by now (from 1 November on) and is not; this year when that one is not."""
    loaded = calendar().years
    if today.year not in loaded:
        return today.year
    return today.year + 1 if today.month >= 11 and today.year + 1 not in loaded else None
