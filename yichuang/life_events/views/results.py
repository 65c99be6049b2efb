"""What a life event brought, month by month, for the officers concerned: on screen and as a spreadsheet (S2-25; act life_event.view)."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.export_cases import export_rows
from yichuang.foundations import clock
from yichuang.foundations.http import spreadsheet
from yichuang.life_events import policies
from yichuang.life_events.queries.public import Shown, shown_life_event
from yichuang.life_events.queries.savings import Results, Sums, overview, results_of
from yichuang.life_events.rules.savings import LEAST, told


class NameForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label="名称或主题", required=False, max_length=60)


LIST_HEADS = (
    "一件事", "自", "收件", "办完", "平均少跑（次）", "平均少交材料（份）", "平均少填（栏）", "多跑（次）",
)  # fmt: skip
HEADS = (
    "月份", "收件", "办完", "平均少跑（次）", "平均少交材料（份）", "平均少填（栏）", "多跑（次）",
    "一起办平均天数", "分别办平均天数", "平均少等（天）",
)  # fmt: skip


def _demand(request: HttpRequest) -> None:
    policies.demand(request.actor, "life_event.view", None, "查看一件事成效")  # type: ignore[attr-defined]


@require_safe
@signed_in
@never_cache
def list_results(request: HttpRequest) -> HttpResponse:
    """Show what every life event brought, those with most cases first."""
    _demand(request)
    typed = request.GET.get("q", "").strip()[:60]
    return render(request, "life_events/results_list.html", {"lines": _narrowed(typed), "form": NameForm({"q": typed})})


def _narrowed(typed: str) -> list[Any]:
    return [line for line in overview() if typed in line[0].name or typed in line[0].spec.theme]


@require_safe
@signed_in
def export_list(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet; who took it is on record."""
    _demand(request)
    lines = _narrowed(request.GET.get("q", "").strip()[:60])
    rows = [(event.name, f"{since:%Y-%m}" if since else "", *_cells(one)) for event, since, one in lines]
    return _sheet(request, "一件事成效", LIST_HEADS, rows, "life-events")


def _sheet(
    request: HttpRequest, title: str, heads: Sequence[str], rows: Sequence[tuple[str | int, ...]], name: str
) -> HttpResponse:
    now, out = clock.now(), BytesIO()
    asked = {key: str(value) for key, value in request.GET.items() if value}
    export_rows(actor=request.actor, heads=heads, rows=rows, title=title, asked=asked, out=out, now=now)  # type: ignore[attr-defined]
    return spreadsheet(out.getvalue(), name, now)


def _asked(request: HttpRequest, key: str) -> tuple[Shown, Results]:
    """Return the life event with its results. :raises NotAllowed: to who may not look at them; NotFound without such a life event."""
    _demand(request)
    shown = shown_life_event(key)
    return shown, results_of(shown)


@require_safe
@signed_in
@never_cache
def show_results(request: HttpRequest, key: str) -> HttpResponse:
    """Show the months with a chart, the whole, and how long the matters take by themselves."""
    shown, found = _asked(request, key)
    context = {
        "shown": shown,
        "event": shown.event,
        "spec": shown.spec,
        "found": found,
        "least": LEAST,
        "chart": _chart(found.months),
        "ordinary": [(name, unit, one.cases, told(one.mean)) for name, unit, one in found.ordinary],
    }
    return render(request, "life_events/results.html", context)


def _chart(months: Sequence[Sums]) -> dict[str, Any]:
    """Return the series of the charts, the oldest month first."""
    listed = list(reversed(months))
    return {
        "places": [_label(one.month) for one in listed],
        "cases": [
            {"name": "收件", "kind": "bars", "values": [one.received for one in listed]},
            {"name": "办完", "kind": "line", "values": [one.ended for one in listed]},
        ],
        "saved": [
            {"name": "少交材料", "kind": "bars", "values": [max(one.materials, 0) for one in listed]},
            {"name": "少跑次数", "kind": "line", "values": [max(one.visits, 0) for one in listed]},
        ],
    }


def _label(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else "合计"


@require_safe
@signed_in
def export_results(request: HttpRequest, key: str) -> HttpResponse:
    """Give the months as a spreadsheet; who took it is on record."""
    shown, found = _asked(request, key)
    rows = [_row(one) for one in (found.whole, *found.months)]
    return _sheet(request, f"{shown.event.name}成效", HEADS, rows, f"life-event-{shown.event.key}")


def _row(one: Sums) -> tuple[str | int, ...]:
    return (_label(one.month), *_cells(one), one.joint_days, one.separate_days, one.saved_days)


def _cells(one: Sums) -> tuple[str | int, ...]:
    return (one.received, one.ended, one.mean_visits, one.mean_materials, one.mean_fields, one.extra_visits)
