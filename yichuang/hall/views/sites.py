"""Which hall a page is about: the one asked for, else the first that the officer may see."""

from django.http import HttpRequest

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.hall import policies
from yichuang.hall.queries.halls import halls_for
from yichuang.organizations.queries import Site


def hall_chosen(request: HttpRequest, act: str, doing: str) -> tuple[Site, list[Site]]:
    """Return the hall that a page is about, and those it could be about.

    :raises NotAllowed: without the act anywhere; NotFound for a hall that is not the actor's.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, act, None, doing)
    offered = halls_for(actor, act)
    asked = request.POST.get("hall", "") or request.GET.get("hall", "")
    chosen = next((site for site in offered if site.key == asked), None) if asked else None
    if (asked and chosen is None) or not offered:
        raise NotFound("这个大厅", "请从可选的服务点中选择。")
    return chosen or offered[0], offered
