"""Reads of the twin's scenarios: those of the halls that the actor arranges, and the past days that one may stand on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.hall import policies
from yichuang.hall.models import TwinScenario
from yichuang.hall.queries.statistics import sites_for
from yichuang.hall.queries.twin import days_with_tickets
from yichuang.organizations.queries import Site

RECENT, WEEKDAYS_BACK = 20, 8
# What a scenario stands on: code → 中文; a weekday is the last eight of it.
BASES = {
    "recent": f"最近 {RECENT} 个工作日",
    **{str(place): f"最近 {WEEKDAYS_BACK} 个星期{name}" for place, name in enumerate("一二三四五六日")},
    "day": "指定的一天",
}


def scenarios_for(actor: Actor) -> QuerySet[TwinScenario]:
    """Return the scenarios that the actor may see."""
    return TwinScenario.objects.filter(site__in=sites_for(actor, policies.ARRANGE)).select_related("site")


def scenario_for(actor: Actor, pk: UUID | str) -> TwinScenario:
    """Return one scenario. :raises NotFound: for one that is not there or not the actor's to see."""
    found = scenarios_for(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("这个推演方案", "它可能已被删除；请从“大厅推演”列表中选择。")
    return found


def narrowed(rows: QuerySet[TwinScenario], q: str = "", site: str = "") -> QuerySet[TwinScenario]:
    """Return scenarios whose name or author holds a word, of one site."""
    if q:
        rows = rows.filter(name__icontains=q) | rows.filter(asked_by_name__icontains=q)
    return rows.filter(site_id=int(site)) if site.isdigit() else rows


def days_for(site: Site, basis: str, day: date | None, today: date) -> Sequence[date]:
    """Return the past days that a basis means at a site, the latest first; none where nothing was recorded."""
    days = days_with_tickets(site, today, 400 if basis == "day" else 80)
    if basis == "day":
        return [day] if day in days else []
    if basis.isdigit():
        return [one for one in days if one.weekday() == int(basis)][:WEEKDAYS_BACK]
    return days[:RECENT]
