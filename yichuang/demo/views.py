"""The page of the demonstration: enter as anybody, and move the day forward. Not there without `YICHUANG_DEMO`."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.middleware import COOKIE_KEY
from yichuang.accounts.operations.sign_in import Entrance, sign_in
from yichuang.accounts.permissions import ROLES
from yichuang.demo.operations.move_clock import move_clock
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.notifications.queries import outbox_lines

STEPS = (("1", "1 个工作日"), ("6", "6 个工作日"), ("20", "20 个工作日"))


def _only_in_a_demonstration() -> None:
    if not settings.DEMO:
        raise NotFound("这个页面")


@never_cache
@require_http_methods(["GET", "HEAD"])
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody who can be entered as, and the clock."""
    return _show(request)


def _show(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    _only_in_a_demonstration()
    roles = [(name, [person for person in PEOPLE if person.role == role]) for role, name in ROLES.items()]
    context = {
        "roles": [(name, found) for name, found in roles if found],
        "password": PASSWORD,
        "movable": settings.MOVABLE_CLOCK,
        "now": clock.now(),
        "steps": STEPS,
        "sent": outbox_lines(5),
        "refused": refused,
    }
    return render(request, "demo/people.html", context, status=refused.status if refused else 200)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the made-up people, through the same operation as everybody."""
    _only_in_a_demonstration()
    person = next((person for person in PEOPLE if person.mobile == request.POST.get("mobile")), None)
    if person is None:
        raise NotFound("这个演示账号")
    entrance = Entrance("page", request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
    try:
        entered = sign_in(request=request, mobile=person.mobile, password=PASSWORD, entrance=entrance, now=clock.now())
    except Refused as refused:
        return _show(request, refused)
    request.session.cycle_key()
    request.session[COOKIE_KEY] = entered.token
    return HttpResponseRedirect("/")


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move the day forward by working days, or to a date."""
    if not settings.MOVABLE_CLOCK:
        raise NotFound("这个页面")
    today = day_of(clock.now())
    try:
        target = _target(request, today)
        by = move_clock(by=timedelta(days=(target - today).days), who=_who(request))
    except Refused as refused:
        return _show(request, refused)
    day = day_of(clock.now())
    messages.success(request, f"时钟已拨到 {day:%Y年%m月%d日}（比真实时间快 {by.days} 天），到期的提醒正在处理。")
    return HttpResponseRedirect("/demo/")


def _target(request: HttpRequest, today: date) -> date:
    steps = request.POST.get("workdays", "")
    if steps.isdigit() and 0 < int(steps) <= 100:
        return calendar().due(today, int(steps), "workday").date
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return today


def _who(request: HttpRequest) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    return actor.name if actor else "演示访客"
