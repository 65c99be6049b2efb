"""Keep the files of a case beyond their period (暂缓销毁), and lift that: by the administrator of its division."""

from datetime import datetime
from uuid import UUID

from yichuang.accounts.permissions import who_may
from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.files.operations.hold import lift_hold, place_hold
from yichuang.files.queries import RetentionHold
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed, NotFound

OWNER = "case"
ACT = "file.hold"


def demand_hold(actor: Actor) -> None:
    """Let only those go on who may hold anything at all. :raises NotAllowed: naming who may."""
    if not actor.may(ACT):
        raise NotAllowed(ACT, f"您的岗位不能登记暂缓销毁：这由{who_may(ACT)}办理。")


def hold_files(*, actor: Actor, number: str, reason: str, now: datetime) -> RetentionHold:
    """Hold the files of a case; practice cases too, where they are evidence.

    :raises NotAllowed: without the right. :raises NotFound: for a case elsewhere. :raises Refused: 422 or 409 as `place_hold`.
    """
    demand_hold(actor)
    case = Case.with_practice.filter(number=number).first()
    if case is None or not policies.may(actor, ACT, case):
        raise NotFound("这个办件", "请核对编号；其他地区的办件由其管理员登记。")
    return place_hold(actor, owner_kind=OWNER, owner_key=case.number, division=case.division, reason=reason, now=now)


def lift_files(*, actor: Actor, hold_id: UUID, reason: str, now: datetime) -> RetentionHold:
    """Lift a hold of the actor's division.

    :raises NotAllowed: without the right. :raises NotFound: for one elsewhere. :raises Refused: 422 or 409 as `lift_hold`.
    """
    demand_hold(actor)
    hold = RetentionHold.objects.filter(pk=hold_id).first()
    if hold is None or not actor.may(ACT, Place(division=hold.division)):
        raise NotFound("这条暂缓销毁登记")
    return lift_hold(actor, hold_id=hold_id, reason=reason, now=now)
