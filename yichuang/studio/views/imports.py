"""Import in two steps: upload and see what would change; confirm, and see what became of it (S2-23, lessons 2.4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.studio.forms import ImportForm
from yichuang.studio.operations.hold_import import hold_import
from yichuang.studio.operations.import_drafts import import_drafts
from yichuang.studio.papers.exports import export
from yichuang.studio.queries import writable_departments
from yichuang.studio.queries.imports import batch_for, outline, plan
from yichuang.studio.rules.blank import blank_document
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
    return render(request, "studio/import.html", {"form": form, "refused": refused}, status=status)


@require_safe
@signed_in
def blank(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out an empty table to be filled in."""
    document = blank_document(key="", name="请填写事项名称", department="")
    return handed_out(export("nine" if kind == "nine" else "full", document, department="", version=0))


@require_safe
@signed_in
def compare(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Show what a held file would change, or what became of it."""
    return _page(request, batch_id, None)


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
    written = sum(row["result"] in ("opened", "saved") for row in batch.result)
    messages.success(request, f"已导入 {written} 份草稿。")
    return HttpResponseRedirect(f"/studio/import/{batch.pk}/")


def _numbered(form: QueryDict, prefix: str) -> list[tuple[int, str]]:
    places = {name: name.removeprefix(prefix) for name in form if name.startswith(prefix)}
    return [(int(place), str(form.get(name))) for name, place in places.items() if place.isdecimal() and len(place) < 6]


def _page(request: HttpRequest, batch_id: str, refused: Refused | None) -> HttpResponse:
    batch = batch_for(request.actor, batch_id, clock.now())  # type: ignore[attr-defined]
    troubles = outline(batch)
    context: dict[str, Any] = {"batch": batch, "refused": refused}
    if batch.applied_at is not None:
        context["results"] = [(row, *RESULTS[row["result"]]) for row in batch.result]
    else:
        context["planned"] = planned = [
            (one, one.changes[:SHOWN_CHANGES], len(one.changes) - SHOWN_CHANGES) for one in plan(batch)
        ]
        troubles += [trouble for one, _, _ in planned for trouble in one.troubles]
        context["writable"] = any(one.target != "blocked" and not one.unchanged for one, _, _ in planned)
    context["troubles"] = [(one, TONES[one.weight]) for one in troubles]
    context["unusable"] = sum(one.weight != "note" for one in troubles)
    return render(request, "studio/import_batch.html", context, status=refused.status if refused else 200)
