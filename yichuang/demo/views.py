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
from yichuang.demo.operations.move_clock import move_clock, return_to_today
from yichuang.demo.people import PASSWORD, PEOPLE, Person
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.notifications.queries import outbox_lines
from yichuang.organizations.queries import places_by_key

# What one press moves: the form's field, how many, and what the button says.
STEPS = (
    ("days", 1, "1 天"),
    ("workdays", 1, "1 个工作日"),
    ("workdays", 6, "6 个工作日"),
    ("workdays", 20, "20 个工作日"),
)
MOST_STEPS = 100
WEEKDAYS = "一二三四五六日"


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
    places = places_by_key()
    roles = [
        (name, [(person, _place(person, places)) for person in PEOPLE if person.role == role])
        for role, name in ROLES.items()
    ]
    now = clock.now()
    context = {
        "roles": [(name, found) for name, found in roles if found],
        "password": PASSWORD,
        "movable": settings.MOVABLE_CLOCK,
        "now": now,
        "ahead": clock.shift(),
        "workday": calendar().is_workday(day_of(now)),
        "weekday": f"星期{WEEKDAYS[day_of(now).weekday()]}",
        "today": f"{day_of(now).year}年{day_of(now).month}月{day_of(now).day}日",
        "earliest": (day_of(now) + timedelta(days=1)).isoformat(),
        "steps": STEPS,
        "sent": outbox_lines(5),
        "refused": refused,
    }
    return render(request, "demo/people.html", context, status=refused.status if refused else 200)


def _place(person: Person, places: dict[str, str]) -> str:
    return places.get(person.site or person.department or person.division, "")


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
    text = f"时钟已拨到 {day:%Y年%m月%d日}（比真实时间快 {by.days} 天），到期的提醒正在处理。"
    messages.success(request, text)
    return HttpResponseRedirect("/demo/")


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """Let the clock show the real day again."""
    ahead = return_to_today(who=_who(request))
    if ahead:
        messages.success(request, f"时钟已回到真实日期（往回 {ahead.days} 天）；已经发生的事都留在记录里，日期不变。")
    return HttpResponseRedirect("/demo/")


def _target(request: HttpRequest, today: date) -> date:
    for unit in ("days", "workdays"):
        steps = request.POST.get(unit, "")
        if steps.isdecimal() and 0 < int(steps) <= MOST_STEPS:
            return calendar().due(today, int(steps), "natural_day" if unit == "days" else "workday").date
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return today


def _who(request: HttpRequest) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    return actor.name if actor else "演示访客"
