"""May-do with online applications: the department examines, a counter of the district receives (S2-46; S2-39: any counter)."""

from yichuang.accounts.permissions import who_may
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.online.models import OnlineApplication

VIEW, PREAPPROVE, RETURN, RECEIVE = "online.view", "case.preapprove", "case.return", "case.receive"


def place_of(application: OnlineApplication) -> Place:
    """Return where an application lies: with the department that examines it."""
    return Place(division=application.division, department_id=application.department_id)


def demand(actor: Actor, act: str, application: OnlineApplication | None, doing: str) -> None:
    """Let the actor go on only where the table grants the act; without an application: anywhere at all.

    :raises NotAllowed: naming who may.
    """
    if not actor.may(act, place_of(application) if application else None):
        raise NotAllowed(act, f"您的岗位不能{doing}：这由{who_may(act)}办理。")


def looks(actor: Actor) -> bool:
    """Tell whether the actor is led to the list at all."""
    return actor.may(VIEW) or actor.may(RECEIVE)


def receives_for(actor: Actor) -> list[str]:
    """Return the districts whose applications the actor's counter receives; nothing for somebody without a counter."""
    return sorted({post.division[:6] for post in actor.posts if post.site_id and actor.may(RECEIVE)})
