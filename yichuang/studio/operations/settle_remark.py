"""Say how a remark was dealt with; it stays on record beside its place."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import RemarkSettled
from yichuang.studio.models import Remark
from yichuang.studio.queries import lock_draft

LONGEST = 300


@unit_of_work()
def settle_remark(*, actor: Actor, draft_id: uuid.UUID | str, remark_id: int, note: str, now: datetime) -> Remark:
    """Settle a remark and return it; one that is settled already stays as it is.

    :raises NotFound: when draft or remark are not the actor's to see; NotAllowed; Refused 422 without a note.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, "draft.write", draft.department, "处理意见")
    remark = Remark.objects.filter(draft=draft, pk=remark_id).first()
    if remark is None:
        raise NotFound("这条意见", "请从意见列表中选择。")
    if remark.settled_at is not None:
        return remark
    if not note.strip() or len(note.strip()) > LONGEST:
        said = f"处理说明应为 1 至 {LONGEST} 个字。"
        reason = Reason("note", said, field="note", kept="意见仍待处理。", todo="请写明怎样改了，或者为什么不改。")
        raise Refused(reason, status=422, title="没有处理")
    remark.settled_at, remark.settled_by_name, remark.settled_note = now, actor.name, note.strip()
    remark.save(update_fields=["settled_at", "settled_by_name", "settled_note"])
    event = RemarkSettled(key=draft.key, name=draft.name, remark=remark.pk, note=remark.settled_note)
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return remark
