"""The overview's figures: sums of the counts by day (`CaseDay`) over what the actor may see, flat however many cases there are.

What is late depends on today and is counted live, by an index over open cases alone.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from yichuang.cases.models import CaseDay
from yichuang.cases.queries.access import visible_cases
from yichuang.cases.rules.overview import EVENTS, Figures, Line
from yichuang.foundations import news
from yichuang.foundations.actors import Actor
from yichuang.organizations.queries import departments_by_id, sites_by_id

READER = "cases.days"
# Grouped by → the column.
GROUPS = {"department": "department_id", "site": "site_id"}
COLUMNS = {"division": "division__startswith", "department": "department_id", "site": "site_id"}
# The measure of hand-overs is seen by those who see hand-overs.
PAPER = ("paper", "same_day")
Pair = dict[str, Figures]


def counted_at() -> datetime | None:
    """Return as of when the figures stand (one statement); None: not counted yet."""
    return news.read_at(READER)


def overview(actor: Actor, since: date, until: date, today: date) -> dict[str, list[Line]]:
    """Return the figures of the period and of the one before, by department and by site, the busiest first (four statements)."""
    found = _by_place(actor, since, until, today)
    names = {
        "department": {one.pk: one.name for one in departments_by_id({department for department, _ in found})},
        "site": {pk: one.name for pk, one in sites_by_id({site for _, site in found}).items()},
    }
    return {by: _lines(found, place, names[by]) for place, by in enumerate(GROUPS)}


def _lines(found: dict[tuple[int, int], Pair], place: int, names: dict[int, str]) -> list[Line]:
    sums: dict[int, Pair] = {}
    for key, pair in found.items():
        line = sums.setdefault(key[place], {"now": Figures(), "before": Figures()})
        for which, figures in pair.items():
            line[which] += figures
    listed = [Line(pk, names.get(pk, ""), **pair) for pk, pair in sums.items()]
    return sorted(listed, key=lambda line: (-line.now.received, line.name))


def _by_place(actor: Actor, since: date, until: date, today: date) -> dict[tuple[int, int], Pair]:
    """Return the figures by department and site: what the days say, and what is late today (two statements)."""
    found: dict[tuple[int, int], Pair] = {}
    for row in _sums(actor, since, until):
        pair = {which: Figures(**{one: row[f"{which}_{one}"] or 0 for one in EVENTS}) for which in ("now", "before")}
        if any(figures != Figures() for figures in pair.values()):
            found[row["department_id"], row["site_id"]] = pair
    late = visible_cases(actor).filter(closed_at=None, next_due__lt=today)
    for line in late.values("department_id", "site_id").order_by().annotate(overdue=Count("*")):
        pair = found.setdefault((line["department_id"], line["site_id"]), {"now": Figures(), "before": Figures()})
        pair["now"] += Figures(overdue=line["overdue"])
    return found


def _sums(actor: Actor, since: date, until: date) -> QuerySet[CaseDay, Any]:
    earlier = since - (until - since) - timedelta(days=1)
    cases, papers = _reach(actor, "case.view"), _reach(actor, "handover.view")
    sums = {}
    for which, days in (("now", Q(day__gte=since)), ("before", Q(day__lt=since))):
        for one in EVENTS:
            sums[f"{which}_{one}"] = Sum(F(one), filter=days & (papers if one in PAPER else cases))
    rows = CaseDay.objects.filter(cases | papers, day__gte=earlier, day__lte=until)
    return rows.values("department_id", "site_id").order_by().annotate(**sums)


def _reach(actor: Actor, act: str) -> Q:
    """Return which counts the actor's grants reach, as `visible_cases` does for cases; no grant: none."""
    found = Q(pk__in=[])
    for grant in actor.scopes(act):
        if grant.scope == "everywhere":
            return Q()
        if grant.scope in COLUMNS and grant.value:
            found |= Q(**{COLUMNS[grant.scope]: grant.value})
    return found
