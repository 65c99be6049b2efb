"""The figures of ratings and their follow-up, from the months' roll-up and the work orders (rulebook 4.3; S2-33)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from yichuang.feedback import policies
from yichuang.feedback.models import RatingMonth, RatingOrder
from yichuang.feedback.queries.orders import reach_of
from yichuang.feedback.rules.figures import FollowUp, Shares, months_between
from yichuang.feedback.rules.grades import INDICATOR_NAMES
from yichuang.feedback.rules.orders import BEFORE_FOLLOW_UP, EXCLUDED, SETTLED, UNSETTLED
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA

SUMS = {f"s{grade}": Sum(f"g{grade}") for grade in range(1, 6)}
# Dimension → what it is called, the columns that name one of it.
DIMENSIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "matter": ("事项", ("matter_name",)),
    "window": ("窗口", ("site__name", "window")),
    "officer": ("人员", ("officer_name", "officer_id")),
    "department": ("部门", ("department__name",)),
    "site": ("服务点", ("site__name",)),
}
SHOWN = 50


@dataclass(frozen=True)
class Period:
    """Months from one to another, both included, and the way of service (empty: all)."""

    since: date
    until: date
    mode: str = ""

    def days(self) -> tuple[datetime, datetime]:
        """Return the period as instants."""
        after = (self.until.replace(day=28) + timedelta(days=5)).replace(day=1)
        return datetime.combine(self.since, time(), CHINA), datetime.combine(after, time(), CHINA)


@dataclass(frozen=True)
class Figures:
    """What the page shows."""

    whole: Shares
    months: list[tuple[date, Shares]]
    groups: dict[str, list[tuple[str, Shares]]]
    indicators: list[tuple[str, int, str]]
    follow_up: FollowUp


def figures(actor: Actor, period: Period, today: date) -> Figures:
    """Return the figures that the actor may see (nine statements, all over roll-ups or indexed orders)."""
    rows = _rows(actor, period)
    return Figures(
        whole=_shares(rows.aggregate(**SUMS)),
        months=_by_month(rows, period),
        groups={key: _grouped(rows, names) for key, (_, names) in DIMENSIONS.items()},
        indicators=_indicators(rows),
        follow_up=follow_up(RatingOrder.objects.filter(reach_of(actor, policies.VIEW, answering=False)), period, today),
    )


def public_figures(division: str, period: Period) -> Shares:
    """Return how satisfied people are in a division, for everybody."""
    rows = RatingMonth.objects.filter(division__startswith=division, month__gte=period.since, month__lte=period.until)
    return _shares(rows.aggregate(**SUMS))


def follow_up(orders: QuerySet[RatingOrder], period: Period, today: date) -> FollowUp:
    """Return what became of the bad ratings whose orders were opened in a period (one statement)."""
    since, until = period.days()
    rows = orders.filter(opened_at__gte=since, opened_at__lt=until)
    if period.mode:
        rows = rows.filter(rating__request__mode=period.mode)
    counted = ~Q(state=EXCLUDED)
    late = Q(state__in=BEFORE_FOLLOW_UP, review_due__lt=today) | Q(state__in=UNSETTLED, due__lt=today)
    in_time = Q(followed_up_at__date__lte=F("review_due"))
    found = rows.aggregate(
        n_orders=Count("pk", filter=counted),
        n_followed_up=Count("pk", filter=counted & Q(followed_up_at__isnull=False)),
        n_in_time=Count("pk", filter=counted & in_time),
        n_settled=Count("pk", filter=Q(state__in=SETTLED)),
        n_named=Count("pk", filter=counted & Q(named=True)),
        n_named_done=Count("pk", filter=Q(state__in=SETTLED, named=True, followed_up_at__isnull=False)),
        n_excluded=Count("pk", filter=Q(state=EXCLUDED)),
        n_late=Count("pk", filter=late),
    )
    return FollowUp(**{name.removeprefix("n_"): value for name, value in found.items()})


def _rows(actor: Actor, period: Period) -> QuerySet[RatingMonth]:
    rows = RatingMonth.objects.filter(reach_of(actor, policies.VIEW, answering=False))
    rows = rows.filter(month__gte=period.since.replace(day=1), month__lte=period.until)
    return rows.filter(mode=period.mode) if period.mode else rows


def _shares(found: Mapping[str, Any]) -> Shares:
    return Shares(**{f"g{grade}": found[f"s{grade}"] or 0 for grade in range(1, 6)})


def _by_month(rows: QuerySet[RatingMonth], period: Period) -> list[tuple[date, Shares]]:
    known = {one["month"]: _shares(one) for one in rows.values("month").annotate(**SUMS)}
    return [(month, known.get(month, Shares())) for month in months_between(period.since, period.until)]


def _grouped(rows: QuerySet[RatingMonth], names: tuple[str, ...]) -> list[tuple[str, Shares]]:
    found = rows.exclude(**{names[0]: None}).exclude(**{names[-1]: ""}) if names[0] != "site__name" else rows
    if names[-1] == "window":
        found = rows.exclude(window="")
    grouped = found.values(*names).annotate(total=Sum(F("g1") + F("g2") + F("g3") + F("g4") + F("g5")), **SUMS)
    lines = [
        (_name(one, names), _shares(one)) for one in grouped.filter(total__gt=0).order_by("-total", *names)[:SHOWN]
    ]
    return lines


def _name(one: Mapping[str, str], names: tuple[str, ...]) -> str:
    if names[-1] == "window":
        return f"{one['site__name']} {one['window']} 号窗口"
    return one[names[0]] or "—"


def _indicators(rows: QuerySet[RatingMonth]) -> list[tuple[str, int, str]]:
    totals: dict[str, list[int]] = {}
    for found in rows.exclude(indicators={}).values_list("indicators", flat=True):
        for key, (many, points) in found.items():
            kept = totals.setdefault(key, [0, 0])
            kept[0], kept[1] = kept[0] + many, kept[1] + points
    return [
        (name, totals[key][0], f"{totals[key][1] * 100 // totals[key][0] / 100:.2f}")
        for key, name in INDICATOR_NAMES.items()
        if totals.get(key, [0])[0]
    ]
