"""Special procedures: the clock stands from the service of the written notice until they end (行政许可法 45)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.cases.events import CaseResumed, CaseSuspended
from yichuang.cases.models import Case, Extension, Suspension
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work

DUE = ["promised_due", "statutory_due", "next_due", "due_provisional"]


@dataclass(frozen=True)
class Procedure:
    """A special procedure: its kind, legal basis, the working days it will take, when and how its notice was served, why."""

    kind: str
    legal_basis: str
    expected_days: int
    notice_served_on: date | None
    reason: str = ""
    served_how: str = ""


@unit_of_work()
def suspend(*, actor: Actor, number: str, procedure: Procedure, now: datetime, revision: int | None = None) -> Case:
    """Begin a special procedure and return the case, its clock standing.

    :raises Refused: without kind, basis, expected days, or a written notice that was served.
    """
    case = access.lock_case(actor, number, "suspend", revision)
    spec = spec_of(case.version_id)
    given = MoveInput(
        actor_id=actor.id,
        procedure=procedure.kind,
        legal_basis=procedure.legal_basis,
        expected_days=procedure.expected_days,
        notice_served_on=procedure.notice_served_on,
        today=day_of(now),
    )
    beats.decide("suspend", facts.facts_of(case, spec), given)
    served = procedure.notice_served_on
    assert served is not None
    Suspension.objects.create(
        case=case,
        procedure=procedure.kind,
        legal_basis=procedure.legal_basis,
        expected_days=procedure.expected_days,
        reason=procedure.reason,
        begun_at=now,
        begun_by_name=actor.name,
        notice_served_on=served,
        served_how=procedure.served_how,
    )
    case.state = State.SUSPENDED
    _recount(case, now)
    body = _notice(procedure, served)
    document = papers.draft_document(case, spec, "special_procedure_notice", body, actor=actor, now=now)
    event = _event(procedure, served)
    papers.write(case, document, event, actor=actor, at=now, update_fields=["state", *DUE])
    return case


@unit_of_work()
def resume(*, actor: Actor, number: str, outcome: str, now: datetime, revision: int | None = None) -> Case:
    """End the special procedure and return the case, its clock running again."""
    case = access.lock_case(actor, number, "resume", revision)
    spec = spec_of(case.version_id)
    beats.decide("resume", facts.facts_of(case, spec), MoveInput(actor_id=actor.id))
    case.suspensions.filter(ended_at=None).update(ended_at=now, ended_by_name=actor.name, outcome=outcome[:500])
    case.state = State.REVIEWING
    _recount(case, now)
    event = CaseResumed(outcome=outcome, promised_due=case.promised_due, statutory_due=case.statutory_due)
    alarms = beats.decision_alarms(case, spec, day_of(now))
    ledger.write(case, event, actor=actor, at=now, update_fields=["state", *DUE], later=alarms)
    return case


def _event(procedure: Procedure, served: date) -> CaseSuspended:
    return CaseSuspended(
        procedure=procedure.kind,
        legal_basis=procedure.legal_basis,
        expected_days=procedure.expected_days,
        notice_served_on=served,
        reason=procedure.reason,
        served_how=procedure.served_how,
    )


def _notice(procedure: Procedure, served: date) -> dict[str, Any]:
    return {
        "procedure": procedure.kind,
        "decision_basis": procedure.legal_basis,
        "expected_days": procedure.expected_days,
        "reasons": procedure.reason,
        "begins_on": served.isoformat(),
    }


def _recount(case: Case, now: datetime) -> None:
    extension = Extension.objects.filter(case=case).first()
    beats.recount(
        case, spec_of(case.version_id), now, list(case.suspensions.all()), extension, list(case.corrections.all())
    )
