"""Reads of the lock-out kept by django-axes; it counts in real time, also where a demonstration moved the clock."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum

from yichuang.accounts.rules.lock_out import LIMIT
from yichuang.foundations import clock

COOL_OFF = timedelta(hours=settings.AXES_COOLOFF_TIME)


def lock_of(username: str, now: datetime) -> timedelta | None:
    """Return how long an account stays locked, or None when it is not (one statement)."""
    failures, last = _failures(username, now)
    if failures < LIMIT or last is None:
        return None
    return last + COOL_OFF - (now - clock.shift())


def tries_left(username: str, now: datetime) -> int:
    """Return how many wrong passwords are left before the lock (one statement)."""
    return max(0, LIMIT - _failures(username, now)[0])


def _failures(username: str, now: datetime) -> tuple[int, datetime | None]:
    since = now - clock.shift() - COOL_OFF
    found = AccessAttempt.objects.filter(username=username, attempt_time__gt=since).aggregate(
        failures=Sum("failures_since_start"), last=Max("attempt_time")
    )
    return found["failures"] or 0, found["last"]
