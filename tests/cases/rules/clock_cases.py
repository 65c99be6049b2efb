"""Facts, rules and the real calendar that the tests of the clocks share."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from yichuang.cases.rules.clocks import ClockFacts, ClockReading, ClockRules
from yichuang.foundations.calendar_source import initial_days
from yichuang.foundations.rules.calendar import WorkCalendar

YEARS = range(2018, 2027)
CALENDAR = WorkCalendar({day: worked for day, worked, _ in initial_days(YEARS)}, frozenset(YEARS))
CHINA = ZoneInfo("Asia/Shanghai")

LICENCE = ClockRules(statutory=(20, "workday"), promised=(7, "workday"))
REAL_ESTATE = ClockRules((30, "workday"), (5, "workday"), deemed_rule="on_the_spot", basis="不动产登记暂行条例第二十条")
EIA = ClockRules((30, "natural_day"), (7, "workday"), start="receipt", basis="环境影响评价法第二十二条")
INSTANT = ClockRules((15, "natural_day"), (0, "workday"))


def at(day: str, time: str = "09:30") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=CHINA)


def on(day: str) -> date:
    return date.fromisoformat(day)


def received(day: str = "2018-09-27", **more: Any) -> ClockFacts:
    return ClockFacts(received_at=at(day), **more)


def accepted(day: str = "2018-09-27", **more: Any) -> ClockFacts:
    return received(day, accepted_date=on(day), complete_date=on(day), **more)


def numbers(reading: ClockReading) -> tuple[Any, ...]:
    due = reading.due.isoformat() if reading.due else None
    return reading.state, reading.used, reading.left, due, reading.colour
