"""The organisation's workbook on screen: taken out whole, brought in after its difference was seen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms.places import WorkbookForm
from yichuang.accounts.views.places import handed_out
from yichuang.foundations import clock
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.foundations.rules.grids import NOTE, Trouble
from yichuang.organizations import policies
from yichuang.organizations.operations.hold_workbook import apply_workbook, held_workbook, hold_workbook, rows_of
from yichuang.organizations.operations.load_organisation import compare_organisation
from yichuang.organizations.operations.open_workbook import workbook_of
from yichuang.organizations.queries.places import workbook_rows
from yichuang.organizations.rules.places import KINDS

TONES = {"row": "red", "cell": "yellow", "note": "grey"}
SHOWN_CHANGES = 200


@signed_in
@require_http_methods(["GET", "HEAD"])
def workbook(request: HttpRequest) -> HttpResponse:
    """Give every open place that the actor may see as one workbook; imported again, it changes nothing."""
    policies.demand_view(request.actor)  # type: ignore[attr-defined]
    return handed_out(workbook_of(workbook_rows(request.actor)), "organisation")  # type: ignore[attr-defined]


@signed_in
@require_http_methods(["GET", "HEAD"])
def blank(request: HttpRequest) -> HttpResponse:
    """Give an empty workbook that explains its columns."""
    policies.demand_view(request.actor)  # type: ignore[attr-defined]
    return handed_out(workbook_of([], guide=True), "organisation-blank")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook and go to its comparison; nothing is written here."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(policies.MANAGE):
        raise NotAllowed(policies.MANAGE, "组织机构由区管理员和镇街管理员导入（S0-25）。")
    form = WorkbookForm(request.POST or None, request.FILES or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = hold_workbook(actor=actor, name=file.name, data=file.read(), now=clock.now())
            return HttpResponseRedirect(f"/organisation/import/{held.pk}/")
        except Refused as error:
            refused = error
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/places_import.html", {"form": form, "refused": refused}, status=status)


@signed_in
@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, held_id: str) -> HttpResponse:
    """Show what a held workbook would do, or what it did."""
    return _page(request, held_id)


@signed_in
@require_POST
def apply(request: HttpRequest, held_id: str) -> HttpResponse:
    """Import a held workbook, all of it or nothing."""
    try:
        held = apply_workbook(actor=request.actor, held_id=held_id, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, held_id, refused)
    messages.success(request, f"已导入：新增 {held.added} 处，变更 {held.changed} 处。")
    return HttpResponseRedirect(f"/organisation/import/{held.pk}/")


def _page(request: HttpRequest, held_id: str, refused: Refused | None = None) -> HttpResponse:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    held = held_workbook(actor, held_id, now)
    context: dict[str, Any] = {"held": held, "refused": refused}
    if held.applied_at is None:
        judged = compare_organisation(actor, rows_of(held))
        troubles = [*(Trouble(**trouble) for trouble in held.troubles), *judged.troubles]
        unusable = sum(trouble.weight != NOTE for trouble in troubles)
        context |= {
            "changes": [(KINDS[one.row.kind], one) for one in judged.changes[:SHOWN_CHANGES]],
            "more": max(0, len(judged.changes) - SHOWN_CHANGES),
            "added": sum(one.added for one in judged.changes),
            "changed": sum(not one.added for one in judged.changes),
            "unchanged": judged.unchanged,
            "troubles": [(one, TONES[one.weight]) for one in troubles],
            "unusable": unusable,
            "importable": bool(judged.changes) and not unusable,
        }
    return render(request, "accounts/places_compare.html", context, status=refused.status if refused else 200)
