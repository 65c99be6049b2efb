"""Take a status report of the gateway: the message arrived, or did not. Twice, late and out of order, it says the same."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.models import Message, MessageStep
from yichuang.notifications.rules.states import after_report
from yichuang.notifications.rules.templates import without_secrets


@unit_of_work()
def take_report(*, receipt: str, uid: str, success: bool, at: datetime, said: str) -> Message | None:
    """Change a message as a report says and return it; None for a report about nothing of ours or nothing new.

    Found by the gateway's receipt; by our own id where the answer with the receipt was lost.
    """
    message = _found(receipt, uid)
    if message is None:
        return None
    if not success and receipt and message.receipt and message.receipt != receipt:
        return None  # about an earlier try; the message was sent again meanwhile
    state = after_report(message.state, message.reported_at, success=success, at=at)
    if state is None:
        return None
    message.state, message.reported_at = state, at
    message.failure = "" if success else said[:200]
    message.receipt = message.receipt or receipt
    message.sent_at = message.sent_at or at
    message.data = without_secrets(message.template, message.data)
    message.save(update_fields=["state", "reported_at", "failure", "receipt", "sent_at", "data"])
    MessageStep.objects.create(message=message, at=at, state=state, said=said[:200])
    return message


def _found(receipt: str, uid: str) -> Message | None:
    rows = Message.objects.select_for_update()
    found = rows.filter(receipt=receipt).first() if receipt else None
    if found is not None:
        return found
    try:
        return rows.filter(uid=UUID(uid)).first()
    except ValueError:
        return None
