"""Keep an owner's files beyond their period, for a reason, until the hold is lifted (暂缓销毁)."""

from datetime import datetime
from uuid import UUID

from yichuang.files.events import HoldLifted, HoldPlaced
from yichuang.files.models import RetentionHold, StoredFile
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

RULE = "档案法 30；保存期限表"


@unit_of_work()
def place_hold(
    actor: Actor, *, owner_kind: str, owner_key: str, division: str, reason: str, now: datetime
) -> RetentionHold:
    """Place a hold; the caller's room has decided that the actor may. It locks the files, so that none is being destroyed meanwhile.

    :raises Refused: 422 without a reason, 409 when one stands already.
    """
    _demand_reason(reason, "没有登记暂缓销毁。")
    list(StoredFile.objects.select_for_update().filter(owner_kind=owner_kind, owner_key=owner_key).only("pk"))
    if RetentionHold.objects.filter(owner_kind=owner_kind, owner_key=owner_key, lifted_at=None).exists():
        kept = "原来的登记仍然有效。"
        raise Refused(Reason("held_already", "这件已经登记暂缓销毁。", "number", RULE, kept, "不用再登记。"))
    hold = RetentionHold(
        owner_kind=owner_kind, owner_key=owner_key, division=division, reason=reason.strip()[:200],
        placed_at=now, placed_by_name=actor.name,
    )  # fmt: skip
    ledger.write(hold, HoldPlaced(owner_kind, owner_key, hold.reason), actor=actor, at=now)
    return hold


@unit_of_work()
def lift_hold(actor: Actor, *, hold_id: UUID, reason: str, now: datetime) -> RetentionHold:
    """Lift a hold; what is over its period goes with the next night.

    :raises NotFound: when there is none. :raises Refused: 422 without a reason, 409 when it is lifted already.
    """
    hold = RetentionHold.objects.select_for_update().filter(pk=hold_id).first()
    if hold is None:
        raise NotFound("这条暂缓销毁登记")
    _demand_reason(reason, "暂缓销毁仍然有效。")
    if hold.lifted_at is not None:
        raise Refused(Reason("lifted_already", "这条登记已经解除。", "", RULE, "没有做任何改动。", "请刷新页面。"))
    hold.lifted_at, hold.lifted_by_name, hold.lifted_why = now, actor.name, reason.strip()[:200]
    event = HoldLifted(hold.owner_kind, hold.owner_key, hold.lifted_why)
    ledger.write(hold, event, actor=actor, at=now, update_fields=["lifted_at", "lifted_by_name", "lifted_why"])
    return hold


def _demand_reason(reason: str, kept: str) -> None:
    if not reason.strip():
        todo = "请写明理由，例如：行政复议期间、审计调阅。"
        raise Refused(Reason("hold_reason", "没有写明理由。", "reason", RULE, kept, todo), status=422, title="没有登记")
