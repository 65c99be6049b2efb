"""“This point is wrong”, by one key: from the case page and from the checklist at the desk, without leaving either (S2-26 ④)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.question_point import question_point, question_point_at_desk
from yichuang.cases.queries.access import clean_number
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused

SAID = "已提出，部门和中心会看到；决定后显示在“动态调整”里。"


@signed_in
@require_POST
def question_case(request: HttpRequest, number: str) -> HttpResponse:
    """Record what is wrong with a material or a point of a case."""
    clean = clean_number(number)
    return _answer(request, f"/cases/{clean}/", question_point, number=clean)


@signed_in
@require_POST
def question_desk(request: HttpRequest, key: str) -> HttpResponse:
    """Record what is wrong with a material or a point of the checklist, before there is a case."""
    return _answer(request, f"/desk/{key}/", question_point_at_desk, matter_key=key)


def _answer(request: HttpRequest, back: str, operation: Callable[..., Any], **of: str) -> HttpResponse:
    """Record, and answer with a part of the dialog for htmx, else with the page it was said on."""
    material, _, point = request.POST.get("place", "").partition("|")
    text, whole = request.POST.get("text", ""), not request.headers.get("HX-Request")
    try:
        operation(actor=request.actor, material=material, point=point, text=text, now=clock.now(), **of)  # type: ignore[attr-defined]
    except Refused as refused:
        if whole or refused.status in (403, 404):
            raise
        return render(request, "cases/parts/questioned.html", {"refused": refused})
    if not whole:
        return render(request, "cases/parts/questioned.html", {"said": SAID})
    messages.success(request, SAID)
    return HttpResponseRedirect(back)
