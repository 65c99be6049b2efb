"""The officers' pages of the material dictionary: found, filtered, taken out as a spreadsheet, one type with its uses and its history."""

from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.catalog import policies
from yichuang.catalog.forms import DictionaryFilter, MaterialTypeForm, MergeForm, RetireForm
from yichuang.catalog.models import IN_USE, MaterialType
from yichuang.catalog.operations.add_material_type import add_material_type
from yichuang.catalog.operations.correct_material_type import correct_material_type
from yichuang.catalog.operations.export_dictionary import export_dictionary
from yichuang.catalog.operations.merge_material_types import merge_material_types
from yichuang.catalog.operations.retire_material_type import retire_material_type
from yichuang.catalog.queries import dictionary as reads
from yichuang.catalog.queries.choices import choices_of, offered_types
from yichuang.catalog.queries.type_proposals import PROPOSE, news_for, waiting_count
from yichuang.catalog.rules.material_types import KEPT, history_line, order_of
from yichuang.foundations import clock, ledger
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused

MOST_KEYS = 500


@require_GET
@signed_in
def list_types(request: HttpRequest) -> HttpResponse:
    """List the types of material by name, with how often each is used."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand_view(actor)
    form = DictionaryFilter(request.GET)
    order = order_of(request.GET.get("sort", ""))
    page = page_of(reads.material_types(**form.asked()), order, request.GET.get("cursor", ""), 30)
    counts = reads.use_counts()
    context = {
        "filter": form,
        "page": page,
        "rows": [(row, counts.get(row.key, 0)) for row in page.rows],
        "may_change": actor.may("dictionary.manage"),
        "may_propose": actor.may(PROPOSE),
        "waiting": waiting_count() if actor.may("dictionary.manage") else 0,
        "news": news_for(actor, clock.now()) if actor.may(PROPOSE) else [],
    }
    return render(request, "catalog/dictionary.html", context)


@require_GET
@signed_in
def offer(request: HttpRequest) -> JsonResponse:
    """Answer the editor: the types that a text (`q`) or the name of a material (`written`) may mean; or those of some keys (`key`)."""
    policies.demand_view(request.actor)  # type: ignore[attr-defined]
    asked = request.GET
    if asked.getlist("key"):
        return JsonResponse({"types": [asdict(one) for one in choices_of(asked.getlist("key")[:MOST_KEYS]).values()]})
    found, more = offered_types(asked.get("q", "")[:60], asked.get("written", "")[:200])
    return JsonResponse({"types": [asdict(one) for one in found], "more": more})


@require_GET
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered on screen."""
    out = BytesIO()
    rows = reads.material_types(**DictionaryFilter(request.GET).asked()).order_by(
        *order_of(request.GET.get("sort", ""))
    )
    export_dictionary(actor=request.actor, rows=rows, uses=reads.use_counts(), out=out)  # type: ignore[attr-defined]
    return spreadsheet(out.getvalue(), "material-types", clock.now())


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Show the form for a new type, and take it in."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, "dictionary.manage", None, "维护材料词典")
    form = MaterialTypeForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = add_material_type(actor=actor, key=form.cleaned_data["key"], entry=form.entry(), now=clock.now())
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"已登记“{made.standard_name}”，梳理事项时即可使用。")
            return redirect("catalog:material_type", type_key=made.key)
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "catalog/material_type_add.html", {"form": form, "refused": refused}, status=status)


@require_GET
@signed_in
def show_type(request: HttpRequest, type_key: str) -> HttpResponse:
    """Show one type: names, issuer, where it can be had without paper, where it is used, its history."""
    return _page(request, type_key)


@require_POST
@signed_in
def correct(request: HttpRequest, type_key: str) -> HttpResponse:
    """Write what was filled in over a type."""
    form = MaterialTypeForm(request.POST, reads.material_type_for(type_key))

    def act(row: MaterialType, actor: Any) -> str:
        correct_material_type(actor=actor, key=row.key, entry=form.entry(), now=clock.now())
        return "已保存。"

    return _act(request, type_key, form, act, correct=form)


@require_POST
@signed_in
def retire(request: HttpRequest, type_key: str) -> HttpResponse:
    """Retire a type."""
    form = RetireForm(request.POST)

    def act(row: MaterialType, actor: Any) -> str:
        retire_material_type(actor=actor, key=row.key, reason=form.cleaned_data["reason"], now=clock.now())
        return f"已停用“{row.standard_name}”；已发布的事项不受影响。"

    return _act(request, type_key, form, act, retire=form)


@require_POST
@signed_in
def merge(request: HttpRequest, type_key: str) -> HttpResponse:
    """Merge a type into the one that was named."""
    form = MergeForm(request.POST)

    def act(row: MaterialType, actor: Any) -> str:
        into = reads.named_type(form.cleaned_data["into"], kept=KEPT, title="没有合并")
        stays = merge_material_types(actor=actor, key=row.key, into=into.key, now=clock.now())
        return f"已并入“{stays.standard_name}”，原来的名称成为它的别名。"

    return _act(request, type_key, form, act, merge=form)


def _act(
    request: HttpRequest, type_key: str, form: forms.Form, act: Callable[[MaterialType, Any], str], **shown: Any
) -> HttpResponse:
    """Do one act from the page of a type; after a refusal the page keeps what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    row = reads.material_type_for(type_key)
    policies.demand(actor, "dictionary.manage", None, "维护材料词典")
    if not form.is_valid():
        return _page(request, type_key, status=422, **shown)
    try:
        said = act(row, actor)
    except Refused as refused:
        return _page(request, type_key, refused, status=refused.status, **shown)
    messages.success(request, said)
    return redirect("catalog:material_type", type_key=type_key)


def _page(
    request: HttpRequest, type_key: str, refused: Refused | None = None, status: int = 200, **shown: Any
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand_view(actor)
    row = reads.material_type_for(type_key)
    context: dict[str, Any] = {
        "type": row,
        "uses": reads.uses_of(type_key),
        "history": [(event, history_line(event.type, event.payload)) for event in reversed(ledger.history(row.stream))],
        "refused": refused,
        "may_change": actor.may("dictionary.manage") and row.state == IN_USE,
        "correct": MaterialTypeForm(None, row),
        "retire": RetireForm(),
        "merge": MergeForm(),
        **shown,
    }
    return render(request, "catalog/material_type.html", context, status=status)
