"""The simulated acceptance of a draft: its scripts, their distribution to windows, how far it is, objections settled (S2-21②)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import acted
from yichuang.foundations.problems import Refused
from yichuang.life_events.forms.practice import pairs_in
from yichuang.life_events.models import LifeEventCandidate, LifeEventDraft, LifeEventRun
from yichuang.life_events.operations.settle_objections import dismiss_life_event_objection, return_simulated_life_event
from yichuang.life_events.operations.simulate_draft import arrange_life_event_simulation
from yichuang.life_events.queries import practice as q
from yichuang.life_events.queries.composing import life_event_draft_for, simulations_of, spec_of_draft, specs_in
from yichuang.life_events.rules.drafting import APPROVED, SIMULATING
from yichuang.life_events.rules.practice import joint_end_of
from yichuang.life_events.rules.scripts import written
from yichuang.life_events.views.composing_frame import frame
from yichuang.organizations.queries import Window
from yichuang.studio.rules.simulation import LEAST_WINDOWS, Run, cell, propose


@require_safe
@signed_in
def simulation(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show the scripted applicants, at which windows they are received, and what came of it."""
    return _show(request, life_event_draft_for(request.actor, draft_id))  # type: ignore[attr-defined]


def _show(
    request: HttpRequest, draft: LifeEventDraft, refused: Refused | None = None, chosen: Any = None
) -> HttpResponse:
    framed, candidate = frame(request, draft, "simulation"), q.candidate_of(draft)
    runs = q.runs_of(candidate)
    there = {(run.script, run.window_id): run for run in runs}
    scripts = candidate.scripts if candidate else _to_come(draft)
    columns = _columns(draft, there, bool(framed["deals"]))
    ticked = chosen if chosen is not None else set(there) or _proposed(scripts, columns)
    standing = q.standing_of(candidate, runs)
    context = {
        **framed,
        "scripts": [_script(one) for one in scripts],
        "columns": columns,
        "rows": [(one, [_cell(one["number"], window, there, ticked) for window in columns]) for one in scripts],
        "arranged": bool(runs),
        "missing": standing.missing,
        "agreed": len(standing.windows),
        "least": LEAST_WINDOWS,
        "content_hash": _hash(draft, candidate),
        "records": simulations_of(draft),
        "objections": list(q.objections_of(draft)),
        "simulated": draft.state == SIMULATING,
        "open": q.open_objections(draft).count(),
        "refused": refused,
    }
    return render(request, "life_events/compose/simulation.html", context, status=refused.status if refused else 200)


def _to_come(draft: LifeEventDraft) -> list[dict[str, Any]]:
    """Return the scripts as they would be written now."""
    spec = spec_of_draft(draft)
    return written(spec, specs_in(spec), day_of(clock.now()))


def _columns(draft: LifeEventDraft, there: dict[tuple[int, int], LifeEventRun], deals: bool) -> list[Any]:
    windows = q.windows_of(draft)
    used = {window for _, window in there}
    return [window for key, window in windows.items() if deals or key in used]


def _proposed(scripts: list[dict[str, Any]], columns: list[Any]) -> set[tuple[int, int]]:
    return set(propose([one["number"] for one in scripts], [one.pk for one in columns[:LEAST_WINDOWS]]))


def _script(one: dict[str, Any]) -> dict[str, Any]:
    return {"number": one["number"], "said": one["said"], "words": one["words"], "end": joint_end_of(one["expected"])}


def _cell(script: int, window: Window, there: Mapping[tuple[int, int], Run], ticked: Any) -> dict[str, Any]:
    return cell((script, window.pk), f"{window.site.name} {window.number} 号", there, ticked)


def _hash(draft: LifeEventDraft, candidate: LifeEventCandidate | None) -> str:
    return candidate.content_hash if candidate else draft.content_hash


@require_POST
@signed_in
def arrange(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Deal the scripts to windows as ticked."""
    actor, pairs = request.actor, pairs_in(request.POST.getlist("pair"))  # type: ignore[attr-defined]
    try:
        draft = arrange_life_event_simulation(actor=actor, draft_id=draft_id, pairs=pairs, now=clock.now())
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _show(request, life_event_draft_for(actor, draft_id), refused, set(pairs))
    passed = draft.state == APPROVED
    messages.success(
        request, "分配已保存；模拟验收已通过，可以发布。" if passed else "分配已保存，各窗口的任务页面已经可以看到。"
    )
    return HttpResponseRedirect(reverse("life-event-draft-simulation", args=[draft_id]))


@require_POST
@signed_in
def dismiss(request: HttpRequest, draft_id: str, objection: int) -> HttpResponse:
    """Dismiss one objection with a reason."""
    actor, reason = request.actor, request.POST.get("reason", "")  # type: ignore[attr-defined]

    def perform() -> str:
        done = dismiss_life_event_objection(actor=actor, objection_id=objection, reason=reason, now=clock.now())
        said = f"没有采纳{done.author_name}的异议，理由已告知。"
        passed = done.run.candidate.draft.state == APPROVED
        return f"{said}模拟验收已通过，可以发布。" if passed else said

    return acted(
        request,
        perform,
        lambda refused: _show(request, life_event_draft_for(actor, draft_id), refused),
        reverse("life-event-draft-simulation", args=[draft_id]),
    )


@require_POST
@signed_in
def send_back(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Return the draft to its authors with every open objection."""
    actor, reason = request.actor, request.POST.get("reason", "")  # type: ignore[attr-defined]

    def perform() -> str:
        return_simulated_life_event(actor=actor, draft_id=draft_id, reason=reason, now=clock.now())
        return "草稿连同没有处理的异议退回修改。"

    return acted(
        request,
        perform,
        lambda refused: _show(request, life_event_draft_for(actor, draft_id), refused),
        reverse("life-event-draft-simulation", args=[draft_id]),
    )
