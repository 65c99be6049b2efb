"""May-do, reading the one permission table."""

from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed


def demand(actor: Actor, act: str, place: Place | None, name: str) -> None:
    """Let the actor go on only where the table grants the act; `place` None asks whether it is granted anywhere.

    :raises NotAllowed: naming what is missing.
    """
    if not actor.may(act, place):
        where = "这个部门的" if place else ""
        raise NotAllowed(act, f"您没有{name}{where}权限。" if not place else f"您没有权限{name}{where}事项。")


def demand_view(actor: Actor) -> None:
    """Let the actor see the material dictionary.

    :raises NotAllowed: without the right.
    """
    demand(actor, "dictionary.view", None, "查看材料词典")
