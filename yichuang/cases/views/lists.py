"""The lists of cases, the most pressing first: filtered, sorted, paged, exported; and the look-up of one case."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases.models import Case
from yichuang.cases.operations.export_cases import export_cases
from yichuang.cases.queries.lists import cases_of, filtered, found_directly, with_clocks
from yichuang.cases.rules.overview import EVENTS
from yichuang.cases.rules.states import TEXTS
from yichuang.cases.rules.worklists import BY_KEY, WORKLISTS, Worklist, order_of
from yichuang.catalog.queries import matter_names
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.organizations.queries import find_department, find_site


class FilterForm(forms.Form):
    """What a list is narrowed by; everything may be left empty."""

    q = forms.CharField(label="编码、申请人或证件号", required=False, max_length=200)
    state = forms.ChoiceField(label="状态", required=False)
    matter = forms.ChoiceField(label="事项", required=False)
    since = forms.CharField(label="收件日期起", required=False, max_length=10)
    until = forms.CharField(label="收件日期止", required=False, max_length=10)
    tolerated = forms.BooleanField(label="只看容缺", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        states = [("", "全部"), *((key.value, text.name) for key, text in TEXTS.items())]
        for name, choices in (("state", states), ("matter", [("", "全部"), *matter_names()])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if data.get("on", "") in EVENTS:
            self.fields["since"].label, self.fields["until"].label = "日期起", "日期止"


@signed_in
@require_http_methods(["GET", "HEAD"])
def case_list(request: HttpRequest) -> HttpResponse:
    """Show one list; a number, a scanned code or a document's code leads straight to its case."""
    actor = request.actor  # type: ignore[attr-defined]
    refused: Refused | None = None
    try:
        found = found_directly(actor, request.GET.get("q", ""))
    except Refused as error:
        found, refused = None, error
    if found is not None:
        return HttpResponseRedirect(f"/cases/{found.number}/")
    worklist = BY_KEY.get(request.GET.get("list", ""), WORKLISTS[0])
    order = order_of(request.GET.get("sort", ""), worklist.order)
    rows = Case.objects.none() if refused else _rows(request, worklist)
    page = page_of(rows, [order], request.GET.get("cursor", ""))
    context = {
        "page": page,
        "lines": with_clocks(page.rows, day_of(clock.now())),
        "several_sites": _several_sites(actor, page.rows),
        "worklists": WORKLISTS,
        "worklist": worklist,
        "filter": FilterForm(request.GET),
        "narrowed": _narrowed(request.GET),
        "kept": [(name, request.GET[name]) for name in ("on", "department", "site") if request.GET.get(name)],
        "export": "/cases/export/" if actor.may("case.export") else "",
        "clear": f"?list={worklist.key}",
        "refused": refused,
    }
    return render(request, "cases/list.html", context, status=refused.status if refused else 200)


def _several_sites(actor: Actor, rows: Sequence[Case]) -> bool:
    """Tell whether a page has to say where each case was received: not all at one place, or not at the actor's own."""
    own, seen = {post.site_id for post in actor.posts if post.site_id}, {case.site_id for case in rows}
    return len(seen) > 1 or bool(own and seen - own)


def _rows(request: HttpRequest, worklist: Worklist) -> Any:
    rows = cases_of(request.actor, worklist, day_of(clock.now()))  # type: ignore[attr-defined]
    return filtered(rows, request.GET)


def _narrowed(given: Any) -> str:
    """Return in words what a figure of the overview narrowed the list to; empty where nothing did."""
    said = []
    for name, find in (("department", find_department), ("site", find_site)):
        asked = given.get(name, "")
        if asked.isdecimal() and (place := find(int(asked[:15]))):
            said.append(place.name)
    if (on := given.get("on", "")) in EVENTS:
        said.append(f"日期为{EVENTS[on]}")
    return "；".join(said)


@signed_in
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered and sorted on screen; who took it is on record."""
    worklist = BY_KEY.get(request.GET.get("list", ""), WORKLISTS[0])
    order = order_of(request.GET.get("sort", ""), worklist.order)
    now = clock.now()
    rows = _rows(request, worklist).order_by(order, "pk")[: LIMIT + 1]
    asked = {name: str(value) for name, value in request.GET.items() if value and name != "cursor"}
    out = BytesIO()
    export_cases(
        actor=request.actor,  # type: ignore[attr-defined]
        rows=rows,
        title=worklist.name,
        asked=asked,
        out=out,
        now=now,
    )
    return spreadsheet(out.getvalue(), "cases", now)
