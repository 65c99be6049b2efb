"""Take in what the one-time notice asked for (补正); partial supplements are recorded and the case stays (行政许可法 32(一)5)."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.cases.events import CorrectionSupplied
from yichuang.cases.models import Case, Correction
from yichuang.cases.operations import beats, papers
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def supplement(
    *, actor: Actor, number: str, supplied: Sequence[str], now: datetime, revision: int | None = None
) -> Case:
    """Record the supplied items; when the last one is in, the case is received again and complete from today."""
    case = access.lock_case(actor, number, "supplement", revision)
    spec = spec_of(case.version_id)
    corrections = list(case.corrections.all())
    rows = facts.materials_of(case)
    beats.decide(
        "supplement",
        facts.facts_of(case, spec, rows, corrections),
        MoveInput(actor_id=actor.id, supplied=tuple(supplied)),
    )
    still_open = _tick(corrections, set(supplied), now)
    if not still_open:
        case.state, case.complete_on = State.RECEIVED, day_of(now)
    beats.recount(case, spec, now, corrections=corrections)
    body = {
        "supplied": [item for row in corrections for item in row.items if item["id"] in supplied],
        "still_open": still_open,
    }
    document = papers.draft_document(case, spec, "receipt", body, actor=actor, now=now)
    event = CorrectionSupplied(supplied=list(supplied), still_open=[item["id"] for item in still_open])
    columns = ["state", "complete_on", "next_due", "notice_due", "due_provisional"]
    papers.write(case, document, event, actor=actor, at=now, update_fields=columns, later=_watch(case))
    return case


def _tick(corrections: list[Correction], supplied: set[str], now: datetime) -> list[dict[str, str]]:
    for row in corrections:
        for item in row.items:
            if item["id"] in supplied and not item["supplied_at"]:
                item["supplied_at"] = now.isoformat()
        if row.completed_at is None and all(item["supplied_at"] for item in row.items):
            row.completed_at = now
    Correction.objects.bulk_update(corrections, ["items", "completed_at"])
    return [item for row in corrections for item in row.items if not item["supplied_at"]]


def _watch(case: Case) -> list[Later]:
    return beats.alarms("cases.watch_notice", case, case.notice_due) if case.state == State.RECEIVED else []
