"""A day of the hall as it was: visits and sittings, from the rows and from the ledger where the rows keep only the last of something."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from yichuang.cases.queries.endings import endings
from yichuang.foundations.clock import CHINA
from yichuang.foundations.models import Event
from yichuang.hall.models import Seat, Ticket
from yichuang.hall.rules.figures import Sitting, Visit
from yichuang.hall.rules.tickets import DONE
from yichuang.organizations.queries import Site, open_boards

Span = tuple[datetime, datetime]


def tickets_of(site: Site, days: Sequence[date]) -> list[Ticket]:
    """Return the tickets of days with their items, in the order they were taken (two statements)."""
    rows = Ticket.objects.filter(site=site, day__in=list(days)).select_related("seat").prefetch_related("items")
    return list(rows.order_by("taken_at", "pk"))


def visits_of(site: Site, day: date) -> list[Visit]:
    """Return the visits of a day (six statements)."""
    tickets = tickets_of(site, [day])
    calls = first_calls(tickets)
    numbers = {item.case_number for ticket in tickets for item in ticket.items.all() if item.case_number}
    ended = {number: one.at for number, one in endings(numbers).items()} if numbers else {}
    boards = {board.letter: board.name for board in open_boards(site)}
    sat = _who_sat(site, day)
    return [_visit(ticket, calls.get(ticket.stream, ticket.called_at), ended, boards, sat) for ticket in tickets]


def first_calls(tickets: Iterable[Ticket]) -> dict[str, datetime]:
    """Return when each ticket was called for the first time, by stream; the row knows the last time only (one statement)."""
    streams = [ticket.stream for ticket in tickets if ticket.called_at]
    rows = Event.objects.filter(stream__in=streams, type="ticket.called").order_by("-seq").values_list("stream", "at")
    return dict(rows)


def _who_sat(site: Site, day: date) -> dict[tuple[str, str], str]:
    """Return who sat at a window under a name on a day: a ticket that was called and passed has no seat any more (one statement)."""
    start = datetime.combine(day, time(), CHINA)
    rows = Seat.objects.filter(site=site, opened_at__gte=start, opened_at__lt=start + timedelta(days=1))
    return {
        (number, name): str(staff)
        for number, name, staff in rows.values_list("window__number", "staff_name", "staff_id")
    }


def _visit(
    ticket: Ticket,
    called: datetime | None,
    ended: dict[str, datetime | None],
    boards: dict[str, str],
    sat: dict[tuple[str, str], str],
) -> Visit:
    items = list(ticket.items.all())
    walk = _seconds(ticket.called_at, ticket.started_at or ticket.ended_at)
    return Visit(
        taken_at=ticket.taken_at.astimezone(CHINA),
        state=ticket.state,
        purpose=ticket.purpose,
        source=ticket.source,
        green=ticket.green,
        boards=tuple((item.board, boards.get(item.board, item.board)) for item in items if item.board),
        matters=tuple((item.matter, item.name) for item in items if item.matter),
        window=ticket.window_number,
        officer=(
            str(ticket.seat.staff_id) if ticket.seat else sat.get((ticket.window_number, ticket.officer_name), ""),
            ticket.officer_name,
        ),
        wait=_seconds(ticket.taken_at, called),
        service=ticket.served_seconds if ticket.state == DONE else None,
        whole=_seconds(ticket.taken_at, ticket.ended_at) if ticket.state == DONE else None,
        case=_until_the_last(ticket, [ended.get(item.case_number) for item in items if item.case_number]),
        busy=ticket.served_seconds + (walk or 0),
        inaccurate=bool(ticket.inaccurate),
    )


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    return max(int((end - start).total_seconds()), 0) if start and end else None


def _until_the_last(ticket: Ticket, ends: list[datetime | None]) -> int | None:
    known = [one for one in ends if one is not None]
    return _seconds(ticket.taken_at, max(known)) if known and len(known) == len(ends) else None


def sittings_of(site: Site, day: date, now: datetime) -> list[Sitting]:
    """Return who sat where and how long; who still sits is counted until now (two statements)."""
    return [
        Sitting(seat.window.number, (str(seat.staff_id), seat.staff_name), _length([whole]), _length(pauses))
        for seat, whole, pauses in seats_of(site, day, now)
    ]


def seats_of(site: Site, day: date, now: datetime) -> list[tuple[Seat, Span, list[Span]]]:
    """Return the seats opened on a day with the span of each and its pauses (two statements)."""
    start = datetime.combine(day, time(), CHINA)
    end = min(start + timedelta(days=1), now)
    rows = Seat.objects.filter(site=site, opened_at__gte=start, opened_at__lt=start + timedelta(days=1))
    seats = list(rows.select_related("window__board").order_by("opened_at", "pk"))
    pauses = _pauses([seat.stream for seat in seats])
    found = []
    for seat in seats:
        closed = max(min(seat.closed_at or end, end), seat.opened_at)
        found.append((seat, (seat.opened_at, closed), _closed_spans(pauses[seat.stream], closed)))
    return found


def _pauses(streams: list[str]) -> dict[str, list[tuple[str, datetime]]]:
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    rows = Event.objects.filter(stream__in=streams, type__in=("seat.paused", "seat.resumed"))
    for stream, type_, at in rows.order_by("stream", "seq").values_list("stream", "type", "at"):
        found[stream].append((type_, at))
    return found


def _closed_spans(events: list[tuple[str, datetime]], closed: datetime) -> list[Span]:
    spans, began = [], None
    for type_, at in [*events, ("seat.resumed", closed)]:
        if type_ == "seat.paused":
            began = began or at
        elif began is not None:
            spans.append((began, max(at, began)))
            began = None
    return spans


def _length(spans: Iterable[Span]) -> int:
    return sum(int((end - start).total_seconds()) for start, end in spans)
