"""The call log and the figures over /api/sharing/ (S2-48)."""

from datetime import date, timedelta
from typing import Literal

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS
from yichuang.foundations.pages import page_of
from yichuang.sharing import schemas as s
from yichuang.sharing.api.registry import viewer
from yichuang.sharing.queries.calls import Chosen, visible_calls
from yichuang.sharing.queries.performance import performance

router = Router(tags=["数据共享"], auth=staff_auth)


@router.get(
    "/sharing/calls", response={200: s.SharedCallPage, **PROBLEMS}, operation_id="list_shared_calls", summary="调用日志"
)
def list_calls(
    request: HttpRequest, api: str = "", consumer: str = "", number: str = "",
    ended: Literal["", "good", "refused", "failed", "open"] = "", day: date | None = None, cursor: str = "", size: int = 20,
) -> s.SharedCallPage:  # fmt: skip
    """Return the calls that concern the actor, the newest first."""
    rows = visible_calls(viewer(request), Chosen(api, consumer, ended, number, day))
    page = page_of(rows, ["-at"], cursor, size)
    return s.SharedCallPage(rows=[s.call_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get(
    "/sharing/performance",
    response={200: s.PerformanceOut, **PROBLEMS},
    operation_id="sharing_performance",
    summary="性能分析",
)
def get_performance(
    request: HttpRequest, days: Literal["1", "7", "30"] = "1", api: str = "", consumer: str = ""
) -> s.PerformanceOut:
    """Return calls, failures and times of the last days, by API, consumer and hour (by day over more than two)."""
    actor, now = viewer(request), clock.now()
    end = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    found = performance(actor, end - timedelta(days=int(days)), end, api=api, consumer=consumer)
    return s.PerformanceOut(
        whole=s.figures_out("", found.whole),
        by_api=[s.figures_out(key, one) for (key, _), one in found.by_api.items()],
        by_consumer=[s.figures_out(name, one) for name, one in found.by_consumer.items()],
        by_hour=[s.figures_out(name, one) for name, one in found.by_hour.items()],
    )
