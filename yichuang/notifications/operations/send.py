"""Write a message to a person: a sealed row and a job, in the caller's transaction; nothing goes out if that is undone."""

from datetime import datetime

from yichuang.foundations import jobs
from yichuang.foundations.jobs import Later
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.models import Message
from yichuang.notifications.rules.templates import text_of


@unit_of_work()
def send(
    *, to: str, template: str, data: dict[str, str], now: datetime, stream: str = "", once_key: str = ""
) -> Message:
    """Write a message and return it; it goes out once the transaction is durable (two statements).

    `once_key`: a second message under the same key is not written; the first is returned.
    :raises LookupError: for an unknown template or wrong fields: a fault of the caller, found by the first test.
    """
    text_of(template, data)
    row = Message(
        to=to,
        to_index=blind_index(to, "mobile"),
        template=template,
        data=data,
        stream=stream,
        once_key=once_key or None,
        written_at=now,
    )
    if once_key:
        Message.objects.bulk_create([row], ignore_conflicts=True)
        kept = Message.objects.get(once_key=once_key)
        if kept.uid != row.uid:
            return kept
        row = kept
    else:
        row.save(force_insert=True)
    jobs.defer([Later("notifications.deliver", {"pk": row.pk})])
    return row
