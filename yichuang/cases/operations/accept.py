"""Accept an application (受理): every material settled, every formal point ticked; then the decision clock runs.

行政许可法 32; S2-39, S2-40.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yichuang.cases import policies
from yichuang.cases.events import CaseAccepted
from yichuang.cases.models import Case, CaseMaterial, Correction
from yichuang.cases.operations import beats, papers
from yichuang.cases.ports import awaited_for
from yichuang.cases.queries import access, facts
from yichuang.cases.queries.timing import Readings
from yichuang.cases.rules.facts import SHARED, TOLERATED, MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work

ACCEPT_COLUMNS = [
    "state",
    "complete_on",
    "accepted_on",
    "accepted_at",
    "deemed",
    "notice_due",
    "promised_due",
    "statutory_due",
    "service_due",
    "next_due",
    "due_provisional",
]


@unit_of_work()
def accept(*, actor: Actor, number: str, now: datetime, revision: int | None = None) -> Case:
    """Accept a received case and return it with its due dates; the notice follows within a second.

    :raises Refused: with every missing material, open point and missing commitment; while the department's own form is awaited (S2-52②).
    """
    case = access.lock_case(actor, number, "accept", revision)
    spec = spec_of(case.version_id)
    rows = facts.materials_of(case)
    given = MoveInput(actor_id=actor.id, actor_department_ids=policies.departments_of(actor))
    beats.decide("accept", facts.facts_of(case, spec, rows, awaited=awaited_for(case)), given)
    return write_acceptance(
        case,
        spec,
        rows,
        actor=actor,
        now=now,
        complete_on=case.complete_on or day_of(now),
        accepted_on=day_of(now),
    )


def write_acceptance(
    case: Case,
    spec: MatterSpec,
    rows: list[CaseMaterial],
    *,
    actor: Actor,
    now: datetime,
    complete_on: date,
    accepted_on: date,
    deemed: bool = False,
    why: str = "",
    corrections: Sequence[Correction] = (),
) -> Case:
    """Write an acceptance, whoever made it: states, clocks, notice, event, alarms."""
    case.state, case.accepted_at, case.deemed = State.ACCEPTED, now, deemed
    case.complete_on, case.accepted_on = complete_on, accepted_on
    read = beats.recount(case, spec, now, corrections=corrections)
    document = papers.draft_document(
        case, spec, "acceptance_notice", notice_body(case, rows, read, why), actor=actor, now=now
    )
    tolerated = [row.material_id for row in rows if row.received_as == TOLERATED]
    event = CaseAccepted(
        number=case.number,
        accepted_on=accepted_on,
        complete_on=complete_on,
        promised_due=case.promised_due,
        statutory_due=case.statutory_due,
        provisional=case.due_provisional,
        tolerated=tolerated,
        deemed=deemed,
        why=why,
        responsible=case.first_handler_name if deemed else "",
    )
    papers.write(
        case,
        document,
        event,
        actor=actor,
        at=now,
        update_fields=ACCEPT_COLUMNS,
        later=beats.decision_alarms(case, spec, day_of(now)),
    )
    return case


def notice_body(case: Case, rows: list[CaseMaterial], read: Readings, why: str) -> dict[str, Any]:
    """Return what the acceptance notice says beside the common facts: materials, dates and the sentence why."""
    return {
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else "",
        "deemed": case.deemed,
        "deemed_why": why,
        "materials": [_material_line(row) for row in rows],
        "promised": {
            "due": _iso(read.promised.due),
            "why": read.promised.why,
            "provisional": read.promised.provisional,
        },
        "statutory": {
            "due": _iso(read.statutory.due),
            "why": read.statutory.why,
            "provisional": read.statutory.provisional,
        },
    }


def _material_line(row: CaseMaterial) -> dict[str, Any]:
    how = {SHARED: "数据共享，免提交", TOLERATED: "容缺"}.get(row.received_as, "")
    return {
        "name": row.name,
        "originals": row.originals,
        "copies": row.copies,
        "received_as": row.received_as,
        "how": how,
        "until": _iso(row.tolerated_until),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
