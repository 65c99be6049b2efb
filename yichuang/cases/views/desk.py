"""The counter desk: find the matter, answer the questions, fill the base form, receive (S2-39, S2-53)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.operations.receive import Declaration, receive
from yichuang.cases.rules import base_form
from yichuang.catalog.queries import PublishedMatter, published, search
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, Asked
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Refused


@signed_in
@require_http_methods(["GET", "HEAD"])
def search_page(request: HttpRequest) -> HttpResponse:
    """Find a matter by characters, pinyin, initials or code."""
    policies.counter_of(request.actor)  # type: ignore[attr-defined]
    asked = request.GET.get("q", "").strip()
    return render(request, "cases/desk_search.html", {"q": asked, "hits": search(asked, 10) if asked else []})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def intake_page(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one question at a time, then show the checklist and the base form; nothing is kept before it is received."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.counter_of(actor)
    matter = published(key)
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "") or (matter.spec.applicant_kinds[0] if len(matter.spec.applicant_kinds) == 1 else "")
    answers = _answers(matter, given)
    refused: Refused | None = None
    if request.method == "POST":
        declaration = Declaration(key, answers, kind, {name: given.get(name, "") for name in base_form.BY_NAME}, {})
        try:
            case = receive(actor=actor, declaration=declaration, now=clock.now())
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"已收件，统一申报编码 {case.number}。请逐份登记材料。")
            return HttpResponseRedirect(f"/cases/{case.number}/")
    context = {
        "matter": matter,
        "kind": kind,
        "answers": _pairs(answers),
        "refused": refused,
        **_step(matter, kind, answers),
    }
    context["fields"] = (
        [(field, given.get(field.name, _default(field.name))) for field in base_form.fields_for(kind)] if kind else []
    )
    context["kinds"] = [(item, base_form.KINDS[item]) for item in matter.spec.applicant_kinds]
    return render(request, "cases/desk_intake.html", context, status=refused.status if refused else 200)


def _default(name: str) -> str:
    return {"quantity": "1", "courier": "no"}.get(name, "")


def _answers(matter: PublishedMatter, given: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in matter.spec.questions:
        name = f"a.{question.id}"
        if question.kind == "multi" and (name in given or f"done.{question.id}" in given):
            answers[question.id] = given.getlist(name)
        elif given.get(name):
            answers[question.id] = given[name]
    return answers


def _pairs(answers: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = []
    for question, answer in answers.items():
        if isinstance(answer, list):
            pairs += [(f"done.{question}", "1"), *((f"a.{question}", item) for item in answer)]
        else:
            pairs.append((f"a.{question}", answer))
    return pairs


def _step(matter: PublishedMatter, kind: str, answers: dict[str, Any]) -> dict[str, Any]:
    if not kind:
        return {}
    facts = navigator.facts_with_known(matter.spec, answers, applicant_kind=kind, on=day_of(clock.now()))
    if problems := navigator.validate_facts(matter.spec, facts):
        return {"problems": problems}
    step = navigator.advance(matter.spec, facts)
    if isinstance(step, Asked):
        return {"asked": step}
    if isinstance(step, Arrived):
        return {"checklist": navigator.checklist(matter.spec, facts)}
    return {"outcome": step.outcome}
