"""Put a service away from the tablet at its window: the person does not wish to rate here; code and message still lead to it (自愿)."""

from datetime import datetime

from yichuang.feedback.models import RatingRequest
from yichuang.feedback.queries.links import request_of
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def leave_window(*, token: str, now: datetime) -> RatingRequest:
    """Note that the tablet went on, and return the request; no business act, no ledger. :raises NotFound: for no token."""
    row = request_of(token)
    RatingRequest.objects.filter(pk=row.pk, left_window_at=None).update(left_window_at=now)
    return row
