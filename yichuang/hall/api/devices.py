"""Devices and the board of a hall over /api/hall/ (S2-32, S2-34)."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound
from yichuang.hall import policies
from yichuang.hall.operations.devices import change_device, offer_pairing, register_device, revoke_device
from yichuang.hall.queries.board import board_at
from yichuang.hall.queries.devices import device_for, narrowed, visible_devices
from yichuang.hall.schemas import devices as s
from yichuang.organizations.queries import find_site

router = Router(tags=["大厅"], auth=staff_auth)
DEVICE: dict[int, Any] = {200: s.DeviceOut, **PROBLEMS}


def arranger(request: HttpRequest) -> Actor:
    """Return who asks. :raises NotAllowed: without a post that arranges a hall."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.ARRANGE, None, "维护大厅设备")
    return actor


@router.get(
    "/hall/devices", response={200: s.DevicePage, **PROBLEMS}, operation_id="list_hall_devices", summary="大厅设备"
)
def list_devices(
    request: HttpRequest,
    q: str = "",
    kind: Literal["", "kiosk", "guide", "hall", "board", "window", "tablet"] = "",
    state: Literal["", "pairing", "active", "revoked"] = "",
    cursor: str = "",
    size: int = 20,
) -> s.DevicePage:
    """Return the devices of the actor's halls, by name."""
    page = page_of(narrowed(visible_devices(arranger(request)), q.strip(), kind, state), ["name"], cursor, size)
    return s.DevicePage(rows=[s.device_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get("/hall/devices/{device_id}", response=DEVICE, operation_id="get_hall_device", summary="取大厅设备")
def get_device(request: HttpRequest, device_id: UUID) -> s.DeviceOut:
    """Return one device."""
    return s.device_out(device_for(arranger(request), str(device_id)))


@router.post(
    "/hall/devices",
    response={201: s.PairingOut, **PROBLEMS},
    operation_id="register_hall_device",
    summary="登记大厅设备",
)
def post_device(request: HttpRequest, body: s.DeviceBody) -> Any:
    """Set up a device and return its pairing code."""
    actor, now = arranger(request), clock.now()

    def act() -> s.PairingOut:
        offered = register_device(actor=actor, site_id=body.site_id, setting=body.setting(body.kind), now=now)
        return s.pairing_out(offered, now)

    return write(request, act, 201)


@router.post(
    "/hall/devices/{device_id}/pairing",
    response={200: s.PairingOut, **PROBLEMS},
    operation_id="offer_hall_pairing",
    summary="生成配对码",
)
def post_pairing(request: HttpRequest, device_id: UUID) -> Any:
    """Give a device another pairing code; the browser paired before is out."""
    actor, now = arranger(request), clock.now()
    return write(request, lambda: s.pairing_out(offer_pairing(actor=actor, pk=str(device_id), now=now), now))


@router.put(
    "/hall/devices/{device_id}", response=DEVICE, operation_id="change_hall_device", summary="更名或移动大厅设备"
)
def put_device(request: HttpRequest, device_id: UUID, body: s.DevicePlaceBody) -> Any:
    """Rename a device or move it to another window or board."""
    actor, setting = arranger(request), body.setting()
    return write(
        request,
        lambda: s.device_out(change_device(actor=actor, pk=str(device_id), setting=setting, now=clock.now())),
    )


@router.post(
    "/hall/devices/{device_id}/revoke", response=DEVICE, operation_id="revoke_hall_device", summary="停用大厅设备"
)
def post_revoke(request: HttpRequest, device_id: UUID, body: s.DeviceReasonBody) -> Any:
    """Take a device out of use."""
    actor = arranger(request)
    return write(
        request, lambda: s.device_out(revoke_device(actor=actor, pk=str(device_id), why=body.why, now=clock.now()))
    )


@router.get(
    "/hall/sites/{site_id}/board",
    response={200: s.HallBoardOut, **PROBLEMS},
    operation_id="get_hall_board",
    summary="大厅叫号情况",
)
def get_board(request: HttpRequest, site_id: int) -> s.HallBoardOut:
    """Return what the screens of a hall show now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看大厅")
    site = find_site(site_id)
    if site is None or not actor.may(policies.VIEW, policies.place_of(site)):
        raise NotFound("这个大厅", "请从本单位的服务点中选择。")
    return s.HallBoardOut(**board_at(site, clock.now()))
