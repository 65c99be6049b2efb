"""The kiosk's check-in: a code gives the ticket of an appointment, which is called in its slot first (S2-38)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.hall.operations.code_tries import admit, note_wrong
from yichuang.hall.operations.hand_out import hand_out_booked
from yichuang.hall.rules.devices import KIOSK
from yichuang.hall.views.doors import for_device
from yichuang.hall.views.kiosk import show_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_device("hall.take", (KIOSK,))
@never_cache
def check_in(request: HttpRequest) -> HttpResponse:
    """Take a code and give the ticket; a code typed twice gives the same ticket."""
    typed, refused = request.POST.get("code", "")[:20], None
    if request.method == "POST":
        device, now, address = request.device, clock.now(), request.META.get("REMOTE_ADDR", "")  # type: ignore[attr-defined]
        try:
            admit(address=address, now=now)
            hand_out_booked(
                actor=request.by,  # type: ignore[attr-defined]
                site=device.site,
                code=typed,
                public_url=settings.PUBLIC_URL,
                now=now,
                device=device,
            )
        except Refused as error:
            refused = error
            if error.status == 404:
                note_wrong(address=address, now=now)
        else:
            return HttpResponseRedirect("/kiosk/slip/?print=1")
    return show_page(
        request,
        "hall/kiosk_check_in.html",
        [],
        {"typed": typed, "refused": refused},
        refused.status if refused else 200,
    )
