"""Deliver a message at most once in effect: claim it, hand it to the channel, write down what happened.

A code sent twice is a nuisance, a code sent by a dead process twice is a doubt: a message found half sent is never sent again.
"""

from datetime import datetime

from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.channels import channel
from yichuang.notifications.models import Message
from yichuang.notifications.ports import ChannelDown, Refusing
from yichuang.notifications.rules.templates import text_of, without_secrets


def deliver(pk: int, now: datetime, last: bool = False) -> Message:
    """Deliver one message and return it; `last` says that nobody will try again.

    :raises ChannelDown: when the channel is away and another try is due.
    """
    message = _claim(pk, now)
    if message.state != Message.SENDING:
        return message
    way = channel()
    message.channel = way.name
    try:
        way.send(to=message.to, text=text_of(message.template, message.data), uid=str(message.uid))
    except ChannelDown as down:
        _close(message, Message.FAILED if last else Message.WAITING, now, str(down))
        if not last:
            raise
    except Refusing as refusal:
        _close(message, Message.FAILED, now, str(refusal))
    else:
        _close(message, Message.SENT, now)
    return message


@unit_of_work()
def _claim(pk: int, now: datetime) -> Message:
    message = Message.objects.select_for_update().get(pk=pk)
    if message.state == Message.SENDING:
        return _close(message, Message.UNKNOWN, now, "发送途中平台重启，不再重发")
    if message.state == Message.WAITING:
        message.state, message.tries = Message.SENDING, message.tries + 1
        message.save(update_fields=["state", "tries"])
    return message


def _close(message: Message, state: str, now: datetime, failure: str = "") -> Message:
    message.state, message.failure = state, failure[:200]
    if state != Message.WAITING:
        message.data = without_secrets(message.template, message.data)
    if state == Message.SENT:
        message.sent_at = now
    message.save(update_fields=["state", "failure", "data", "channel", "sent_at"])
    return message
