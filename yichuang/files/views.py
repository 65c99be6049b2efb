"""The room's only public door: a file for a ticket."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from yichuang.files.operations.redeem_ticket import redeem_ticket
from yichuang.files.serving import file_response
from yichuang.foundations import clock
from yichuang.foundations.actors import PUBLIC


@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand out the file a ticket is for; a ticket bound to a holder opens only for that signed-in holder."""
    actor = getattr(request, "actor", None) or PUBLIC
    file = redeem_ticket(actor, token=token, now=clock.now())
    return file_response(request, file, download=request.GET.get("download") == "1")
