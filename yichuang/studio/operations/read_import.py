"""Read a large uploaded file as a job; cancel the job of an import and begin it again when its worker died (lessons 2.4)."""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from yichuang.foundations.actors import Actor
from yichuang.foundations.office import Stopped
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import ImportBatch
from yichuang.studio.operations.hold_import import begin_reading, take_in
from yichuang.studio.operations.import_drafts import begin_writing
from yichuang.studio.operations.tell_importer import PASSING, unexpected
from yichuang.studio.papers.opening import KEPT
from yichuang.studio.queries.imports import batch_for, compared
from yichuang.studio.rules.importing import (
    APPLIED,
    CANCELLED,
    COMPARE,
    FAILED,
    HELD,
    READ_ROWS,
    READING,
    STATES,
    UNDER_WAY,
    WRITE,
    is_silent,
)


def read_import(*, batch_id: uuid.UUID | str, attempt: int, tick: Callable[[], datetime]) -> str:
    """Read the upload of a batch and compare it, telling how far it is; return its state, empty when this reading is not wanted any more.

    No draft is touched. What is half read when a worker dies is read anew from the beginning: nothing is kept before the end.
    """
    batch = ImportBatch.objects.filter(pk=batch_id, attempt=attempt, state=READING).first()
    if batch is None:
        return ""
    mine = ImportBatch.objects.filter(pk=batch_id, attempt=attempt, state=READING)

    def tell(phase: str, done: int, total: int) -> None:
        if not mine.update(phase=phase, done=done, total=total, beat_at=tick()):
            raise Stopped

    try:
        tell(READ_ROWS, 0, 0)
        take_in(batch, bytes(batch.upload or b""), lambda done, total: tell(READ_ROWS, done, total))
        planned = compared(batch, lambda done, total: tell(COMPARE, done, total))
    except Stopped:
        return ""
    except Refused as refused:
        problem = [asdict(reason) for reason in refused.reasons]
        return FAILED if mine.update(state=FAILED, problem=problem, upload=None, beat_at=tick()) else ""
    except PASSING:
        raise
    except Exception:
        problem = [asdict(unexpected(batch, "没有读取", KEPT))]
        return FAILED if mine.update(state=FAILED, problem=problem, upload=None, beat_at=tick()) else ""
    kept = {"matters": batch.matters, "troubles": batch.troubles, "planned": planned}
    return HELD if mine.update(state=HELD, upload=None, beat_at=tick(), **kept) else ""


@unit_of_work()
def cancel_import(*, actor: Actor, batch_id: uuid.UUID | str, now: datetime) -> ImportBatch:
    """Stop the job of an import: an upload that is read is forgotten, one that was confirmed waits for confirmation again.

    A second time changes nothing.
    :raises NotFound: for a file that is not the actor's; Refused 409 when it is read already, or is being written.
    """
    batch = batch_for(actor, batch_id, now, lock=True)
    if batch.state == CANCELLED:
        return batch
    _refuse_unless_under_way(batch, "没有取消")
    if batch.state == READING:
        batch.state, batch.upload = CANCELLED, None
    elif batch.phase == WRITE and not is_silent(batch.beat_at, batch.created_at, now):
        kept = "这一次导入会全部写入，或者一个也不写入。"
        todo = "请等待写入完成；不需要的草稿，写入后可以作废。"
        raise Refused(Reason("writing", "已经开始写入草稿，不能再取消。", kept=kept, todo=todo), title="没有取消")
    else:
        batch.state, batch.choices = HELD, []
    batch.save(update_fields=["state", "upload", "choices"])
    return batch


@unit_of_work()
def restart_import(*, actor: Actor, batch_id: uuid.UUID | str, now: datetime) -> ImportBatch:
    """Begin the job of an import again whose worker has not been heard of for a minute; what he might still do counts no more.

    :raises NotFound: for a file that is not the actor's; Refused 409 when it is done already, or somebody is at it.
    """
    batch = batch_for(actor, batch_id, now, lock=True)
    _refuse_unless_under_way(batch, "没有重新开始")
    if not is_silent(batch.beat_at, batch.created_at, now):
        reason = Reason("busy", f"{STATES[batch.state]}，没有中断。", kept=KEPT, todo="请等待完成，或先取消。")
        raise Refused(reason, title="没有重新开始")
    batch.phase = READ_ROWS if batch.state == READING else COMPARE
    batch.attempt, batch.done, batch.total, batch.beat_at = batch.attempt + 1, 0, 0, now
    batch.save(update_fields=["attempt", "phase", "done", "total", "beat_at"])
    begin = begin_reading if batch.state == READING else begin_writing
    begin(batch)
    return batch


def _refuse_unless_under_way(batch: ImportBatch, title: str) -> None:
    if batch.state not in UNDER_WAY:
        state = APPLIED if batch.applied_at is not None else batch.state
        said = f"这份文件{STATES[state]}。"
        raise Refused(Reason("state", said, kept=KEPT, todo="请刷新页面查看，或重新上传文件。"), title=title)
