"""Import in two steps: upload and see what would change; confirm, and see what became of it (S2-23, lessons 2.4)."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.spreadsheets import write_sheet
from yichuang.studio.forms import ImportForm
from yichuang.studio.models import ImportBatch
from yichuang.studio.operations.hold_import import hold_import
from yichuang.studio.operations.import_drafts import WRITTEN, import_drafts
from yichuang.studio.operations.read_import import cancel_import, restart_import
from yichuang.studio.papers.exports import export
from yichuang.studio.queries import writable_departments
from yichuang.studio.queries.imports import batch_for, outline, plan, recent_imports
from yichuang.studio.rules.blank import blank_document
from yichuang.studio.rules.importing import APPLIED, APPLYING, HELD, PHASES, STATES, UNDER_WAY, UNITS, is_silent
from yichuang.studio.rules.importing import TONES as STATE_TONES
from yichuang.studio.views.exports import handed_out

TONES = {"row": "red", "cell": "yellow", "note": "grey"}
RESULTS = {
    "opened": ("已新建草稿", "green"),
    "saved": ("已更新草稿", "green"),
    "skipped": ("没有导入", "grey"),
    "unchanged": ("没有变化", "grey"),
    "blocked": ("不能导入", "red"),
}
SHOWN_CHANGES = 200
SHOWN_TROUBLES = 200


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and go to its comparison; nothing is written into drafts here."""
    actor = request.actor  # type: ignore[attr-defined]
    writable = writable_departments(actor)
    if not writable:
        raise NotAllowed("draft.write", "您没有编写事项的权限。")
    form = ImportForm(request.POST or None, request.FILES or None, departments=writable)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            batch = hold_import(
                actor=actor,
                department_id=given["department"],
                name=given["file"].name,
                data=given["file"].read(),
                now=clock.now(),
            )
            return HttpResponseRedirect(f"/studio/import/{batch.pk}/")
        except Refused as error:
            refused = error
    status = refused.status if refused else 422 if form.errors else 200
    recent = [
        (one, STATES[shown], STATE_TONES[shown])
        for one in recent_imports(actor, clock.now())
        for shown in (_state(one),)
    ]
    return render(request, "studio/import.html", {"form": form, "refused": refused, "recent": recent}, status=status)


@require_safe
@signed_in
def blank(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out an empty table to be filled in."""
    document = blank_document(key="", name="请填写事项名称", department="")
    return handed_out(export("nine" if kind == "nine" else "full", document, department="", version=0))


@require_safe
@signed_in
def compare(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Show what a held file would change, or what became of it; while a worker is at it, how far he is (asked again every second)."""
    if request.headers.get("HX-Request"):
        batch = batch_for(request.actor, batch_id, clock.now())  # type: ignore[attr-defined]
        if batch.state not in UNDER_WAY:
            # Not a reload: the page may be the answer to a form that was refused.
            return HttpResponse(status=204, headers={"HX-Redirect": f"/studio/import/{batch.pk}/"})
        return render(request, "studio/parts/import_progress.html", _progress(batch))
    return _page(request, batch_id, None)


@require_POST
@signed_in
def cancel(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Stop the reading of a file, or the import of one before it is being written."""
    return _steer(request, batch_id, cancel_import, "已取消，没有写入任何草稿。")


@require_POST
@signed_in
def restart(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Begin the reading or the import of a file again."""
    return _steer(request, batch_id, restart_import, "已重新开始。")


def _steer(request: HttpRequest, batch_id: str, act: Callable[..., ImportBatch], said: str) -> HttpResponse:
    try:
        batch = act(actor=request.actor, batch_id=batch_id, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, batch_id, refused)
    messages.success(request, said)
    return HttpResponseRedirect(f"/studio/import/{batch.pk}/")


def _progress(batch: ImportBatch) -> dict[str, Any]:
    return {
        "batch": batch,
        "phase": PHASES[batch.phase],
        "unit": UNITS[batch.phase],
        "silent": is_silent(batch.beat_at, batch.created_at, clock.now()),
    }


def _state(batch: ImportBatch) -> str:
    return APPLIED if batch.applied_at is not None else batch.state


@require_POST
@signed_in
def apply(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Write what was chosen, all of it or nothing."""
    chosen = {place: value == "yes" for place, value in _numbered(request.POST, "take-")}
    seen = {place: int(value) for place, value in _numbered(request.POST, "seen-") if value.isdecimal()}
    try:
        batch = import_drafts(
            actor=request.actor,  # type: ignore[attr-defined]
            batch_id=batch_id,
            take=chosen,
            seen=seen,
            now=clock.now(),
        )
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, batch_id, refused)
    if batch.state != APPLYING:
        written = sum(row["result"] in WRITTEN for row in batch.result)
        messages.success(request, f"已导入 {written} 份草稿。")
    return HttpResponseRedirect(f"/studio/import/{batch.pk}/")


@require_safe
@signed_in
def troubles_sheet(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Give everything that was not used or asks to be looked at as a spreadsheet, in the order of the file."""
    now = clock.now()
    batch = batch_for(request.actor, batch_id, now)  # type: ignore[attr-defined]
    planned = plan(batch) if batch.state == HELD and batch.applied_at is None else []
    troubles = [*outline(batch), *(trouble for one in planned for trouble in one.troubles)]
    out = BytesIO()
    rows = ((one.where, one.weight_name, one.reason, one.shown) for one in troubles)
    write_sheet(out, "没有使用的内容", ("位置", "处理", "原因", "原文"), rows)
    return spreadsheet(out.getvalue(), "import-troubles", now)


def _numbered(form: QueryDict, prefix: str) -> list[tuple[int, str]]:
    places = {name: name.removeprefix(prefix) for name in form if name.startswith(prefix)}
    return [(int(place), str(form.get(name))) for name, place in places.items() if place.isdecimal() and len(place) < 6]


def _page(request: HttpRequest, batch_id: str, refused: Refused | None) -> HttpResponse:
    batch = batch_for(request.actor, batch_id, clock.now())  # type: ignore[attr-defined]
    title = "没有导入" if batch.state == HELD else "没有读取"
    problem = Refused(*(Reason(**one) for one in batch.problem), title=title) if batch.problem else None
    if batch.state != HELD:
        context = {**_progress(batch), "refused": refused or problem}
        return render(request, "studio/import_reading.html", context, status=refused.status if refused else 200)
    troubles = outline(batch)
    context = {"batch": batch, "refused": refused or problem}
    if batch.applied_at is not None:
        context["results"] = [(row, *RESULTS[row["result"]]) for row in batch.result]
    else:
        context["planned"] = planned = [
            (one, one.changes[:SHOWN_CHANGES], len(one.changes) - SHOWN_CHANGES) for one in plan(batch)
        ]
        troubles += [trouble for one, _, _ in planned for trouble in one.troubles]
        context["writable"] = any(one.target != "blocked" and not one.unchanged for one, _, _ in planned)
    # What was not used stands before what only asks to be looked at; thousands of merged cells would bury it.
    troubles.sort(key=lambda one: list(TONES).index(one.weight))
    context["troubles"] = [(one, TONES[one.weight]) for one in troubles[:SHOWN_TROUBLES]]
    context["more_troubles"] = max(0, len(troubles) - SHOWN_TROUBLES)
    context["unusable"] = sum(one.weight != "note" for one in troubles)
    return render(request, "studio/import_batch.html", context, status=refused.status if refused else 200)
