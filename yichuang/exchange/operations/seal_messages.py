"""Seal the message log: all messages since the last seal under one signed Merkle root (issue 4, 7)."""

from datetime import datetime

from yichuang.exchange.models import LoggedMessage, MessageSeal
from yichuang.foundations.checkpoints import sealing, wait_for_writers
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def seal_messages(now: datetime) -> MessageSeal | None:
    """Set a seal and return it; None when there is nothing new. Gives up after two seconds rather than hold up the senders."""
    wait_for_writers(LoggedMessage._meta.db_table)
    last = MessageSeal.objects.order_by("-up_to_message").first()
    since = last.up_to_message if last else 0
    rows = list(LoggedMessage.objects.filter(pk__gt=since).order_by("pk").values_list("pk", "hash"))
    if not rows:
        return None
    made = sealing(last, rows, now)
    return MessageSeal.objects.create(up_to_message=made.up_to, message_count=made.count, **made.columns)
