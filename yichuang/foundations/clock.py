"""The clock, read in doors only: pages, API, jobs. Everything below a door takes `now`.

In a demonstration the day can be moved forward (issue 2, point 13): the shift is a row, read once a second at most, so that web
and worker processes agree. Without `settings.MOVABLE_CLOCK` the shift is never read and can never be set.
"""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from yichuang.foundations.models import ClockShift

CHINA = ZoneInfo("Asia/Shanghai")
_SHIFT_LIVES_SECONDS = 1.0
_shift: tuple[float, timedelta] = (0.0, timedelta())


def now() -> datetime:
    """Return this instant in Chinese time, shifted where a demonstration moved the clock."""
    return datetime.now(CHINA) + shift()


def wall() -> datetime:
    """Return this instant in UTC by the machine's clock, which nobody moves: for leases and signatures between machines."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Return the Chinese calendar day on which `instant` falls."""
    return instant.astimezone(CHINA).date()


def in_china(instant: datetime) -> str:
    """Return an instant as ISO 8601 in China's time, to the second."""
    return instant.astimezone(CHINA).isoformat(timespec="seconds")


def shift() -> timedelta:
    """Return how far a demonstration has moved the clock; zero wherever the clock is not movable."""
    global _shift
    if not settings.MOVABLE_CLOCK:
        return timedelta()
    read_at, value = _shift
    if not read_at or time.monotonic() - read_at > _SHIFT_LIVES_SECONDS:
        row = ClockShift.objects.filter(pk=1).first()
        value = row.by if row else timedelta()
        _shift = (time.monotonic(), value)
    return value


def forget_shift() -> None:
    """Make the next reading ask the database again (after the shift was changed in this process)."""
    global _shift
    _shift = (0.0, timedelta())
