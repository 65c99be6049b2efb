"""Lists of people and of sign-ins as downloads, and the sign-ins of all whom an administrator sees (S0-24, S0-25)."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms import SignInFilter
from yichuang.accounts.models import SignIn
from yichuang.accounts.operations.export_accounts import export_accounts
from yichuang.accounts.queries import staff as reads
from yichuang.accounts.rules.devices import device_name
from yichuang.accounts.views.staff import _demand_view, _line
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.organizations.queries import division_names

PEOPLE = ("姓名", "手机号", "所在", "岗位", "状态", "授权日期", "由谁管理")
SIGN_INS = ("姓名", "时间", "结果", "说明", "设备", "地址")
STATES = reads.STATES


def _exported(
    request: HttpRequest, heads: Sequence[str], rows: Iterable[Sequence[str]], title: str, name: str
) -> HttpResponse:
    now, out = clock.now(), BytesIO()
    asked = {key: str(value) for key, value in request.GET.items() if value and key != "cursor"}
    export_accounts(actor=request.actor, heads=heads, rows=rows, title=title, asked=asked, out=out, now=now)  # type: ignore[attr-defined]
    return spreadsheet(out.getvalue(), name, now)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def export_people(request: HttpRequest) -> HttpResponse:
    """Give the list of people as it is filtered and sorted on screen, numbers masked."""
    actor, today = request.actor, day_of(clock.now())  # type: ignore[attr-defined]
    _demand_view(actor)
    rows = reads.with_postings(reads.filtered(reads.visible_staff(actor), request.GET, today), today)
    order = reads.order_of(request.GET.get("sort", ""), reads.SORTS, "name")
    divisions = division_names()
    found = rows.order_by(order, "pk")[: LIMIT + 1]
    return _exported(request, PEOPLE, (_person(_line(one, divisions, today)) for one in found), "人员", "staff")


def _person(line: dict[str, Any]) -> list[str]:
    posts = "；".join(f"{role}（{place}）" for role, place in line["posts"])
    person = line["person"]
    authorised = person.authorised_on.isoformat()
    return [person.name, line["mobile"], line["home"], posts, STATES[line["state"]], authorised, line["keeper"]]


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show the sign-ins of the people whom the actor may see, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    _demand_view(actor)
    rows = reads.filtered_sign_ins(reads.visible_sign_ins(actor), request.GET)
    order = reads.order_of(request.GET.get("sort", ""), reads.SIGN_IN_SORTS, "-at")
    page = page_of(rows, [order], request.GET.get("cursor", ""), 30)
    lines = [(row, device_name(row.device)) for row in page.rows]
    context = {"page": page, "lines": lines, "filter": SignInFilter(request.GET)}
    return render(request, "accounts/sign_ins.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def export_sign_ins(request: HttpRequest) -> HttpResponse:
    """Give the sign-ins as they are filtered and sorted on screen."""
    actor = request.actor  # type: ignore[attr-defined]
    _demand_view(actor)
    rows = reads.filtered_sign_ins(reads.visible_sign_ins(actor), request.GET)
    order = reads.order_of(request.GET.get("sort", ""), reads.SIGN_IN_SORTS, "-at")
    found = rows.order_by(order, "pk")[: LIMIT + 1]
    return _exported(request, SIGN_INS, map(_sign_in, found), "登录记录", "sign-ins")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def export_own_sign_ins(request: HttpRequest) -> HttpResponse:
    """Give one's own sign-ins, filtered as on one's own page."""
    rows = reads.filtered_sign_ins(reads.sign_ins_of(request.actor.id), request.GET)  # type: ignore[attr-defined]
    found = rows.select_related("staff").order_by("-at", "-pk")[: LIMIT + 1]
    return _exported(request, SIGN_INS, map(_sign_in, found), "我的登录记录", "sign-ins")


def _sign_in(row: SignIn) -> list[str]:
    at = f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    name = row.staff.name if row.staff else ""
    return [name, at, "成功" if row.succeeded else "失败", row.why, device_name(row.device), row.address]
