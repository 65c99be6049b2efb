"""Doors' guards for devices: which device a browser is, what it may; a browser that is none is told how to become one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from yichuang.foundations import clock
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.hall.models import Device
from yichuang.hall.operations.devices import seen
from yichuang.hall.policies import place_of
from yichuang.hall.queries.devices import actor_of_device, device_of_token
from yichuang.hall.rules.devices import COOKIE, KINDS, REVOKED

COOKIE_LIVES = 400 * 24 * 3600  # as long as browsers keep one; every page renews it
View = Callable[..., HttpResponseBase]


def device_here(request: HttpRequest) -> Device | None:
    """Return the device that this browser is, revoked ones too."""
    return device_of_token(request.COOKIES.get(COOKIE, ""))


def keep_token(response: HttpResponse, token: str) -> None:
    """Give the browser its token; no script can read it and no other site's page can send it along."""
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_LIVES, httponly=True, samesite="Lax", secure=settings.SECURE_COOKIES
    )


def for_device(act: str, kinds: tuple[str, ...] = tuple(KINDS)) -> Callable[[View], View]:
    """Let only a device of these kinds with this act at its site through; it stands on `request.device`, as `request.by`.

    A revoked one gets the page that says so (403), a browser that is no device is told to pair (404).
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            device = device_here(request)
            if device is None:
                raise not_paired()
            if device.state == REVOKED:
                return revoked(request)
            by = actor_of_device(device)
            if device.kind not in kinds or not by.may(act, place_of(device.site)):
                raise NotAllowed(act, f"这台设备是{KINDS[device.kind]}，不能打开这个页面。")
            seen(device, clock.now())
            request.device, request.by = device, by  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponse):
                keep_token(response, request.COOKIES[COOKIE])
            return response

        return guarded

    return guard


def revoked(request: HttpRequest) -> HttpResponse:
    """Return the page of a device that was taken out of use."""
    return render(request, "hall/device_revoked.html", status=403)


def not_paired() -> Refused:
    """Return what a browser is told that is no device."""
    reason = Reason(
        "no_device", "本机还没有配对为大厅设备。", todo="请在本机打开 /device/，输入管理人员给的 6 位配对码。"
    )
    return Refused(reason, status=404, title="没有配对")
