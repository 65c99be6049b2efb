"""Screens: one page for every kind of screen, the stream that says a hall has changed, the board that the page then fetches (S2-32)."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from yichuang.foundations import clock
from yichuang.foundations.problems import NotAllowed, NotFound
from yichuang.hall.live import boards, open_stream
from yichuang.hall.operations.devices import seen
from yichuang.hall.policies import SHOW, VIEW, place_of
from yichuang.hall.queries.devices import actor_of_device
from yichuang.hall.queries.kiosk import hall_at
from yichuang.hall.rules.devices import REVOKED, SCREENS
from yichuang.hall.views.doors import device_here, for_device, not_paired, revoked
from yichuang.organizations.queries import Site, find_site

ASK_AGAIN_SECONDS = 5


@require_safe
@for_device(SHOW, SCREENS)
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Show what this device is for: the hall's calls, one board, one window, the guide desk's screen."""
    device = request.device  # type: ignore[attr-defined]
    context = {
        "device": device,
        "site": device.site,
        "hall": hall_at(device.site),
        "window": device.window,
        "now": clock.now(),
    }
    return render(request, f"hall/screen_{'window' if device.kind in ('window', 'tablet') else 'calls'}.html", context)


@require_safe
@never_cache
def board(request: HttpRequest, site_id: int) -> HttpResponseBase:
    """Return a site's board as JSON; 304 while it is what the screen has, 403 with a word for a device out of use."""
    site = _allowed(request, site_id)
    if isinstance(site, HttpResponse):
        return site
    drawn = boards.at(site, clock.now())
    if request.headers.get("If-None-Match") == drawn.etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(drawn.body, content_type="application/json; charset=utf-8")
    answer["ETag"] = drawn.etag
    return answer


@require_GET
def live(request: HttpRequest, site_id: int) -> HttpResponseBase:
    """Open the stream of a site's changes; 503 when this process has no place left: the page asks every few seconds instead."""
    site = _allowed(request, site_id)
    if isinstance(site, HttpResponse):
        return site
    stream = open_stream(site.pk, lambda: _drawn(site))
    if stream is None:
        full = HttpResponse(status=503)
        full["Retry-After"] = str(ASK_AGAIN_SECONDS)
        return full
    if not connection.in_atomic_block:
        connection.close()  # back to the pool: the stream lives for minutes and asks the database nothing
    answer = StreamingHttpResponse(stream, content_type="text/event-stream; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"
    return answer


def _drawn(site: Site) -> str:
    """Return the board for a stream: drawn by the first that asks; the connection goes back to the pool at once."""
    try:
        return boards.at(site, clock.now()).body.decode()
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _allowed(request: HttpRequest, site_id: int) -> Site | HttpResponse:
    """Return the site where the browser's device, or the officer signed in, may look at the hall; the answer for a device out of use."""
    device = device_here(request)
    if device is not None and device.site_id == site_id:
        if device.state == REVOKED:
            return revoked(request)
        if actor_of_device(device).may(SHOW, place_of(device.site)):
            seen(device, clock.now())
            return device.site
    actor = request.actor  # type: ignore[attr-defined]
    if not actor:
        raise not_paired()
    site = find_site(site_id)
    if site is None or not actor.may(VIEW, place_of(site)):
        if not actor.may(VIEW):
            raise NotAllowed(VIEW, "您的岗位不能查看大厅。")
        raise NotFound("这个大厅", "请从本单位的服务点中选择。")
    return site
