"""Keep the counts by day (`CaseDay`): days of which the ledger has news are counted afresh, so that hearing twice counts once."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from yichuang.cases.models import Case, CaseDay, HandoverItem
from yichuang.cases.queries.happened import WHEN, counted, paper_due, touched
from yichuang.cases.queries.overview import READER
from yichuang.cases.rules.overview import EVENTS
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.news import News, hold_mark, keep_mark, news_for
from yichuang.foundations.transactions import unit_of_work

PORTION = 5_000
PLACES = ("department_id", "site_id", "division")
# Day → the sites to be counted; None: all of them.
Days = dict[date, set[int] | None]
Key = tuple[int, int, str]


def roll_up(now: datetime, whole: bool = False) -> int:
    """Count the days of which the ledger has news, or with `whole` (and the first time) all of them; return how many.

    Interrupted, it is run again: the mark goes on only after everything was counted.
    """
    news = news_for(READER)
    days: Days = dict.fromkeys(_every_day()) if whole or news.first else _days_of(news)
    for day in sorted(days):
        _count(day, days[day])
    keep_mark(news, now)
    return len(days)


def differing() -> list[date]:
    """Return the days whose counts are not what counting now gives: after a rebuild and a quiet minute there are none."""
    return [day for day in sorted(_every_day()) if _kept(day) != _counted(day, None)]


@unit_of_work()
def _count(day: date, sites: set[int] | None) -> None:
    """Put a day's counts in the place of what was there; one at a time, for the later count is the right one (five statements)."""
    hold_mark(READER)
    rows = CaseDay.objects.filter(day=day)
    (rows if sites is None else rows.filter(site_id__in=sites)).delete()
    CaseDay.objects.bulk_create(
        CaseDay(day=day, **dict(zip(PLACES, key, strict=True)), **figures)
        for key, figures in _counted(day, sites).items()
    )


def _counted(day: date, sites: Collection[int] | None) -> dict[Key, dict[str, int]]:
    cases = Case.objects.all() if sites is None else Case.objects.filter(site__in=sites)
    figures = {name: Count("pk", filter=asked) for name, asked in counted(day, day).items()}
    found = _by_place(touched(cases, day, day), figures)
    paper = {"paper": Count("pk"), "same_day": Count("pk", filter=Q(left=F("day")))}
    for key, more in _by_place(paper_due(cases, day, day), paper).items():
        found[key] = found.get(key, {}) | more
    nought = dict.fromkeys(EVENTS, 0)
    return {key: nought | line for key, line in found.items() if any(line.values())}


def _by_place(rows: QuerySet[Case], figures: Mapping[str, Count]) -> dict[Key, dict[str, int]]:
    grouped = rows.values(*PLACES).order_by().annotate(**figures)
    return {(row["department_id"], row["site_id"], row["division"]): {n: row[n] for n in figures} for row in grouped}


def _kept(day: date) -> dict[Key, dict[str, int]]:
    rows = CaseDay.objects.filter(day=day).values(*PLACES, *EVENTS)
    return {(row["department_id"], row["site_id"], row["division"]): {n: row[n] for n in EVENTS} for row in rows}


def _days_of(news: News) -> Days:
    """Return the days and sites that the news touch: each day on which something happened to a case that there is news of."""
    days: Days = {}
    for numbers in _portions(_streams(news, "case:")):
        _add(days, Case.objects.filter(number__in=numbers))
    for numbers in _portions(_streams(news, "handover:")):
        items = HandoverItem.objects.filter(batch__number__in=numbers)
        _add(days, Case.objects.filter(pk__in=items.values("case")))
    return days


def _add(days: Days, cases: QuerySet[Case]) -> None:
    for site, *instants in cases.values_list("site_id", *WHEN):
        for at in filter(None, instants):
            sites = days.setdefault(day_of(at), set())
            if sites is not None:
                sites.add(site)


def _streams(news: News, kind: str) -> list[str]:
    streams = news.events().filter(stream__startswith=kind).values_list("stream", flat=True).distinct()
    return [stream.removeprefix(kind) for stream in streams]


def _portions(numbers: list[str]) -> Iterator[list[str]]:
    return (numbers[start : start + PORTION] for start in range(0, len(numbers), PORTION))


def _every_day() -> set[date]:
    """Return every day on which something happened to a case, or of which something is kept."""
    days: set[date] = set(CaseDay.objects.values_list("day", flat=True).distinct())
    for column in WHEN:
        found = Case.objects.filter(**{f"{column}__isnull": False}).annotate(on=TruncDate(column, tzinfo=CHINA))
        days |= set(found.order_by().values_list("on", flat=True).distinct())
    return days
