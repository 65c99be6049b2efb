"""The three ways in which an application is not accepted: refuse, redirect, not required (行政许可法 32(一)1、2、(二))."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases import policies
from yichuang.cases.events import AcceptanceRefused
from yichuang.cases.models import Case
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.catalog.queries import spec_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work

DOCUMENTS = {"refuse": "refusal_notice", "redirect": "redirect_notice", "declare_not_required": "not_required_notice"}


@dataclass(frozen=True)
class Grounds:
    """Why an application is not accepted: reasons, legal basis, and the competent authority where there is one."""

    reasons: str
    legal_basis: str = ""
    authority: str = ""


@unit_of_work()
def decline(
    *, actor: Actor, number: str, verb: str, grounds: Grounds, now: datetime, revision: int | None = None
) -> Case:
    """Make one of the three final moves and return the case; the dated document carries the remedies where it is adverse."""
    case = access.lock_case(actor, number, verb, revision)
    spec = spec_of(case.version_id)
    given = MoveInput(
        actor_id=actor.id,
        actor_department_ids=policies.departments_of(actor),
        reasons=grounds.reasons,
        legal_basis=grounds.legal_basis,
        authority=grounds.authority,
    )
    beats.decide(verb, facts.facts_of(case, spec), given)
    target = BY_VERB[verb].target
    assert target is not None
    case.state, case.closed_at = target, now
    beats.recount(case, spec, now)
    body = {"reasons": grounds.reasons, "decision_basis": grounds.legal_basis, "competent_authority": grounds.authority}
    document = papers.draft_document(case, spec, DOCUMENTS[verb], body, actor=actor, now=now)
    event = AcceptanceRefused(
        outcome=target.value, reasons=grounds.reasons, legal_basis=grounds.legal_basis, authority=grounds.authority
    )
    columns = ["state", "closed_at", "next_due", "due_provisional"]
    papers.write(case, document, event, actor=actor, at=now, update_fields=columns)
    return case
