"""Reads of the opening calendar: a site's hours on days, for the rule's eyes and for people's (S2-38)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import NotFound
from yichuang.hall import policies
from yichuang.hall.models import OpeningException, OpeningPlan, Seat, Ticket
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.rules.appointments import Limits
from yichuang.hall.rules.opening import DayHours, Exceptional, Rules, back_by, hours_in_words, hours_on, open_at
from yichuang.hall.rules.opening_document import from_json
from yichuang.organizations.queries import Site


def opening_of(site: Site) -> OpeningPlan:
    """Return a site's opening calendar, not saved when nobody has set one yet."""
    return OpeningPlan.objects.filter(site=site).first() or OpeningPlan(site=site)


def rules_of(plan: OpeningPlan) -> Rules:
    """Return the opening rules of a calendar."""
    return from_json(plan.rules)


def limits_of(plan: OpeningPlan) -> Limits:
    """Return a site's booking rules as the rules take them."""
    return Limits(
        early=timedelta(minutes=plan.early_minutes),
        late=timedelta(minutes=plan.late_minutes),
        no_shows=plan.no_shows,
        within_days=plan.within_days,
        blocked_days=plan.blocked_days,
        a_day=plan.a_day,
        open_at_once=plan.open_at_once,
    )


def exceptions_of(site: Site, first: date, last: date) -> list[OpeningException]:
    """Return the exceptional days of a site from one day to another, in order."""
    return list(OpeningException.objects.filter(site=site, day__range=(first, last)))


def special_days(site: Site, first: date, last: date, board: str = "", text: str = "") -> QuerySet[OpeningException]:
    """Return a site's exceptional days of a period, those of a board (with the whole site's) or with a text in their reason."""
    rows = OpeningException.objects.filter(site=site, day__range=(first, last))
    if board:
        rows = rows.filter(board__in=("", board))
    return rows.filter(reason__icontains=text) if text else rows


def special_day_for(actor: Actor, pk: int) -> OpeningException:
    """Return an exceptional day of a site the actor sees. :raises NotFound: when there is none, or it is taken back already."""
    row = OpeningException.objects.select_related("site").filter(pk=pk).first()
    if row is None or not actor.may(policies.VIEW, policies.place_of(row.site)):
        raise NotFound("这个特殊日", "可能已经撤销，请从特殊日列表中选择。")
    return row


def as_exceptional(row: OpeningException) -> Exceptional:
    """Return an exceptional day as the rule sees it."""
    spans = tuple((int(start), int(end)) for start, end in row.spans)
    return Exceptional(row.day, spans, row.reason, row.board)


def hours_between(site: Site, first: date, last: date, board: str = "") -> dict[date, DayHours]:
    """Return the hours of a site or board for every day from one to another (two statements)."""
    rules = rules_of(opening_of(site))
    special = [as_exceptional(row) for row in exceptions_of(site, first, last)]
    return hours_of(rules, special, days_between(first, last), board)


def hours_of_boards(site: Site, first: date, last: date, boards: Sequence[str]) -> dict[str, dict[date, DayHours]]:
    """Return the hours of several boards ("" for the site) at once (two statements)."""
    rules = rules_of(opening_of(site))
    special = [as_exceptional(row) for row in exceptions_of(site, first, last)]
    days = list(days_between(first, last))
    return {board: hours_of(rules, special, days, board) for board in boards}


def back_until(ticket: Ticket, now: datetime) -> str:
    """Return until when today somebody who was passed may come back, by the hours of the boards he still needs (three statements)."""
    boards = {item.board for item in ticket.items.all() if item.done_at is None} or {""}
    today, local = day_of(now), now.astimezone(CHINA)
    found = hours_of_boards(ticket.site, today, today, sorted(boards))
    return back_by([hours[today] for hours in found.values()], 60 * local.hour + local.minute)


@dataclass(frozen=True)
class Today:
    """A site's day for people: its hours in words, why it is closed otherwise, whether nobody can be served at this moment."""

    hours: str
    closed: str
    shut: bool


def today_at(site: Site, now: datetime) -> Today | None:
    """Return a site's hours today, None without a calendar; shut: outside every board's hours, and no window open (four statements)."""
    plan = opening_of(site)
    if plan._state.adding:
        return None
    today, local = day_of(now), now.astimezone(CHINA)
    found = hours_of_boards(site, today, today, ["", *(letter for letter, _ in boards_of(site))])
    whole = found[""][today]
    outside = not open_at([hours[today] for hours in found.values()], 60 * local.hour + local.minute)
    shut = outside and not Seat.objects.filter(site=site, state=Seat.OPEN).exists()
    return Today(hours_in_words(whole.spans), whole.closed, shut)


def days_between(first: date, last: date) -> Iterable[date]:
    """Yield the days from one to another."""
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def hours_of(rules: Rules, special: Sequence[Exceptional], days: Iterable[date], board: str) -> dict[date, DayHours]:
    """Return the hours of a board by a site's rules and exceptional days, on the days."""
    known = calendar()
    return {day: hours_on(rules, special, known, day, board) for day in days}
