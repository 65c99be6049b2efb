"""The call log and the performance analysis, on screen and as spreadsheets (调用监控、性能分析, S2-48)."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA
from yichuang.foundations.pages import page_of
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.sharing import policies
from yichuang.sharing.forms import PERIODS, CallFilter, PerformanceFilter
from yichuang.sharing.models import SharedApi, SharedCall
from yichuang.sharing.queries.apis import owned_by
from yichuang.sharing.queries.calls import choices_for, ended_of, visible_calls
from yichuang.sharing.queries.grants import consumer_names
from yichuang.sharing.queries.performance import Figures, Performance, performance
from yichuang.sharing.rules.orders import CALLS, SORTED_DAYS, order_of
from yichuang.sharing.views.sheets import sheet

HEADS = (
    "时间",
    "接口",
    "使用方",
    "调用人",
    "用途",
    "授权依据",
    "统一申报编码",
    "操作",
    "结果",
    "状态码",
    "原因",
    "用时（毫秒）",
    "返回字节",
)
FIGURE_HEADS = ("维度", "名称", "调用", "失败", "平台拒绝", "错误率", "P50（毫秒）", "P95（毫秒）", "P99（毫秒）")


def _viewer(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看数据共享")
    return actor


def _filters(actor: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    apis, consumers = choices_for(actor)
    names = consumer_names(set(consumers))
    return apis, [(one, names[one]) for one in consumers]


@require_safe
@signed_in
@never_cache
def list_calls(request: HttpRequest) -> HttpResponse:
    """Show the call log, the newest first."""
    actor = _viewer(request)
    form, rows, order, days = _chosen(request, actor)
    page = page_of(rows, [order], request.GET.get("cursor", ""), 30)
    names = consumer_names({row.consumer for row in page.rows})
    lines = [(row, names[row.consumer], *ended_of(row)) for row in page.rows]
    return render(request, "sharing/calls.html", {"page": page, "lines": lines, "filter": form, "days": days})


def _chosen(request: HttpRequest, actor: Any) -> tuple[CallFilter, Any, str, int]:
    """Return the filter, the calls, the column they are sorted by, and how many days back only (0: all of them)."""
    form = CallFilter(request.GET, *_filters(actor))
    chosen, order = form.chosen(), order_of(request.GET.get("sort", ""), CALLS, "-at")
    rows = visible_calls(actor, chosen)
    days = 0 if order.lstrip("-") == "at" or chosen.day or chosen.number else SORTED_DAYS
    return form, rows.filter(at__gte=clock.now() - timedelta(days=days)) if days else rows, order, days


@require_safe
@signed_in
def export_calls(request: HttpRequest) -> HttpResponse:
    """Give the call log as a spreadsheet, as it is filtered on screen."""
    actor = _viewer(request)
    _, found, order, _ = _chosen(request, actor)
    rows = list(found.order_by(order, "-pk")[: LIMIT + 1])
    names = consumer_names({row.consumer for row in rows})
    return sheet(request, "调用日志", HEADS, [_cells(row, names[row.consumer]) for row in rows], "calls")


def _cells(row: SharedCall, consumer: str) -> tuple[str | int, ...]:
    return (
        f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", row.api.name, consumer, row.actor_name, row.purpose,
        row.consent_reference, row.number, f"{row.method} {row.path}", ended_of(row)[0], row.status, row.fault,
        row.milliseconds, row.bytes_out,
    )  # fmt: skip


@require_safe
@signed_in
@never_cache
def show_performance(request: HttpRequest) -> HttpResponse:
    """Show calls, error rate and times by API, consumer and hour, and which APIs are in alarm."""
    actor = _viewer(request)
    form, found, until = _figures(request, actor)
    names = consumer_names(set(found.by_consumer))
    top = max((one.calls for one in found.by_hour.values()), default=0)
    context = {
        "filter": form,
        "whole": found.whole,
        "by_api": [(key, name, figures) for (key, name), figures in found.by_api.items()],
        "by_consumer": [(names[one], figures) for one, figures in found.by_consumer.items()],
        "by_hour": [(hour, figures) for hour, figures in found.by_hour.items()],
        "top": top,
        "alarms": SharedApi.objects.filter(owned_by(actor, policies.VIEW), active=True)
        .exclude(alarm="")
        .order_by("name"),
        "until": until,
    }
    return render(request, "sharing/performance.html", context)


@require_safe
@signed_in
def export_performance(request: HttpRequest) -> HttpResponse:
    """Give the figures as a spreadsheet."""
    _, found, _ = _figures(request, _viewer(request))
    names = consumer_names(set(found.by_consumer))
    rows = [
        *(_row("接口", name, figures) for (_, name), figures in found.by_api.items()),
        *(_row("使用方", names[one], figures) for one, figures in found.by_consumer.items()),
        *(_row("时间", hour, figures) for hour, figures in found.by_hour.items()),
    ]
    return sheet(request, "性能分析", FIGURE_HEADS, rows, "performance")


def _row(kind: str, name: str, one: Figures) -> tuple[str | int, ...]:
    return kind, name, one.calls, one.failed, one.refused, one.error_rate, one.p50, one.p95, one.p99


def _figures(request: HttpRequest, actor: Any) -> tuple[PerformanceFilter, Performance, datetime]:
    form = PerformanceFilter({**request.GET.dict(), "days": request.GET.get("days", "1")}, *_filters(actor))
    given = form.cleaned_data if form.is_valid() else {}
    now = clock.now()
    end = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    days = given.get("days") if given.get("days") in PERIODS else "1"
    start = end - timedelta(days=int(days or 1))
    api, consumer = given.get("api", ""), given.get("consumer", "")
    return form, performance(actor, start, end, api=api, consumer=consumer), now
