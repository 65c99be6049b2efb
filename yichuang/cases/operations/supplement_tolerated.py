"""Take in materials that were tolerated at acceptance (容缺补交); no clock stands still for them (S2-39)."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.cases.events import ToleratedSupplied
from yichuang.cases.models import Case
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import PAPER, TOLERATED, MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.rows import update_rows
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def supplement_tolerated(
    *, actor: Actor, number: str, supplied: Sequence[str], now: datetime, revision: int | None = None
) -> Case:
    """Record the tolerated materials that came in on paper and return the case; the flag falls with the last one."""
    case = access.lock_case(actor, number, "supplement_tolerated", revision)
    spec = spec_of(case.version_id)
    rows = facts.materials_of(case)
    given = MoveInput(actor_id=actor.id, supplied=tuple(supplied))
    beats.decide("supplement_tolerated", facts.facts_of(case, spec, rows), given)
    came = [row for row in rows if row.received_as == TOLERATED and row.material_id in supplied]
    for row in came:
        stated = spec.material(row.material_id)
        row.received_as, row.received_at, row.received_by_name = PAPER, now, actor.name
        row.originals, row.copies = stated.original_count, stated.copy_count
    update_rows(came, ["received_as", "received_at", "received_by_name", "originals", "copies"])
    still_open = [row.material_id for row in rows if row.received_as == TOLERATED]
    case.tolerated_open = len(still_open)
    event = ToleratedSupplied(supplied=[row.material_id for row in came], still_open=still_open)
    ledger.write(case, event, actor=actor, at=now, update_fields=["tolerated_open"])
    return case
