"""The public's pages: find a matter, read its guide, be led by questions to the checklist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalog.forms import QuestionForm, address_of, answers_from, answers_of, hidden
from yichuang.catalog.queries import PublishedMatter, open_notice, published, published_matters, search
from yichuang.catalog.rules import guide, navigator
from yichuang.catalog.rules.navigator import Answered, Arrived, Asked, Facts
from yichuang.catalog.rules.notices import NotInForce
from yichuang.catalog.rules.spec import OUTCOME_NAMES, MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.pages import page_of

Page = Callable[[HttpRequest, str], HttpResponse]
GONE = 410


def told_why(page: Page) -> Page:
    """Let a page of a suspended or withdrawn matter show its notice, what to do next and where, and never a bare error."""

    @wraps(page)
    def shown(request: HttpRequest, key: str) -> HttpResponse:
        try:
            return page(request, key)
        except NotInForce as stopped:
            context = {"notice": stopped.notice, "back_url": reverse("catalog:find")}
            status = GONE if stopped.status == GONE else 200
            return render(request, "catalog/not_in_force.html", context, status=status)

    return shown


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find a matter by what people type; without a query, browse all of them."""
    typed = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"typed": typed}
    if typed:
        context["hits"] = search(typed, 20)
    else:
        context["page"] = page_of(published_matters(), ["name"], request.GET.get("cursor", ""), 30)
    return render(request, "catalog/find.html", context)


@require_safe
@told_why
def show_guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show the guide of a matter (办事指南)."""
    matter = published(key)
    spec = matter.spec
    context = {
        "matter": matter,
        "spec": spec,
        "sections": guide.sections(spec, matter.department_name, matter.number),
        "materials": guide.material_rows(spec),
        "situations": spec.situations,
        "leaves": spec.leaves,
        "announced": open_notice(matter.matter_id),
        "back_url": reverse("catalog:find"),
    }
    return render(request, "catalog/guide.html", context)


@require_safe
@told_why
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one question at a time until the situation is known; the answers travel in the address, nothing is kept."""
    matter = published(key)
    spec = matter.spec
    given = answers_from(request.GET)
    facts = _facts(spec, given)
    step = navigator.advance(spec, facts)
    path = navigator.path(spec, facts)
    answers = answers_of(path)
    context = {
        "matter": matter,
        "spec": spec,
        "answered": _with_links(path, key, answers),
        "dropped": _dropped(spec, request, facts),
        "problems": navigator.validate_facts(spec, facts) if given else [],
        "back_url": _back(key, path, answers),
    }
    changing = next((item for item in path if item.question.id == request.GET.get("change", "")), None)
    if changing is not None:
        return _ask_again(request, context, changing, facts, answers)
    if isinstance(step, Asked):
        form = QuestionForm(
            step.question, step.options, request.GET if request.GET.get("asked") == step.question.id else None
        )
        context |= {"form": form, "question": step.question, "hidden": hidden(answers, step.question.id)}
        return render(request, "catalog/ask.html", context)
    query = address_of(answers)
    if isinstance(step, Arrived):
        context |= _checklist(matter, facts, query)
        return render(request, "catalog/arrived.html", context)
    context |= {"outcome": step.outcome, "outcome_name": OUTCOME_NAMES[step.outcome.kind]}
    return render(request, "catalog/ended.html", context)


@require_safe
@told_why
def print_checklist(request: HttpRequest, key: str) -> HttpResponse:
    """Show the one-time notice of everything to bring (一次性告知单), made to be printed; its QR code reopens the answers."""
    matter = published(key)
    facts = _facts(matter.spec, answers_from(request.GET))
    if not isinstance(navigator.advance(matter.spec, facts), Arrived):
        return ask(request, key)
    path = navigator.path(matter.spec, facts)
    query = address_of(answers_of(path))
    link = f"{settings.PUBLIC_URL}{reverse('catalog:ask', args=[key])}?{query}"
    context = {
        "matter": matter,
        "spec": matter.spec,
        "answered": path,
        "qr": segno.make(link, error="m").svg_data_uri(scale=3, border=2),
        "link": link,
        "made_on": day_of(clock.now()),
        "limits": guide.sections(matter.spec, matter.department_name, matter.number)[:2],
        **_checklist(matter, facts, query),
    }
    return render(request, "catalog/checklist.html", context)


def _facts(spec: MatterSpec, answers: dict[str, Any]) -> Facts:
    return navigator.facts_with_known(spec, answers, applicant_kind="", on=day_of(clock.now()))


def _checklist(matter: PublishedMatter, facts: Facts, query: str) -> dict[str, Any]:
    listed = navigator.checklist(matter.spec, facts)
    rows = [guide.material_row(item.material, item.why) for item in listed.materials]
    warnings = [
        option.warning for item in navigator.path(matter.spec, facts) for option in item.options if option.warning
    ]
    return {"checklist": listed, "materials": rows, "query": query, "warnings": warnings}


def _ask_again(
    request: HttpRequest, context: dict[str, Any], changing: Answered, facts: Facts, answers: dict[str, Any]
) -> HttpResponse:
    """Show a question that was answered before, its answer chosen; the other answers are carried along."""
    before = {name: value for name, value in answers.items() if name != changing.question.id}
    upto = list(answers)[: list(answers).index(changing.question.id)]
    step = navigator.advance(context["spec"], _facts(context["spec"], {name: answers[name] for name in upto}))
    options = step.options if isinstance(step, Asked) else changing.question.options
    form = QuestionForm(
        changing.question, options, initial={f"a.{changing.question.id}": answers[changing.question.id]}
    )
    context |= {"form": form, "question": changing.question, "hidden": hidden(before), "before": hidden(answers)}
    return render(request, "catalog/ask.html", context)


def _dropped(spec: MatterSpec, request: HttpRequest, facts: Facts) -> list[str]:
    """Name what no longer applies when the form of a changed answer came in (`before.…` holds the answers as they were)."""
    before = request.GET.copy()
    for name in list(before):
        if not name.startswith("before."):
            del before[name]
    old = answers_from(_renamed(before))
    return navigator.dropped(spec, _facts(spec, old), facts).words() if old else []


def _renamed(query: Any) -> Any:
    renamed = query.copy()
    renamed.clear()
    for name in query:
        renamed.setlist(name.removeprefix("before."), query.getlist(name))
    return renamed


def _with_links(path: tuple[Answered, ...], key: str, answers: dict[str, Any]) -> list[dict[str, str]]:
    address = f"{reverse('catalog:ask', args=[key])}?{address_of(answers)}"
    return [
        {"text": item.question.text, "answer": item.text, "change": f"{address}&change={item.question.id}"}
        for item in path
    ]


def _back(key: str, path: tuple[Answered, ...], answers: dict[str, Any]) -> str:
    if not path:
        return reverse("catalog:guide", args=[key])
    shorter = {name: value for name, value in answers.items() if name != path[-1].question.id}
    return f"{reverse('catalog:ask', args=[key])}?{address_of(shorter)}"
