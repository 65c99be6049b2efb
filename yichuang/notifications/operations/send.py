"""Send a message: a row and a job in the caller's transaction, so that what was undone is never sent."""

from collections.abc import Mapping
from datetime import datetime

from yichuang.foundations import jobs
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.channels import channel
from yichuang.notifications.models import Message
from yichuang.notifications.rules.templates import compose


@unit_of_work()
def send(
    *, to: str, template: str, context: Mapping[str, str], dedupe_key: str, now: datetime, for_stream: str = ""
) -> Message:
    """Queue a message to a mobile number and return it; a second call with the same `dedupe_key` returns the first message.

    :raises KeyError: for an unknown template or an unfilled place in it.
    """
    fresh = Message(
        to=to,
        to_index=blind_index(to, "mobile"),
        channel=channel().name,
        template=template,
        text=compose(template, context),
        dedupe_key=dedupe_key,
        for_stream=for_stream,
        queued_at=now,
    )
    Message.objects.bulk_create([fresh], ignore_conflicts=True)
    message = Message.objects.get(dedupe_key=dedupe_key)
    if message.state == "queued":
        jobs.defer([jobs.Later("notifications.deliver", {"message": message.pk}, lock=f"message:{message.pk}")])
    return message
