"""In which divisions a person looks at messages' wordings: his own, or that of his service point."""

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.notifications.policies import VIEW
from yichuang.notifications.queries.wordings import divisions_of
from yichuang.organizations.queries import site


def message_regions(actor: Actor) -> list[str]:
    """Return the divisions by code."""
    sites = [site(int(grant.value)).division_id for grant in actor.scopes(VIEW) if grant.scope == "site"]
    return divisions_of(actor) or sorted(set(sites))


def message_region(actor: Actor, asked: str) -> str:
    """Return the division that is asked for, else the first. :raises NotFound: for somebody else's."""
    offered = message_regions(actor)
    found = asked or next(iter(offered), "")
    if found not in offered:
        raise NotFound("这个地区的消息模板", "请从“消息模板”进入，或填写自己地区的区划代码。")
    return found
