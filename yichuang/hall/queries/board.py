"""What the hall's screens show: latest calls in time order, who waits by board, windows, who was passed (S2-32); nobody served is named."""

from datetime import date, datetime
from typing import Any

from yichuang.foundations.clock import CHINA, day_of
from yichuang.hall.models import Hall, Seat, Ticket
from yichuang.hall.queries.kiosk import hall_at
from yichuang.hall.queries.waits import Scene, scene_at
from yichuang.hall.rules.skills import Need
from yichuang.hall.rules.tickets import AT_WINDOW, CALLED, NO_SHOW, PURPOSES, RECEIVE, SERVING
from yichuang.organizations.queries import Site, open_boards, windows_of

CALLS_SHOWN, PASSED_SHOWN = 10, 12
STATES = {"open": "办公中", "paused": "暂停服务", "closed": "未开放"}


def board_at(site: Site, now: datetime) -> dict[str, Any]:
    """Return everything that a site's screens show, as JSON (thirteen statements, once for all screens of a process)."""
    hall, day = hall_at(site), day_of(now)
    scene = scene_at(site, now)
    return {
        "site": site.name,
        "notice": hall.notice,
        "silent": hall.silent,
        "counts": hall.shows_counts,
        "calls": _calls(site, day),
        "passed": _passed(site, day),
        "boards": _boards(site, hall, scene, now) if hall.shows_counts else [],
        "windows": _windows(site, day),
        "day": day.isoformat(),
    }


def _calls(site: Site, day: date) -> list[dict[str, Any]]:
    rows = Ticket.objects.filter(site=site, day=day, called_at__isnull=False).exclude(window_number="")
    return [
        {
            # A second call of the same number is a call of its own: it is spoken again.
            "id": f"{row.number}-{row.window_number}-{row.calls}-{row.passed}-{int(row.called_at.timestamp())}",
            "number": row.number,
            "window": row.window_number,
            "at": f"{row.called_at.astimezone(CHINA):%H:%M}",
            "state": row.state if row.state in (CALLED, SERVING) else "over",
            "letter": row.letter,
        }
        for row in rows.order_by("-called_at", "-pk")[:CALLS_SHOWN]
        if row.called_at is not None
    ]


def _passed(site: Site, day: date) -> list[str]:
    rows = Ticket.objects.filter(site=site, day=day, state=NO_SHOW).order_by("-ended_at", "-pk")
    return list(rows.values_list("number", flat=True)[:PASSED_SHOWN])


def _boards(site: Site, hall: Hall, scene: Scene, now: datetime) -> list[dict[str, Any]]:
    found = [_line(row.letter, row.name, Need(board=row.letter), scene, now) for row in open_boards(site)]
    found.append(_line("", "综合（不清楚办什么）", Need(), scene, now))
    for purpose, name in PURPOSES.items():
        if purpose != RECEIVE:
            found.append(_line("", name, Need(purpose=purpose), scene, now))
    return [line for line in found if line["letter"] or line["waiting"]]


def _line(letter: str, name: str, need: Need, scene: Scene, now: datetime) -> dict[str, Any]:
    waiting = sum(any(_same(one, need) for one in ticket.needs[:1]) for ticket in scene.waiting)
    told = scene.newcomer([need], now)
    return {"letter": letter, "name": name, "waiting": waiting, "wait": told.said}


def _same(one: Need, need: Need) -> bool:
    return one.purpose == need.purpose and one.board == need.board


def _windows(site: Site, day: date) -> list[dict[str, Any]]:
    seats = {row.window_id: row for row in Seat.objects.filter(site=site).exclude(state=Seat.CLOSED)}
    there = {
        row.seat_id: row
        for row in Ticket.objects.filter(site=site, day=day, state__in=AT_WINDOW, seat__isnull=False).only(
            "seat_id", "number", "state"
        )
    }
    found = []
    for window in windows_of(site):
        seat = seats.get(window.pk)
        ticket = there.get(seat.pk) if seat else None
        found.append(
            {
                "id": window.pk,
                "number": window.number,
                "name": window.name,
                "board": window.board.letter if window.board else "",
                "officer": seat.staff_name if seat else "",
                "state": seat.state if seat else "closed",
                "said": STATES[seat.state if seat else "closed"],
                "why": seat.paused_why if seat else "",
                "ticket": ticket.number if ticket else "",
                "ticket_state": ticket.state if ticket else "",
            }
        )
    return found
