"""From the case page to the department's own form."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.cases.queries.access import clean_number
from yichuang.exchange.operations.open_form import open_form
from yichuang.foundations import clock


@signed_in
@require_safe
def department_form(request: HttpRequest, number: str) -> HttpResponse:
    """Send the browser to the department's form, signed for ten minutes; it comes back to the case page, or to the page named in `back`."""
    clean = clean_number(number)
    asked = request.GET.get("back", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    back = f"{settings.PUBLIC_URL}{asked if ours else f'/cases/{clean}/'}"
    actor = request.actor  # type: ignore[attr-defined]
    return HttpResponseRedirect(open_form(actor=actor, number=clean, back=back, now=clock.now(), wall=clock.wall()))
