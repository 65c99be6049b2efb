"""What the twin is fed with: past days of a hall as it learns from them, and one day exactly as it was, to be played again."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from statistics import median

from yichuang.catalog.queries import published_matters
from yichuang.foundations.clock import CHINA
from yichuang.foundations.models import Event
from yichuang.hall.models import Hall, HallFigure, Ticket
from yichuang.hall.queries.queue import need_of, skills_of_officers, skills_of_windows
from yichuang.hall.queries.visits import Span, seats_of, tickets_of
from yichuang.hall.rules.dispatch import Policy
from yichuang.hall.rules.skills import UNRESTRICTED, Need
from yichuang.hall.rules.tickets import LEFT, NO_SHOW
from yichuang.hall.rules.twin.base import Base, Seen, learn
from yichuang.hall.rules.twin.day import Arrival, Day, Desk, Leg
from yichuang.hall.rules.twin.measures import QUARTER
from yichuang.organizations.queries import Site, open_boards

# What ends a stay at a window; `resume`, `return` and `transfer` begin another wait.
ENDS = ("no_show", "hold", "transfer", "leave", "lapse", "return")
QUARTERS, LONGEST_LAG = 96, 600.0
Stay = tuple[datetime, datetime, datetime]


def days_with_tickets(site: Site, last: date, most: int = 60) -> list[date]:
    """Return the days before `last` on which tickets were taken, the latest first (one statement, over the figures)."""
    rows = HallFigure.objects.filter(site=site, kind="day", day__lt=last, taken__gt=0).order_by("-day")
    return list(rows.values_list("day", flat=True)[:most])


def policy_for(site: Site) -> Policy:
    """Return the hall's parameters for the rule, the usual ones where none are set (one statement)."""
    hall = Hall.objects.filter(site=site).first() or Hall(site=site)
    return Policy(*(timedelta(minutes=value) for value in (hall.bound_minutes, hall.early_minutes, hall.late_minutes)))


def seconds_of(day: date, at: datetime) -> float:
    """Return the seconds of an instant since the beginning of a day."""
    return (at - datetime.combine(day, time(), CHINA)).total_seconds()


def base_of(site: Site, days: Sequence[date], now: datetime) -> Base:
    """Return past days as the twin learns from them (a handful of statements a day)."""
    seen: list[Seen] = []
    lags: list[float] = []
    spans: dict[int, Counter[int]] = defaultdict(Counter)
    officers: dict[int, Counter[str]] = defaultdict(Counter)
    windows = {}
    for day in days:
        tickets = tickets_of(site, [day])
        seen += [_seen(day, ticket) for ticket in tickets]
        for seat, whole, pauses in seats_of(site, day, now):
            windows[seat.window_id] = seat.window
            officers[seat.window_id][str(seat.staff_id)] += 1
            spans[seat.window_id].update(_quarters(day, _worked(whole, pauses)))
        lags += [lag for seat_lags in _lags(day, tickets, site, now).values() for lag in seat_lags]
    skills = skills_of_windows(windows.values())
    factors = learn(Base(tuple(seen), len(days), ())).officers
    desks = [
        Desk(
            pk,
            officers[pk].most_common(1)[0][0],
            skills[pk],
            shifts,
            factor=factors.get(officers[pk].most_common(1)[0][0], 1.0),
        )
        for pk in sorted(windows, key=lambda one: windows[one].number)
        if (shifts := _shifts(spans[pk], len(days)))
    ]
    return Base(
        seen=tuple(seen),
        days=len(days),
        desks=tuple(desks),
        lag=median(lags) if lags else 0.0,
        departments=dict(published_matters().values_list("key", "department__name")),
        names={
            item.matter: item.name
            for ticket in tickets_of(site, days[-1:])
            for item in ticket.items.all()
            if item.matter
        },
        boards={board.letter: board.name for board in open_boards(site)},
        numbers={pk: window.number for pk, window in windows.items()},
    )


def _seen(day: date, ticket: Ticket) -> Seen:
    called, ended = ticket.called_at, ticket.ended_at
    gone = ticket.state == LEFT and called is None
    seconds = None
    if ticket.state == NO_SHOW and called:
        seconds = (ended - called).total_seconds() if ended and ended > called else 60.0
    elif called and ticket.served_seconds and not ticket.inaccurate:
        walk = (ticket.started_at - called).total_seconds() if ticket.started_at and ticket.started_at > called else 0.0
        seconds = ticket.served_seconds + walk
    until = called or ended or ticket.taken_at
    return Seen(
        at=seconds_of(day, ticket.taken_at),
        needs=tuple(need_of(item) for item in ticket.items.all()) or (Need(ticket.purpose),),
        seconds=seconds,
        officer=str(ticket.seat.staff_id) if ticket.seat else "",
        waited=max((until - ticket.taken_at).total_seconds(), 0.0),
        green=ticket.green,
        no_show=ticket.state == NO_SHOW,
        left=gone,
    )


def _worked(whole: Span, pauses: Sequence[Span]) -> list[Span]:
    """Return when a seat was open and not paused."""
    found, start = [], whole[0]
    for begin, end in pauses:
        found.append((start, begin))
        start = end
    return [span for span in [*found, (start, whole[1])] if span[1] > span[0]]


