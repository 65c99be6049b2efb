"""Second step of an import: turn a held file into drafts, all of them or none (lessons 2.4: dry-run difference, atomic apply)."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from yichuang.foundations import jobs, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.excel import Tell
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import DraftSaved
from yichuang.studio.models import Draft, ImportBatch
from yichuang.studio.operations.hold_import import LASTS
from yichuang.studio.operations.keep_revision import keep_revision
from yichuang.studio.operations.open_draft import Beginning, open_draft, open_next_version
from yichuang.studio.queries.imports import Planned, batch_for, plan, plan_as_kept
from yichuang.studio.rules.importing import APPLYING, COMPARE, HELD, STATES, WRITTEN_AT_ONCE

APPLY = "studio.apply_import"
WRITTEN = frozenset({"opened", "saved"})
KEPT = "这一次导入的事项一个也没有写入。"
# What is kept of a batch that was applied: long enough to find the drafts again.
RESULT_LASTS = timedelta(days=30)


@unit_of_work()
def import_drafts(
    *, actor: Actor, batch_id: uuid.UUID | str, take: Mapping[int, bool], seen: Mapping[int, int], now: datetime
) -> ImportBatch:
    """Write the matters that were chosen as drafts and return the batch with what became of each; a repeat changes nothing more.

    `take` says for each matter whether it is wanted (new ones are, unless said otherwise; an existing draft must be decided), `seen` is
    the revision of each existing draft that the comparison showed. Many matters are left to a worker (`apply_import`).
    :raises NotFound: for a file that is not the actor's; NotAllowed; Refused 409 when a draft was saved meanwhile, 422 without a decision.
    """
    batch = batch_for(actor, batch_id, now, lock=True)
    policies.demand(actor, "draft.write", batch.department, "导入草稿")
    if batch.applied_at is not None or batch.state == APPLYING:
        return batch
    if batch.state != HELD:
        said = f"这份文件{STATES[batch.state]}，不能导入。"
        raise Refused(Reason("state", said, kept=KEPT, todo="请刷新页面查看，或重新上传文件。"), title="没有导入")
    batch.problem = []
    if len(batch.matters) > WRITTEN_AT_ONCE:
        kept = plan_as_kept(batch)
        if kept is not None:
            _refuse_unsettled(kept, take, seen)
            _refuse_nothing(one.is_written(take.get(one.index, True)) for one in kept)
        batch.state, batch.attempt, batch.expires_at = APPLYING, batch.attempt + 1, now + LASTS
        batch.phase, batch.done, batch.total, batch.beat_at = COMPARE, 0, len(batch.matters), now
        batch.choices = [[place, wanted, seen.get(place)] for place, wanted in sorted(take.items())]
        batch.save()
        begin_writing(batch)
        return batch
    for name, value in write_drafts(actor, batch, take, seen, now).items():
        setattr(batch, name, value)
    batch.save()
    return batch


def begin_writing(batch: ImportBatch) -> None:
    """Let a worker write the matters of a batch."""
    jobs.defer([jobs.Later(APPLY, {"batch": str(batch.pk), "attempt": batch.attempt})])


def write_drafts(
    actor: Actor,
    batch: ImportBatch,
    take: Mapping[int, bool],
    seen: Mapping[int, int],
    now: datetime,
    tell: Tell | None = None,
) -> dict[str, Any]:
    """Write the chosen matters inside the caller's unit of work; return the fields of the batch that say so.

    `tell` hears how many of how many are done.
    :raises Refused: as `import_drafts` does.
    """
    planned = plan(batch, lock=True)
    _refuse_unsettled(planned, take, seen)
    result = []
    for one in planned:
        if tell is not None:
            tell(one.index, len(planned))
        result.append(_become(one, take, actor, batch, now))
    _refuse_nothing(row["result"] in WRITTEN for row in result)
    written = [row["draft"] for row in result if row["result"] in WRITTEN]
    jobs.defer([jobs.Later("studio.count_findings", {"drafts": written})])
    return {
        "state": HELD,
        "result": result,
        "problem": [],
        "applied_at": now,
        "expires_at": now + RESULT_LASTS,
        "matters": [{"name": matter["name"], "key": matter["key"]} for matter in batch.matters],
        "planned": {},
        "choices": [],
    }


def _refuse_nothing(written: Iterable[bool]) -> None:
    if not any(written):
        reason = Reason("nothing", "没有选中任何要导入的事项，或都没有变化。", kept=KEPT, todo="请选择要导入的事项。")
        raise Refused(reason, status=422, title="没有导入")


def _refuse_unsettled(planned: list[Planned], take: Mapping[int, bool], seen: Mapping[int, int]) -> None:
    reasons = []
    for one in planned:
        if one.target != "draft" or one.draft is None or one.unchanged:
            continue
        if one.index not in take:
            said = f"“{one.name}”已有草稿，还没有选择是否更新。"
            reasons.append(Reason("undecided", said, kept=KEPT, todo="请选择“更新已有草稿”或“不导入”。"))
        elif take[one.index] and seen.get(one.index) != one.draft.revision:
            said = f"“{one.name}”的草稿在比较之后又被{one.draft.updated_by_name}保存过。"
            reasons.append(Reason("saved_meanwhile", said, kept=KEPT, todo="请刷新页面，按新的比较结果再确认。"))
    if reasons:
        status = 409 if any(reason.code == "saved_meanwhile" for reason in reasons) else 422
        raise Refused(*reasons, status=status, title="没有导入")


def _become(one: Planned, take: Mapping[int, bool], actor: Actor, batch: ImportBatch, now: datetime) -> dict[str, Any]:
    result, draft = _done(one, take, actor, batch, now)
    return {
        "index": one.index,
        "name": one.name,
        "result": result,
        "draft": str(draft.pk) if draft else "",
        "why": one.why,
    }


def _done(
    one: Planned, take: Mapping[int, bool], actor: Actor, batch: ImportBatch, now: datetime
) -> tuple[str, Draft | None]:
    if one.target == "blocked":
        return "blocked", one.draft
    if not take.get(one.index, True):
        return "skipped", one.draft
    if one.unchanged:
        return "unchanged", one.draft
    note = f"导入：{batch.file_name}"
    if one.target == "new":
        beginning = Beginning("import", note, one.document)
        name = str(one.document["name"])
        seed = batch.matters[one.index]["key"]
        return "opened", open_draft(
            actor=actor, department_id=batch.department_id, name=name, now=now, beginning=beginning, seed=seed
        )
    if one.target == "version":
        fresh = open_next_version(actor=actor, matter_key=one.matter_key, now=now, origin="import", note=note)
        save_imported(actor, fresh, one.document, note, now)
        return "opened", fresh
    assert one.draft is not None
    save_imported(actor, one.draft, one.document, note, now)
    return "saved", one.draft


def save_imported(actor: Actor, draft: Draft, document: Mapping[str, Any], note: str, now: datetime) -> None:
    """Save a document as the next revision of a locked draft, as an author's save by hand."""
    keep_revision(actor, draft, document, now, note=note)
    event = DraftSaved(key=draft.key, name=draft.name, revision=draft.revision, note=note)
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
