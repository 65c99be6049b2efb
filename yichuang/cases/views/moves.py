"""The moves of a case, each from its form on the case page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.queries import officers_of
from yichuang.cases.forms import INPUTS, MoveForm
from yichuang.cases.operations.by_verb import perform
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.cases.views.case_page import show_case
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused


@signed_in
@require_POST
def make_move(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Make a move from its form; a refusal shows the page again with everything that was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    if verb not in INPUTS:
        raise NotFound("这个操作")
    items = [(value, value) for value in request.POST.getlist(f"{verb}-supplied")]
    form = MoveForm(request.POST, verb, items, officers_of(case.department_id, day_of(clock.now())))
    if not form.is_valid():
        return show_case(request, case, bound=form)
    revision = request.POST.get("revision", "")
    try:
        perform(
            verb,
            form.cleaned_data,
            actor=actor,
            number=case.number,
            now=clock.now(),
            revision=int(revision) if revision.isdigit() else None,
        )
    except Refused as refused:
        return show_case(request, case_for(actor, case.number), refused=refused, bound=form)
    messages.success(request, f"已{BY_VERB[verb].name}。")
    return HttpResponseRedirect(f"/cases/{case.number}/")
