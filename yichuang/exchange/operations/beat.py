"""A sender says that it lives; the sender's own book-keeping, no business act."""

import uuid
from datetime import datetime, timedelta

from yichuang.exchange.models import SenderBeat
from yichuang.foundations.transactions import unit_of_work

EVERY = timedelta(seconds=5)
# Long enough to tell since when nobody sends.
KEPT = timedelta(days=7)


@unit_of_work()
def beat(*, sender: uuid.UUID, wall: datetime) -> None:
    """Note that a sender lives; what senders of long ago left is cleared away on this occasion."""
    SenderBeat.objects.update_or_create(sender=sender, defaults={"at": wall})
    SenderBeat.objects.filter(at__lt=wall - KEPT).delete()
