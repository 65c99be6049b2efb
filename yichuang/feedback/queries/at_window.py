"""What is to be rated at a window now: the service that has just ended there (S2-33 硬件评价器或触摸屏)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.feedback.models import RatingRequest
from yichuang.feedback.models.ratings import OPEN
from yichuang.feedback.rules.grades import ONSITE

# The next person must not rate for the one before: afterwards the code and the message are left.
SHOWN_FOR = timedelta(minutes=3)


@dataclass(frozen=True)
class AtWindow:
    """The place of a rating tablet."""

    site_id: int
    window: str


@dataclass(frozen=True)
class ToRate:
    """A service on a window's tablet: where its page is, its ticket, what it was for."""

    token: str
    path: str
    number: str
    title: str


def to_rate_at(place: AtWindow, now: datetime) -> ToRate | None:
    """Return what was served last at a window if it may be rated and ended within three minutes (one statement)."""
    rows = RatingRequest.objects.filter(
        site_id=place.site_id, window=place.window, mode=ONSITE, served_at__gt=now - SHOWN_FOR, served_at__lte=now
    )
    last = rows.order_by("-served_at").first()
    if last is None or last.state != OPEN or last.left_window_at is not None:
        return None
    return ToRate(last.token, f"/rate/{last.token}/?at=window", last.number, last.title)
