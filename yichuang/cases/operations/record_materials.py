"""Record what came in and what was found on it: materials, counts, review points, in one go (S2-14, S2-17).

The counter page sends everything that changed since the last save in one request, so a clerk's ticks cost one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yichuang.cases.events import MaterialsRecorded
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import NOT_RECEIVED, PAPER, SCAN, SHARED, TOLERATED, MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import Material, MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rows import changed
from yichuang.foundations.transactions import unit_of_work

WAYS = {NOT_RECEIVED: "未收", PAPER: "收到纸质", SCAN: "收到扫描件", SHARED: "数据共享免提交", TOLERATED: "容缺"}
FOUND = {"passed": "通过", "failed": "不通过", "": "未核对"}
COLUMNS = [
    "received_as",
    "originals",
    "copies",
    "original_verified",
    "received_at",
    "received_by_name",
    "points",
    "tolerated_until",
    "commitment",
    "note",
]


@dataclass(frozen=True)
class PointInput:
    """What a person found on one review point; `how` is eye or ocr, confidence in hundredths when a machine proposed it."""

    found: str
    how: str = "eye"
    confidence: int = 0
    note: str = ""


@dataclass(frozen=True)
class MaterialInput:
    """What changed on one material; None leaves a thing as it was."""

    material: str
    received_as: str | None = None
    originals: int | None = None
    copies: int | None = None
    original_verified: bool | None = None
    note: str | None = None
    commitment: Any = None
    points: Mapping[str, PointInput] = field(default_factory=dict)


@unit_of_work()
def record_materials(
    *, actor: Actor, number: str, items: Sequence[MaterialInput], now: datetime, revision: int | None = None
) -> Case:
    """Record materials and points of a received case and return it; what is as it was keeps who found it and when.

    :raises Refused: 422 for a material or point that the situation does not have, a way it cannot be received, or one named twice.
    """
    case = access.lock_case(actor, number, "record_materials", revision)
    spec = spec_of(case.version_id)
    rows = {row.material_id: row for row in facts.materials_of(case)}
    beats.decide("record_materials", facts.facts_of(case, spec), MoveInput(actor_id=actor.id))
    _refuse_faults(items, rows, spec)
    changes = [change for item in items if (change := _apply(rows[item.material], item, spec, actor, now))]
    if not changes:
        return case
    case.tolerated_open = sum(row.received_as == TOLERATED for row in rows.values())
    if all(row.received_as != NOT_RECEIVED for row in rows.values()):
        case.complete_on = case.complete_on or day_of(now)
    else:
        case.complete_on = None
    ledger.write(
        case,
        MaterialsRecorded(items=changes),
        actor=actor,
        at=now,
        update_fields=["tolerated_open", "complete_on"],
        also=[changed(COLUMNS, *(rows[change["material"]] for change in changes))],
    )
    return case


def _refuse_faults(items: Sequence[MaterialInput], rows: Mapping[str, CaseMaterial], spec: MatterSpec) -> None:
    reasons, seen = [], set()
    for item in items:
        if item.material in seen:
            reasons.append(
                _fault(
                    "material_twice",
                    f"材料 {item.material} 在一次登记中出现了两次。",
                    item.material,
                    "请合并为一条后重新保存。",
                )
            )
        seen.add(item.material)
        row = rows.get(item.material)
        if row is None:
            reasons.append(
                _fault(
                    "material_unknown",
                    f"本件的情形不需要材料 {item.material}。",
                    item.material,
                    "请刷新页面：情形可能已更改。",
                )
            )
        else:
            reasons += _material_faults(item, row, spec.material(item.material))
    if reasons:
        raise Refused(*reasons, status=422, title="材料没有保存")


def _material_faults(item: MaterialInput, row: CaseMaterial, stated: Material) -> list[Reason]:
    reasons = []
    if item.received_as is not None and item.received_as not in WAYS:
        reasons.append(
            _fault("way_unknown", f"“{row.name}”的收取方式无法识别。", item.material, "请选择纸质、扫描、共享或容缺。")
        )
    if item.received_as == TOLERATED and not stated.tolerable:
        reasons.append(
            _fault("not_tolerable", f"“{row.name}”不可容缺。", item.material, "请收取该材料，或出具一次性告知书。")
        )
    if item.received_as == SHARED and not stated.shared.exempt:
        reasons.append(
            _fault("not_shared", f"“{row.name}”不能由数据共享免提交。", item.material, "请收取纸质或扫描件。")
        )
    known = {point.id for point in stated.review_points}
    for point, found in item.points.items():
        if point not in known or found.found not in FOUND:
            reasons.append(
                _fault(
                    "point_unknown",
                    f"“{row.name}”没有审查要点 {point}，或结论无法识别。",
                    f"{item.material}.{point}",
                    "请刷新页面后重试。",
                )
            )
    for count in (item.originals, item.copies):
        if count is not None and not 0 <= count <= 99:
            reasons.append(_fault("count", f"“{row.name}”的份数应为 0 至 99。", item.material, "请更正份数。"))
    return reasons


def _fault(code: str, message: str, where: str, todo: str) -> Reason:
    return Reason(
        code,
        message,
        field=f"material.{where}",
        rule="S2-14、S2-17",
        kept="这一次的登记都没有保存，之前保存的都在。",
        todo=todo,
    )


def _apply(row: CaseMaterial, item: MaterialInput, spec: MatterSpec, actor: Actor, now: datetime) -> dict[str, Any]:
    change: dict[str, Any] = {}
    for name in ("originals", "copies", "original_verified", "note", "commitment"):
        value = getattr(item, name)
        if value is not None and value != getattr(row, name):
            setattr(row, name, value)
            change[name] = str(value.pk) if name == "commitment" else value
    if item.received_as is not None and item.received_as != row.received_as:
        _receive_as(row, item.received_as, spec, actor, now)
        change["received_as"] = item.received_as
    points = dict(row.points)
    for point, found in item.points.items():
        if _as_before(points.get(point, {}), found):
            continue
        points[point] = {
            "found": found.found,
            "by": actor.name,
            "at": now.isoformat(),
            "how": found.how,
            "confidence": found.confidence,
            "note": found.note,
        }
        change.setdefault("points", {})[point] = found.found
    row.points = points
    return {"material": row.material_id, "name": row.name, **change} if change else {}


def _as_before(before: Mapping[str, Any], found: PointInput) -> bool:
    """Tell whether a finding stands already; an open suggestion of the reader is settled by whatever a person says."""
    if before.get("found", "") != found.found or (before.get("suggested") and not before.get("found")):
        return False
    return not found.found or before.get("how") == found.how


def _receive_as(row: CaseMaterial, way: str, spec: MatterSpec, actor: Actor, now: datetime) -> None:
    row.received_as = way
    row.received_at, row.received_by_name = (now, actor.name) if way != NOT_RECEIVED else (None, "")
    row.tolerated_until = tolerated_until(spec.material(row.material_id), now) if way == TOLERATED else None


def tolerated_until(stated: Material, now: datetime) -> date:
    """Return the day by which a tolerated material is promised (S2-14)."""
    return calendar().due(day_of(now), stated.tolerance_days, stated.tolerance_unit).date
