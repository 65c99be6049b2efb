"""Pairing: the page on which a browser becomes a device of the hall by a six-digit code (docs/hall-devices.md)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.hall.operations.devices import pair_device
from yichuang.hall.ports import home_of
from yichuang.hall.rules.devices import REVOKED
from yichuang.hall.views.doors import device_here, keep_token


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pair(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or go on to what the device is for; a code typed on a paired browser makes it another device."""
    refused: Refused | None = None
    if request.method == "POST":
        code = request.POST.get("code", "")[:20]
        try:
            paired = pair_device(code=code, address=request.META.get("REMOTE_ADDR", ""), now=clock.now())
        except Refused as error:
            refused = error
        else:
            response = HttpResponseRedirect(home_of(paired.device.kind))
            keep_token(response, paired.token)
            return response
    device = device_here(request)
    context = {
        "device": device,
        "home": home_of(device.kind) if device else "",
        "revoked": device is not None and device.state == REVOKED,
        "refused": refused,
    }
    return render(request, "hall/device_pair.html", context, status=refused.status if refused else 200)
