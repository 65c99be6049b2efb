"""Grants: my applications, those to approve, all that concern me; approve, refuse, revoke, take back (申请授权, S2-48)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.sharing import policies
from yichuang.sharing.forms import GrantFilter
from yichuang.sharing.models import ApiGrant
from yichuang.sharing.models.grants import ASKED, COUNTER_NAME, GRANTED
from yichuang.sharing.operations.grant import approve_grant, refuse_grant, revoke_grant, take_back
from yichuang.sharing.queries import grants
from yichuang.sharing.rules.orders import GRANTS, order_of
from yichuang.sharing.views.sheets import sheet

HEADS = (
    "接口", "提供部门", "使用方", "用途", "法律依据", "每分钟次数", "有效期至", "状态", "申请人", "申请时间", "审批人", "审批时间", "理由",
)  # fmt: skip
LISTS = {"": "全部授权", "mine": "我的申请", "deciding": "待我审批"}


@require_safe
@signed_in
@never_cache
def list_grants(request: HttpRequest) -> HttpResponse:
    """Show the grants that concern the actor."""
    policies.demand(request.actor, policies.VIEW, None, "查看数据共享")  # type: ignore[attr-defined]
    return _page(request)


@require_safe
@signed_in
def export_grants(request: HttpRequest) -> HttpResponse:
    """Give the grants that concern the actor as a spreadsheet, as they are filtered and sorted on screen."""
    policies.demand(request.actor, policies.VIEW, None, "查看数据共享")  # type: ignore[attr-defined]
    _, _, rows, order = _chosen(request.actor, request.GET)  # type: ignore[attr-defined]
    today = day_of(clock.now())
    cells = [
        (
            row.api.name, row.api.department.name, row.system.name if row.system else COUNTER_NAME, row.purpose,
            row.legal_basis, row.per_minute, row.expires_on.isoformat(), grants.state_of(row, today)[0], row.asked_by_name,
            f"{row.asked_at.astimezone(CHINA):%Y-%m-%d %H:%M}", row.decided_by_name,
            f"{row.decided_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if row.decided_at else "", row.reason,
        )
        for row in rows.order_by(order, "pk")[: LIMIT + 1]
    ]  # fmt: skip
    return sheet(request, "共享接口授权", HEADS, cells, "grants")


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Approve, refuse, revoke, take back."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看数据共享")
    if verb not in ACTS:
        raise NotFound("这个操作")
    reason = request.POST.get("reason", "")[:200]
    try:
        done = ACTS[verb](actor, pk, reason)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, refused, pk, reason)
    messages.success(request, done)
    listed = request.POST.get("list", "")
    return HttpResponseRedirect(f"/sharing/grants/?list={listed}" if listed in LISTS and listed else "/sharing/grants/")


def _approve(actor: Any, pk: int, reason: str) -> str:
    approve_grant(actor=actor, pk=pk, reason=reason, now=clock.now())
    return "已授权，使用方重新取令牌后即可调用。"


def _refuse(actor: Any, pk: int, reason: str) -> str:
    refuse_grant(actor=actor, pk=pk, reason=reason, now=clock.now())
    return "已答复不同意。"


def _revoke(actor: Any, pk: int, reason: str) -> str:
    revoke_grant(actor=actor, pk=pk, reason=reason, now=clock.now())
    return "已收回，下一次调用起拒绝。"


def _take_back(actor: Any, pk: int, reason: str) -> str:
    take_back(actor=actor, pk=pk, now=clock.now())
    return "已撤回申请。"


ACTS: dict[str, Callable[[Any, int, str], str]] = {
    "approve": _approve,
    "refuse": _refuse,
    "revoke": _revoke,
    "take-back": _take_back,
}


def _page(request: HttpRequest, refused: Refused | None = None, at: int = 0, reason: str = "") -> HttpResponse:
    actor, given = request.actor, request.POST if refused else request.GET  # type: ignore[attr-defined]
    form, listed, rows, order = _chosen(actor, given)
    page = page_of(rows, [order], request.GET.get("cursor", ""), 30)
    today = day_of(clock.now())
    context = {
        "page": page,
        "filter": form,
        "list": listed,
        "clear": f"?list={listed}" if listed else "?",
        "lists": LISTS.items(),
        "lines": [_line(actor, row, grants.state_of(row, today)) for row in page.rows],
        "names": grants.consumer_names({row.consumer for row in page.rows}),
        "refused": refused,
        "at": at,
        "reason": reason,
    }
    return render(request, "sharing/grants.html", context, status=refused.status if refused else 200)


def _chosen(actor: Any, given: Any) -> tuple[GrantFilter, str, Any, str]:
    """Return the filter, which list it is, its rows, and the column that they are sorted by."""
    form, listed = GrantFilter(given), given.get("list", "")
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = grants.visible_grants(actor)
    if listed == "mine":
        rows = rows.filter(asked_by=actor.id)
    elif listed == "deciding":
        rows = rows.filter(grants.decided_by(actor), state=ASKED)
    exact = {name: value for name, value in (("state", wanted.get("state")), ("api__key", wanted.get("api"))) if value}
    order = order_of(given.get("sort", ""), GRANTS, "-asked")
    return form, listed if listed in LISTS else "", rows.filter(**exact), order


def _line(actor: Any, row: ApiGrant, state: tuple[str, str]) -> dict[str, Any]:
    decides = actor.may(policies.APPROVE, policies.place_of_api(row.api))
    return {
        "row": row,
        "state": state,
        "may_decide": decides and row.state == ASKED,
        "may_revoke": decides and row.state == GRANTED,
        "may_take_back": row.state == ASKED and actor.may(policies.APPLY, policies.place_of_consumer(row)),
    }
