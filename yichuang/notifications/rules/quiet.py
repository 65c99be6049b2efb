"""Quiet hours: what is not urgent waits for the morning, on the clock of China."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_HOURS = re.compile(r"^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$")


@dataclass(frozen=True)
class QuietHours:
    """From `begin` up to, but not including, `end`; over midnight when `begin` is the later of the two."""

    begin: time
    end: time


def quiet_hours(text: str) -> QuietHours | None:
    """Read `22:00-07:00`; empty, `off` or two equal times: there are none.

    :raises ValueError: for anything else.
    """
    if text.strip().lower() in ("", "off"):
        return None
    match = _HOURS.match(text.strip())
    if match is None:
        raise ValueError(f"{text}: quiet hours are written 22:00-07:00, or off")
    hours = [int(part) for part in match.groups()]
    found = QuietHours(time(hours[0], hours[1]), time(hours[2], hours[3]))
    return None if found.begin == found.end else found


def held_until(now: datetime, quiet: QuietHours | None, *, urgent: bool) -> datetime | None:
    """Return when a message may go that comes at `now` (China's clock), None for at once."""
    if quiet is None or urgent:
        return None
    clock = now.timetz().replace(tzinfo=None)
    after, before = clock >= quiet.begin, clock < quiet.end
    inside = (after or before) if quiet.begin > quiet.end else (after and before)
    if not inside:
        return None
    end = now.replace(hour=quiet.end.hour, minute=quiet.end.minute, second=0, microsecond=0)
    return end + timedelta(days=1) if end <= now else end
