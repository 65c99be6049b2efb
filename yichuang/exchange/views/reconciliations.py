"""Reconciliation: what was compared by day and system, one comparison with its differences, and what is done about them (S2-51)."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.exchange import policies
from yichuang.exchange.forms import BeginForm, RunFilter
from yichuang.exchange.models import ReconciliationDifference, ReconciliationRun
from yichuang.exchange.operations.reconcile import begin_reconciliation
from yichuang.exchange.operations.repair_difference import (
    MOST_AT_ONCE,
    explain_difference,
    repair_all,
    repair_difference,
)
from yichuang.exchange.queries.reconciliations import differences_of, run_for, runs_of, standing_of
from yichuang.exchange.queries.systems import visible_systems
from yichuang.exchange.rules.reconciliation import KINDS, REPAIR_NAMES, REPAIRS, in_words
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT, write_sheet

HEADS = (
    *("日期", "业务系统", "结果", "已推送", "已送达", "对方收到", "已受理", "对方受理", "已决定", "对方办结"),
    *("差异", "发起人", "完成时间", "没有完成的原因"),
)
DIFFERENCE_HEADS = ("统一申报编码", "差异", "平台", "对方", "状态", "处理", "处理人", "处理时间", "处理说明")


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看对账")
    return actor


def _systems(actor: Actor) -> dict[str, str]:
    """Return code and name of the systems that the actor may see, by name."""
    return dict(visible_systems(actor).order_by("name").values_list("key", "name"))


@require_safe
@signed_in
@never_cache
def list_runs(request: HttpRequest) -> HttpResponse:
    """List every comparison, the latest day first, and begin another."""
    return _list(request, _viewer(request))


@require_POST
@signed_in
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a comparison; it is made in the background."""
    actor = _viewer(request)
    policies.demand(actor, policies.MANAGE, None, "发起对账")
    form = BeginForm(request.POST, _systems(actor))
    if not form.is_valid():
        return _list(request, actor, form, status=422)
    given = form.cleaned_data
    try:
        run = begin_reconciliation(actor=actor, key=given["system"], day=given["day"], now=clock.now())
    except Refused as refused:
        return _list(request, actor, form, refused, refused.status)
    messages.success(request, "已发起对账，在后台进行；完成后刷新本页可见结果。")
    return HttpResponseRedirect(f"/exchange/reconciliations/{run.pk}/")


def _list(
    request: HttpRequest, actor: Actor, form: BeginForm | None = None, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    systems = _systems(actor)
    chosen = RunFilter(request.GET, systems)
    page = page_of(runs_of(actor, chosen.chosen()), ["-day", "-pk"], request.GET.get("cursor", ""), 30)
    yesterday = clock.day_of(clock.now()) - timedelta(days=1)
    context: dict[str, Any] = {
        "page": page,
        "lines": [(run, _tone(run)) for run in page.rows],
        "standing": sum(standing_of(page.rows).values()),
        "filter": chosen,
        "manages": actor.may(policies.MANAGE),
        "form": form or BeginForm(None, systems, initial={"day": yesterday}),
        "refused": refused,
    }
    return render(request, "exchange/reconciliations.html", context, status=status)


def _tone(run: ReconciliationRun) -> tuple[str, str]:
    """Return a run's result in words and its colour."""
    if run.state == "running":
        return "进行中", "blue"
    if run.state == "failed":
        return "没有完成", "red"
    return (f"{run.differences} 处差异", "yellow") if run.differences else ("一致", "green")


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, run: int) -> HttpResponse:
    """Show one comparison: both sides' figures, and the differences with what can be done."""
    actor = _viewer(request)
    return _page(request, actor, run_for(actor, run))


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, run: int) -> HttpResponse:
    """Repair one difference or all that nobody has dealt with, or explain one."""
    actor = _viewer(request)
    found = run_for(actor, run)
    policies.demand(actor, policies.MANAGE, found.system, "处理对账差异")
    if request.POST.get("verb") == "repair_all":
        count = repair_all(actor=actor, run=found, now=clock.now())
        messages.success(request, f"{count} 处差异已按各自的办法处理，下次对账时核对。")
        return HttpResponseRedirect(f"/exchange/reconciliations/{run}/")
    verb, pk, why = request.POST.get("verb", ""), request.POST.get("pk", ""), request.POST.get("why", "")[:300]
    if verb not in ("repair", "explain") or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise NotFound("这个操作")
    operation = repair_difference if verb == "repair" else explain_difference
    try:
        done = operation(actor=actor, key=found.system.key, difference_id=int(pk), now=clock.now(), why=why)
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, actor, found, refused, why)
    said = REPAIR_NAMES[done.repair]
    follows = "已了结。" if verb == "explain" else "已排入推送，下次对账时核对。"
    messages.success(request, f"{done.number}：{said}，{follows}")
    return HttpResponseRedirect(f"/exchange/reconciliations/{run}/")


