"""The arranger's page of a simulated acceptance: distribution, objections; its record, printed or as a sheet (S2-21②)."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import spec_of
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.spreadsheets import write_sheet
from yichuang.organizations.queries import Window
from yichuang.studio import policies
from yichuang.studio.forms import ReasonForm
from yichuang.studio.models import Draft, SimulationRun
from yichuang.studio.operations.arrange_simulation import arrange_simulation, make_scripts
from yichuang.studio.operations.settle_objections import dismiss_objection, return_simulated
from yichuang.studio.queries import draft_for, simulations
from yichuang.studio.rules.simulation import SIDES, STATE_NAMES, Run, cell, end_of
from yichuang.studio.rules.states import APPROVED, SIMULATING
from yichuang.studio.rules.states import STATE_NAMES as DRAFT_STATES
from yichuang.studio.views.places import draft_places

HEADS = (
    *("剧本", "预期结果", "窗口", "受理人员", "练习件编号", "实际结果", "受理完成", "后台审批人员", "审查完成", "结论"),
    "异议与处理",
)


@require_safe
@signed_in
def progress(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show how far the acceptance of a draft is, script by window; before it began, the proposed distribution."""
    return _show(request, draft_id)


def _show(request: HttpRequest, draft_id: str, refused: Refused | None = None, chosen: Any = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    draft = draft_for(actor, draft_id)
    scripts = simulations.scripts_of(draft)
    runs = simulations.runs_of(scripts)
    arranges = draft.state == SIMULATING and actor.may(simulations.ARRANGE, policies.place_of(draft.department))
    there = {(run.script.number, run.window_id): run for run in runs}
    windows = simulations.windows_for(draft)
    numbers = [script.number for script in scripts]
    ticked = chosen if chosen is not None else set(there) or set(simulations.proposed(numbers, list(windows)))
    columns = (
        list(windows.values()) if arranges else [windows[key] for key in windows if key in {pair[1] for pair in there}]
    )
    context = {
        "draft": draft,
        "places": draft_places(actor, draft),
        "state": DRAFT_STATES[draft.state],
        "arranges": arranges,
        "windows": columns,
        "rows": [
            (script, end_of(script.expected), [_cell(script.number, one, there, ticked) for one in columns])
            for script in scripts
        ],
        "arranged": bool(runs),
        "standing": (standing := simulations.standing_of(scripts, runs)),
        # Returned or recalled before it passed: nothing is missing any more, it is over.
        "over": bool(standing.missing) and draft.state != SIMULATING,
        "candidate": scripts[0].candidate if scripts else draft.candidate,
        "objections": _objections(runs),
        "reason_form": ReasonForm(),
        "refused": refused,
    }
    return render(request, "studio/simulation.html", context, status=refused.status if refused else 200)


def _cell(script: int, window: Window, there: Mapping[tuple[int, int], Run], ticked: Any) -> dict[str, Any]:
    return cell((script, window.pk), f"{window.site.name} {window.number} 号", there, ticked)


def _objections(runs: list[SimulationRun]) -> list[dict[str, Any]]:
    return [
        {
            "objection": one,
            "remark": one.remark,
            "run": run,
            "side": SIDES.get(one.remark.source, ""),
            "place": simulations.label_of(spec_of(run.script.candidate_id), one.remark.place),
        }
        for run in runs
        for one in run.objections.all()
    ]


@require_POST
@signed_in
def arrange(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Make the scripts; once they are there, deal them to windows as ticked."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    here = f"/studio/{draft_id}/simulation/"
    if request.POST.get("act") == "scripts":
        scripts = make_scripts(actor=actor, draft_id=draft_id, now=now)
        messages.success(request, f"已编好 {len(scripts)} 个剧本，下面是建议的分配；可以调整后保存。")
        return HttpResponseRedirect(here)
    pairs = {pair for text in request.POST.getlist("pair") if (pair := _pair(text))}
    try:
        arrange_simulation(actor=actor, draft_id=draft_id, pairs=sorted(pairs), now=now)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _show(request, draft_id, refused, pairs)
    messages.success(request, "分配已保存，各窗口的任务页面已经可以看到。")
    return HttpResponseRedirect(here)


def _pair(text: str) -> tuple[int, int] | None:
    script, _, window = text.partition("-")
    return (int(script), int(window)) if script.isdecimal() and window.isdecimal() and len(text) < 24 else None


@require_POST
@signed_in
def dismiss(request: HttpRequest, draft_id: str, objection: int) -> HttpResponse:
    """Dismiss one objection with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        done = dismiss_objection(
            actor=actor, objection_id=objection, reason=request.POST.get("reason", ""), now=clock.now()
        )
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _show(request, draft_id, refused)
    messages.success(request, f"没有采纳{done.remark.author_name}的异议，理由已告知。")
    return HttpResponseRedirect(f"/studio/{draft_id}/simulation/")


@require_POST
@signed_in
def send_back(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Return the draft to its authors with every open objection."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        draft = return_simulated(actor=actor, draft_id=draft_id, reason=request.POST.get("reason", ""), now=clock.now())
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _show(request, draft_id, refused)
    messages.success(request, f"“{draft.name}”已退回修改，异议都附在各自的位置上。")
    return HttpResponseRedirect(f"/studio/{draft_id}/simulation/")


@require_safe
@signed_in
def record(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show the record (模拟验收记录) to print: who, when, which window, on which content."""
    draft, runs = _recorded(request, draft_id)
    candidate = runs[0].script.candidate if runs else None
    context = {
        "draft": draft,
        "candidate": candidate,
        "heads": HEADS,
        "lines": [list(zip(HEADS, _record_line(run), strict=True)) for run in runs],
        "passed": bool(candidate and candidate.state in (APPROVED, "published", "superseded", "suspended")),
        "missing": simulations.standing_of(simulations.scripts_of(draft), runs).missing,
        "now": clock.now(),
    }
    return render(request, "studio/simulation_record.html", context)


@require_safe
@signed_in
def record_sheet(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Give the record as a spreadsheet."""
    draft, runs = _recorded(request, draft_id)
    out = BytesIO()
    above = (("事项", draft.name), ("文稿哈希", runs[0].script.candidate.content_hash))
    write_sheet(out, "模拟验收记录", HEADS, map(_record_line, runs), above)
    return spreadsheet(out.getvalue(), f"simulation-{draft.key}", clock.now())


def _recorded(request: HttpRequest, draft_id: str) -> tuple[Draft, list[SimulationRun]]:
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    scripts = {script.pk: script for script in simulations.scripts_of(draft)}
    runs = simulations.runs_of(list(scripts.values()))
    if not runs:
        raise NotFound("这份文稿的模拟验收记录", "模拟验收还没有安排。")
    for run in runs:
        run.script = scripts[run.script_id]
    return draft, runs


def _record_line(run: SimulationRun) -> list[str]:
    said = [
        f"{one.remark.author_name}：{one.remark.text}（{one.remark.settled_note or '未处理'}）"
        for one in run.objections.all()
    ]
    return [
        str(run.script.number),
        end_of(run.script.expected).words,
        f"{run.window.site.name} {run.window.number} 号",
        run.clerk_name,
        run.case_number,
        end_of(run.actual).words,
        _time(run.done_at),
        run.officer_name,
        _time(run.examined_at),
        STATE_NAMES[run.state],
        "；".join(said),
    ]


def _time(at: Any) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""
