"""What came in and what was found in it, saved all at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.record_materials import MaterialInput, PointInput, record_materials
from yichuang.cases.operations.review import record_review
from yichuang.cases.queries import facts
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.rules.states import State
from yichuang.cases.views.case_page import show_case
from yichuang.catalog.queries import spec_of
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused


@signed_in
@require_POST
def save_materials(request: HttpRequest, number: str) -> HttpResponse:
    """Save what came in and what was found, all rows at once; under review, the content points only."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    spec = spec_of(case.version_id)
    rows = facts.materials_of(case)
    try:
        if case.state == State.REVIEWING:
            points = {row.material_id: _found(request, row, spec, "content") for row in rows}
            wanted = {key: value for key, value in points.items() if value}
            record_review(actor=actor, number=case.number, points=wanted, now=clock.now())
        else:
            items = [_item(request, row, spec) for row in rows]
            record_materials(actor=actor, number=case.number, items=items, now=clock.now())
    except Refused as refused:
        return show_case(request, case, refused=refused)
    messages.success(request, "材料和要点已保存。")
    return HttpResponseRedirect(f"/cases/{case.number}/")


def _found(request: HttpRequest, row: Any, spec: Any, kind: str = "") -> dict[str, str]:
    stated = [point for point in spec.material(row.material_id).review_points if kind in ("", point.kind)]
    return {point.id: "passed" for point in stated if request.POST.get(f"{row.material_id}.{point.id}")}


def _item(request: HttpRequest, row: Any, spec: Any) -> MaterialInput:
    ticked = _found(request, row, spec)
    points = {point.id: PointInput(ticked.get(point.id, "")) for point in spec.material(row.material_id).review_points}
    counts = [request.POST.get(f"{row.material_id}.{name}", "") for name in ("originals", "copies")]
    originals, copies = (int(text) if text.isdigit() else 0 for text in counts)
    way = request.POST.get(f"{row.material_id}.way", row.received_as)
    return MaterialInput(row.material_id, received_as=way, originals=originals, copies=copies, points=points)
