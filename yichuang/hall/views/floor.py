"""The supervisor's live view of the floor: windows, who waits, forgotten seats, moving people (大厅运行; hall.md)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import acted
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall import policies
from yichuang.hall.forms.windows import target_of
from yichuang.hall.operations.hold import resume
from yichuang.hall.operations.pass_by import bring_back, leave
from yichuang.hall.operations.seats import close_forgotten
from yichuang.hall.operations.transfer import move_waiting
from yichuang.hall.queries.calling import colleagues
from yichuang.hall.queries.floor import board_lines, held_at, line_of, of_today, site_for, window_lines
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.rules.tickets import LEFT, NO_SHOW

DOING = "查看大厅运行"


@require_safe
@signed_in
@never_cache
def floor_page(request: HttpRequest) -> HttpResponse:
    """Show a hall as it is now."""
    return _page(request)


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Close a forgotten seat, move, bring back, let go."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, DOING)
    if verb not in VERBS:
        raise NotFound("这个操作")
    site = request.POST.get("site", "")
    back = f"/hall/floor/?site={site}" if site.isdigit() else "/hall/floor/"
    return acted(request, lambda: VERBS[verb](actor, request.POST), partial(_page, request), back)


def _page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    asked = (request.POST if request.method == "POST" else request.GET).get("site", "")
    site, sites = site_for(actor, policies.VIEW, asked, DOING)
    line = line_of(site, now)
    windows = window_lines(site, now)
    context: dict[str, Any] = {
        "site": site,
        "sites": sites,
        "now": now,
        "windows": windows,
        "open_count": sum(one.seat is not None and one.seat.state == "open" for one in windows),
        "line": line,
        "boards": [one for one in board_lines(site, line) if one.count],
        "longest": max((one.minutes for one in line), default=0),
        "stranded": sum(not one.windows for one in line),
        "held": held_at(site, now),
        "gone": of_today(site, now, [NO_SHOW, LEFT]),
        "all_boards": boards_of(site),
        "colleagues": colleagues(site),
        "may_arrange": actor.may(policies.ARRANGE, policies.place_of(site)),
        "may_guide": actor.may(policies.GUIDE, policies.place_of(site)),
        "refused": refused,
    }
    return render(request, "hall/floor.html", context, status=refused.status if refused else 200)


def _close_seat(actor: Actor, given: Any) -> str:
    seat = close_forgotten(actor=actor, seat_id=given.get("seat", ""), why=given.get("why", ""), now=clock.now())
    return f"{seat.window.number} 号窗口的坐席已收回。"


def _move(actor: Actor, given: Any) -> str:
    said = {"target": target_of(given), "comment": given.get("comment", "")}
    ticket = move_waiting(actor=actor, ticket_id=given.get("ticket", ""), now=clock.now(), **said)
    return f"{ticket.number} 已改排，次序保留。"


def _return(actor: Actor, given: Any) -> str:
    return f"{bring_back(actor=actor, ticket_id=given.get('ticket', ''), now=clock.now()).number} 已重新排队。"


def _leave(actor: Actor, given: Any) -> str:
    return f"{leave(actor=actor, ticket_id=given.get('ticket', ''), now=clock.now()).number} 已记为离开。"


def _resume(actor: Actor, given: Any) -> str:
    return f"{resume(actor=actor, ticket_id=given.get('ticket', ''), now=clock.now()).number} 已回到队列。"


VERBS: dict[str, Callable[[Actor, Any], str]] = {
    "close-seat": _close_seat,
    "move": _move,
    "return": _return,
    "leave": _leave,
    "resume": _resume,
}
