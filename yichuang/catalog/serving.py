"""The navigator as pages, for any matter: a published one, or a draft that the studio previews. For the views that found the matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from yichuang.catalog.forms import (
    PREFIX,
    HiddenAnswer,
    Offered,
    Posed,
    QuestionForm,
    address_of,
    answers_from,
    answers_of,
    hidden,
)
from yichuang.catalog.queries import PublishedMatter
from yichuang.catalog.rules import guide, navigator
from yichuang.catalog.rules.navigator import Answered, Arrived, Asked, Facts
from yichuang.catalog.rules.shown_samples import shown_samples
from yichuang.catalog.rules.spec import OUTCOME_NAMES, MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of


@dataclass(frozen=True)
class Journey:
    """A matter and where its pages are; `more` is what the pages of a preview show besides, `files_url` where samples and forms are."""

    matter: PublishedMatter
    ask_url: str
    checklist_url: str
    guide_url: str
    more: Mapping[str, Any] = field(default_factory=dict)
    files_url: str = ""

    @property
    def spec(self) -> MatterSpec:
        """Return the matter's spec."""
        return self.matter.spec

    def context(self) -> dict[str, Any]:
        """Return what every page of the journey is drawn from."""
        urls = {"ask_url": self.ask_url, "checklist_url": self.checklist_url, "guide_url": self.guide_url,
                "files_url": self.files_url}  # fmt: skip
        return {"matter": self.matter, "spec": self.spec, **urls, **self.more}


def answers_in(query: QueryDict) -> dict[str, Any]:
    """Return the answers that an address of the journey carries."""
    return answers_from(query)


def query_of(answers: Mapping[str, Any]) -> str:
    """Return answers as the query of an address of the journey."""
    return address_of(answers)


def question_form(
    question: Posed, options: Sequence[Offered], data: QueryDict | None = None, chosen: Any = None
) -> QuestionForm:
    """Return the form of one question, with what was sent in or with the answer given before."""
    return QuestionForm(question, options, data, initial={} if chosen is None else {f"{PREFIX}{question.id}": chosen})


def carried(answers: Mapping[str, Any], without: str = "") -> list[HiddenAnswer]:
    """Return the hidden inputs that carry the answers through a form, but for the question that is asked now."""
    return hidden(answers, without)


def answers_before(query: QueryDict) -> dict[str, Any]:
    """Return the answers as they were before one was changed (`before.…` in the form that changed it)."""
    before = query.copy()
    for name in list(before):
        if not name.startswith("before."):
            del before[name]
    return answers_from(_renamed(before))


def file_url(files_url: str, file: str) -> str:
    """Return the address of one sample or blank form."""
    return f"{files_url}{quote(file, safe='')}/"


def ask_page(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Ask one question at a time until the situation is known; the answers travel in the address, nothing is kept."""
    spec = journey.spec
    given = answers_from(request.GET)
    facts = _facts(spec, given)
    step = navigator.advance(spec, facts)
    path = navigator.path(spec, facts)
    answers = answers_of(path)
    context = {
        **journey.context(),
        "answered": _with_links(path, journey.ask_url, answers),
        "dropped": _dropped(spec, request, facts),
        "problems": navigator.validate_facts(spec, facts) if given else [],
        "back_url": _back(journey, path, answers),
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
        context |= _checklist(journey, facts, query)
        return render(request, "catalog/arrived.html", context)
    context |= {"outcome": step.outcome, "outcome_name": OUTCOME_NAMES[step.outcome.kind]}
    return render(request, "catalog/ended.html", context)


def checklist_page(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Show the one-time notice of everything to bring (一次性告知单), made to be printed; its QR code reopens the answers."""
    matter = journey.matter
    facts = _facts(matter.spec, answers_from(request.GET))
    if not isinstance(navigator.advance(matter.spec, facts), Arrived):
        return ask_page(request, journey)
    path = navigator.path(matter.spec, facts)
    query = address_of(answers_of(path))
    link = f"{settings.PUBLIC_URL}{journey.ask_url}?{query}"
    context = {
        **journey.context(),
        "answered": path,
        "qr": segno.make(link, error="m").svg_data_uri(scale=3, border=2),
        "link": link,
        "made_on": day_of(clock.now()),
        "limits": guide.sections(matter.spec, matter.department_name, matter.number)[:2],
        **_checklist(journey, facts, query),
    }
    return render(request, "catalog/checklist.html", context)


def _facts(spec: MatterSpec, answers: dict[str, Any]) -> Facts:
    return navigator.facts_with_known(spec, answers, applicant_kind="", on=day_of(clock.now()))


def _checklist(journey: Journey, facts: Facts, query: str) -> dict[str, Any]:
    spec = journey.spec
    listed = navigator.checklist(spec, facts)
    needed = [item.material for item in listed.materials]
    rows = [guide.material_row(item.material, item.why) for item in listed.materials]
    warnings = [option.warning for item in navigator.path(spec, facts) for option in item.options if option.warning]
    samples = shown_samples(needed, partial(file_url, journey.files_url)) if journey.files_url else []
    return {"checklist": listed, "materials": rows, "query": query, "warnings": warnings, "samples": samples}


def _ask_again(
    request: HttpRequest, context: dict[str, Any], changing: Answered, facts: Facts, answers: dict[str, Any]
) -> HttpResponse:
    """Show a question that was answered before, its answer chosen; the other answers are carried along."""
    before = {name: value for name, value in answers.items() if name != changing.question.id}
    upto = list(answers)[: list(answers).index(changing.question.id)]
    step = navigator.advance(context["spec"], _facts(context["spec"], {name: answers[name] for name in upto}))
    options = step.options if isinstance(step, Asked) else changing.question.options
    form = question_form(changing.question, options, chosen=answers[changing.question.id])
    context |= {"form": form, "question": changing.question, "hidden": hidden(before), "before": hidden(answers)}
    return render(request, "catalog/ask.html", context)


def _dropped(spec: MatterSpec, request: HttpRequest, facts: Facts) -> list[str]:
    """Name what no longer applies when the form of a changed answer came in (`before.…` holds the answers as they were)."""
    old = answers_before(request.GET)
    return navigator.dropped(spec, _facts(spec, old), facts).words() if old else []


def _renamed(query: Any) -> Any:
    renamed = query.copy()
    renamed.clear()
    for name in query:
        renamed.setlist(name.removeprefix("before."), query.getlist(name))
    return renamed


def _with_links(path: tuple[Answered, ...], ask_url: str, answers: dict[str, Any]) -> list[dict[str, str]]:
    address = f"{ask_url}?{address_of(answers)}"
    return [
        {"text": item.question.text, "answer": item.text, "change": f"{address}&change={item.question.id}"}
        for item in path
    ]


def _back(journey: Journey, path: tuple[Answered, ...], answers: dict[str, Any]) -> str:
    if not path:
        return journey.guide_url
    shorter = {name: value for name, value in answers.items() if name != path[-1].question.id}
    return f"{journey.ask_url}?{address_of(shorter)}"
