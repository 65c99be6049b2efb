"""The clock of this program: the one place that reads it."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> str:
    """Return this instant in Chinese time, as it is stored and sent."""
    return datetime.now(CHINA).isoformat(timespec="milliseconds")


def unix() -> float:
    """Return this instant in seconds, as signatures and waiting times count it."""
    return time.time()


def readable(instant: str) -> str:
    """Return a stored or received instant as a person reads it; what is no instant stays as it is."""
    try:
        return datetime.fromisoformat(instant).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return instant
