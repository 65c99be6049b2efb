"""Simulated acceptance at the counter: a clerk's tasks, one run with what came out, and what he says of it (S2-21②)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.life_events import policies
from yichuang.life_events.forms.practice import RunObjectionForm
from yichuang.life_events.models import LifeEventRun
from yichuang.life_events.operations.run_simulation import (
    agree_life_event_run,
    object_to_life_event_run,
    start_life_event_run,
)
from yichuang.life_events.queries import matters_composed
from yichuang.life_events.queries import practice as q
from yichuang.life_events.queries.composing import SIMULATE, visible_life_event_drafts
from yichuang.life_events.queries.practice_exercise import exercise_for
from yichuang.life_events.rules.drafting import APPROVED
from yichuang.life_events.rules.practice import joint_differences, joint_end_of
from yichuang.life_events.rules.script_places import places_in
from yichuang.studio.rules.simulation import ASSIGNED, RUNNING, STATE_NAMES, TONES


@require_safe
@signed_in
@never_cache
def tasks(request: HttpRequest) -> HttpResponse:
    """Show what the actor has to receive at his window, and what became of his objections."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, SIMULATE, None, "模拟受理一件事")
    page = page_of(q.tasks_of(actor), ["pk"], request.GET.get("cursor", ""), 50)
    context = {
        "page": page,
        "lines": [(run, q.script_of(run)["words"], STATE_NAMES[run.state], TONES[run.state]) for run in page.rows],
        "objections": [(one, q.is_going_on(one.run)) for one in q.objected_by(actor)[:20]],
    }
    return render(request, "life_events/compose/simulations.html", context)


@require_safe
@signed_in
@never_cache
def run_page(request: HttpRequest, run: int) -> HttpResponse:
    """Show one run: the script, what came out, what differs, and what the clerk can say."""
    return _show(request, run)


def _show(
    request: HttpRequest, run_id: int, refused: Refused | None = None, form: RunObjectionForm | None = None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    run = q.run_for(actor, run_id)
    expected, actual = joint_end_of(q.script_of(run)["expected"]), joint_end_of(run.actual)
    on = q.is_going_on(run)
    mine = on and run.state == RUNNING and run.clerk_id == actor.id
    context = {
        "run": run,
        "draft": run.candidate.draft,
        "on": on,
        "sees_draft": visible_life_event_drafts(actor).filter(pk=run.candidate.draft_id).exists(),
        "brief": exercise_for(run),
        "state": STATE_NAMES[run.state],
        "tone": TONES[run.state],
        "expected": expected,
        "actual": actual,
        "differences": joint_differences(expected, actual),
        "may_start": on and run.state == ASSIGNED and q.may_run(actor, run),
        "intake_url": _intake(run) if mine and not run.actual else "",
        "mine": mine,
        "objections": list(run.objections.all()),
        "may_open": actor.may("joint.view"),
        "form": form or (RunObjectionForm(None, _places(run)) if mine else None),
        "refused": refused,
    }
    status = refused.status if refused else 422 if form is not None and form.errors else 200
    return render(request, "life_events/compose/simulation_run.html", context, status=status)


def _intake(run: LifeEventRun) -> str:
    return f"{reverse('joint-intake', args=[run.candidate.draft.key])}?practice={q.key_of(run.pk)}"


def _places(run: LifeEventRun) -> list[tuple[str, str]]:
    spec = q.spec_of_candidate(run.candidate_id)
    return places_in(spec, {one: matter.spec.name for one, matter in matters_composed(spec).items()})


def _say(request: HttpRequest, run_id: int, act: Callable[[], LifeEventRun], said: str) -> HttpResponse:

    def perform() -> str:
        done = act()
        passed = done.candidate.draft.state == APPROVED
        return f"{said}模拟验收已通过，可以发布。" if passed else said

    return acted(
        request, perform, lambda refused: _show(request, run_id, refused), reverse("life-event-run", args=[run_id])
    )


@require_POST
@signed_in
def start(request: HttpRequest, run: int) -> HttpResponse:
    """Begin a run and go to its page, from which the joint intake opens."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    said = "已开始。请打开联办收件，照剧本收件。"
    return _say(request, run, lambda: start_life_event_run(actor=actor, run_id=run, now=clock.now()), said)


@require_POST
@signed_in
def agree(request: HttpRequest, run: int) -> HttpResponse:
    """Say that there is no objection."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    said = "已记录：无异议，测试件已结束。"
    return _say(request, run, lambda: agree_life_event_run(actor=actor, run_id=run, now=clock.now()), said)


@require_POST
@signed_in
def object_(request: HttpRequest, run: int) -> HttpResponse:
    """Object to a place of the content."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RunObjectionForm(request.POST, _places(q.run_for(actor, run)))
    if not form.is_valid():
        policies.demand(actor, SIMULATE, None, "模拟受理一件事")
        return _show(request, run, form=form)
    given: dict[str, Any] = {"place": form.cleaned_data["place"], "text": form.cleaned_data["text"]}
    said = "异议已记录，由组织方处理；处理结果会显示在任务页。"
    return _say(request, run, lambda: object_to_life_event_run(actor=actor, run_id=run, now=clock.now(), **given), said)
