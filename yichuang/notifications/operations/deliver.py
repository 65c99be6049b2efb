"""Deliver a message at most once in effect: claim it, hand it to the channel, write down what happened.

A code sent twice is a nuisance, a code sent by a dead process twice is a doubt: a message found half sent is never sent again.
"""

from datetime import datetime

from django.conf import settings

from yichuang.foundations import jobs
from yichuang.foundations.jobs import Later
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.channels import channel_for
from yichuang.notifications.models import Message, MessageStep
from yichuang.notifications.operations.send import DELIVER, decide
from yichuang.notifications.ports import ChannelDown, Letter, Refusing, Unclear
from yichuang.notifications.queries.messages import stop_link
from yichuang.notifications.queries.wordings import in_force
from yichuang.notifications.rules.states import DUE
from yichuang.notifications.rules.templates import SIGNATURE, TEMPLATES, text_of, without_secrets


def deliver(pk: int, now: datetime, last: bool = False) -> Message:
    """Deliver one message and return it; `last` says that nobody will try again.

    :raises ChannelDown: when the channel is away and another try is due.
    """
    message, letter = _claim(pk, now)
    if letter is None:
        return message
    way = channel_for(message.to)
    try:
        receipt = way.send(letter)
    except ChannelDown as down:
        message = _close(pk, Message.FAILED if last else Message.WAITING, now, way.name, failure=str(down))
        if not last and message.state == Message.WAITING:
            raise
        return message
    except Refusing as refusal:
        return _close(pk, Message.FAILED, now, way.name, failure=str(refusal))
    except Unclear as doubt:
        return _close(pk, Message.UNKNOWN, now, way.name, failure=str(doubt))
    return _close(pk, Message.SENT, now, way.name, receipt=receipt)


@unit_of_work()
def _claim(pk: int, now: datetime) -> tuple[Message, Letter | None]:
    """Take a message up, and return it with its letter; without one it is not to be sent now, or never."""
    message = Message.objects.select_for_update(of=("self",)).select_related("wording").get(pk=pk)
    if message.state == Message.SENDING:
        return _closed(message, Message.UNKNOWN, now, "发送途中平台重启，不再重发"), None
    if message.state not in DUE:
        return message, None
    before = message.state
    decide(message, now)
    if message.state == Message.WAITING:
        letter = letter_of(message)
        message.state, message.tries = Message.SENDING, message.tries + 1
        message.save(update_fields=["state", "tries", "held_until"])
        return message, letter
    if message.state == Message.HELD:
        message.save(update_fields=["state", "held_until"])
        jobs.defer([Later(DELIVER, {"pk": pk}, at=message.held_until)])
        if before != Message.HELD:
            MessageStep.objects.create(message=message, at=now, state=Message.HELD, said="夜间不打扰，早上再发")
        return message, None
    return _closed(message, Message.SUPPRESSED, now, ""), None


def letter_of(message: Message) -> Letter:
    """Return a message as channels get it."""
    link = stop_link(message)
    found = in_force(message.division, message.template)
    # A gateway takes no address in a variable: ours is part of the registered template (rules/wordings.to_register).
    params = {name: value.removeprefix(f"{settings.PUBLIC_URL}/") for name, value in message.data.items()}
    if link:
        params["stop"] = link.removeprefix(f"{settings.PUBLIC_URL}/")
    return Letter(
        uid=str(message.uid),
        to=message.to,
        text=text_of(message.template, message.data, message.wording.text if message.wording else "", link),
        template=message.template,
        subject=SIGNATURE + TEMPLATES[message.template].name,
        code=found.gateway_code,
        params=params,
    )


@unit_of_work()
def _close(pk: int, state: str, now: datetime, channel: str, *, failure: str = "", receipt: str = "") -> Message:
    """Write down how a try ended; where a status report was quicker, what it said stays."""
    message = Message.objects.select_for_update().get(pk=pk)
    message.channel, message.receipt = channel, receipt or message.receipt
    if message.state != Message.SENDING:
        message.save(update_fields=["channel", "receipt"])
        return message
    return _closed(message, state, now, failure)


def _closed(message: Message, state: str, now: datetime, failure: str) -> Message:
    message.state, message.failure = state, failure[:200]
    if state != Message.WAITING:
        message.data = without_secrets(message.template, message.data)
    if state == Message.SENT:
        message.sent_at = now
    message.save(update_fields=["state", "failure", "data", "channel", "receipt", "sent_at", "held_until"])
    MessageStep.objects.create(message=message, at=now, state=state, said=message.failure)
    return message
