"""What each type of report does: the same operations of `cases` that an officer's page calls, in the name of the system's officer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases.operations.accept import accept
from yichuang.cases.operations.co_sign import co_sign
from yichuang.cases.operations.decide import Ruling, decide
from yichuang.cases.operations.decline import Grounds, decline
from yichuang.cases.operations.extend import extend
from yichuang.cases.operations.issue import send_to_issuing
from yichuang.cases.operations.request_correction import CorrectionItem, request_correction
from yichuang.cases.operations.review import record_review, take_up
from yichuang.cases.operations.suspend import Procedure, resume, suspend
from yichuang.cases.operations.take_form import take_form
from yichuang.cases.queries.access import lock_case
from yichuang.cases.queries.facts import materials_of
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.exchange import policies
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.queries.files import file_of_case
from yichuang.exchange.rules.wire import UNIFIED
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import let_go

KEPT = "平台没有做任何改动。"


@dataclass(frozen=True)
class Told:
    """A report being made: system, its officer as an actor, the case, what was said (one of `schemas.REPORTS`), now."""

    system: ClientSystem
    actor: Actor
    number: str
    said: Any
    now: datetime

    @property
    def common(self) -> dict[str, Any]:
        """Return what every operation is given."""
        return {"actor": self.actor, "number": self.number, "now": self.now}


def _form_submitted(told: Told) -> None:
    case = lock_case(told.actor, told.number, "take_up")
    if spec_of(case.version_id).integration.mode != UNIFIED:
        raise _refused("mode", "只有统一收单号事项由业务系统填报表单。", "S2-52②")
    files = {
        one.id: [file_of_case(case.number, UUID(file)) for file in _uuids(one.files)] for one in told.said.materials
    }
    papers = {one.id: (one.originals, one.copies) for one in told.said.materials if one.paper}
    take_form(**told.common, own_form=told.said.own_form, files=files, papers=papers)


def _correction_requested(told: Told) -> None:
    case = lock_case(told.actor, told.number, "request_correction")
    names = {row.material_id: row.name for row in materials_of(case)}
    items = [
        CorrectionItem(
            id=item.material or f"other-{place}",
            name=item.name or names.get(item.material, "其他"),
            what=item.what,
            todo=item.todo,
        )
        for place, item in enumerate(told.said.items, 1)
    ]
    request_correction(**told.common, items=items)


def _accepted(told: Told) -> None:
    accept(**told.common)


def _refused_acceptance(told: Told) -> None:
    grounds = Grounds(told.said.reasons, told.said.legal_basis)
    decline(**told.common, verb="refuse", grounds=grounds)


def _node_changed(told: Told) -> None:
    _take_up(told)


def _special_begin(told: Told) -> None:
    _take_up(told)
    said = told.said
    procedure = Procedure(
        said.procedure, said.legal_basis, said.expected_days, said.notice_served_on, said.reason, said.served_how
    )
    suspend(**told.common, procedure=procedure)


def _special_end(told: Told) -> None:
    resume(**told.common, outcome=told.said.outcome)


def _extended(told: Told) -> None:
    extend(**told.common, days=told.said.days, reasons=told.said.reasons)


def _concluded(told: Told) -> None:
    """Decide by two officers where the substance is checked (行政许可法 34), register the result, send it to the issuing counter."""
    said = told.said
    _take_up(told)
    verb = "grant" if said.outcome == "granted" else "deny"
    if said.result.file:
        _result_file(told)
    if verb == "grant":
        _record_points(told)
    second = said.second_handler
    if second is not None:
        other = policies.actor_of(told.system, second.id, second.name)
        co_sign(actor=other, number=told.number, opinion=verb, now=told.now)
        # He locked the case for himself: what we hold of it is older than what he wrote.
        let_go((told.actor.key, told.number))
    ruling = Ruling(verb=verb, reasons=said.reasons, legal_basis=said.legal_basis)
    decide(**told.common, ruling=ruling)
    send_to_issuing(**told.common, result_name=said.result.name, result_number=said.result.number)


def _take_up(told: Told) -> None:
    """Take an accepted case up in the name of whoever reports first; a case that is under review stays with its officer."""
    case = lock_case(told.actor, told.number, "take_up")
    if case.state == State.ACCEPTED:
        take_up(**told.common)


def _record_points(told: Told) -> None:
    """Record the content points as passed: the department's system checked them before it granted (S2-17)."""
    case = lock_case(told.actor, told.number, "record_review")
    spec = spec_of(case.version_id)
    points = {
        row.material_id: open_ones
        for row in materials_of(case)
        if (
            open_ones := {
                point.id: "passed"
                for point in spec.material(row.material_id).review_points
                if point.kind == "content" and row.points.get(point.id, {}).get("found") != "passed"
            }
        )
    }
    if points and case.state == State.REVIEWING:
        record_review(**told.common, points=points)


def _result_file(told: Told) -> None:
    """Refuse a result file that is not in the store, or not what the report says it is."""
    (uid,) = _uuids([told.said.result.file])
    file = file_of_case(told.number, UUID(uid))
    if told.said.result.sha256 and file.blob.sha256 != told.said.result.sha256.lower():
        raise _refused("sha256", f"结果文件“{file.original_name}”的 SHA-256 与回传的不一致。", "对接契约：文件")


def _uuids(texts: list[str]) -> list[str]:
    for text in texts:
        try:
            UUID(text)
        except ValueError:
            raise _refused("file", f"“{text}”不是文件编号。", "对接契约：文件") from None
    return texts


def _refused(code: str, message: str, rule: str) -> Refused:
    return Refused(Reason(code, message, code, rule, KEPT, "请更正后重新回传。"), status=422, title="回传有误")


MAKERS: dict[str, Callable[[Told], None]] = {
    "form_submitted": _form_submitted,
    "correction_requested": _correction_requested,
    "accepted": _accepted,
    "refused": _refused_acceptance,
    "node_changed": _node_changed,
    "special_begin": _special_begin,
    "special_end": _special_end,
    "extended": _extended,
    "concluded": _concluded,
}
