"""What many sites take appointments for and how much is free, in a constant number of statements (S2-35)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q

from yichuang.foundations.clock import day_of
from yichuang.hall.models import Appointment, OpeningException, OpeningPlan, SlotPlan
from yichuang.hall.queries.opening import as_exceptional, days_between, hours_of, rules_of
from yichuang.hall.queries.slots import DayOffer, Purpose, as_plan, holding, offered_of, offers_of
from yichuang.hall.rules import slots as rule
from yichuang.hall.rules.slots import Interval
from yichuang.organizations.queries import Site, open_boards_of

Row = TypeVar("Row")
Offered = list[tuple[Purpose, list[DayOffer]]]


def offered_at_all(sites: Sequence[Site], now: datetime) -> dict[int, Offered]:
    """Return what each site takes appointments for with the days it opens, as one site's reads do (five statements for all sites)."""
    today = day_of(now)
    plans = _by_site(SlotPlan.objects.filter(site__in=sites, active=True).order_by("-purpose", "board"))
    boards = _by_site(open_boards_of(sites))
    last = {plan.pk: rule.last_day(as_plan(plan), today) for rows in plans.values() for plan in rows}
    until = max(last.values(), default=today)
    calendars = {row.site_id: row for row in OpeningPlan.objects.filter(site__in=sites)}
    special = _by_site(OpeningException.objects.filter(site__in=sites, day__range=(today, until)))
    taken = _taken(last, today, until, now)
    found: dict[int, Offered] = {}
    for site in sites:
        rules = rules_of(calendars.get(site.pk) or OpeningPlan(site=site))
        exceptional = [as_exceptional(row) for row in special[site.pk]]
        letters = [(board.letter, board.name) for board in boards[site.pk]]
        found[site.pk] = []
        for plan, what in offered_of(site.pk, plans[site.pk], letters):
            hours = hours_of(rules, exceptional, days_between(today, last[plan.pk]), plan.board)
            found[site.pk].append((what, offers_of(plan, hours, taken[plan.pk], plan.minutes, now)))
    return found


def _by_site(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.site_id].append(row)  # type: ignore[attr-defined]
    return found


def _taken(plans: Iterable[int], first: date, last: date, now: datetime) -> dict[int, list[Interval]]:
    rows = Appointment.objects.filter(holding(now), Q(plan__in=list(plans)), day__range=(first, last))
    found: dict[int, list[Interval]] = defaultdict(list)
    for plan, starts, ends in rows.values_list("plan_id", "starts_at", "ends_at"):
        found[plan].append((starts, ends))
    return found
