"""The officers' lists: matters, and synonyms."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.catalog.forms import SearchForm, SynonymForm
from yichuang.catalog.models import STATE_NAMES
from yichuang.catalog.operations.add_synonym import add_synonym
from yichuang.catalog.operations.remove_synonym import remove_synonym
from yichuang.catalog.queries import matters, search, synonyms
from yichuang.foundations import clock
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused


@require_GET
@signed_in
def list_matters(request: HttpRequest) -> HttpResponse:
    """List matters with department, version and state; a query finds by pinyin, initials and codes too."""
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    rows = matters()
    if typed:
        rows = rows.filter(key__in=[hit.key for hit in search(typed, 50)])
    page = page_of(rows, ["name"], request.GET.get("cursor", ""), 30)
    context = {"filter": form, "page": page, "typed": typed, "state_names": STATE_NAMES}
    return render(request, "catalog/desk_matters.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def list_synonyms(request: HttpRequest) -> HttpResponse:
    """List the everyday words and add one."""
    form = SynonymForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            add_synonym(actor=request.actor, now=clock.now(), **form.cleaned_data)  # type: ignore[attr-defined]
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"已添加“{form.cleaned_data['everyday']}”，搜索即时生效。")
            return redirect("catalog:synonyms")
    typed = request.GET.get("q", "").strip()
    rows = synonyms().filter(everyday__contains=typed) if typed else synonyms()
    context: dict[str, Any] = {
        "form": form,
        "refused": refused,
        "filter": SearchForm(request.GET),
        "page": page_of(rows, ["everyday"], request.GET.get("cursor", ""), 50),
        "may_change": request.actor.may("synonym.manage"),  # type: ignore[attr-defined]
    }
    return render(request, "catalog/desk_synonyms.html", context, status=refused.status if refused else 200)


@require_POST
@signed_in
def drop_synonym(request: HttpRequest, synonym_id: int) -> HttpResponse:
    """Remove one everyday word."""
    remove_synonym(actor=request.actor, synonym_id=synonym_id, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, "已删除，搜索即时生效。")
    return redirect("catalog:synonyms")
