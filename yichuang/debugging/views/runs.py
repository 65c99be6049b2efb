"""The bench's pages: a system's runs, one run step by step, its evidence and its sheets (S0-18…S0-21)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.debugging.advancing import advance
from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.operations.begin import begin
from yichuang.debugging.operations.book import key_of
from yichuang.debugging.operations.confirm import confirm, open_matter
from yichuang.debugging.queries import Line, lines_of, live_systems_for, matters_under, run_for, runs_of, under_way
from yichuang.debugging.rules.steps import BY_NAME, CONFIRMED, GREEN, OPENED, RED, RUNNING, STEPS, all_green, next_probe
from yichuang.exchange import policies
from yichuang.exchange.queries.systems import system_for
from yichuang.files.serving import recorded_response
from yichuang.foundations import clock
from yichuang.foundations.problems import NotFound, Refused

PUSHING = ("blue", "正在推送…")
TONES = {GREEN: ("green", "通过"), RED: ("red", "未通过"), "waiting": ("yellow", "等待")}
STATES = {RUNNING: ("blue", "联调中"), CONFIRMED: ("green", "已确认"), OPENED: ("green", "已开通")}
SHEETS = {"joint": "sheet", "opening": "opening_sheet"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def runs(request: HttpRequest, key: str) -> HttpResponse:
    """Show a system's runs and begin one for a matter; one that is going on is opened again."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    system = system_for(actor, key)
    refused: Refused | None = None
    if request.method == "POST":
        policies.demand(actor, policies.MANAGE, system, "联调业务系统")
        try:
            run = begin(actor=actor, key=key, matter=request.POST.get("matter", "")[:80], now=now)
        except Refused as error:
            refused = error
        else:
            return HttpResponseRedirect(f"/exchange/systems/{key}/debugging/{run.pk}/")
    context = {
        "system": system,
        "lines": [(run, *STATES[run.state]) for run in runs_of(system)],
        "matters": matters_under(system, now),
        "manages": actor.may(policies.MANAGE, policies.place_of(system)),
        "refused": refused,
    }
    return render(request, "debugging/runs.html", context, status=refused.status if refused else 200)


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show one run: every step green, red or waiting, with what was sent and got."""
    policies.demand(request.actor, policies.VIEW, None, "查看业务系统")  # type: ignore[attr-defined]
    return _page(request, run_for(request.actor, key, pk))  # type: ignore[attr-defined]


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, key: str, pk: int, verb: str) -> HttpResponse:
    """Go one step further, try one again, confirm the run, open the matter."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    run = run_for(actor, key, pk)
    policies.demand(actor, policies.MANAGE, run.system, "联调业务系统")
    try:
        if verb == "advance":
            again = request.POST.get("again", "")[:40]
            advance(actor=actor, pk=run.pk, now=now, wall=clock.wall(), again=again)
        elif verb == "confirm":
            confirm(actor=actor, pk=run.pk, now=now)
            messages.success(request, "已出具接口联调确认单，正在生成签章文件。")
        elif verb == "open":
            open_matter(actor=actor, pk=run.pk, live=request.POST.get("live", "")[:40], now=now)
            messages.success(request, "已出具事项开通确认单；一分钟后，新收的办件流转到正式环境的系统。")
        else:
            raise NotFound("这个操作")
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, run_for(actor, key, pk), refused)
    if request.headers.get("HX-Request"):
        run = run_for(actor, key, pk)
        # Nothing new: the page is left as it is, with whatever somebody reads in it unfolded.
        same = request.POST.get("seen") == _standing(run, lines_of(run), clock.wall())
        return HttpResponse(status=204) if same else _page(request, run)
    return HttpResponseRedirect(f"/exchange/systems/{key}/debugging/{pk}/")


@require_safe
@signed_in
@never_cache
def sheet(request: HttpRequest, key: str, pk: int, kind: str) -> HttpResponseBase:
    """Hand out the signed PDF of a run's sheet."""
    policies.demand(request.actor, policies.VIEW, None, "查看业务系统")  # type: ignore[attr-defined]
    run = run_for(request.actor, key, pk)  # type: ignore[attr-defined]
    document = getattr(run, SHEETS[kind]) if kind in SHEETS else None
    if document is None or document.file is None:
        raise NotFound("这份确认单", "确认单还没有出具，或正在生成，请稍后刷新。")
    return recorded_response(request, document.file, f"查看《{document.title}》", f"{document.title}.pdf")


def _standing(run: DebuggingRun, lines: list[Line], wall: datetime) -> str:
    """Return what tells a page that has news from one that has none."""
    steps = ",".join(f"{line.found.outcome}{len(line.judgements)}" for line in lines)
    return f"{run.state} {run.case_number} {under_way(run, wall)} {steps}"


def _page(request: HttpRequest, run: DebuggingRun, refused: Refused | None = None) -> HttpResponse:
    actor, lines, wall = request.actor, lines_of(run), clock.wall()  # type: ignore[attr-defined]
    outcomes, pushing = {line.step.name: line.found.outcome for line in lines}, under_way(run, wall)
    tried = {line.step.name: line.found.outcome for line in lines if line.judgements}
    manages = actor.may(policies.MANAGE, policies.place_of(run.system))
    going = run.state == RUNNING
    desk = f"/desk/{run.matter.key}/?practice={key_of(run)}"
    groups: dict[str, list[dict[str, Any]]] = {}
    for place, line in enumerate(lines, 1):
        tone, word = PUSHING if line.step.name == pushing else TONES[line.found.outcome]
        groups.setdefault(line.step.group, []).append({"line": line, "tone": tone, "word": word, "place": place})
    context: dict[str, Any] = {
        "system": run.system,
        "run": run,
        "state": STATES[run.state],
        "groups": list(groups.items()),
        "green": sum(one == GREEN for one in outcomes.values()),
        "steps": len(STEPS),
        "ready": going and all_green(outcomes),
        "live": manages and going and not all_green(tried),
        "pushing": BY_NAME[pushing].title if pushing else "",
        "every": 2 if pushing or next_probe(tried) else 5,
        "seen": _standing(run, lines, wall),
        "manages": manages,
        "going": going,
        "desk": request.build_absolute_uri(desk) if going and not run.case_number else "",
        "receives": actor.may("case.receive"),
        "systems": live_systems_for(run) if manages and run.state == CONFIRMED else [],
        "refused": refused,
    }
    return render(request, "debugging/run.html", context, status=refused.status if refused else 200)
