"""The officer's calling page (叫号): who is there, who comes next, every verb by a button and a key (S2-28, S2-32; hall.md)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall import policies
from yichuang.hall.forms.windows import target_of, wanted_of, whole
from yichuang.hall.models import CHANNELS, Seat, Ticket
from yichuang.hall.operations import call, change, hold, pass_by, seats, serve, transfer
from yichuang.hall.operations.correct_ticket import Correction, correct_ticket
from yichuang.hall.queries.calling import at_window, colleagues, windows_for
from yichuang.hall.queries.needs import boards_of, frequent_of
from yichuang.hall.queries.start_page import start_page_of
from yichuang.hall.rules.tickets import DONE, GREEN, NO_SHOW, PURPOSES
from yichuang.organizations.queries import windows_of

HOME = "/hall/calling/"
PAUSES = ("系统维护", "临时离开", "就餐", "交接班", "其他")
Given = Any
Said = tuple[str, str]


@require_safe
@signed_in
@never_cache
def calling_page(request: HttpRequest) -> HttpResponse:
    """Show the officer's window."""
    policies.demand(request.actor, policies.SERVE, None, "叫号")  # type: ignore[attr-defined]
    return _page(request)


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Do one verb and come back to the page it was pressed on."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.SERVE, None, "叫号")
    if verb not in VERBS:
        raise NotFound("这个操作")
    back = request.POST.get("next", "")
    elsewhere = back.startswith("/") and url_has_allowed_host_and_scheme(back, None) and not back.startswith(HOME)
    try:
        done, leads = VERBS[verb](actor, request.POST, clock.now())
    except Refused as refused:
        if refused.status == 403:
            raise
        if elsewhere:
            messages.error(request, "；".join(f"{one.message}{one.todo}" for one in refused.reasons))
            return HttpResponseRedirect(back)
        return _page(request, refused)
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(leads or (back if elsewhere else HOME))


def _page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    shown = at_window(actor, clock.now())
    context: dict[str, Any] = {"at": shown, "refused": refused, "green": GREEN.items(), "next": HOME}
    if shown.seat is None:
        context["halls"] = windows_for(actor, policies.SERVE)
    else:
        site = shown.seat.site
        context |= {
            "boards": boards_of(site),
            "purposes": PURPOSES.items(),
            "windows": [one for one in windows_of(site) if one.pk != shown.seat.window_id],
            "colleagues": colleagues(site, actor.id),
            "pauses": PAUSES,
            "channels": CHANNELS.items(),
            "frequent": frequent_of(shown.hall) if shown.hall else [],
            "paused": shown.seat.state == Seat.PAUSED,
        }
    return render(request, "hall/calling.html", context, status=refused.status if refused else 200)


def _open(actor: Actor, given: Given, now: Any) -> Said:
    seat = seats.open_seat(actor=actor, window_id=whole(given.get("window")), now=now)
    return f"已在 {seat.window.number} 号窗口签入。", ""


def _pause(actor: Actor, given: Given, now: Any) -> Said:
    seat = seats.pause_seat(actor=actor, why=given.get("why", ""), now=now)
    return f"已暂停服务：{seat.paused_why}。", ""


def _resume_seat(actor: Actor, given: Given, now: Any) -> Said:
    seats.resume_seat(actor=actor, now=now)
    return "已恢复服务。", ""


def _close(actor: Actor, given: Given, now: Any) -> Said:
    seat = seats.close_seat(actor=actor, now=now)
    return f"已从 {seat.window.number} 号窗口签出。", ""


def _next(actor: Actor, given: Given, now: Any) -> Said:
    ticket = call.call_next(actor=actor, now=now)
    return ("" if ticket else "现在没有本窗口能办的等候人员。"), ""


def _named(actor: Actor, given: Given, now: Any) -> Said:
    call.call_named(actor=actor, ticket_id=given.get("ticket", ""), why=given.get("why", ""), now=now)
    return "", ""


def _recall(actor: Actor, given: Given, now: Any) -> Said:
    ticket = call.recall(actor=actor, now=now)
    return f"已第 {ticket.calls} 次叫 {ticket.number}。", ""


