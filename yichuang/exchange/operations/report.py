"""Take a department's report: claimed once by (system, message id), made by the ordinary operations of the lifecycle (S2-50, S2-52④)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from yichuang.cases.queries import Case
from yichuang.cases.queries.access import clean_number, lock_case
from yichuang.exchange import policies
from yichuang.exchange.events import ReportTaken
from yichuang.exchange.models import ClientSystem, InboundMessage
from yichuang.exchange.operations.reporting import MAKERS, Told
from yichuang.exchange.operations.take_message import Inbound, answer_before, keep_message
from yichuang.exchange.queries.payloads import status_data
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.message_chain import REPORT
from yichuang.exchange.rules.scopes import report_scope
from yichuang.exchange.rules.wire import INCOMING
from yichuang.foundations import ledger
from yichuang.foundations.problems import Refused
from yichuang.foundations.transactions import unit_of_work

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
        before = answer_before(system, _inbound(message, clean_number(number)))
        if before is None:
            raise
        return Taken(before, False)


def _inbound(message: Message, number: str, node: str = "") -> Inbound:
    handler = message.said.handler.name
    return Inbound(message.id, message.type, REPORT, message.fingerprint, message.raw, number, node, handler)


def _make(maker: Callable[[Told], None], system: ClientSystem, number: str, message: Message, now: datetime) -> Answer:
    case_number = reach(system, number).number
    given, handler = message.said, message.said.handler
    actor = policies.actor_of(system, handler.id, handler.name, form=message.type == "form_submitted")
    maker(Told(system, actor, case_number, given, now))
    case = lock_case(actor, case_number, "take_up")
    node = getattr(given, "name", "") if message.type == "node_changed" else ""
    answer = status_data(case)
    row = keep_message(system, _inbound(message, case.number, node or INCOMING[message.type]), answer, now)
    _tell(case, system, message, row, now)
    return answer


def _tell(case: Case, system: ClientSystem, message: Message, row: InboundMessage, now: datetime) -> None:
    event = ReportTaken(
        system=system.name, message=message.id, what=INCOMING[message.type], node=row.node, handler=row.handler_name
    )
    ledger.write(case, event, actor=policies.actor_of(system), at=now, update_fields=[])
