"""Devices and the board over the API: written once for a key, found, refused with reasons (S2-32, S2-34)."""

import uuid
from typing import Any

import pytest
from django.test import Client

from tests.hall.people import centre, sit, take, window
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.hall.models import Device

pytestmark = pytest.mark.usefixtures("demo_district")


def api(name: str) -> Any:
    """Return a way to call the API as one of the people."""
    mobile = next(person.mobile for person in PEOPLE if person.name == name)
    http = Client()
    given = {"mobile": mobile, "password": PASSWORD}
    token = http.post("/api/session", given, content_type="application/json").json()["token"]

    def call(method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid.uuid4())}
        more = {} if method == "get" else {"data": body or {}, "content_type": "application/json"}
        return getattr(http, method)(f"/api/hall/{path}", headers=headers, **more)

    return call


def test_a_device_is_set_up_moved_and_revoked_over_the_api() -> None:
    call = api("沈主管")
    body = {"site_id": centre().pk, "kind": "window", "name": "一号屏", "window_id": window("01").pk}
    made = call("post", "devices", body, "k1")
    assert made.status_code == 201, made.content.decode()
    assert call("post", "devices", body, "k1").json() == made.json() and Device.objects.count() == 1
    paired = Client().post("/device/", {"code": made.json()["code"]})
    assert paired["Location"] == "/screen/"
    pk = made.json()["device"]["id"]
    assert [row["name"] for row in call("get", "devices?state=active&q=一号").json()["rows"]] == ["一号屏"]
    moved = call("put", f"devices/{pk}", {"name": "二号屏", "window_id": window("02").pk})
    assert moved.json()["window"] == "02" and call("get", f"devices/{pk}").json()["name"] == "二号屏"
    assert len(call("post", f"devices/{pk}/pairing").json()["code"]) == 6
    assert call("post", f"devices/{pk}/revoke", {"why": "报废"}).json()["state"] == "revoked"
    refused = call("post", f"devices/{pk}/pairing")
    assert refused.status_code == 409 and refused.json()["reasons"][0]["rule"] == "S2-34"
    wrong = call("post", "devices", {"site_id": centre().pk, "kind": "window", "name": "屏"})
    assert wrong.status_code == 422 and wrong.json()["reasons"][0]["field"] == "window"


def test_the_board_over_the_api_is_that_of_the_screens() -> None:
    take("freight_general")
    sit("林小窗")
    board = api("林小窗")("get", f"sites/{centre().pk}/board")
    assert board.status_code == 200
    assert next(row for row in board.json()["boards"] if row["letter"] == "A")["waiting"] == 1
    assert api("吴益农")("get", f"sites/{centre().pk}/board").status_code == 404
    assert api("赵审查")("get", f"sites/{centre().pk}/board").status_code == 403
