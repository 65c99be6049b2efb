"""The two ways a case ends before its result: the applicant withdraws, the authority terminates."""

from datetime import datetime
from typing import Any

from yichuang.cases.events import CaseTerminated, CaseWithdrawn
from yichuang.cases.models import Case
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def withdraw(
    *, actor: Actor, number: str, reasons: str, in_writing: bool, now: datetime, revision: int | None = None
) -> Case:
    """Withdraw a case on the applicant's written request and return it."""
    case = access.lock_case(actor, number, "withdraw", revision)
    given = MoveInput(actor_id=actor.id, request_in_writing=in_writing)
    beats.decide("withdraw", facts.facts_of(case, spec_of(case.version_id)), given)
    body = {"reasons": reasons, "requested_on": day_of(now).isoformat()}
    return _end(case, State.WITHDRAWN, CaseWithdrawn(reasons=reasons), "withdrawal_notice", body, actor, now)


@unit_of_work()
def terminate(
    *, actor: Actor, number: str, reasons: str, legal_basis: str, now: datetime, revision: int | None = None
) -> Case:
    """End the handling of a case on a legal ground and return it."""
    case = access.lock_case(actor, number, "terminate", revision)
    given = MoveInput(actor_id=actor.id, reasons=reasons, legal_basis=legal_basis)
    beats.decide("terminate", facts.facts_of(case, spec_of(case.version_id)), given)
    body = {"reasons": reasons, "decision_basis": legal_basis}
    event = CaseTerminated(reasons=reasons, legal_basis=legal_basis)
    return _end(case, State.TERMINATED, event, "termination_notice", body, actor, now)


def _end(
    case: Case, state: State, event: ledger.Recordable, kind: str, body: dict[str, Any], actor: Actor, now: datetime
) -> Case:
    spec = spec_of(case.version_id)
    case.state, case.closed_at = state, now
    beats.recount(case, spec, now)
    document = papers.draft_document(case, spec, kind, body, actor=actor, now=now)
    columns = ["state", "closed_at", "next_due", "due_provisional"]
    papers.write(case, document, event, actor=actor, at=now, update_fields=columns)
    return case
