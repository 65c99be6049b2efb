"""The devices of a hall for those who arrange it: set up, code, rename, move, revoke, watch (issue 5, 10)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import CHINA
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.hall import policies
from yichuang.hall.forms.devices import DeviceFilter, DeviceForm
from yichuang.hall.models import Device
from yichuang.hall.operations.devices import Offered, change_device, offer_pairing, register_device, revoke_device
from yichuang.hall.queries import devices as reads
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.rules.devices import ACTIVE, AWAY_AFTER
from yichuang.hall.rules.ledger_words import in_words
from yichuang.hall.views.sheets import sheet
from yichuang.organizations.queries import Site, windows_of

SORTS = {"name": "name", "kind": "kind", "site": "site__name"}
HEADS = ("名称", "用途", "服务点", "窗口", "板块", "状态", "最近在线", "登记日期")
DOING = "维护大厅设备"


@require_safe
@signed_in
@never_cache
def list_devices(request: HttpRequest) -> HttpResponse:
    """Show the devices of the actor's halls, with when each was last seen."""
    form, rows, order = _chosen(request)
    page, now = page_of(rows, [order], request.GET.get("cursor", ""), 30), clock.now()
    context = {"page": page, "filter": form, "rows": [(row, _presence(row, now)) for row in page.rows]}
    return render(request, "hall/devices.html", context)


@require_safe
@signed_in
def export_devices(request: HttpRequest) -> HttpResponse:
    """Give the devices as a spreadsheet, as they are filtered and sorted on screen."""
    _, rows, order = _chosen(request)
    cells = [
        (
            row.name, row.get_kind_display(), row.site.name, row.window.number if row.window else "", row.board,
            row.get_state_display(), f"{row.last_seen_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if row.last_seen_at else "",
            f"{row.registered_at.astimezone(CHINA):%Y-%m-%d}",
        )
        for row in rows.order_by(order, "pk")[: LIMIT + 1]
    ]  # fmt: skip
    return sheet(request, "大厅设备", HEADS, cells, "devices")


def _chosen(request: HttpRequest) -> tuple[DeviceFilter, Any, str]:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.ARRANGE, None, DOING)
    form = DeviceFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = reads.narrowed(
        reads.visible_devices(actor), *(given.get(name, "").strip() for name in ("q", "kind", "state"))
    )
    asked = request.GET.get("sort", "")
    column = SORTS.get(asked.lstrip("-"), "name")
    return form, rows, f"-{column}" if asked.startswith("-") else column


def _presence(device: Device, now: Any) -> tuple[str, str]:
    """Return how a device's presence is shown: a word and its tone."""
    if device.state != ACTIVE:
        return device.get_state_display(), "grey" if device.state == "revoked" else "yellow"
    if device.last_seen_at is None or now - device.last_seen_at > AWAY_AFTER:
        return "离线", "red"
    return "在线", "green"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Set up a device; its code is shown on the next page, once."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.ARRANGE, None, DOING)
    sites = reads.sites_for(actor)
    site = _site(request, sites)
    form = _form(request.POST if request.method == "POST" else None, site)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            offered = register_device(actor=actor, site_id=site.pk, setting=form.setting(), now=clock.now())
        except Refused as error:
            refused = error
        else:
            return _code_page(request, offered)
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    context = {"form": form, "refused": refused, "sites": sites, "site": site}
    return render(request, "hall/device_register.html", context, status=status)


def _site(request: HttpRequest, sites: list[Site]) -> Site:
    asked = (request.POST if request.method == "POST" else request.GET).get("site", "")
    found = next((site for site in sites if str(site.pk) == asked), None)
    if found is None and (asked or not sites):
        raise NotFound("这个服务点", "请从本单位的服务点中选择。")
    return found or sites[0]


def _form(data: Any, site: Site, device: Device | None = None) -> DeviceForm:
    windows = [(str(row.pk), f"{row.number} {row.name}") for row in windows_of(site)]
    boards = [(letter, f"{letter} {name}") for letter, name in boards_of(site)]
    initial = {"name": device.name, "window": str(device.window_id or ""), "board": device.board} if device else None
    return DeviceForm(data, windows, boards, device.kind if device else "", initial=initial)


def _code_page(request: HttpRequest, offered: Offered) -> HttpResponse:
    """Show a pairing code; it stands on no other page, and not in an address."""
    code = f"{offered.code[:3]} {offered.code[3:]}"
    context = {"device": offered.device, "code": code, "address": request.build_absolute_uri("/device/")}
    return render(request, "hall/device_code.html", context)


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one device."""
    return _page(request, str(pk))


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Give another code, rename or move, revoke."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.ARRANGE, None, DOING)
    device = reads.device_for(actor, str(pk))
    if verb not in ACTS:
        raise NotFound("这个操作")
    try:
        return ACTS[verb](request, device)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, str(pk), refused=refused, status=refused.status)


def _offer(request: HttpRequest, device: Device) -> HttpResponse:
    return _code_page(request, offer_pairing(actor=request.actor, pk=str(device.pk), now=clock.now()))  # type: ignore[attr-defined]


def _change(request: HttpRequest, device: Device) -> HttpResponse:
    form = _form(request.POST, device.site, device)
    if not form.is_valid():
        return _page(request, str(device.pk), form=form, status=422)
    change_device(actor=request.actor, pk=str(device.pk), setting=form.setting(), now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, "已保存，设备上的页面随即更新。")
    return HttpResponseRedirect(f"/hall/devices/{device.pk}/")


def _revoke(request: HttpRequest, device: Device) -> HttpResponse:
    why = request.POST.get("why", "")[:100]
    revoke_device(actor=request.actor, pk=str(device.pk), why=why, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, "已停用，设备上的页面随即显示“已停用”。")
    return HttpResponseRedirect(f"/hall/devices/{device.pk}/")


ACTS: dict[str, Callable[[HttpRequest, Device], HttpResponse]] = {
    "offer": _offer,
    "change": _change,
    "revoke": _revoke,
}


def _page(
    request: HttpRequest, pk: str, form: DeviceForm | None = None, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    policies.demand(actor, policies.ARRANGE, None, DOING)
    device = reads.device_for(actor, str(pk))
    context = {
        "device": device,
        "presence": _presence(device, now),
        "form": form or _form(None, device.site, device),
        "refused": refused,
        "history": [(event, in_words(event.type, event.payload)) for event in reversed(ledger.history(device.stream))],
    }
    return render(request, "hall/device.html", context, status=status)
