"""Tell the applicant once everything that must be corrected (一次性告知; 行政许可法 32(一)4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang.cases import policies
from yichuang.cases.events import CorrectionRequested
from yichuang.cases.models import Case, Correction
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work


@dataclass(frozen=True)
class CorrectionItem:
    """One thing to correct: a material's id or a free key, its name, what is wrong and what to do."""

    id: str
    name: str
    what: str
    todo: str


@unit_of_work()
def request_correction(
    *,
    actor: Actor,
    number: str,
    items: Sequence[CorrectionItem],
    now: datetime,
    repeat_reason: str = "",
    revision: int | None = None,
) -> Case:
    """Give the one-time notice and return the case, now waiting for the applicant; a second notice needs a supervisor and a reason."""
    case = access.lock_case(actor, number, "request_correction", revision)
    spec = spec_of(case.version_id)
    before = list(case.corrections.all())
    given = MoveInput(
        actor_id=actor.id,
        items=tuple(item.id for item in items if item.what.strip()),
        repeat_reason=repeat_reason,
        actor_may_repeat_correction=policies.may(actor, "case.request_second_correction", case),
    )
    beats.decide("request_correction", facts.facts_of(case, spec, corrections=before), given)
    lines = [
        {"id": item.id, "name": item.name, "what": item.what.strip(), "todo": item.todo.strip(), "supplied_at": ""}
        for item in items
    ]
    notice = Correction.objects.create(
        case=case,
        sequence=len(before) + 1,
        items=lines,
        repeat_reason=repeat_reason,
        requested_at=now,
        requested_by_name=actor.name,
    )
    case.state, case.complete_on = State.CORRECTING, None
    beats.recount(case, spec, now, corrections=[*before, notice])
    document = papers.draft_document(
        case, spec, "correction_notice", {"items": lines, "repeat_reason": repeat_reason}, actor=actor, now=now
    )
    event = CorrectionRequested(sequence=len(before) + 1, items=lines, repeat_reason=repeat_reason)
    columns = ["state", "complete_on", "next_due", "notice_due", "due_provisional"]
    papers.write(case, document, event, actor=actor, at=now, update_fields=columns)
    return case
