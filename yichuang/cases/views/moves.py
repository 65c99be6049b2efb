"""The moves of a case, each from its form on the case page."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.forms import INPUTS, MoveForm
from yichuang.cases.forms.moves import TypedLine, typed_lines
from yichuang.cases.models import Case
from yichuang.cases.operations.by_verb import perform
from yichuang.cases.operations.kept_files import keep_upload
from yichuang.cases.operations.request_correction import CorrectionItem
from yichuang.cases.queries import facts
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.queries.remedies import remedies_for
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.cases.views.approvals import show_approval
from yichuang.cases.views.case_page import show_case
from yichuang.cases.views.move_panel import ADVERSE, offers
from yichuang.catalog.queries import spec_of
from yichuang.foundations import clock, idempotency
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import sent_form
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.transactions import unit_of_work


@signed_in
@require_POST
def make_move(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Make a move from its form; a refusal shows the page again with everything that was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    if verb not in INPUTS:
        raise NotFound("这个操作")
    policies.demand(actor, BY_VERB[verb].act, case, BY_VERB[verb].name)
    key, typed = sent_form(request)
    if idempotency.given_before(actor, key, typed):
        return _made(request, case.number, verb)
    spec = spec_of(case.version_id)
    corrections = list(case.corrections.all())
    offered = offers(actor, case, spec, facts.materials_of(case), corrections)
    form = MoveForm(request.POST, verb, offered, request.FILES)
    lines = typed_lines(request.POST) if verb == "request_correction" else []
    if not form.is_valid():
        return _again(request, case, None, form, lines)
    try:
        _make(request, case, verb, form, lines)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _again(request, case_for(actor, case.number), refused, form, lines)
    return _made(request, case.number, verb)


def _made(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Say that a move was made and lead on; a repeated submit of the same form sees the same."""
    messages.success(request, done(verb))
    return HttpResponseRedirect(_after(request, number))


def _again(
    request: HttpRequest, case: Case, refused: Refused | None, form: MoveForm, lines: list[TypedLine]
) -> HttpResponse:
    """Show the page that the move came from again, with everything that was typed."""
    if _from_approvals(request):
        return show_approval(request, case, refused, form)
    return show_case(request, case, refused=refused, bound=form, lines=lines)


def _from_approvals(request: HttpRequest) -> bool:
    return request.POST.get("from") == "approvals"


def _make(request: HttpRequest, case: Case, verb: str, form: MoveForm, lines: list[TypedLine]) -> None:
    """Make the move; a file that comes with it is kept in the same unit of work."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    given: dict[str, Any] = dict(form.cleaned_data)
    revision = request.POST.get("revision", "")
    if verb == "request_correction":
        given["items"] = [CorrectionItem(row.id, row.name, row.what, row.todo) for row in lines if row.chosen]

    def act() -> idempotency.Answer:
        keep_upload(actor, case.number, given.pop("application_file", None), "withdrawal", now)
        perform(
            verb,
            given,
            actor=actor,
            number=case.number,
            now=now,
            revision=int(revision) if revision.isdigit() else None,
        )
        return idempotency.Answer(302, {"verb": verb})

    key, typed = sent_form(request)
    if key:
        idempotency.once(actor, key, typed, now, act)
    else:
        with unit_of_work():
            act()


def done(verb: str) -> str:
    """Return what a page says after a move: what was done, and which paper is being made."""
    move = BY_VERB[verb]
    papers = [part for part in re.split(r"[（）；、]", move.gives) if part.endswith(("书", "凭证", "回证"))]
    return f"已{move.name}。" + (f"正在生成{'、'.join(papers)}。" if papers else "")


def _after(request: HttpRequest, number: str) -> str:
    """Return where to go after a move: back to the approver's page when the move came from there."""
    return f"/approvals/{number}/" if _from_approvals(request) else f"/cases/{number}/"


@signed_in
@require_http_methods(["GET", "HEAD"])
def remedies_preview(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Show the remedies that the document of an adverse move would tell if it were issued today."""
    case = case_for(request.actor, clean_number(number))  # type: ignore[attr-defined]
    if verb not in ADVERSE:
        raise NotFound("这个操作")
    told = remedies_for(case, ADVERSE[verb], day_of(clock.now()))
    return render(request, "cases/parts/remedies.html", {"told": told, "today": day_of(clock.now())})
