"""Say how a remark on a draft was dealt with; it stays on record, settled (S2-21)."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import RemarkSettled
from yichuang.studio.models import Remark
from yichuang.studio.operations.save_draft import demand_writable
from yichuang.studio.queries import lock_draft

KEPT = "意见没有改动。"


@unit_of_work()
def settle_remark(*, actor: Actor, draft_id: uuid.UUID | str, remark_id: int, note: str, now: datetime) -> Remark:
    """Settle an open remark with a note and return it.

    :raises NotFound: without such a draft or remark; NotAllowed; Refused 409 when it is settled or the draft is not being written,
        422 without a note.
    """
    draft = lock_draft(actor, draft_id)
    demand_writable(actor, draft)
    remark = Remark.objects.filter(draft=draft, pk=remark_id).first()
    if remark is None:
        raise NotFound("这条意见", "请刷新页面查看最新的意见。")
    if remark.settled_at is not None:
        said = f"这条意见已由{remark.settled_by_name}处理。"
        raise Refused(Reason("settled", said, rule="S2-21", kept=KEPT, todo="不用再处理。"), title="没有记录")
    note = " ".join(note.split())
    if not 2 <= len(note) <= 300:
        missing = Reason(
            "note", "处理说明应为 2 至 300 个字。", "note", "S2-21", KEPT, "请写明怎样改的，或为什么不改。"
        )
        raise Refused(missing, status=422, title="没有记录")
    remark.settled_at, remark.settled_by_name, remark.settled_note = now, actor.name, note
    remark.save(update_fields=["settled_at", "settled_by_name", "settled_note"])
    event = RemarkSettled(key=draft.key, name=draft.name, remark=remark.pk, text=remark.text, note=note)
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return remark
