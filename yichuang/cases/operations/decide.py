"""Grant or deny, by two officers where the substance is checked (行政许可法 34、38、44; S2-43), and the single clerk's way (S2-45②)."""

from dataclasses import dataclass, replace
from datetime import datetime

from yichuang.cases.events import CaseDecided
from yichuang.cases.models import Case, CaseMaterial, CoSignature, Decision, Delegation, Extension
from yichuang.cases.operations import beats, papers
from yichuang.cases.operations.accept import write_acceptance
from yichuang.cases.ports import awaited_for
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work

COLUMNS = ["state", "decided_at", "promised_due", "statutory_due", "service_due", "next_due", "due_provisional"]


@dataclass(frozen=True)
class Ruling:
    """What is decided: `grant` or `deny`, reasons and basis, and the second officer (empty: whoever confirmed the check)."""

    verb: str
    reasons: str = ""
    legal_basis: str = ""
    second_officer: str = ""
    second_officer_name: str = ""


@unit_of_work()
def decide(*, actor: Actor, number: str, ruling: Ruling, now: datetime, revision: int | None = None) -> Case:
    """Decide a case under review and return it; the decision document follows, a denial with the remedies of that day."""
    case = access.lock_case(actor, number, ruling.verb, revision)
    spec = spec_of(case.version_id)
    rows, confirmed = facts.materials_of(case), facts.co_signatures_of(case)
    given = MoveInput(
        actor_id=actor.id,
        reasons=ruling.reasons,
        legal_basis=ruling.legal_basis,
        second_officer=ruling.second_officer,
    )
    beats.decide(ruling.verb, facts.facts_of(case, spec, rows, co_signatures=confirmed), given)
    return write_decision(case, spec, _with_second(ruling, confirmed, actor), actor=actor, now=now)


def _with_second(ruling: Ruling, confirmed: list[CoSignature], actor: Actor) -> Ruling:
    """Name as the second officer whoever confirmed the check to the same end; nobody where no substance is checked."""
    for row in confirmed:
        if row.opinion == ruling.verb and row.staff_id != actor.id and ruling.second_officer in ("", row.staff_id):
            return replace(ruling, second_officer=row.staff_id, second_officer_name=row.staff_name)
    return replace(ruling, second_officer="", second_officer_name="")


@unit_of_work()
def complete_instantly(*, actor: Actor, number: str, now: datetime, revision: int | None = None) -> Case:
    """Accept and grant in one operation under a recorded delegation and return the case (S2-45②).

    :raises Refused: with every open point and material, or without a valid delegation for this matter, site and clerk.
    """
    case = access.lock_case(actor, number, "complete_instantly", revision)
    spec = spec_of(case.version_id)
    rows = facts.materials_of(case)
    delegation = delegation_for(case, actor, now)
    known = facts.facts_of(case, spec, rows, delegation=delegation, awaited=awaited_for(case))
    beats.decide("complete_instantly", known, MoveInput(actor_id=actor.id))
    _accept(case, spec, rows, actor, now)
    return write_decision(case, spec, Ruling("grant"), actor=actor, now=now, delegation=delegation)


def _accept(case: Case, spec: MatterSpec, rows: list[CaseMaterial], actor: Actor, now: datetime) -> None:
    today = day_of(now)
    write_acceptance(case, spec, rows, actor=actor, now=now, complete_on=case.complete_on or today, accepted_on=today)


def delegation_for(case: Case, actor: Actor, now: datetime) -> str:
    """Return the number of an instrument that lets this clerk decide this case on the spot, or nothing (one statement)."""
    today = day_of(now)
    rows = Delegation.objects.filter(
        matter_id=case.matter_id, site_id=case.site_id, department_id=case.department_id, revoked_at=None
    )
    for row in rows.filter(valid_from__lte=today):
        if (row.valid_to is None or row.valid_to >= today) and row.staff_id in ("", actor.id):
            return row.number
    return ""


def write_decision(
    case: Case, spec: MatterSpec, ruling: Ruling, *, actor: Actor, now: datetime, delegation: str = ""
) -> Case:
    """Write a decision, whoever made it: state, service clock, document, event."""
    granted = ruling.verb == "grant"
    Decision.objects.create(
        case=case,
        outcome="granted" if granted else "denied",
        reasons=ruling.reasons,
        legal_basis=ruling.legal_basis,
        decided_at=now,
        decided_by=actor.id,
        decided_by_name=actor.name,
        second_officer=ruling.second_officer,
        second_officer_name=ruling.second_officer_name,
        delegation=delegation,
        result_name=spec.results[0].name if granted and spec.results else "",
    )
    case.state, case.decided_at = (State.GRANTED if granted else State.DENIED), now
    extension = Extension.objects.filter(case=case).first()
    beats.recount(case, spec, now, list(case.suspensions.all()), extension, list(case.corrections.all()))
    officers = [name for name in (actor.name, ruling.second_officer_name) if name]
    body = {
        "reasons": ruling.reasons,
        "decision_basis": ruling.legal_basis,
        "decided_on": day_of(now).isoformat(),
        "officers": officers,
        "result_name": spec.results[0].name if spec.results else "",
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else None,
    }
    kind = "grant_decision" if granted else "denial_decision"
    document = papers.draft_document(case, spec, kind, body, actor=actor, now=now)
    event = CaseDecided(
        outcome="granted" if granted else "denied",
        reasons=ruling.reasons,
        legal_basis=ruling.legal_basis,
        decided_by=actor.name,
        second_officer=ruling.second_officer_name,
        delegation=delegation,
        service_due=case.service_due,
    )
    papers.write(case, document, event, actor=actor, at=now, update_fields=COLUMNS, later=beats.service_alarms(case))
    return case
