"""12345 books over the API: what is free, once for a key, masked, refused with reasons (S2-35)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.hall.models import Appointment

pytestmark = pytest.mark.usefixtures("demo_district")


class Caller:
    """A person at the API."""

    def __init__(self, name: str) -> None:
        mobile = next(person.mobile for person in PEOPLE if person.name == name)
        self.http = Client()
        given = {"mobile": mobile, "password": PASSWORD}
        token = self.http.post("/api/session", given, "application/json").json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> Any:
        return self.http.get(f"/api/hall/{path}", headers=self.headers)

    def post(self, path: str, body: dict[str, Any], key: str = "") -> Any:
        headers = {**self.headers, "Idempotency-Key": key or str(uuid.uuid4())}
        return self.http.post(f"/api/hall/{path}", body, "application/json", headers=headers)


def test_twelve_three_four_five_books_moves_and_cancels() -> None:
    caller, key = Caller("谢区管"), str(uuid.uuid4())
    offer = caller.get("slots?site=centre&matter=freight_general").json()
    free = [slot["starts_at"] for day in offer["days"][1:] for slot in day["slots"]]
    assert offer["name"] == "普通货物运输经营许可" and len(free) > 20
    assert any(day["closed"] == "双休日不办公" for day in offer["days"])
    body = {
        "site": "centre",
        "matter": "freight_general",
        "starts_at": free[12],
        "name": "陈阿姨",
        "mobile": "13900000123",
    }
    made = caller.post("appointments", body, key)
    again = caller.post("appointments", body, key)
    assert (made.status_code, again.json()) == (201, made.json()) and Appointment.objects.count() == 1
    row = made.json()
    assert (row["name"], row["mobile"], row["source"], row["board"]) == ("陈**", "139****0123", "12345", "A")
    moved = caller.post(f"appointments/{row['id']}/move", {"starts_at": free[16]}).json()
    assert moved["moved"] == 1 and moved["code"] == row["code"]
    listed = caller.get("appointments?site=centre&q=13900000123").json()
    assert [one["id"] for one in listed["rows"]] == [row["id"]]
    nobody = caller.post(f"appointments/{row['id']}/cancel", {"reason": " "})
    assert nobody.status_code == 422 and nobody.json()["reasons"][0]["field"] == "why"
    assert caller.post(f"appointments/{row['id']}/cancel", {"reason": "来电取消"}).json()["state"] == "cancelled"
    share = caller.get("appointments/share?site=centre").json()
    assert share["site"] == "centre" and share["days"] == []
    opening = caller.get("opening?site=centre&board=A&first=2026-12-02&last=2026-12-02").json()
    assert opening[0]["hours"] == "8:30—20:00" and opening[0]["spans"][0] == [510, 720]


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"mobile": "0571-82600000"}, 422, "固定电话"),
        ({"starts_at": "without a zone"}, 422, "时区"),
        ({"starts_at": "2020-12-01T09:10:00+08:00"}, 409, "来不及"),
        ({"starts_at": "a minute late"}, 409, "不能预约"),
        ({"matter": "", "board": "Z"}, 404, "没有找到"),
        ({"matter": "no_such"}, 404, "没有找到"),
        ({"site": "yinong", "matter": "", "board": "G"}, 404, "没有找到"),
    ],
)
def test_what_cannot_be_booked_is_told(change: dict[str, str], status: int, word: str) -> None:
    caller = Caller("谢区管")
    days = caller.get("slots?site=centre&board=A").json()["days"][1:]
    free = [slot["starts_at"] for day in days for slot in day["slots"]][12]
    body = {"site": "centre", "board": "A", "starts_at": free, "name": "陈阿姨", "mobile": "13900000123"}
    late = (datetime.fromisoformat(free) + timedelta(minutes=1)).isoformat()
    said = {"without a zone": free[:19], "a minute late": late}
    answer = caller.post("appointments", {name: said.get(value, value) for name, value in (body | change).items()})
    assert answer.status_code == status and word in answer.json()["detail"]
    assert not Appointment.objects.exists()


def test_what_is_not_said_is_asked_for() -> None:
    caller = Caller("俞导服")
    assert caller.get("slots?site=centre").status_code == 422
    assert caller.get("appointments?site=yinong").status_code == 404
    assert caller.get("appointments/share?first=2020-01-01&last=2026-01-01").status_code == 422
    wrong = caller.post("check-in", {"site": "centre", "code": "1"})
    assert wrong.status_code == 404 and wrong.json()["reasons"][0]["todo"]
