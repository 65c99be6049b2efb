"""Change the answers after receipt: another situation, another checklist; what was received stays on record (S2-11)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.events import SituationChanged
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.queries.facts import new_material
from yichuang.cases.rules.facts import NOT_RECEIVED, MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived
from yichuang.catalog.rules.navigator import Checklist
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rows import update_rows
from yichuang.foundations.transactions import let_go, unit_of_work


@unit_of_work()
def change_situation(
    *, actor: Actor, number: str, answers: Mapping[str, Any], now: datetime, revision: int | None = None
) -> Case:
    """Answer the case's own spec anew and return the case with its new checklist.

    Materials no longer needed keep their rows, scans and points (`needed` is cleared), so that changing back loses nothing.

    :raises Refused: 422 when the answers do not reach a situation.
    """
    case = access.lock_case(actor, number, "change_situation", revision)
    spec = spec_of(case.version_id)
    known = navigator.facts_with_known(spec, answers, applicant_kind=case.applicant_kind, on=day_of(case.received_at))
    problems = navigator.validate_facts(spec, known)
    if problems:
        raise Refused(
            *(
                Reason("answers", text, field="answers", rule="S2-11", kept="原情形没有改动。", todo="请重新回答。")
                for text in problems
            ),
            status=422,
        )
    step = navigator.advance(spec, known)
    arrived = step.situation.id if isinstance(step, Arrived) else ""
    beats.decide("change_situation", facts.facts_of(case, spec), MoveInput(actor_id=actor.id, what=arrived))
    before = case.situation_id
    dropped, added = _rearrange(case, navigator.checklist(spec, known))
    case.answers = dict(answers)
    event = SituationChanged(
        before=before, after=case.situation_id, answers=dict(answers), dropped=dropped, added=added
    )
    columns = ["answers", "situation_id", "situation_name", "tolerated_open", "complete_on"]
    ledger.write(case, event, actor=actor, at=now, update_fields=columns)
    return case


def _rearrange(case: Case, checklist: Checklist) -> tuple[list[str], list[str]]:
    rows = {row.material_id: row for row in CaseMaterial.objects.filter(case=case)}
    wanted = {item.material.id: (position, item.material) for position, item in enumerate(checklist.materials)}
    dropped = [row.material_id for row in rows.values() if row.needed and row.material_id not in wanted]
    added = [material_id for material_id in wanted if material_id not in rows or not rows[material_id].needed]
    for row in rows.values():
        row.needed = row.material_id in wanted
        row.position = wanted[row.material_id][0] if row.needed else 900 + row.position % 100
    update_rows(list(rows.values()), ["needed", "position"])
    CaseMaterial.objects.bulk_create(
        [new_material(case, position, stated) for key, (position, stated) in wanted.items() if key not in rows]
    )
    let_go(("materials", case.pk))
    case.situation_id, case.situation_name = checklist.situation.id, checklist.situation_path
    open_ones = [key for key in wanted if key not in rows or rows[key].received_as == NOT_RECEIVED]
    case.tolerated_open = sum(1 for key in wanted if key in rows and rows[key].received_as == "tolerated")
    if open_ones:
        case.complete_on = None
    return dropped, added
