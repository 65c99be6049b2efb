"""Analyses on screen: the list, the start form, one with its progress and what it found (S2-25)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.mining import policies
from yichuang.mining.forms import AssociationFilter, RunFilter, RunForm
from yichuang.mining.models import RUN_TONES
from yichuang.mining.operations.cancel_run import cancel_run
from yichuang.mining.operations.run_mining import run_mining
from yichuang.mining.queries import runs as reads
from yichuang.mining.queries import shown
from yichuang.mining.views.sheets import sheet

SORTS = {"asked": "asked_at", "proposed": "proposed"}
FOUND_SORTS = {"lift": "lift", "confidence": "confidence", "count": "count"}


def viewer(request: HttpRequest) -> Actor:
    """Return who looks on. :raises NotAllowed: without a post that may."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看关联分析")
    return actor


def order_of(request: HttpRequest, sorts: dict[str, str], usual: str) -> str:
    """Return the column that a list is sorted by; descending is usual."""
    sort = request.GET.get("sort", "")
    column = sorts.get(sort.lstrip("-"), usual)
    return f"{'-' if sort.startswith('-') or not sort else ''}{column}"


def _listed(request: HttpRequest, actor: Actor) -> tuple[RunFilter, Any, str]:
    form = RunFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = reads.narrowed_runs(reads.visible_runs(actor), given.get("q", "").strip(), given.get("state", ""))
    return form, rows, order_of(request, SORTS, "asked_at")


@require_safe
@signed_in
@never_cache
def list_runs(request: HttpRequest) -> HttpResponse:
    """Show the analyses, the newest first."""
    actor = viewer(request)
    form, rows, order = _listed(request, actor)
    page = page_of(rows, [order], request.GET.get("cursor", ""), 20)
    context = {
        "page": page,
        "filter": form,
        "lines": [(row, RUN_TONES[row.state]) for row in page.rows],
        "may_run": actor.may(policies.RUN),
    }
    return render(request, "mining/runs.html", context)


@require_safe
@signed_in
def export_runs(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet."""
    _, rows, order = _listed(request, viewer(request))
    cells = map(shown.run_cells, rows.order_by(order, "pk")[: LIMIT + 1])
    return sheet(request, "关联分析", shown.RUN_HEADS, cells, "mining-runs")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def start_run(request: HttpRequest) -> HttpResponse:
    """Ask for an analysis; a refusal keeps what was typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.RUN, None, "运行关联分析")
    posted = request.POST if request.method == "POST" else None
    form = RunForm(posted, reads.division_choices(actor, policies.RUN))
    refused: Refused | None = None
    if posted is not None and form.is_valid():
        try:
            row = run_mining(
                actor=actor, division=form.cleaned_data["division"], parameters=form.parameters(), now=clock.now()
            )
            return HttpResponseRedirect(f"/mining/runs/{row.pk}/")
        except Refused as error:
            refused = error
    status = refused.status if refused else 422 if form.errors else 200
    context = {"form": form, "refused": refused, "going": reads.in_progress(actor)}
    return render(request, "mining/start.html", context, status=status)


@require_safe
@signed_in
@never_cache
def show_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an analysis: how far it is, or what it found."""
    actor = viewer(request)
    row = reads.run_for(actor, pk)
    form = AssociationFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    found = reads.associations_of(row, given.get("q", "").strip())
    page = page_of(found, [order_of(request, FOUND_SORTS, "lift")], request.GET.get("cursor", ""), 20)
    context = {
        "row": row,
        "tone": RUN_TONES[row.state],
        "asked": shown.asked(row),
        "tiles": shown.counted(row),
        "filter": form,
        "page": page,
        "lines": shown.association_lines(page.rows, row.window_days),
        "export": f"/mining/runs/{row.pk}/export/",
        "may_cancel": policies.may_decide(actor, row.division),
    }
    return render(request, "mining/run.html", context)


@require_safe
@signed_in
@never_cache
def show_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the part of the page that says how far it is; when it has ended the page is loaded anew."""
    row = reads.run_for(viewer(request), pk)
    answer = render(request, "mining/parts/progress.html", {"row": row})
    if row.ended:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@signed_in
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop an analysis."""
    row = cancel_run(actor=viewer(request), run=pk, now=clock.now())
    messages.success(request, "分析已取消，没有保存任何结果。")
    return HttpResponseRedirect(f"/mining/runs/{row.pk}/")


@require_safe
@signed_in
def export_associations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give what an analysis found as a spreadsheet."""
    row = reads.run_for(viewer(request), pk)
    found = reads.associations_of(row, request.GET.get("q", "").strip()[:60]).order_by("-lift", "pk")[: LIMIT + 1]
    cells = (shown.association_cells(one, row.window_days) for one in found)
    return sheet(request, "常一起办的事项", shown.ASSOCIATION_HEADS, cells, "mining-associations")
