"""May-do on places: each region's administrator keeps its organisation (S0-25); departments are the district's."""

from collections.abc import Callable, Mapping

from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.organizations.rules.places import DEPARTMENT, DIVISION, INSIDE, KINDS, SITE, Known

VIEW, MANAGE, MANAGE_DEPARTMENTS = "organization.view", "organization.manage", "organization.manage_departments"


def act_of(kind: str) -> str:
    """Return the act that manages places of a kind."""
    return MANAGE_DEPARTMENTS if kind == DEPARTMENT else MANAGE


def may_manage(actor: Actor, kind: str, division: str) -> bool:
    """Tell whether the actor manages places of a kind that lie in a division; a division lies in its parent, so nobody manages his own."""
    return actor.may(act_of(kind), Place(division=division))


def demand(actor: Actor, kind: str, division: str, doing: str) -> None:
    """Raise `NotAllowed` unless the actor manages places of this kind in this division."""
    if not may_manage(actor, kind, division):
        said = f"您不能{doing}：{KINDS[kind]}由本地区管理员在自己的区划内维护（S0-25）。"
        raise NotAllowed(act_of(kind), said)


def demand_view(actor: Actor) -> None:
    """Raise `NotAllowed` unless the actor may look at the organisation at all."""
    if not actor.may(VIEW):
        raise NotAllowed(VIEW, "组织机构由区管理员和镇街管理员维护，中心主任、审计员可以查看（S0-25）。")


def outside(actor: Actor, known: Known) -> Callable[[str, Mapping[str, str]], bool]:
    """Return what tells whether a place is not the actor's to manage, reading where sites lie from what is known."""

    def is_outside(kind: str, values: Mapping[str, str]) -> bool:
        inside = values.get(INSIDE[kind], "")
        if kind not in (DIVISION, DEPARTMENT, SITE):
            inside = known.places[SITE].get(inside, {}).get("division", "")
        return not may_manage(actor, kind, inside)

    return is_outside
