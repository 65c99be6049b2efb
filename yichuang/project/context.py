"""What every page may show: whether this is a demonstration, and where its clock stands."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yichuang.foundations import clock
from yichuang.foundations.speech import other_language


def house(request: HttpRequest) -> dict[str, Any]:
    """Return `demo`, `demo_now` (only where the clock was moved), the day on which the page was made, and the language it is in."""
    moved = settings.MOVABLE_CLOCK and clock.shift()
    return {
        "demo": settings.DEMO,
        "demo_now": clock.now() if moved else None,
        "today": clock.day_of(clock.now()),
        "page_language": other_language() or "zh-CN",
    }
