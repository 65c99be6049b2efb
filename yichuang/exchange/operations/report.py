"""Take a department's report: claimed once by (system, message id), made by the ordinary operations of the lifecycle (S2-50, S2-52④)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yichuang.cases.queries import Case
from yichuang.cases.queries.access import clean_number, lock_case
from yichuang.exchange import policies
from yichuang.exchange.events import ReportTaken
from yichuang.exchange.models import ClientSystem, InboundMessage
from yichuang.exchange.operations.log_message import hashed, log_message
from yichuang.exchange.operations.reporting import MAKERS, Told
from yichuang.exchange.queries.payloads import status_data
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.message_chain import IN, REPORT, Entry
from yichuang.exchange.rules.scopes import report_scope
from yichuang.exchange.rules.wire import INCOMING
from yichuang.foundations import ledger
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.chains import canonical
from yichuang.foundations.transactions import unit_of_work

KEPT = "平台没有做任何改动。"
Answer = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A report as it came: the system's own id, type, time and data; `said` is the data as the contract reads it, `raw` its exact bytes."""

    id: str
    type: str
    at: datetime
    data: dict[str, Any]
    said: Any
    raw: bytes

    @property
    def fingerprint(self) -> bytes:
        """Return what tells this message from another one under the same id."""
        text = json.dumps([self.type, self.at.isoformat(), self.data], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True)
class Taken:
    """The answer to a report; `fresh`: it took effect now, and is in the message log with it."""

    answer: Answer
    fresh: bool


def report(*, system: ClientSystem, scope: str, number: str, message: Message, now: datetime) -> Taken:
    """Make what a report says and return where the case stands; a repeated message gets its first answer.

    :raises Refused: 403 without the scope; 404 for a case that is not the system's; 409 out of order, or an id that was used for other
        words. Nothing has then changed.
    """
    maker = MAKERS[message.type]
    policies.demand_scope(scope, report_scope(message.type))
    try:
        with unit_of_work():
            return Taken(_make(maker, system, number, message, now), True)
    except (Refused, IntegrityError):
        before = InboundMessage.objects.filter(system=system, message_id=message.id).first()
        if before is None:
            raise
        return Taken(_again(before, message, number), False)


def _make(maker: Callable[[Told], None], system: ClientSystem, number: str, message: Message, now: datetime) -> Answer:
    case_number = reach(system, number).number
    given, handler = message.said, message.said.handler
    actor = policies.actor_of(system, handler.id, handler.name, form=message.type == "form_submitted")
    maker(Told(system, actor, case_number, given, now))
    case = lock_case(actor, case_number, "take_up")
    node = getattr(given, "name", "") if message.type == "node_changed" else ""
    answer = status_data(case)
    row = InboundMessage(
        system=system,
        message_id=message.id,
        fingerprint=message.fingerprint,
        type=message.type,
        number=case.number,
        node=node or INCOMING[message.type],
        handler_name=handler.name,
        answer=answer,
        at=now,
    )
    with transaction.atomic(savepoint=False):
        row.save(force_insert=True)
    _tell(case, system, message, row, now)
    _log(case, system, message, answer, now)
    return answer


def _tell(case: Case, system: ClientSystem, message: Message, row: InboundMessage, now: datetime) -> None:
    event = ReportTaken(
        system=system.name, message=message.id, what=INCOMING[message.type], node=row.node, handler=row.handler_name
    )
    ledger.write(case, event, actor=policies.actor_of(system), at=now, update_fields=[])


def _log(case: Case, system: ClientSystem, message: Message, answer: Answer, now: datetime) -> None:
    said = canonical(answer)
    entry = Entry(
        system=system.key,
        number=case.number,
        direction=IN,
        kind=REPORT,
        type=message.type,
        message_id=message.id,
        at=now,
        sha256=hashed(message.raw),
        size=len(message.raw),
        status=200,
        answer_sha256=hashed(said),
        answer_size=len(said),
    )
    log_message(system, entry, body=message.raw, answer=said)


def _again(before: InboundMessage, message: Message, number: str) -> Answer:
    if bytes(before.fingerprint) != message.fingerprint or before.number != clean_number(number):
        reused = Reason(
            "id_reused",
            f"消息 id“{message.id}”已用于另一条内容不同的回传。",
            "id",
            "对接契约：一条消息只计一次",
            "先前那条的结果不变。",
            "请为新的回传使用新的 id。",
        )
        raise Refused(reused, title="消息 id 被重复使用")
    return dict(before.answer)
