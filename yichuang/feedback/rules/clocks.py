"""The days of feedback: until when a rating may be given, by when a bad one is called back and mended, a complaint answered.

No statute sets the days (国办发〔2019〕51号 gives none): they are parameters of the district, these the defaults (rulebook 4.3 【约定】).
"""

from dataclasses import dataclass
from datetime import date

from yichuang.foundations.rules.calendar import WorkCalendar


@dataclass(frozen=True)
class Days:
    """The parameters: working days, and after how many ratings of one officer they are sealed before the day is over."""

    seal_after: int = 5
    rate: int = 5
    review: int = 1
    mend: int = 15
    complaint: int = 5
    extend: int = 10


def rate_until(calendar: WorkCalendar, served_on: date, days: Days) -> date:
    """Return the last day on which a service may still be rated (补评)."""
    return calendar.add_workdays(served_on, days.rate)


def review_due(calendar: WorkCalendar, rated_on: date, days: Days) -> date:
    """Return by when a bad rating is called back (回访核实): counted from the day it was given, not from its sealing."""
    return calendar.add_workdays(rated_on, days.review)


def mend_due(calendar: WorkCalendar, rated_on: date, days: Days) -> date:
    """Return by when a bad rating is mended or explained (整改)."""
    return calendar.add_workdays(rated_on, days.mend)


def answer_due(calendar: WorkCalendar, taken_on: date, days: Days) -> date:
    """Return by when a complaint is answered."""
    return calendar.add_workdays(taken_on, days.complaint)
