"""The department takes a case up and records what it checked (S2-43; 行政许可法 34)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from yichuang.cases.events import CaseTakenUp, ReviewRecorded
from yichuang.cases.models import Case, CoSignature
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rows import update_rows
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def take_up(*, actor: Actor, number: str, now: datetime, revision: int | None = None) -> Case:
    """Make the actor the officer of an accepted case and return it."""
    case = access.lock_case(actor, number, "take_up", revision)
    beats.decide("take_up", facts.facts_of(case, spec_of(case.version_id)), MoveInput(actor_id=actor.id))
    case.state, case.officer, case.officer_name = State.REVIEWING, actor.id, actor.name
    event = CaseTakenUp(officer=actor.name)
    ledger.write(case, event, actor=actor, at=now, update_fields=["state", "officer", "officer_name"])
    return case


@unit_of_work()
def record_review(
    *, actor: Actor, number: str, points: Mapping[str, Mapping[str, str]], now: datetime, revision: int | None = None
) -> Case:
    """Record what the officer found on content points: material id to point id to `passed` or `failed`.

    :raises Refused: 422 for a point that the case does not have.
    """
    case = access.lock_case(actor, number, "record_review", revision)
    spec = spec_of(case.version_id)
    beats.decide("record_review", facts.facts_of(case, spec), MoveInput(actor_id=actor.id))
    rows = {row.material_id: row for row in facts.materials_of(case)}
    known = {
        (row.material_id, point.id) for row in rows.values() for point in spec.material(row.material_id).review_points
    }
    pairs = [(material, point, found) for material, found_on in points.items() for point, found in found_on.items()]
    _refuse_unknown(pairs, known)
    for material, point, found in pairs:
        mark: dict[str, Any] = {"found": found, "by": actor.name, "at": now.isoformat(), "how": "eye"}
        rows[material].points = {**rows[material].points, point: mark}
    update_rows([rows[material] for material in points], ["points"])
    # What the second officer confirmed is no longer what is recorded: he looks again.
    CoSignature.objects.filter(case=case, lapsed_at=None).update(lapsed_at=now)
    items = [{"material": material, "point": point, "found": found} for material, point, found in pairs]
    ledger.write(case, ReviewRecorded(items=items), actor=actor, at=now, update_fields=[])
    return case


def _refuse_unknown(pairs: Sequence[tuple[str, str, str]], known: set[tuple[str, str]]) -> None:
    wrong = [pair for pair in pairs if pair[:2] not in known or pair[2] not in ("passed", "failed")]
    if wrong or not pairs:
        message = (
            f"没有审查要点 {'、'.join(f'{one}/{two}' for one, two, _ in wrong)}。"
            if wrong
            else "没有勾选任何审查要点。"
        )
        reason = Reason(
            "point_unknown", message, field="points", rule="S2-17", kept="这一次没有保存。", todo="请刷新后重试。"
        )
        raise Refused(reason, status=422, title="审查记录没有保存")
