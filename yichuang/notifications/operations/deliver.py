"""Deliver a queued message through its channel, once in effect."""

from datetime import datetime

from django.db import transaction

from yichuang.notifications.channels import channel
from yichuang.notifications.models import Message


def deliver(message_id: int, now: datetime) -> bool:
    """Hand a message to the channel and return whether it was sent now; one that was sent before is left alone.

    The row stays locked while the channel works, so two workers cannot send it twice. A channel that cannot be reached raises
    `OSError`: the failure's kind is kept (never the number or the text) and the job is tried again.
    """
    failure: OSError | None = None
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.state == "sent":
            return False
        try:
            channel().send(to=message.to, text=message.text, reference=message.dedupe_key)
        except OSError as error:
            failure = error
            message.state, message.failure = "failed", type(error).__name__
        else:
            message.state, message.sent_at, message.failure = "sent", now, ""
        message.save(update_fields=["state", "sent_at", "failure"])
    if failure is not None:
        raise failure
    return True
