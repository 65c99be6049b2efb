"""The public's pages of life events: find one, read it in plain words, be led by questions to one checklist. No script is needed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalog.serving import answers_before, carried, query_of, question_form
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.life_events.queries.public import Shown, by_theme, found, offered, shown_life_event
from yichuang.life_events.queries.savings import results_of
from yichuang.life_events.rules import asking, public_guide
from yichuang.life_events.serving import (
    Led,
    changed_link,
    checklist,
    code_of,
    counter_address,
    led_by,
    own_address,
    own_ways,
)

GONE = 410


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """List the life events by theme, or those that answer what was typed."""
    typed = request.GET.get("q", "").strip()[:60]
    context = {"typed": typed, "themes": by_theme(found(typed) if typed else offered())}
    return render(request, "life_events/public/find.html", context)


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show a life event in plain words."""
    shown = shown_life_event(key)
    if not shown.open:
        return _stopped(request, shown)
    context = {
        **_page(shown),
        "sections": public_guide.sections(shown.spec, shown.parts, shown.event.number),
        "steps": public_guide.steps(shown.spec, shown.parts),
        "results": results_of(shown),
        "papers": public_guide.papers(shown.spec, shown.names),
        "back_url": reverse("life-event-find"),
    }
    return render(request, "life_events/public/guide.html", context)


@require_safe
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one question at a time until the checklist is known; the answers travel in the address."""
    shown = shown_life_event(key)
    if not shown.open:
        return _stopped(request, shown)
    where = led_by(shown, request.GET, day_of(clock.now()))
    context = _journey(request, where)
    changing = next((one for one in where.answered if one.question.id == request.GET.get("change", "")), None)
    if changing is not None:
        before = {name: value for name, value in where.answers.items() if name != changing.question.id}
        question, chosen = changing.question, where.answers[changing.question.id]
        form = question_form(question, question.options, chosen=chosen)
        asked = {"form": form, "question": question, "hidden": carried(before), "before": carried(where.answers)}
        return render(request, "life_events/public/ask.html", context | asked)
    if where.reached.asked is not None:
        question = where.reached.asked
        data = request.GET if request.GET.get("asked") == question.id else None
        form = question_form(question, question.options, data)
        asked = {"form": form, "question": question, "hidden": carried(where.answers, question.id)}
        return render(request, "life_events/public/ask.html", context | asked)
    return _end(request, where, context)


@require_safe
def print_checklist(request: HttpRequest, key: str) -> HttpResponse:
    """Show the one-time notice (一次性告知单) for printing; its code reopens the answers at the counter."""
    shown = shown_life_event(key)
    now = clock.now()
    where = led_by(shown, request.GET, day_of(now))
    if not shown.open or not where.together:
        return ask(request, key)
    counter, own = counter_address(key, where.answers), own_address(key, where.answers)
    told = checklist(where)
    context = {
        **_page(shown),
        **told,
        "answered": where.answered,
        "query": where.query,
        "limits": public_guide.sections(shown.spec, shown.parts, shown.event.number)[:2],
        "steps": public_guide.steps(shown.spec, told["needed_parts"]),
        "counter_code": code_of(counter),
        "own_code": code_of(own),
        "made_on": day_of(now),
    }
    return render(request, "life_events/public/checklist.html", context)


def _page(shown: Shown) -> dict[str, Any]:
    return {"shown": shown, "event": shown.event, "spec": shown.spec, "parts": shown.parts}


def _journey(request: HttpRequest, where: Led) -> dict[str, Any]:
    """Return what every page of the questions shows."""
    key, spec = where.shown.event.key, where.shown.spec
    before = answers_before(request.GET)
    dropped = asking.dropped(spec, before, where.given, where.shown.names) if before else []
    return {
        **_page(where.shown),
        "answered": [
            {"text": one.question.text, "answer": one.text, "change": changed_link(key, where.answers, one.question.id)}
            for one in where.answered
        ],
        "dropped": dropped,
        "problems": asking.problems(spec, where.given),
        "back_url": _back(where),
    }


def _end(request: HttpRequest, where: Led, context: dict[str, Any]) -> HttpResponse:
    """Show where all the answers lead: the checklist, or why it cannot be done together and what to do instead."""
    key = where.shown.event.key
    if not where.together:
        ended = [(where.shown.names[one], message) for one, message in where.reached.ended.items()]
        context |= {"ended": ended, "closed": where.closed.items(), "unsettled": where.reached.unsettled}
        return render(request, "life_events/public/apart.html", context | {"ways": own_ways(where)})
    context |= checklist(where)
    context |= {
        "query": where.query,
        "link": own_address(key, where.answers),
        "own_code": code_of(own_address(key, where.answers)),
    }
    return render(request, "life_events/public/arrived.html", context)


def _stopped(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Say that it is not done together now, and how each matter is done by itself."""
    status = GONE if shown.withdrawn else 200
    context = {**_page(shown), "back_url": reverse("life-event-find")}
    return render(request, "life_events/public/stopped.html", context, status=status)


def _back(where: Led) -> str:
    """Return the address of the question before, or of the guide."""
    key = where.shown.event.key
    if not where.answered:
        return reverse("life-event-guide", args=[key])
    last = where.answered[-1].question.id
    shorter = {name: value for name, value in where.answers.items() if name != last}
    address = reverse("life-event-ask", args=[key])
    return f"{address}?{query_of(shorter)}" if shorter else address
