"""Working calendars of years without a notice yet: what counts five working days from today must not become uncertain in December."""

from datetime import date

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import clock
from yichuang.foundations.calendars import load_year
from yichuang.foundations.models import CalendarYear


def load_year_of(year: int) -> None:
    """Load a year as a notice would, with New Year's holiday and no other."""
    days = [(date(year, 1, day), False, "元旦") for day in (1, 2, 3)]
    load_year(actor=SYSTEM, year=year, days=days, notice="国办发明电演示号", now=clock.now())


def make_the_coming_days_certain() -> None:
    """Load this year and the next where they are not, so that a period counted from today is never provisional."""
    today = clock.day_of(clock.now())
    for year in (today.year, today.year + 1):
        if not CalendarYear.objects.filter(year=year).exists():
            load_year_of(year)
