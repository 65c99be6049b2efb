"""Take in what the department's own form collected under a unified number: its fields, files and papers (S2-52②).

The clerk filled that form at the same counter, so each formal point counts as checked there, in the system's name.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yichuang.cases.events.reports import FormTaken
from yichuang.cases.models import Case, CaseMaterial, MaterialScan
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.rules import origins
from yichuang.cases.rules.facts import NOT_RECEIVED, PAPER, SCAN, MoveInput
from yichuang.cases.rules.origins import Origin
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.own_form_filling import place
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.files.queries import StoredFile
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of, in_china
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rows import update_rows
from yichuang.foundations.transactions import unit_of_work

COLUMNS = ["received_as", "originals", "copies", "received_at", "received_by_name", "points"]
Counts = tuple[int, int]


@unit_of_work()
def take_form(
    *,
    actor: Actor,
    number: str,
    own_form: Mapping[str, Any],
    files: Mapping[str, Sequence[StoredFile]],
    papers: Mapping[str, Counts],
    now: datetime,
) -> Case:
    """Record the form and the materials of a received case and return it; a file that is there already is not added again.

    `files` and `papers` go by material id; `papers` counts originals and copies.

    :raises Refused: 409 in another state; 422 for a material that the situation does not need.
    """
    case = access.lock_case(actor, number, "record_materials")
    spec = spec_of(case.version_id)
    beats.decide("record_materials", facts.facts_of(case, spec), MoveInput(actor_id=actor.id))
    rows = {row.material_id: row for row in facts.materials_of(case)}
    _refuse_unknown({*files, *papers} - rows.keys())
    scans = _new_scans(rows, files, actor, now)
    MaterialScan.objects.bulk_create(scans)
    touched = [rows[key] for key in rows if files.get(key) or key in papers]
    for row in touched:
        _receive(row, spec, papers.get(row.material_id), actor, now)
    update_rows(touched, COLUMNS)
    # What the counter filled of the matter's own form stays where the department's form does not say it again.
    filled = {name: value for name, value in case.own_form.items() if name in (spec.form.get("properties") or {})}
    case.own_form = {**filled, **own_form}
    brought = Origin(origins.SYSTEM, actor.name, in_china(now))
    case.origins = origins.changed(case.origins, map(place, own_form), brought)
    whole = all(row.received_as != NOT_RECEIVED for row in rows.values())
    case.complete_on = (case.complete_on or day_of(now)) if whole else None
    event = FormTaken(materials=[row.material_id for row in touched], files=len(scans))
    ledger.write(case, event, actor=actor, at=now, update_fields=["own_form", "origins", "complete_on"])
    return case


def _new_scans(
    rows: Mapping[str, CaseMaterial], files: Mapping[str, Sequence[StoredFile]], actor: Actor, now: datetime
) -> list[MaterialScan]:
    there = set(
        MaterialScan.objects.filter(material__in=list(rows.values()), removed_at=None).values_list(
            "material_id", "file_id"
        )
    )
    return [
        MaterialScan(material=rows[key], file=file, added_at=now, added_by_name=actor.name)
        for key, given in files.items()
        for file in given
        if (rows[key].pk, file.pk) not in there
    ]


def _receive(row: CaseMaterial, spec: MatterSpec, counts: Counts | None, actor: Actor, now: datetime) -> None:
    row.received_as = PAPER if counts else SCAN
    row.originals, row.copies = counts or (row.originals, row.copies)
    row.received_at, row.received_by_name = now, actor.name
    mark = {"found": "passed", "by": actor.name, "at": now.isoformat(), "how": "eye"}
    formal = {point.id: mark for point in spec.material(row.material_id).review_points if point.kind == "formal"}
    row.points = {**row.points, **formal}


def _refuse_unknown(unknown: set[str]) -> None:
    if unknown:
        text = f"本件的情形不需要这些材料：{'、'.join(sorted(unknown))}。"
        reason = Reason(
            "material_unknown", text, "materials", "S2-14", "没有保存这份表单。", "请对照基本信息里的材料清单。"
        )
        raise Refused(reason, status=422, title="表单没有保存")
