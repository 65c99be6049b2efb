"""A leader's overview (director, head, supervisor): a period's figures by department and site, beside the period before."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases.queries.overview import counted_at
from yichuang.cases.queries.overview import overview as figures_of
from yichuang.cases.rules.overview import Figures, Line, total
from yichuang.cases.views.exports import exported
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed

SPAN, LONGEST = 30, 366
# Periods that one press chooses, in days up to today.
SPANS = (7, 30, 90)
HEADS = (
    "分类",
    "名称",
    "收件",
    "受理",
    "办结",
    "有期限的决定",
    "按期决定",
    "按期率",
    "已超期",
    "应交接",
    "当日交接",
    "当日交接率",
)
BY = {"department": "按部门", "site": "按服务点"}


class PeriodForm(forms.Form):
    """The first and the last day."""

    since = forms.CharField(label="日期起", required=False, max_length=10)
    until = forms.CharField(label="日期止", required=False, max_length=10)


def _demand(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("overview.view"):
        raise NotAllowed("overview.view", "运行总览由中心主任、部门负责人和窗口主管查看。")
    return actor


def period_of(given: Any, today: date) -> tuple[date, date, str]:
    """Return the period asked for, and what is wrong with it: then the last thirty days stand in its place."""
    usual = (today - timedelta(days=SPAN - 1), today)
    if not given.get("since") and not given.get("until"):
        return *usual, ""
    try:
        since = date.fromisoformat(given.get("since") or usual[0].isoformat())
        until = date.fromisoformat(given.get("until") or today.isoformat())
    except ValueError:
        return *usual, "日期没有读懂，请按 2026-11-01 的样子填写；现在显示最近 30 天。"
    if since > until:
        return *usual, "日期起晚于日期止；现在显示最近 30 天。"
    if (until - since).days >= LONGEST:
        return *usual, f"一次最多看 {LONGEST} 天；现在显示最近 30 天。"
    return since, until, ""


@signed_in
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures; every number that is a list of cases leads to it."""
    actor, today = _demand(request), day_of(clock.now())
    since, until, wrong = period_of(request.GET, today)
    by_group = figures_of(actor, since, until, today)
    now, before = (total(getattr(line, which) for line in by_group["department"]) for which in ("now", "before"))
    context = {
        "since": since,
        "until": until,
        "wrong": wrong,
        "counted_at": counted_at(),
        "spans": [(span, (today - timedelta(days=span - 1)).isoformat()) for span in SPANS],
        "today": today.isoformat(),
        "groups": [(BY[by], by, lines) for by, lines in by_group.items()],
        "days": _days(since, until),
        "tiles": _tiles(now, before, since, until),
        "filter": PeriodForm({"since": since.isoformat(), "until": until.isoformat()}),
        "any": any(by_group.values()),
    }
    return render(request, "cases/overview.html", context)


def _days(since: date, until: date) -> str:
    return f"since={since.isoformat()}&until={until.isoformat()}"


def _tiles(now: Figures, before: Figures, since: date, until: date) -> list[dict[str, Any]]:
    days = _days(since, until)
    counts = [
        ("收件", now.received, before.received, "received"),
        ("受理", now.accepted, before.accepted, "accepted"),
        ("办结", now.concluded, before.concluded, "concluded"),
    ]
    tiles = [
        {"name": name, "value": value, "note": f"上期 {old}", "url": f"/cases/?list=all&on={on}&{days}"}
        for name, value, old, on in counts
    ]
    rates = [
        ("按期率", now.on_time_rate, before.on_time_rate, f"/cases/?list=all&on=decided&{days}"),
        ("当日交接率", now.same_day_rate, before.same_day_rate, "/handovers/measure/"),
    ]
    tiles += [
        {"name": name, "value": percent(rate), "note": f"上期 {percent(old)}，目标 100%", "url": url}
        for name, rate, old, url in rates
    ]
    return [*tiles, {"name": "现已超期", "value": now.overdue, "note": "未办结，目标 0", "url": "/cases/?list=overdue"}]


def percent(rate: int | None) -> str:
    """Return a rate in words."""
    return "—" if rate is None else f"{rate}%"


@signed_in
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest) -> HttpResponse:
    """Give the figures as a spreadsheet; who took them is on record."""
    actor, today = _demand(request), day_of(clock.now())
    since, until, _ = period_of(request.GET, today)
    found = figures_of(actor, since, until, today)
    rows = [_cells(BY[by].removeprefix("按"), line) for by, lines in found.items() for line in lines]
    return exported(request, HEADS, rows, f"运行总览 {since:%m.%d}-{until:%m.%d}", "overview")


def _cells(group: str, line: Line) -> list[str]:
    now = line.now
    counted = [now.received, now.accepted, now.concluded, now.decided, now.on_time]
    rates = [percent(now.on_time_rate), str(now.overdue), str(now.paper), str(now.same_day), percent(now.same_day_rate)]
    return [group, line.name, *map(str, counted), *rates]
