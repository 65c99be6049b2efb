"""Reads for those who look over a hall: which hall, its windows with officers and tickets, who waits by board (docs/hall.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.accounts.queries.staff import signed_in_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound
from yichuang.hall import policies
from yichuang.hall.models import Hall, Seat, Ticket
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.queue import policy_of, skills_of_windows, waiting_at, windows_now
from yichuang.hall.rules.dispatch import Floor, Waiting, in_order
from yichuang.hall.rules.skills import in_words
from yichuang.hall.rules.tickets import AT_WINDOW, COMPLAINT, HELD, ISSUE, PURPOSES, SERVING
from yichuang.organizations.queries import Site, Window, find_site, sites_in, windows_of

UNKNOWN = "不清楚办什么"


def sites_for(actor: Actor, act: str) -> list[Site]:
    """Return the halls where the actor may do an act: his own counter, or those of his division, centres first."""
    found: dict[int, Site] = {}
    for grant in actor.scopes(act):
        if grant.scope == "site":
            site = find_site(int(grant.value)) if grant.value else None
            found |= {site.pk: site} if site else {}
        if grant.scope in ("division", "everywhere"):
            found |= {site.pk: site for site in sites_in(grant.value, centres=False)}
    return sorted(found.values(), key=lambda site: (site.kind != "centre", site.division_id, site.name))


def site_for(actor: Actor, act: str, asked: str, doing: str) -> tuple[Site, list[Site]]:
    """Return the hall that is asked for, or the actor's first, and all from which he may choose.

    :raises NotAllowed: when the act is granted nowhere; NotFound for a hall that is not his.
    """
    policies.demand(actor, act, None, doing)
    sites = sites_for(actor, act)
    found = next((site for site in sites if not asked or str(site.pk) == asked), None)
    if found is None and not asked:
        raise NotAllowed(act, f"您的岗位没有服务点，不能{doing}。")
    if found is None:
        raise NotFound("这个大厅", "请从可选的大厅中选择。")
    return found, sites


def hall_for(site: Site) -> Hall:
    """Return a site's hall; one with the usual parameters, not saved, where nobody has used it yet."""
    return Hall.objects.select_related("site").filter(site=site).first() or Hall(site=site)


def seat_for(actor: Actor, seat_id: UUID | str) -> Seat:
    """Return a seat where the actor may look on. :raises NotFound: without one."""
    try:
        rows = Seat.objects.filter(pk=UUID(str(seat_id))).select_related("site", "window")
    except ValueError:
        rows = Seat.objects.none()
    seat = rows.first()
    if seat is None or not actor.may(policies.VIEW, policies.place_of(seat.site)):
        raise NotFound("这个坐席", "请从大厅运行页面选择。")
    return seat


@dataclass(frozen=True)
class WindowLine:
    """A window as the supervisor sees it: what it serves, who sits there, whom he serves, for how many minutes; `away`: not signed in."""

    window: Window
    serves: str
    seat: Seat | None
    ticket: Ticket | None
    minutes: int
    stale: bool
    away: bool


def window_lines(site: Site, now: datetime) -> list[WindowLine]:
    """Return every window of a site with who sits there and whom he serves (five statements)."""
    windows = windows_of(site)
    skills = skills_of_windows(windows)
    names = dict(boards_of(site))
    seats = {seat.window_id: seat for seat in Seat.objects.exclude(state=Seat.CLOSED).filter(site=site)}
    rows = Ticket.objects.filter(seat__in=seats.values(), state__in=AT_WINDOW)
    at = {ticket.seat_id: ticket for ticket in rows}
    here = signed_in_of([seat.staff_id for seat in seats.values()], now)
    found = []
    for window in windows:
        seat = seats.get(window.pk)
        ticket = at.get(seat.pk) if seat else None
        since = _since(seat, ticket)
        minutes = _minutes(since, now) if since else 0
        # Nobody takes an hour and a half for one visit: the seat is probably forgotten.
        away = seat is not None and seat.staff_id not in here
        line = WindowLine(window, in_words(skills[window.pk], names), seat, ticket, minutes, minutes >= 90, away)
        found.append(line)
    return found


def _since(seat: Seat | None, ticket: Ticket | None) -> datetime | None:
    if ticket is not None:
        return ticket.started_at if ticket.state == SERVING else ticket.called_at
    return seat.changed_at if seat else None


def _minutes(since: datetime, now: datetime) -> int:
    return max(int((now - since).total_seconds() // 60), 0)


@dataclass(frozen=True)
class InLine:
    """One who waits, in the order of calling: how many are ahead, minutes waited, what for, and where he can be served."""

    waiting: Waiting
    ticket: Ticket
    ahead: int
    minutes: int
    windows: tuple[str, ...]

    @property
    def what(self) -> str:
        """Return what the ticket is for, what is done left out."""
        return "、".join(item.name for item in self.ticket.items.all() if item.done_at is None)


def line_of(site: Site, now: datetime, hall: Hall | None = None) -> list[InLine]:
    """Return who waits at a site, in the order of calling (eight statements)."""
    hall = hall or hall_for(site)
    waiting, windows = waiting_at(site, day_of(now), hall.quick), windows_now(site)
    order = in_order(now, waiting, windows, policy_of(hall))
    floor = Floor(windows)
    numbers = {window.pk: window.number for window in windows_of(site)}
    rows = Ticket.objects.filter(pk__in=[one.id for one in waiting]).prefetch_related("items")
    tickets = {str(ticket.pk): ticket for ticket in rows}
    return [
        InLine(one, tickets[one.id], ahead, _minutes(one.queued_at, now), _numbers(floor, one, numbers))
        for one, ahead in order
        if one.id in tickets
    ]


def _numbers(floor: Floor, one: Waiting, numbers: dict[int, str]) -> tuple[str, ...]:
    return tuple(sorted(numbers.get(pk, "") for pk in floor.of(one)))


@dataclass(frozen=True)
class BoardLine:
    """Who waits for one board or purpose: how many, the longest wait in minutes, and how many nobody can serve now."""

    name: str
    count: int
    longest: int
    stranded: int


def board_lines(site: Site, line: Iterable[InLine]) -> list[BoardLine]:
    """Return the waiting by board, then issuing, complaints and those who do not know (one statement)."""
    names = dict(boards_of(site))
    found: dict[str, list[InLine]] = {
        name: [] for name in [*names.values(), PURPOSES[ISSUE], PURPOSES[COMPLAINT], UNKNOWN]
    }
    for one in line:
        need = one.waiting.needs[0] if one.waiting.needs else None
        name = UNKNOWN
        if need is not None:
            name = PURPOSES[need.purpose] if need.purpose in (ISSUE, COMPLAINT) else names.get(need.board, UNKNOWN)
        found[name].append(one)
    return [
        BoardLine(name, len(rows), max((row.minutes for row in rows), default=0), sum(not row.windows for row in rows))
        for name, rows in found.items()
    ]


def of_today(site: Site, now: datetime, states: Iterable[str], **narrowed: Any) -> list[Ticket]:
    """Return today's tickets in some states, the latest first, at most twenty (two statements)."""
    rows = Ticket.objects.filter(site=site, day=day_of(now), state__in=list(states), **narrowed)
    return list(rows.prefetch_related("items").order_by("-called_at", "-taken_at")[:20])


def held_at(site: Site, now: datetime) -> list[Ticket]:
    """Return who fetches materials, the longest first (two statements)."""
    rows = Ticket.objects.filter(site=site, day=day_of(now), state=HELD)
    return list(rows.prefetch_related("items").order_by("held_at"))
