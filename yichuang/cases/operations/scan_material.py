"""Scans of a material: add, take off, put back; and what the reader made of them (S2-18; issue 2, 4 and 5)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases.events import ScanAdded, ScanRemoved, SuggestionsMade
from yichuang.cases.models import Case, CaseMaterial, MaterialScan
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import NOT_RECEIVED, SCAN, MoveInput
from yichuang.cases.rules.suggestions import is_readable, suggest
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import Material
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.files.queries import reading_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import let_go, unit_of_work

PURPOSE = "material"
MOST_FILES = 30


@unit_of_work()
def add_scan(*, actor: Actor, number: str, material: str, content: Prepared, now: datetime) -> MaterialScan:
    """Attach a prepared file to a material and return the scan; a certificate that can be read is put before the reader.

    The material counts as received by scan unless its paper was received before.

    :raises Refused: 409 in another state, or when the same file is already there; 422 for a material the case does not need.
    """
    case = access.lock_case(actor, number, "record_materials")
    spec = spec_of(case.version_id)
    beats.decide("record_materials", facts.facts_of(case, spec), MoveInput(actor_id=actor.id))
    row = _material(case, material)
    _refuse(row, content)
    stated = spec.material(material)
    file = store(
        actor,
        data=content,
        purpose=PURPOSE,
        owner_kind="case",
        owner_key=case.number,
        now=now,
        read=is_readable(stated.name, stated.standard_type),
    )
    scan = MaterialScan.objects.create(material=row, file=file, added_at=now, added_by_name=actor.name)
    if row.received_as == NOT_RECEIVED:
        row.received_as, row.received_at, row.received_by_name = SCAN, now, actor.name
        row.save(update_fields=["received_as", "received_at", "received_by_name"])
        _complete(case, now)
    event = ScanAdded(material=material, file=str(file.pk), sha256=content.sha256)
    ledger.write(case, event, actor=actor, at=now, update_fields=["complete_on"])
    return scan


def _material(case: Case, material: str) -> CaseMaterial:
    let_go(("materials", case.pk))
    row = CaseMaterial.objects.select_for_update().filter(case=case, material_id=material, needed=True).first()
    if row is None:
        raise Refused(
            Reason(
                "material_unknown",
                "本件的情形不需要这份材料。",
                field="file",
                rule="S2-14",
                kept="没有保存这个文件，其他材料都在。",
                todo="请刷新办件页：情形可能已更改。",
            ),
            status=422,
            title="没有上传",
        )
    return row


def _refuse(row: CaseMaterial, content: Prepared) -> None:
    there = list(row.scans.filter(removed_at=None).values_list("file__blob__sha256", flat=True))
    if content.sha256 in there:
        raise Refused(
            Reason(
                "scan_twice",
                f"“{content.name}”与“{row.name}”已有的第 {there.index(content.sha256) + 1} 页内容相同。",
                field="file",
                rule="S2-14",
                kept="已有的扫描件都在，没有重复保存。",
                todo="如需更换，请先移除原来的一页，再上传新的。",
            ),
            title="这一页已经有了",
        )
    if len(there) >= MOST_FILES:
        reason = Reason(
            "too_many",
            f"“{row.name}”已有 {MOST_FILES} 页扫描件。",
            field="file",
            rule="S2-14",
            kept="已有的都在。",
            todo="请合并成一个 PDF 文件后上传。",
        )
        raise Refused(reason, title="没有上传")


def _complete(case: Case, now: datetime) -> None:
    if not CaseMaterial.objects.filter(case=case, needed=True, received_as=NOT_RECEIVED).exists():
        case.complete_on = case.complete_on or day_of(now)


@unit_of_work()
def remove_scan(*, actor: Actor, number: str, scan_id: int, back: bool = False, now: datetime) -> MaterialScan:
    """Take a scan off its material, or put it back (`back`); the file stays in the record either way.

    A material that was received by scan alone counts as not received once its last scan is gone.

    :raises NotFound: when the case has no such scan. :raises Refused: 409 in another state.
    """
    case = access.lock_case(actor, number, "record_materials")
    beats.decide("record_materials", facts.facts_of(case, spec_of(case.version_id)), MoveInput(actor_id=actor.id))
    scans = MaterialScan.objects.select_for_update(of=("self",)).select_related("material")
    scan = scans.filter(pk=scan_id, material__case=case).first()
    if scan is None:
        raise NotFound("这一页扫描件", "请刷新办件页后重试。")
    row = scan.material
    let_go(("materials", case.pk))
    scan.removed_at = None if back else now
    scan.save(update_fields=["removed_at"])
    left = row.scans.filter(removed_at=None).exists()
    if not left and row.received_as == SCAN:
        row.received_as, row.received_at, row.received_by_name = NOT_RECEIVED, None, ""
        case.complete_on = None
    elif left and row.received_as == NOT_RECEIVED:
        row.received_as, row.received_at, row.received_by_name = SCAN, now, actor.name
    row.save(update_fields=["received_as", "received_at", "received_by_name"])
    if left:
        _complete(case, now)
    event: ScanAdded | ScanRemoved = ScanRemoved(material=row.material_id, file=str(scan.file_id))
    if back:
        event = ScanAdded(material=row.material_id, file=str(scan.file_id), sha256="")
    ledger.write(case, event, actor=actor, at=now, update_fields=["complete_on"])
    return scan


@unit_of_work()
def take_reading(*, actor: Actor, file_id: str, number: str, now: datetime) -> CaseMaterial | None:
    """Suggest findings on a material's points from what was read of its scan; doing it again changes nothing.

    None when the scan was taken off, the case has moved on, or nothing could be judged. A finding a person made is left alone.
    """
    case = Case.with_practice.select_for_update(of=("self",)).filter(number=number).first()
    scan = MaterialScan.objects.filter(file_id=UUID(file_id), removed_at=None, material__case=case).first()
    reading = reading_of(UUID(file_id))
    if case is None or scan is None or reading is None or case.state not in ("received", "correcting"):
        return None
    row = CaseMaterial.objects.select_for_update().get(pk=scan.material_id)
    stated = spec_of(case.version_id).material(row.material_id)
    made = suggest(_points(stated), reading.fields, case.form, day_of(now))
    fresh = {point: found for point, found in made.items() if not row.points.get(point, {}).get("found")}
    if not fresh:
        return None
    points: dict[str, Any] = dict(row.points)
    for point, found in fresh.items():
        points[point] = {
            "found": "",
            "how": "ocr",
            "suggested": found.found,
            "confidence": found.confidence,
            "note": found.note,
            "at": now.isoformat(),
        }
    row.points = points
    row.save(update_fields=["points"])
    event = SuggestionsMade(material=row.material_id, points={point: found.found for point, found in fresh.items()})
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    return row


def _points(stated: Material) -> list[tuple[str, str, str]]:
    return [(point.id, point.check, point.field) for point in stated.review_points]