def _quarters(day: date, spans: Sequence[Span]) -> set[int]:
    """Return the quarter hours of which a seat worked at least half."""
    worked: Counter[int] = Counter()
    for start, end in spans:
        begin, stop = seconds_of(day, start), seconds_of(day, end)
        for quarter in range(int(begin // QUARTER), min(int(stop // QUARTER) + 1, QUARTERS)):
            worked[quarter] += int(min(stop, (quarter + 1) * QUARTER) - max(begin, quarter * QUARTER))
    return {quarter for quarter, seconds in worked.items() if seconds * 2 >= QUARTER}


def _shifts(quarters: Counter[int], days: int) -> tuple[tuple[float, float], ...]:
    """Return when a window is usually open: the quarter hours that it worked on at least half of the days."""
    usual = sorted(quarter for quarter, count in quarters.items() if count * 2 >= days)
    spans: list[list[float]] = []
    for quarter in usual:
        if spans and spans[-1][1] == quarter * QUARTER:
            spans[-1][1] += QUARTER
        else:
            spans.append([quarter * QUARTER, (quarter + 1) * QUARTER])
    return tuple((start, end) for start, end in spans)


def replay_of(site: Site, day: date, now: datetime) -> Day:
    """Return one day exactly as it was: who came when, how long each stay kept its window, who sat where when.

    The order in which people were called is not told: the rule must find it again (hall.md: validated on a past day replayed).
    """
    tickets = tickets_of(site, [day])
    stays = stays_of(tickets)
    seats = seats_of(site, day, now)
    windows = skills_of_windows([seat.window for seat, _, _ in seats])
    officers = skills_of_officers(site, [str(seat.staff_id) for seat, _, _ in seats])
    lags = _lags(day, tickets, site, now)
    desks = [
        Desk(
            id=place,
            staff_id=str(seat.staff_id),
            skill=windows[seat.window_id],
            officer=officers.get(str(seat.staff_id), UNRESTRICTED),
            shifts=tuple((seconds_of(day, start), seconds_of(day, end)) for start, end in _worked(whole, pauses)),
            lags=tuple(lags.get(str(seat.pk), ())),
            window_id=seat.window_id,
        )
        for place, (seat, whole, pauses) in enumerate(seats)
    ]
    arrivals = tuple(_arrival(day, ticket, stays.get(ticket.stream, [])) for ticket in tickets)
    return Day(arrivals, tuple(desks), policy_for(site), stays=False)


def _arrival(day: date, ticket: Ticket, stays: Sequence[Stay]) -> Arrival:
    legs = [Leg(seconds_of(day, queued), (ended - called).total_seconds()) for queued, called, ended in stays]
    gone = ticket.ended_at if not stays and ticket.state == LEFT else None
    return Arrival(
        id=str(ticket.pk),
        number=ticket.number,
        needs=tuple(need_of(item) for item in ticket.items.all() if not item.added_while_serving),
        legs=tuple(legs) or (Leg(seconds_of(day, ticket.taken_at), 0.0),),
        green=ticket.green,
        slot=seconds_of(day, ticket.slot_at) if ticket.slot_at else None,
        no_show=ticket.state == NO_SHOW,
        leaves=seconds_of(day, gone) if gone else None,
    )


def stays_of(tickets: Sequence[Ticket]) -> dict[str, list[Stay]]:
    """Return each ticket's stays at windows as queued, called, ended: from the ledger, from the row where it has no events (made days)."""
    told: dict[str, list[tuple[str, str, datetime]]] = defaultdict(list)
    rows = Event.objects.filter(stream__in=[ticket.stream for ticket in tickets], type__startswith="ticket.")
    for stream, type_, payload, at in rows.order_by("stream", "seq").values_list("stream", "type", "payload", "at"):
        again = type_ == "ticket.called" and payload["again"]
        told[stream].append(("recall" if again else type_, payload.get("verb", ""), at))
    return {
        ticket.stream: _stays(ticket.taken_at, told[ticket.stream]) if told.get(ticket.stream) else _row_stay(ticket)
        for ticket in tickets
    }


def _stays(queued: datetime, events: Sequence[tuple[str, str, datetime]]) -> list[Stay]:
    found: list[Stay] = []
    called: datetime | None = None
    for type_, verb, at in events:
        if type_ == "ticket.called":
            called = at
        elif called is not None and (type_ == "ticket.finished" or verb in ENDS):
            found.append((queued, called, at))
            called, queued = None, at
        if verb in ("resume", "return"):
            queued = at
    return found


def _row_stay(ticket: Ticket) -> list[Stay]:
    if ticket.called_at is None or ticket.ended_at is None:
        return []
    return [(ticket.taken_at, ticket.called_at, ticket.ended_at)]


def _lags(day: date, tickets: Sequence[Ticket], site: Site, now: datetime) -> dict[str, list[float]]:
    """Return by seat how long each of its calls was let wait: since the window was free and the person was there."""
    calls: dict[str, list[Stay]] = defaultdict(list)
    stays = stays_of(tickets)
    for ticket in tickets:
        for stay in stays[ticket.stream][-1:]:
            if ticket.seat_id:
                calls[str(ticket.seat_id)].append(stay)
    found: dict[str, list[float]] = {}
    for seat, whole, pauses in seats_of(site, day, now):
        starts = sorted([whole[0], *(end for _, end in pauses)])
        free, lags = whole[0], []
        for queued, called, ended in sorted(calls[str(seat.pk)], key=lambda stay: stay[1]):
            opened = max((start for start in starts if start <= called), default=whole[0])
            lag = (called - max(free, queued, opened)).total_seconds()
            lags.append(min(max(lag, 0.0), LONGEST_LAG))
            free = ended
        found[str(seat.pk)] = lags
    return found
