"""Shapes of the hall's API."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yichuang.hall.models import Device
from yichuang.hall.operations.devices import Offered
from yichuang.hall.rules.devices import CODE_LIVES, LONGEST_NAME, Setting

Kind = Literal["kiosk", "guide", "hall", "board", "window", "tablet"]


class DeviceOut(Schema):
    """A device of a hall."""

    id: UUID
    kind: str
    name: str
    site: str
    window: str = ""
    board: str = ""
    state: str
    last_seen_at: datetime | None = None


class DevicePage(Schema):
    """Devices with the cursors to their neighbours."""

    rows: list[DeviceOut]
    next: str = ""
    previous: str = ""


class DevicePlaceBody(Schema):
    """A device's name and place."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    window_id: int | None = None
    board: str = Field(default="", max_length=1)

    def setting(self, kind: str = "") -> Setting:
        """Return the setting as the operation takes it."""
        return Setting(kind, self.name, self.window_id, self.board)


class DeviceBody(DevicePlaceBody):
    """A device to be set up."""

    site_id: int
    kind: Kind


class DeviceReasonBody(Schema):
    """Why a device is taken out of use."""

    why: str = Field(min_length=1, max_length=100)


class PairingOut(Schema):
    """A device with its pairing code, told once."""

    device: DeviceOut
    code: str
    expires_at: datetime


class HallBoardOut(Schema):
    """What the screens of a hall show."""

    site: str
    notice: str
    silent: bool
    counts: bool
    calls: list[dict[str, Any]]
    passed: list[str]
    boards: list[dict[str, Any]]
    windows: list[dict[str, Any]]
    day: str


def device_out(device: Device) -> DeviceOut:
    """Return a device as the API shows it."""
    return DeviceOut(
        id=device.pk,
        kind=device.kind,
        name=device.name,
        site=device.site.key,
        window=device.window.number if device.window else "",
        board=device.board,
        state=device.state,
        last_seen_at=device.last_seen_at,
    )


def pairing_out(offered: Offered, now: datetime) -> PairingOut:
    """Return a pairing code as the API tells it."""
    return PairingOut(device=device_out(offered.device), code=offered.code, expires_at=now + CODE_LIVES)
