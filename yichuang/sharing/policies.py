"""May-do on the data-sharing platform: who offers APIs, who asks for them, who decides, who looks on (S2-48)."""

from yichuang.accounts.permissions import who_may
from yichuang.exchange.policies import place_of
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.sharing.models import ApiGrant, SharedApi

VIEW, REGISTER, APPLY, APPROVE, USE = (
    "sharing.view",
    "sharing.register",
    "sharing.apply",
    "sharing.approve",
    "sharing.use",
)


def place_of_api(api: SharedApi) -> Place:
    """Return where an API lies: with its provider's department."""
    return place_of(api.provider)


def place_of_consumer(grant: ApiGrant) -> Place:
    """Return where a grant's consumer lies: with the system's department, or at the counters of a division."""
    return place_of(grant.system) if grant.system else Place(division=grant.division)


def demand(actor: Actor, act: str, place: Place | None, doing: str) -> None:
    """Let the actor go on only where the table grants the act; `place` None asks whether it is granted anywhere.

    :raises NotAllowed: naming who may.
    """
    if not actor.may(act, place):
        raise NotAllowed(act, f"您的岗位不能{doing}：这由{who_may(act)}办理。")
