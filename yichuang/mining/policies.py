"""May-do in mining: who has the ledger analysed and decides about proposals, who composes them (S2-25; S0-25)."""

from yichuang.accounts.permissions import who_may
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed

VIEW, RUN = "mining.view", "mining.run"
# An accepted proposal opens a draft: that takes the composer's right, too.
COMPOSE = "life_event.write"
EVERYWHERE = "everywhere"


def demand(actor: Actor, act: str, division: str | None, doing: str) -> None:
    """Let the actor go on only where the table grants the act; without a division it asks whether it is granted anywhere.

    :raises NotAllowed: naming who may.
    """
    if not actor.may(act, None if division is None else Place(division=division)):
        raise NotAllowed(act, f"您的岗位不能{doing}：这由{who_may(act)}办理。")


def divisions(actor: Actor, act: str) -> list[str]:
    """Return the codes of the divisions for which an act is granted, each with all below it; an empty code is everywhere."""
    return sorted({"" if grant.scope == EVERYWHERE else grant.value for grant in actor.scopes(act)})


def may_decide(actor: Actor, division: str) -> bool:
    """Tell whether the actor may decide about the proposals of a division."""
    return actor.may(RUN, Place(division=division))


def composes_for(actor: Actor, division: str, department_id: int | None) -> bool:
    """Tell whether the actor may turn a proposal into a draft: who decides and composes, or the department that was asked to."""
    if department_id is not None and actor.may(COMPOSE, Place(division=division, department_id=department_id)):
        return True
    return may_decide(actor, division) and actor.may(COMPOSE, Place(division=division))


def demand_composing(actor: Actor, division: str, department_id: int | None) -> None:
    """Let the actor go on only where he may turn the proposal into a draft.

    :raises NotAllowed: naming who may.
    """
    if not composes_for(actor, division, department_id):
        said = "您的岗位不能编排一件事：可以一键请牵头部门编排，或者由区管理员采纳。"
        raise NotAllowed(COMPOSE, said)


def departments_asked(actor: Actor) -> list[int]:
    """Return the departments for which the actor composes as one of them."""
    return sorted({int(grant.value) for grant in actor.scopes(COMPOSE) if grant.scope == "department"})


def demand_reading(actor: Actor) -> None:
    """Let in who looks after a division's analyses, and departments to what they were asked to compose.

    :raises NotAllowed: for the others.
    """
    if not actor.may(VIEW) and not departments_asked(actor):
        raise NotAllowed(VIEW, f"您的岗位不能查看关联分析：这由{who_may(VIEW)}办理。")
