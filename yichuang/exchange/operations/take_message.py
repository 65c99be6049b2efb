"""A message of a system counts once by (system, id): kept with its effects, its answer and its bytes; what is repeated gets that answer.

For every door that takes messages: reports on cases, appointments that a hotline books. The caller's unit of work holds it together.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yichuang.exchange.models import ClientSystem, InboundMessage
from yichuang.exchange.operations.log_message import hashed, log_message
from yichuang.exchange.rules.message_chain import IN, Entry
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.chains import canonical


@dataclass(frozen=True)
class Inbound:
    """A message as it came: its own id and type, what tells it from another under that id, its exact bytes; `kind` of the log.

    `number`: the case, empty where it is about none; `node` and `handler_name`: what is done, by whom, as lists show it.
    """

    id: str
    type: str
    kind: str
    fingerprint: bytes
    raw: bytes
    number: str = ""
    node: str = ""
    handler_name: str = ""


def keep_message(
    system: ClientSystem, message: Inbound, answer: dict[str, Any], now: datetime, status: int = 200
) -> InboundMessage:
    """Keep a message that took effect, with the answer to give when it is repeated, and put both on record.

    :raises IntegrityError: when its id was used meanwhile; what it caused is then undone.
    """
    names = ("type", "fingerprint", "number", "node", "handler_name")
    given = {name: getattr(message, name) for name in names}
    row = InboundMessage(system=system, message_id=message.id, answer=answer, at=now, **given)
    with transaction.atomic(savepoint=False):
        row.save(force_insert=True)
    said = canonical(answer)
    entry = Entry(
        system=system.key,
        number=message.number,
        direction=IN,
        kind=message.kind,
        type=message.type,
        message_id=message.id,
        at=now,
        sha256=hashed(message.raw),
        size=len(message.raw),
        status=status,
        answer_sha256=hashed(said),
        answer_size=len(said),
    )
    log_message(system, entry, body=message.raw, answer=said)
    return row


def answer_before(system: ClientSystem, message: Inbound) -> dict[str, Any] | None:
    """Return the answer that this message got before, None when it is new.

    :raises Refused: 409 when its id was used for other words.
    """
    before = InboundMessage.objects.filter(system=system, message_id=message.id).first()
    if before is None:
        return None
    if bytes(before.fingerprint) != message.fingerprint or before.number != message.number:
        reused = Reason(
            "id_reused",
            f"消息 id“{message.id}”已用于另一条内容不同的消息。",
            "id",
            "对接契约：一条消息只计一次",
            "先前那条的结果不变。",
            "请为新的消息使用新的 id。",
        )
        raise Refused(reused, title="消息 id 被重复使用")
    return dict(before.answer)
