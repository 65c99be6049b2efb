"""Reads of the hall's figures (S2-6): a period beside the same weekdays before it, by whatever one asks; one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from yichuang.foundations.actors import Actor
from yichuang.hall.models import HallFigure
from yichuang.hall.rules.figures import COUNTED, DAY, HOUR, Line
from yichuang.organizations.queries import Site, sites_reached

# A period is compared with the weeks before it, so that Mondays stand beside Mondays.
PERIODS = {"1": (1, 7), "7": (7, 7), "28": (28, 28), "84": (84, 84)}
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass
class Statistics:
    """What the page, the sheet and the API show: the whole, the whole before, and lines by kind and key."""

    first: date
    last: date
    whole: Line = field(default_factory=Line)
    before: Line = field(default_factory=Line)
    by: dict[str, dict[str, Line]] = field(default_factory=dict)
    by_site: dict[int, Line] = field(default_factory=dict)
    by_day: dict[date, Line] = field(default_factory=dict)
    by_weekday_hour: dict[tuple[int, int], Line] = field(default_factory=dict)
    hour_before: dict[str, Line] = field(default_factory=dict)

    def lines(self, kind: str) -> list[tuple[str, Line]]:
        """Return the lines of a kind, the fullest first; hours and windows in their order."""
        found = list(self.by.get(kind, {}).items())
        if kind in (HOUR, "window"):
            return sorted(found)
        return sorted(found, key=lambda one: (-one[1].taken, one[0]))

    @property
    def by_weekday(self) -> list[tuple[str, Line]]:
        """Return the lines of the weekdays that there were."""
        found: dict[int, Line] = {}
        for day, line in self.by_day.items():
            found.setdefault(day.weekday(), Line()).add(line)
        return [(WEEKDAYS[place], found[place]) for place in sorted(found)]


def sites_for(actor: Actor, act: str) -> list[Site]:
    """Return the sites at which the actor may do an act (one statement)."""
    scopes = actor.scopes(act)
    divisions = [grant.value for grant in scopes if grant.scope == "division"]
    return sites_reached(divisions, [int(grant.value) for grant in scopes if grant.scope == "site"])


def statistics(sites: Sequence[Site], last: date, period: str = "7") -> Statistics:
    """Return the figures of sites over a period that ends with a day, and of the one before it (one statement)."""
    days, back = PERIODS[period]
    first = last - timedelta(days=days - 1)
    found = Statistics(first, last)
    rows = HallFigure.objects.filter(site__in=sites, day__gte=first - timedelta(days=back), day__lte=last)
    for row in rows.order_by("day", "kind", "key").iterator(chunk_size=5000):
        if row.day >= first:
            _put(found, row)
        elif row.day <= last - timedelta(days=back):
            _put_before(found, row)
    return found


def _put(found: Statistics, row: HallFigure) -> None:
    line = _line(row)
    found.by.setdefault(row.kind, {}).setdefault(row.key, Line()).add(line)
    if row.kind == DAY:
        found.whole.add(line)
        found.by_site.setdefault(row.site_id, Line()).add(line)
        found.by_day.setdefault(row.day, Line()).add(line)
    if row.kind == HOUR:
        found.by_weekday_hour.setdefault((row.day.weekday(), int(row.key)), Line()).add(line)


def _put_before(found: Statistics, row: HallFigure) -> None:
    if row.kind == DAY:
        found.before.add(_line(row))
    if row.kind == HOUR:
        found.hour_before.setdefault(row.key, Line()).add(_line(row))


def _line(row: HallFigure) -> Line:
    counted = {column: getattr(row, column) for column in COUNTED}
    return Line(name=row.name, sums=row.sums, times=row.times, **counted)
