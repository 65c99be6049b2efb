"""How long people wait and are served: the hall's statistics on screen and as a spreadsheet (S2-6)."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.export_cases import export_rows
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import spreadsheet
from yichuang.hall import policies
from yichuang.hall.forms.statistics import StatisticsFilter
from yichuang.hall.queries.statistics import WEEKDAYS, Statistics, sites_for, statistics
from yichuang.hall.queries.wording import HEADS, cells, in_minutes, row_of, tiles
from yichuang.hall.rules.figures import BOARD, GREEN_KIND, HOUR, KINDS, MATTER, OFFICER, PURPOSE, SOURCE, WINDOW, Line
from yichuang.organizations.queries import Site


def _asked(request: HttpRequest) -> tuple[StatisticsFilter, list[Site], Statistics]:
    """Return the filter, the sites and the figures that the actor may see. :raises NotAllowed: without a post that may."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看大厅分析")
    given = {**request.GET.dict(), "period": request.GET.get("period") or "7"}
    form = StatisticsFilter(given, sites_for(actor, policies.VIEW))
    sites, day, period = form.chosen(day_of(clock.now()))
    return form, sites, statistics(sites, day, period if period in ("1", "7", "28", "84") else "7")


@require_safe
@signed_in
@never_cache
def show_statistics(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period beside those of the period before."""
    form, sites, found = _asked(request)
    names = {site.pk: site.name for site in sites}
    total = found.whole.taken
    tables = {kind: [row_of(key, line, total) for key, line in found.lines(kind)] for kind in KINDS}
    context = {
        "filter": form,
        "found": found,
        "total": total,
        "tiles": tiles(found),
        "hours": _hours(found),
        "days": _days(found),
        "heat": _heat(found),
        "weekdays": [row_of(name, line, total) for name, line in found.by_weekday],
        "sites": [row_of(names.get(pk, str(pk)), line, total) for pk, line in found.by_site.items()],
        "matters": tables[MATTER],
        "boards": tables[BOARD],
        "windows": tables[WINDOW],
        "officers": tables[OFFICER],
        "sources": tables[SOURCE],
        "greens": tables[GREEN_KIND],
        "purposes": tables[PURPOSE],
        "inaccurate": found.whole.inaccurate,
    }
    return render(request, "hall/statistics.html", context)


def _hours(found: Statistics) -> dict[str, Any]:
    keys = [key for key, _ in found.lines(HOUR)]
    lines: list[Line | None] = [found.by[HOUR][key] for key in keys]
    before = [found.hour_before.get(key) for key in keys]
    days = max(len(found.by_day), 1)
    return {
        "places": [f"{int(key)} 时" for key in keys],
        "taken": [
            {"name": "日均取号（张）", "kind": "bars", "values": [round(one.taken / days, 1) for one in lines if one]}
        ],
        "waits": [
            {"name": "等候 P90", "kind": "line", "values": in_minutes(lines, 90)},
            {"name": "上期等候 P90", "kind": "dashes", "values": in_minutes(before, 90)},
        ],
        "rows": [row_of(key, found.by[HOUR][key], found.whole.taken) for key in keys],
    }


def _days(found: Statistics) -> dict[str, Any]:
    listed = sorted(found.by_day.items())
    lines: Sequence[Line] = [line for _, line in listed]
    return {
        "places": [f"{day:%m-%d}" for day, _ in listed],
        "taken": [{"name": "取号", "kind": "bars", "values": [line.taken for line in lines]}],
        "waits": [
            {"name": "等候 P90", "kind": "line", "values": in_minutes(lines, 90)},
            {"name": "等候 P50", "kind": "dashes", "values": in_minutes(lines, 50)},
        ],
        "rows": [row_of(f"{day:%m-%d} {WEEKDAYS[day.weekday()]}", line) for day, line in listed],
    }


def _heat(found: Statistics) -> dict[str, Any]:
    hours = sorted({hour for _, hour in found.by_weekday_hour})
    weekdays = sorted({weekday for weekday, _ in found.by_weekday_hour})
    rows = [
        {
            "name": WEEKDAYS[weekday],
            "values": in_minutes((found.by_weekday_hour.get((weekday, hour)) for hour in hours), 90),
        }
        for weekday in weekdays
    ]
    return {"heads": [f"{hour} 时" for hour in hours], "rows": rows}


@require_safe
@signed_in
def export_statistics(request: HttpRequest) -> HttpResponse:
    """Give the figures as a spreadsheet; who took it is on record."""
    _, sites, found = _asked(request)
    names = {site.pk: site.name for site in sites}
    rows = [("全部", f"{found.first}—{found.last}", *cells(found.whole)), ("上期", "", *cells(found.before))]
    rows += [("服务点", names.get(pk, ""), *cells(line)) for pk, line in found.by_site.items()]
    rows += [("日期", f"{day}", *cells(line)) for day, line in sorted(found.by_day.items())]
    rows += [("星期", name, *cells(line)) for name, line in found.by_weekday]
    for kind in (HOUR, BOARD, MATTER, PURPOSE, WINDOW, OFFICER, SOURCE, GREEN_KIND):
        rows += [(KINDS[kind], line.name or key, *cells(line)) for key, line in found.lines(kind)]
    return sheet_of(request, "大厅分析", ("维度", "名称", *HEADS), rows, "hall-statistics", clock.now())


def sheet_of(
    request: HttpRequest,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str | int | None]],
    name: str,
    now: datetime,
) -> HttpResponse:
    """Return a list as a spreadsheet, on record; the caller has asked whether the actor may see it."""
    out = BytesIO()
    asked = {key: str(value) for key, value in request.GET.items() if value}
    actor = request.actor  # type: ignore[attr-defined]
    export_rows(actor=actor, heads=heads, rows=rows, title=title, asked=asked, out=out, now=now)
    return spreadsheet(out.getvalue(), name, now)
