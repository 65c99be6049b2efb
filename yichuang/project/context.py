"""What every page may show: whether this is a demonstration, and where its clock stands."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yichuang.foundations import clock


def house(request: HttpRequest) -> dict[str, Any]:
    """Return `demo`, `demo_now` (only where the clock was moved) and the day on which the page was made."""
    moved = settings.MOVABLE_CLOCK and clock.shift()
    return {"demo": settings.DEMO, "demo_now": clock.now() if moved else None, "today": clock.day_of(clock.now())}
