"""The head of the authority extends the period once, by ten working days at most (行政许可法 42)."""

from datetime import datetime

from yichuang.cases.events import CaseExtended
from yichuang.cases.models import Case, Extension
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def extend(*, actor: Actor, number: str, days: int, reasons: str, now: datetime, revision: int | None = None) -> Case:
    """Extend the statutory period and return the case; the promise is not lengthened."""
    case = access.lock_case(actor, number, "extend", revision)
    spec = spec_of(case.version_id)
    before = Extension.objects.filter(case=case).first()
    given = MoveInput(actor_id=actor.id, reasons=reasons, extension_days=days)
    beats.decide("extend", facts.facts_of(case, spec, extended=before is not None), given)
    previous = case.statutory_due
    extension = Extension.objects.create(
        case=case, days=days, reason=reasons, approved_at=now, approved_by=actor.id, approved_by_name=actor.name
    )
    read = beats.recount(case, spec, now, list(case.suspensions.all()), extension, list(case.corrections.all()))
    body = {
        "reasons": reasons,
        "extension_days": days,
        "previous_due": previous.isoformat() if previous else None,
        "extended_due": {
            "due": case.statutory_due.isoformat() if case.statutory_due else None,
            "why": read.statutory.why,
        },
        "approved_by": actor.name,
    }
    document = papers.draft_document(case, spec, "extension_notice", body, actor=actor, now=now)
    papers.write(
        case,
        document,
        CaseExtended(days=days, reason=reasons, statutory_due=case.statutory_due),
        actor=actor,
        at=now,
        update_fields=["statutory_due", "promised_due", "next_due", "due_provisional"],
        later=beats.decision_alarms(case, spec, day_of(now)),
    )
    return case
