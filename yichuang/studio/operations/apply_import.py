"""Write the matters of a confirmed file as a job: all in one transaction, its progress seen, and stopped before it begins to write."""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from yichuang.foundations.actors import Actor, Grant
from yichuang.foundations.office import Stopped
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import beside, unit_of_work
from yichuang.studio.models import ImportBatch
from yichuang.studio.operations.import_drafts import KEPT, WRITTEN, write_drafts
from yichuang.studio.operations.tell_importer import PASSING, tell_importer, unexpected
from yichuang.studio.rules.importing import APPLIED, APPLYING, HELD, WRITE

TOLD_EVERY = timedelta(seconds=1)


def apply_import(*, batch_id: uuid.UUID | str, attempt: int, tick: Callable[[], datetime]) -> str:
    """Write what was confirmed, all of it or nothing, and tell the uploader; return the state, empty when this is not wanted any more.

    From the moment writing begins nobody can cancel; a worker that dies leaves nothing, and another begins anew. What is refused, or fails
    by a fault of ours, leaves the file held with the reason, so that the choice can be changed.
    """
    mine = ImportBatch.objects.filter(pk=batch_id, attempt=attempt, state=APPLYING)
    batch = mine.select_related("department").first()
    if batch is None or not mine.update(phase=WRITE, done=0, total=len(batch.matters), beat_at=tick()):
        return ""
    try:
        return _write(batch, tick)
    except Stopped:
        return ""
    except Refused as refused:
        return _give_back(batch, refused.reasons, tick())
    except PASSING:
        raise
    except Exception:
        return _give_back(batch, (unexpected(batch, "没有导入", KEPT),), tick())


@unit_of_work()
def _write(batch: ImportBatch, tick: Callable[[], datetime]) -> str:
    mine = ImportBatch.objects.filter(pk=batch.pk, attempt=batch.attempt, state=APPLYING)
    told = now = tick()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if (at := tick()) - told >= TOLD_EVERY:
            told = at
            beside(lambda: mine.update(done=done, total=total, beat_at=at))

    take = {place: wanted for place, wanted, _ in batch.choices}
    seen = {place: revision for place, _, revision in batch.choices if revision is not None}
    fields = write_drafts(_confirmed_by(batch), batch, take, seen, now, tell)
    # Somebody began anew meanwhile: what was written here is undone with the whole unit.
    if not mine.update(**fields):
        raise Stopped
    count = sum(row["result"] in WRITTEN for row in fields["result"])
    tell_importer(batch, "import_done", now, count=str(count))
    return APPLIED


@unit_of_work()
def _give_back(batch: ImportBatch, reasons: tuple[Reason, ...], now: datetime) -> str:
    mine = ImportBatch.objects.filter(pk=batch.pk, attempt=batch.attempt, state=APPLYING)
    if not mine.update(state=HELD, problem=[asdict(reason) for reason in reasons], choices=[], beat_at=now):
        return ""
    tell_importer(batch, "import_failed", now, why=reasons[0].message)
    return HELD


def _confirmed_by(batch: ImportBatch) -> Actor:
    """Return the uploader with the one right that was checked when he confirmed: to write drafts of this department."""
    grant = Grant("draft.write", "department", str(batch.department_id))
    return Actor(kind="staff", id=batch.actor_id, name=batch.actor_name, grants=frozenset({grant}))
