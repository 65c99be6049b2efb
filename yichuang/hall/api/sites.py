"""What the hall's doors of the API share: the site that is meant, and a period of days."""

from datetime import date, timedelta

from django.http import HttpRequest

from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.hall import policies
from yichuang.hall.queries.halls import halls_for
from yichuang.organizations.queries import Site, site_by_key

MOST_DAYS = 366


def site_asked(request: HttpRequest, key: str, act: str, doing: str) -> tuple[Actor, Site]:
    """Return who asks and the site, the first of his without a key.

    :raises NotAllowed: without the act anywhere; NotFound when it is no site of the actor's.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, act, None, doing)
    site = site_by_key(key) if key else next(iter(halls_for(actor, act)), None)
    if site is None or not actor.may(act, policies.place_of(site)):
        raise NotFound("这个服务点", "请核对服务点标识。")
    return actor, site


def period(first: date | None, last: date | None, usual: int) -> tuple[date, date]:
    """Return a period of days, so many back without dates. :raises Refused: 422 when it is not in order, or longer than a year."""
    today = day_of(clock.now())
    first = first or (last or today) - timedelta(days=usual)
    last = last or max(today, first)
    if not 0 <= (last - first).days <= MOST_DAYS:
        wrong = Reason("period", f"起止日期应有先后，且不超过 {MOST_DAYS} 天。", "first", todo="请缩短时段。")
        raise Refused(wrong, status=422, title="输入有误")
    return first, last
