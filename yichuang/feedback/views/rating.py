"""The public's rating pages: one thing at a time, without JavaScript; the tablet at a window; online by number and password (S2-33)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.cases.operations.look_up_progress import look_up
from yichuang.feedback.forms import ProveForm, said_in
from yichuang.feedback.models import RatingRequest
from yichuang.feedback.models.ratings import OPEN, RATED
from yichuang.feedback.operations.leave_window import leave_window
from yichuang.feedback.operations.rate import rate
from yichuang.feedback.queries.at_window import AtWindow, to_rate_at
from yichuang.feedback.queries.links import request_of, request_of_case
from yichuang.feedback.rules.grades import CHANNELS, GRADES, INDICATORS, REASONS, TOLD, is_bad
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.operations.devices import seen
from yichuang.hall.queries.devices import device_of_token
from yichuang.hall.rules.devices import ACTIVE, COOKIE, TABLET


def channel_of(request: HttpRequest) -> str:
    """Return by which way somebody came to the page: what the address says, else the code."""
    said = request.POST.get("at", "") or request.GET.get("at", "")
    return said if said in CHANNELS and said not in TOLD else "code"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate_service(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how good the service was; then why, if the person likes; then say thanks."""
    row, channel = request_of(token), channel_of(request)
    if request.method == "POST":
        said = said_in(request.POST, row.mode, channel)
        try:
            rate(token=token, said=said, now=clock.now())
        except Refused as refused:
            return _page(request, row, channel, said.grade, refused)
        return HttpResponseRedirect(f"/rate/{token}/?at={channel}")
    typed = request.GET.get("grade", "")
    grade = int(typed) if typed in ("1", "2", "3", "4", "5") else 0
    return _page(request, row, channel, grade)


def _page(
    request: HttpRequest, row: RatingRequest, channel: str, grade: int, refused: Refused | None = None
) -> HttpResponse:
    row = request_of(row.token) if refused else row
    given: Any = request.POST
    may = row.state == OPEN and row.expires_on >= day_of(clock.now())
    context = {
        "row": row,
        "channel": channel,
        "at_window": channel in ("window", "kiosk"),
        "base": "ui/bare.html" if channel in ("window", "kiosk") else "ui/public.html",
        "may": may,
        "rated": row.state == RATED,
        "grade": grade if grade in GRADES else 0,
        "grade_name": GRADES.get(grade, ""),
        "bad": is_bad(grade),
        "grades": GRADES.items(),
        "reasons": [(key, name, key in given.getlist("reasons")) for key, name in REASONS.get(grade, {}).items()],
        "indicators": [(key, name, given.get(f"i_{key}", "")) for key, name in INDICATORS[row.mode].items()],
        "given": {name: given.get(name, "") for name in ("words", "name", "mobile", "call_me")},
        "refused": refused if may or not refused else None,
    }
    return render(request, "feedback/rate.html", context, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate_online(request: HttpRequest) -> HttpResponse:
    """Find the service by the receipt's number and query password (网上, 自助机)."""
    form, refused, channel = ProveForm(request.POST or None), None, channel_of(request)
    channel = channel if channel == "kiosk" else "online"
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        address = request.META.get("REMOTE_ADDR", "")
        try:
            case = look_up(number=given["number"], password=given["password"], address=address, now=clock.now())
            return HttpResponseRedirect(f"/rate/{request_of_case(case.number).token}/?at={channel}")
        except Refused as error:
            refused = error
    status = refused.status if refused else 422 if request.method == "POST" else 200
    context = {"form": form if request.method == "POST" else ProveForm(), "refused": refused, "channel": channel}
    return render(request, "feedback/rate_online.html", context, status=status)


@never_cache
@require_safe
def at_window(request: HttpRequest) -> HttpResponse:
    """Show a window's tablet: the service that has just ended there, or that nobody has to rate."""
    place = _tablet_s_window(request)
    found = to_rate_at(place, clock.now()) if place else None
    if found is not None:
        return HttpResponseRedirect(found.path)
    return render(request, "feedback/at_window.html", {"place": place}, status=200 if place else 404)


@never_cache
@require_safe
def now_at_window(request: HttpRequest) -> HttpResponse:
    """Answer what is to be rated at the asking tablet's window now."""
    place = _tablet_s_window(request)
    if place is None:
        raise NotFound("这台评价器", "请由大厅管理人员重新配对。")
    found = to_rate_at(place, clock.now())
    body = {"path": found.path, "number": found.number, "title": found.title} if found else {"path": ""}
    return JsonResponse(body)


@require_POST
@never_cache
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Put the service away from the tablet: the person does not wish to rate here (自愿)."""
    leave_window(token=token, now=clock.now())
    return HttpResponseRedirect("/rate/window/")


def _tablet_s_window(request: HttpRequest) -> AtWindow | None:
    """Return the window that the asking tablet stands at, and note that it is there; None for what is no paired tablet."""
    device = device_of_token(request.COOKIES.get(COOKIE, ""))
    if device is None or device.kind != TABLET or device.state != ACTIVE or device.window is None:
        return None
    seen(device, clock.now())
    return AtWindow(device.site_id, device.window.number)
