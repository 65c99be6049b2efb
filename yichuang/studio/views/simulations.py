"""Simulated acceptance on screen: tasks of clerks and officers, one run with what came out, the statements (S2-21②)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import spec_of
from yichuang.foundations import clock
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.studio.forms import ObjectionForm
from yichuang.studio.models import SimulationRun
from yichuang.studio.operations.examine_run import examine_run
from yichuang.studio.operations.object_to_run import object_to_run
from yichuang.studio.operations.return_draft import Said
from yichuang.studio.operations.run_simulation import finish_run, start_run
from yichuang.studio.operations.set_exercise import exercise_for, key_of
from yichuang.studio.queries import simulations
from yichuang.studio.rules.simulation import (
    ASSIGNED,
    BACK_OFFICE,
    CLERK_DONE,
    COUNTER,
    RUNNING,
    SIDES,
    STATE_NAMES,
    TONES,
    end_of,
)
from yichuang.studio.rules.states import APPROVED


@require_safe
@signed_in
def tasks(request: HttpRequest) -> HttpResponse:
    """Show what the actor has to do at the counter, behind it, or as the arranger, and what was said to his objections."""
    actor = request.actor  # type: ignore[attr-defined]
    acts = [act for act in (simulations.RUN, simulations.EXAMINE, simulations.ARRANGE) if actor.may(act)]
    if not acts:
        raise NotAllowed(simulations.RUN, "模拟验收由窗口人员、部门审查人员和组织方参加。")
    parts = []
    for side, act in ((COUNTER, simulations.RUN), (BACK_OFFICE, simulations.EXAMINE)):
        if act in acts:
            page = page_of(simulations.tasks_of(actor, side), ["pk"], request.GET.get(f"{side}-cursor", ""), 50)
            parts.append(
                {
                    "side": SIDES[side],
                    "lines": [_line(run) for run in page.rows],
                    "page": page,
                    "name": f"{side}-cursor",
                }
            )
    drafts = page_of(simulations.drafts_to_arrange(actor), ["-updated_at"], request.GET.get("cursor", ""), 30)
    context = {
        "parts": parts,
        "arranges": simulations.ARRANGE in acts,
        "drafts": drafts,
        "objections": list(simulations.objections_by(actor)[:20]),
    }
    return render(request, "studio/simulations.html", context)


def _line(run: SimulationRun) -> dict[str, Any]:
    return {
        "run": run,
        "draft": run.script.draft,
        "end": end_of(run.script.expected).words,
        "state": STATE_NAMES[run.state],
        "tone": TONES[run.state],
    }


@require_safe
@signed_in
def run_page(request: HttpRequest, run: int) -> HttpResponse:
    """Show one run: the script, what came out, what differs, and what the actor can say."""
    return _show(request, run)


def _show(
    request: HttpRequest, run_id: int, refused: Refused | None = None, form: ObjectionForm | None = None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    run = simulations.run_for(actor, run_id)
    outcome, spec, side = simulations.outcome_of(run), spec_of(run.script.candidate_id), _side(actor, run)
    places = [(value, label) for value, label, _ in simulations.places_of(run)]
    context = {
        "run": run,
        "draft": run.script.draft,
        "brief": exercise_for(run),
        "state": STATE_NAMES[run.state],
        "tone": TONES[run.state],
        "expected": end_of(run.script.expected),
        "outcome": outcome,
        "differences": simulations.differences_of(run, outcome),
        "side": side,
        "may_start": side == COUNTER and run.state == ASSIGNED,
        "desk_url": f"/desk/{spec.key}/?practice={key_of(run)}" if _unfinished(run, side, actor) else "",
        "may_open_case": run.case_number and actor.may("case.view"),
        "form": form or (ObjectionForm(None, places) if side and run.state != ASSIGNED else None),
        "objections": [
            (one.remark, SIDES.get(one.remark.source, ""), simulations.label_of(spec, one.remark.place))
            for one in run.objections.select_related("remark")
        ],
        "refused": refused,
    }
    status = refused.status if refused else 422 if form is not None and form.errors else 200
    return render(request, "studio/simulation_run.html", context, status=status)


def _unfinished(run: SimulationRun, side: str, actor: Any) -> bool:
    return side == COUNTER and run.state == RUNNING and run.clerk_id == actor.id and not (run.case_number or run.actual)


def _side(actor: Any, run: SimulationRun) -> str:
    """Return for which side the actor can speak now; empty when it is nobody's turn or not his."""
    if not simulations.is_going_on(run):
        return ""
    if run.state == CLERK_DONE and run.clerk_id != actor.id:
        return BACK_OFFICE if simulations.may_examine(actor, run) else ""
    mine = run.state == ASSIGNED or (run.state == RUNNING and run.clerk_id == actor.id)
    return COUNTER if mine and simulations.may_run(actor, run) else ""


def _say(request: HttpRequest, run: int, act: Callable[[], SimulationRun], said: str) -> HttpResponse:
    try:
        done = act()
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _show(request, run, refused)
    passed = done.script.draft.state == APPROVED
    messages.success(request, f"{said}模拟验收已通过，文稿待发布。" if passed else said)
    return HttpResponseRedirect(f"/studio/simulations/{run}/")


@require_POST
@signed_in
def start(request: HttpRequest, run: int) -> HttpResponse:
    """Begin a run and go to its page, from which the desk opens."""
    actor = request.actor  # type: ignore[attr-defined]
    said = "已开始。请打开收件台，照剧本收件、受理。"
    return _say(request, run, lambda: start_run(actor=actor, run_id=run, now=clock.now()), said)


@require_POST
@signed_in
def finish(request: HttpRequest, run: int) -> HttpResponse:
    """Say for the counter that there is no objection."""
    actor = request.actor  # type: ignore[attr-defined]
    return _say(request, run, lambda: finish_run(actor=actor, run_id=run, now=clock.now()), "已记录：受理人员无异议。")


@require_POST
@signed_in
def examine(request: HttpRequest, run: int) -> HttpResponse:
    """Say for the back office that there is no objection."""
    actor = request.actor  # type: ignore[attr-defined]
    return _say(
        request, run, lambda: examine_run(actor=actor, run_id=run, now=clock.now()), "已记录：后台审批人员无异议。"
    )


@require_POST
@signed_in
def object_(request: HttpRequest, run: int) -> HttpResponse:
    """Object to a place of the draft."""
    actor = request.actor  # type: ignore[attr-defined]
    found = simulations.run_for(actor, run)
    places = simulations.places_of(found)
    form = ObjectionForm(request.POST, [(value, label) for value, label, _ in places])
    if not form.is_valid():
        return _show(request, run, form=form)
    place = next(place for value, _, place in places if value == form.cleaned_data["place"])
    side = BACK_OFFICE if found.state == CLERK_DONE else COUNTER
    said = [Said(place, form.cleaned_data["text"])]
    return _say(
        request,
        run,
        lambda: object_to_run(actor=actor, run_id=run, side=side, objections=said, now=clock.now()),
        "异议已记录，由组织方处理；处理结果会显示在任务页。",
    )
