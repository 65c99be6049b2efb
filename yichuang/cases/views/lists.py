"""The lists of cases, the most pressing first."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases.queries import timing
from yichuang.cases.queries.access import case_for, clean_number, visible_cases
from yichuang.cases.rules.states import TEXTS
from yichuang.foundations.pages import page_of


@signed_in
@require_http_methods(["GET", "HEAD"])
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases the person may see, the most pressing first, by state; a full number leads to its case."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("q", "").strip()
    if asked.isdigit() and len(asked) >= 15:
        return HttpResponseRedirect(f"/cases/{case_for(actor, clean_number(asked)).number}/")
    state = request.GET.get("state", "")
    rows = visible_cases(actor)
    if state:
        rows = rows.filter(state=state)
    if asked:
        rows = rows.filter(applicant_name__startswith=asked)
    page = page_of(rows, ["next_due", "pk"], request.GET.get("cursor", ""))
    states = [(key.value, text.name) for key, text in TEXTS.items()]
    context = {"page": page, "states": states, "state": state, "q": asked, "never": timing.NEVER}
    return render(request, "cases/list.html", context)