def _start(actor: Actor, given: Given, now: Any) -> Said:
    ticket = serve.start(actor=actor, now=now)
    return "", start_page_of(actor, ticket) if given.get("opens") else ""


def _no_show(actor: Actor, given: Given, now: Any) -> Said:
    ticket = pass_by.no_show(actor=actor, now=now)
    if ticket.state == NO_SHOW:
        return f"{ticket.number} 再次未到，已过号；本人回来可在导服台重新排队。", ""
    return f"{ticket.number} 未到，已排到后面。", ""


def _leave(actor: Actor, given: Given, now: Any) -> Said:
    ticket = pass_by.leave(actor=actor, ticket_id=given.get("ticket", ""), why=given.get("why", ""), now=now)
    return f"{ticket.number} 已记为离开。", ""


def _return(actor: Actor, given: Given, now: Any) -> Said:
    ticket = pass_by.bring_back(actor=actor, ticket_id=given.get("ticket", ""), why=given.get("why", ""), now=now)
    return f"{ticket.number} 已重新排队。", ""


def _hold(actor: Actor, given: Given, now: Any) -> Said:
    ticket = hold.hold(actor=actor, why=given.get("why", ""), now=now)
    return f"{ticket.number} 已暂留，窗口可以叫下一位。", ""


def _resume(actor: Actor, given: Given, now: Any) -> Said:
    ticket = hold.resume(actor=actor, ticket_id=given.get("ticket", ""), now=now)
    return f"{ticket.number} 已按原先的次序回到队列。", ""


def _transfer(actor: Actor, given: Given, now: Any) -> Said:
    ticket = transfer.transfer(actor=actor, target=target_of(given), comment=given.get("comment", ""), now=now)
    return f"{ticket.number} 已转出，次序保留。", ""


def _finish_item(actor: Actor, given: Given, now: Any) -> Said:
    serve.finish_item(actor=actor, position=whole(given.get("position"), -1), now=now)
    return "", ""


def _add_item(actor: Actor, given: Given, now: Any) -> Said:
    wanted = wanted_of(given)
    if wanted is None:
        raise NotFound("要增加的办理项", "请选择板块或办理内容。")
    serve.add_item(actor=actor, wanted=wanted, now=now)
    return "已增加一项。", ""


def _finish(actor: Actor, given: Given, now: Any) -> Said:
    ticket = serve.finish(actor=actor, now=now)
    return (
        f"{ticket.number} 办理完毕。" if ticket.state == DONE else f"{ticket.number} 其余事项已转其他窗口，次序保留。"
    ), ""


def _correct(actor: Actor, given: Given, now: Any) -> Said:
    green, comment, mobile = (str(given[name]) if name in given else None for name in ("green", "comment", "mobile"))
    said = Correction(green=green, comment=comment, mobile=mobile)
    ticket = correct_ticket(actor=actor, ticket_id=given.get("ticket", ""), correction=said, now=now)
    return f"{ticket.number} 已更正。", ""


def _inaccurate(actor: Actor, given: Given, now: Any) -> Said:
    ticket: Ticket = change.mark_inaccurate(
        actor=actor, ticket_id=given.get("ticket", ""), why=given.get("why", ""), now=now
    )
    return f"{ticket.number} 的时间不计入统计。", ""


def _contact(actor: Actor, given: Given, now: Any) -> Said:
    minutes = whole(given.get("minutes"))
    about, channel = given.get("about", ""), given.get("channel", "")
    change.log_contact(actor=actor, channel=channel, about=about, minutes=minutes, now=now)
    return "已记下窗口外工作。", ""


VERBS: dict[str, Callable[[Actor, Given, Any], Said]] = {
    "open": _open,
    "pause": _pause,
    "resume-seat": _resume_seat,
    "close": _close,
    "next": _next,
    "named": _named,
    "recall": _recall,
    "start": _start,
    "no-show": _no_show,
    "leave": _leave,
    "return": _return,
    "hold": _hold,
    "resume": _resume,
    "transfer": _transfer,
    "finish-item": _finish_item,
    "add-item": _add_item,
    "finish": _finish,
    "correct": _correct,
    "inaccurate": _inaccurate,
    "contact": _contact,
}
