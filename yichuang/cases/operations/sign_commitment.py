"""The applicant's commitment to bring tolerable materials later (容缺承诺书, S2-39): signed on the tablet, or on paper and scanned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.cases.events import CommitmentSigned
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.operations import beats, papers
from yichuang.cases.operations.record_materials import tolerated_until
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import NOT_RECEIVED, TOLERATED, MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rows import update_rows
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def sign_commitment(
    *,
    actor: Actor,
    number: str,
    materials: Sequence[str],
    signature: Prepared,
    on_paper: bool = False,
    now: datetime,
    revision: int | None = None,
) -> Case:
    """Record a signed commitment for materials that are missing and tolerable; each is tolerated until its own day.

    `signature` is the picture from the pad, or the scan of the paper that was signed (`on_paper`).

    :raises Refused: 422 without materials, or for one that is not tolerable or already received; 409 in another state.
    """
    case = access.lock_case(actor, number, "record_materials", revision)
    spec = spec_of(case.version_id)
    beats.decide("record_materials", facts.facts_of(case, spec), MoveInput(actor_id=actor.id))
    rows = {row.material_id: row for row in facts.materials_of(case)}
    if reasons := _faults(materials, rows, spec):
        raise Refused(*reasons, status=422, title="承诺没有保存")
    file = store(actor, data=signature, purpose="commitment", owner_kind="case", owner_key=case.number, now=now)
    signed = [rows[material] for material in materials]
    _tolerate(signed, spec, file, actor, now)
    case.tolerated_open = sum(row.received_as == TOLERATED for row in rows.values())
    if all(row.received_as != NOT_RECEIVED for row in rows.values()):
        case.complete_on = case.complete_on or day_of(now)
    document = papers.draft_document(
        case, spec, "tolerance_commitment", _body(signed, file, on_paper), actor=actor, now=now
    )
    event = CommitmentSigned(
        materials=[row.material_id for row in signed],
        until=[row.tolerated_until for row in signed if row.tolerated_until],
        how="paper" if on_paper else "tablet",
    )
    papers.write(
        case,
        document,
        event,
        actor=actor,
        at=now,
        update_fields=["tolerated_open", "complete_on"],
        later=_alarms(case, signed),
    )
    return case


def _tolerate(signed: Sequence[CaseMaterial], spec: MatterSpec, file: Any, actor: Actor, now: datetime) -> None:
    for row in signed:
        row.received_as, row.received_at, row.received_by_name = TOLERATED, now, actor.name
        row.tolerated_until = tolerated_until(spec.material(row.material_id), now)
        row.commitment = file
    columns = ["received_as", "received_at", "received_by_name", "tolerated_until", "commitment"]
    update_rows(signed, columns)


def _alarms(case: Case, signed: Sequence[CaseMaterial]) -> list[Later]:
    days = sorted({row.tolerated_until for row in signed if row.tolerated_until})
    return beats.alarms("cases.watch_tolerated", case, *days)


def _body(signed: Sequence[CaseMaterial], file: Any, on_paper: bool) -> dict[str, Any]:
    lines = [
        {"name": row.name, "until": row.tolerated_until.isoformat() if row.tolerated_until else ""} for row in signed
    ]
    return {"materials": lines} | ({} if on_paper else {"signature_file": str(file.pk)})


def _faults(materials: Sequence[str], rows: dict[str, CaseMaterial], spec: MatterSpec) -> list[Reason]:
    kept = "签名没有保存，已收的材料都在。"
    if not materials:
        todo = "请至少勾选一份容缺的材料。"
        return [Reason("none_chosen", "没有选择容缺的材料。", field="materials", rule="S2-39", kept=kept, todo=todo)]
    faults = []
    for material in dict.fromkeys(materials):
        row = rows.get(material)
        if row is None:
            text, todo = "本件的情形不需要所选的材料。", "请刷新办件页：情形可能已更改。"
        elif not spec.material(material).tolerable:
            text, todo = f"材料“{row.name}”不可容缺。", "请收取该材料，或出具一次性告知书。"
        elif row.received_as not in (NOT_RECEIVED, TOLERATED):
            text, todo = f"材料“{row.name}”已经收到，不需要容缺。", "请取消勾选。"
        else:
            continue
        faults.append(Reason("not_tolerable", text, field="materials", rule="S2-14、S2-39", kept=kept, todo=todo))
    return faults