def _page(
    request: HttpRequest, actor: Actor, run: ReconciliationRun, refused: Refused | None = None, why: str = ""
) -> HttpResponse:
    page = page_of(differences_of(run).select_related("resolved_in"), ["pk"], request.GET.get("cursor", ""), 30)
    open_ones = differences_of(run).filter(resolved_in=None, explained=False, repaired_at=None)
    untouched = open_ones.values_list("pk", flat=True)[:MOST_AT_ONCE]
    context = {
        "run": run,
        "result": _tone(run),
        "page": page,
        "lines": [_line(row) for row in page.rows],
        "figures": _figures(run),
        "manages": actor.may(policies.MANAGE, policies.place_of(run.system)),
        "untouched": len(untouched),
        "most": MOST_AT_ONCE,
        "refused": refused,
        "why": why,
    }
    return render(request, "exchange/reconciliation.html", context, status=refused.status if refused else 200)


def _figures(run: ReconciliationRun) -> list[tuple[str, int | None, int | None]]:
    """Return what is compared, our figure and theirs."""
    return [
        ("推送的办件", run.pushed, None),
        ("送达的办件", run.acknowledged, run.their_received),
        ("受理的办件", run.accepted, run.their_accepted),
        ("决定（办结）的办件", run.concluded, run.their_concluded),
    ]


def _line(row: ReconciliationDifference) -> dict[str, Any]:
    state, tone = _state(row)
    return {
        "row": row,
        "kind": KINDS[row.kind],
        "ours": in_words(row.ours, ours=True),
        "theirs": in_words(row.theirs, ours=False),
        "state": state,
        "tone": tone,
        "repair": REPAIR_NAMES[REPAIRS[row.kind]],
        "done": REPAIR_NAMES.get(row.repair, ""),
    }


def _state(row: ReconciliationDifference) -> tuple[str, str]:
    if row.resolved_in_id is not None:
        return "已消除", "green"
    if row.explained:
        return "已说明", "grey"
    return ("已处理，待核对", "blue") if row.repaired_at else ("待处理", "red")


@require_safe
@signed_in
def export_runs(request: HttpRequest) -> HttpResponse:
    """Give the list of comparisons as a spreadsheet, as it is filtered on screen."""
    actor = _viewer(request)
    rows = runs_of(actor, RunFilter(request.GET, _systems(actor)).chosen()).order_by("-day", "-pk")[: LIMIT + 1]
    cells = (
        (row.day.isoformat(), row.system.name, _tone(row)[0], row.pushed, row.acknowledged, row.their_received,
         row.accepted, row.their_accepted, row.concluded, row.their_concluded, row.differences, row.asked_by,
         _at(row.finished_at), row.reason)
        for row in rows
    )  # fmt: skip
    return _sheet("对账", HEADS, cells, "reconciliations")


@require_safe
@signed_in
def export_one(request: HttpRequest, run: int) -> HttpResponse:
    """Give the differences of one comparison as a spreadsheet."""
    rows = differences_of(run_for(_viewer(request), run)).order_by("pk")[: LIMIT + 1]
    cells = (
        (row.number, KINDS[row.kind], in_words(row.ours, ours=True), in_words(row.theirs, ours=False), _state(row)[0],
         REPAIR_NAMES.get(row.repair, ""), row.repaired_by, _at(row.repaired_at), row.why)
        for row in rows
    )  # fmt: skip
    return _sheet("对账差异", DIFFERENCE_HEADS, cells, "differences")


def _at(instant: Any) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if instant else ""


def _sheet(title: str, heads: tuple[str, ...], rows: Any, name: str) -> HttpResponse:
    out = BytesIO()
    write_sheet(out, title, heads, rows)
    return spreadsheet(out.getvalue(), name, clock.now())
