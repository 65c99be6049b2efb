"""May-do in mining: who has the ledger analysed and decides about proposals, who looks on (S2-25; S0-25)."""

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


def may_accept(actor: Actor, division: str) -> bool:
    """Tell whether the actor may turn a proposal into a draft."""
    return may_decide(actor, division) and actor.may(COMPOSE, Place(division=division))
