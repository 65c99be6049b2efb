"""All situations of a draft by page, with a shortest way to each, and the fewest applicants that exercise everything (S2-11)."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.rules.prover.situations import SituationRow
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import write_sheet
from yichuang.studio.models import Draft
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.listing import (
    MOST,
    SIZE,
    Listed,
    days_known,
    demand_spec,
    ends_at,
    exercised,
    listed,
    material_names,
)
from yichuang.studio.views.places import draft_places

HEADS = ("序号", "情形或结果", "最短的回答", "材料", "材料数")


@require_safe
@signed_in
def situations(request: HttpRequest, draft_id: str) -> HttpResponse:
    """List a page of the situations; `number` jumps to one, `applicants` works out who exercises everything."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    try:
        spec = demand_spec(draft)
        page = listed(spec, _after(request), on=day_of(clock.now()))
    except Refused as refused:
        return _show(request, draft, {"refused": refused}, refused.status)
    asked = request.GET.get("applicants") == "1"
    found = exercised(spec, day_of(clock.now())) if asked else None
    context = {
        "page": page,
        "rows": [(row, material_names(spec, row.materials), days_known(spec, row.known)) for row in page.rows],
        "exercised": found,
        "scripts": [(one, material_names(spec, one.materials), ends_at(spec, one)) for one in found.scripts]
        if found
        else [],
    }
    return _show(request, draft, context)


@require_safe
@signed_in
def export(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Give the situations from where the page begins as a spreadsheet, a thousand at most."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    spec = demand_spec(draft)
    page = listed(spec, _after(request), MOST, day_of(clock.now()))
    out = BytesIO()
    write_sheet(out, "情形清单", HEADS, [_cells(row, spec) for row in page.rows])
    return spreadsheet(out.getvalue(), "situations", clock.now())


def _after(request: HttpRequest) -> str:
    """Return the cursor: that of the pager, or of the number that somebody typed."""
    number = request.GET.get("number", "").strip()
    if number.isascii() and number.isdigit() and len(number) <= 30:
        return str(max(0, int(number) - 1))
    return number or request.GET.get("cursor", "")


def _cells(row: SituationRow, spec: MatterSpec) -> tuple[Any, ...]:
    names = material_names(spec, row.materials)
    words = "；".join([row.words, *days_known(spec, row.known)])
    return row.number, row.path, words, "、".join(names), len(names)


def _show(request: HttpRequest, draft: Draft, more: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {
        "draft": draft,
        "places": draft_places(request.actor, draft),  # type: ignore[attr-defined]
        "page": Listed(None, None),
        "size": SIZE,
        "most": MOST,
        **more,
    }
    return render(request, "studio/situations.html", context, status=status)
