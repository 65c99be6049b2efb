"""May-do on messages: looked at by the place they belong to, looked after by the division's administrator and director."""

from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.notifications.models import Message

VIEW, MANAGE = "message.view", "message.manage"


def place_of(message: Message) -> Place:
    """Return where a message belongs."""
    return Place(division=message.division, site_id=message.site_id)


def demand(actor: Actor, act: str, place: Place | None, doing: str) -> None:
    """Raise `NotAllowed` unless the actor may do this there (anywhere, when `place` is None)."""
    if not actor.may(act, place):
        keeper = "区管理员和中心主任" if act == MANAGE else "窗口主管、区管理员、中心主任和审计员"
        raise NotAllowed(act, f"您不能{doing}：消息由{keeper}{'维护' if act == MANAGE else '查看'}，且只在自己的地区。")
