"""Keep the hall's figures (S2-6): what the ledger has news of is counted afresh by day, so that hearing twice counts once."""

from collections.abc import Iterable
from datetime import date, datetime

from yichuang.foundations.clock import day_of
from yichuang.foundations.news import News, keep_mark, news_for
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.models import HallFigure, Seat, Ticket, TicketItem
from yichuang.hall.queries.visits import sittings_of, visits_of
from yichuang.hall.rules.figures import COUNTED, tally
from yichuang.organizations.queries import Site, sites_by_id

TICKET_NEWS = ("ticket.taken", "ticket.called", "ticket.moved", "ticket.finished", "ticket.changed")
SEAT_NEWS = ("seat.opened", "seat.paused", "seat.resumed", "seat.closed")
CASE_ENDS = ("case.closed", "case.withdrawn", "case.terminated", "case.acceptance_refused")
READER = "hall.figures"
PORTION = 5_000
Days = set[tuple[int, date]]


def roll_up(now: datetime) -> int:
    """Read what the ledger has new about halls and count those days afresh; return how many days were counted."""
    news = news_for(READER)
    days = _days_of(news)
    count_days(days, now)
    keep_mark(news, now)
    return len(days)


def count_days(days: Iterable[tuple[int, date]], now: datetime) -> None:
    """Count days of sites afresh, a transaction a day."""
    listed = sorted(days)
    sites = sites_by_id({site for site, _ in listed})
    for site, day in listed:
        _count(sites[site], day, now)


@unit_of_work()
def _count(site: Site, day: date, now: datetime) -> None:
    """Put a day's figures in the place of what was there (nine statements)."""
    lines = tally(visits_of(site, day), sittings_of(site, day, now))
    HallFigure.objects.filter(site=site, day=day).delete()
    HallFigure.objects.bulk_create(
        HallFigure(
            site=site,
            day=day,
            kind=kind,
            key=key[:60],
            name=line.name[:200],
            sums=line.sums,
            times=line.times,
            **{column: getattr(line, column) for column in COUNTED},
        )
        for (kind, key), line in lines.items()
    )


def _days_of(news: News) -> Days:
    """Return the days that have news: of their tickets and seats, of cases that hang on their tickets, and where somebody sits."""
    days: Days = {
        (site, day_of(at)) for site, at in Seat.objects.exclude(state=Seat.CLOSED).values_list("site", "opened_at")
    }
    for streams in _portions(_streams((*TICKET_NEWS, *SEAT_NEWS), news)):
        tickets = [stream.removeprefix("ticket:") for stream in streams if stream.startswith("ticket:")]
        seats = [stream.removeprefix("seat:") for stream in streams if stream.startswith("seat:")]
        days |= set(Ticket.objects.filter(pk__in=tickets).values_list("site", "day"))
        days |= {(site, day_of(at)) for site, at in Seat.objects.filter(pk__in=seats).values_list("site", "opened_at")}
    for streams in _portions(_streams(CASE_ENDS, news)):
        numbers = [stream.removeprefix("case:") for stream in streams]
        days |= set(TicketItem.objects.filter(case_number__in=numbers).values_list("ticket__site", "ticket__day"))
    return days


def _streams(types: Iterable[str], news: News) -> list[str]:
    return list(news.events().filter(type__in=list(types)).values_list("stream", flat=True).distinct())


def _portions(streams: list[str]) -> Iterable[list[str]]:
    return (streams[start : start + PORTION] for start in range(0, len(streams), PORTION))
