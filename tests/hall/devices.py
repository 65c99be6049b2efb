"""Devices for tests: set up by the supervisor, paired in a browser of their own."""

from django.test import Client

from tests.cases.people import who
from tests.hall.people import centre
from yichuang.foundations import clock
from yichuang.hall.models import Device
from yichuang.hall.operations.devices import Offered, register_device
from yichuang.hall.rules.devices import Setting


def offered(kind: str = "kiosk", name: str = "东门取号机", window: int | None = None, board: str = "") -> Offered:
    setting = Setting(kind, name, window, board)
    return register_device(actor=who("沈主管"), site_id=centre().pk, setting=setting, now=clock.now())


def paired(kind: str = "kiosk", **more: object) -> tuple[Client, Device]:
    """Return the browser that is a device now, and the device."""
    given = offered(kind, **more)  # type: ignore[arg-type]
    http = Client()
    answer = http.post("/device/", {"code": given.code})
    assert answer.status_code == 302, answer.content.decode()
    given.device.refresh_from_db()
    return http, given.device
