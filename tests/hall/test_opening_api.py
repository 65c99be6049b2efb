"""The calendar's exceptional days and the plans of slots over the API: as on the pages, once for a key, refused with reasons (S2-38)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.hall.booking import booked
from tests.hall.test_booking_api import Caller
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.hall.models import Appointment, OpeningException, SlotPlan

pytestmark = pytest.mark.usefixtures("demo_district")
# A Tuesday that lies ahead, whatever day it is.
TODAY = day_of(clock.now())
TUESDAY = TODAY + timedelta(days=2 + (1 - (TODAY + timedelta(days=2)).weekday()) % 7)
DAY = {"site": "centre", "first": TUESDAY.isoformat(), "reason": "台风停办"}


def put(caller: Caller, path: str, body: dict[str, Any]) -> Any:
    headers = {**caller.headers, "Idempotency-Key": str(uuid.uuid4())}
    return caller.http.put(f"/api/hall/{path}", body, "application/json", headers=headers)


def test_a_day_is_declared_listed_and_withdrawn_and_who_was_booked_is_moved_once() -> None:
    row, caller, key = (
        booked("9:10", now=clock.now(), day=TUESDAY, mobile="13900000701"),
        Caller("沈主管"),
        str(uuid.uuid4()),
    )
    made = caller.post("special-days", {**DAY, "then": "move"}, key)
    again = caller.post("special-days", {**DAY, "then": "move"}, key)
    assert (made.status_code, again.json()) == (201, made.json())
    said = made.json()
    assert (said["moved"], said["cancelled"], said["waiting"]) == (1, 0, 0)
    assert said["days"][0] | {"id": 0, "declared_at": ""} == {
        **{"id": 0, "site": "centre", "day": TUESDAY.isoformat(), "board": "", "spans": [], "hours": ""},
        **{"reason": "台风停办", "declared_by": "沈主管", "declared_at": ""},
    }
    row.refresh_from_db()
    assert row.moved == 1 and row.day == TUESDAY + timedelta(days=1)
    listed = caller.get("special-days?site=centre&q=台风").json()
    assert [one["day"] for one in listed["rows"]] == [TUESDAY.isoformat()]
    assert caller.get("special-days?site=centre&q=暴雪").json()["rows"] == []
    opening = caller.get(f"opening?site=centre&first={TUESDAY}&last={TUESDAY}").json()
    assert opening[0]["closed"] == "台风停办"
    pk = said["days"][0]["id"]
    back = caller.post(f"special-days/{pk}/withdraw", {})
    assert back.json() == {"site": "centre", "day": TUESDAY.isoformat(), "board": "", "waiting": 0}
    assert not OpeningException.objects.exists() and caller.post(f"special-days/{pk}/withdraw", {}).status_code == 404


def test_days_of_a_board_are_paged_and_open_in_their_own_hours() -> None:
    caller = Caller("沈主管")
    week = {**DAY, "last": (TUESDAY + timedelta(days=4)).isoformat(), "board": "A", "hours": "9:00-11:30、14:00-16:00"}
    days = caller.post("special-days", week).json()["days"]
    assert len(days) == 5 and days[0]["spans"] == [[540, 690], [840, 960]]
    first = caller.get("special-days?site=centre&board=A&size=2").json()
    second = caller.get(f"special-days?site=centre&board=A&size=2&cursor={first['next']}").json()
    assert [one["day"] for one in first["rows"] + second["rows"]] == [one["day"] for one in days[:4]]
    assert caller.get("special-days?site=centre&board=B").json()["rows"] == []


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"hours": "9点到11点半"}, "hours", "不是时间"),
        ({"last": "2030-01-01"}, "last", "最多 31 天"),
        ({"reason": " "}, "reason", "请填写"),
        ({"board": "Z"}, "board", "不在可选范围"),
        ({"first": "2020-01-01"}, "day", "已经过去"),
    ],
)
def test_a_day_that_cannot_be_is_told_with_its_field(change: dict[str, str], field: str, word: str) -> None:
    answer = Caller("沈主管").post("special-days", DAY | change)
    reason = answer.json()["reasons"][0]
    assert answer.status_code == 422 and reason["field"] == field
    assert word in answer.json()["detail"]
    assert not OpeningException.objects.exists()


def test_a_plan_of_slots_is_read_and_set_and_booked_people_keep_their_times() -> None:
    row, caller = booked("9:10", now=clock.now(), day=TUESDAY, mobile="13900000702"), Caller("沈主管")
    plans = {one["board"] + one["purpose"]: one for one in caller.get("slot-plans?site=centre").json()}
    mine = plans["Areceive"]
    assert (mine["minutes"], mine["capacity"], mine["lengths"]) == (20, 3, {"freight_general": 40})
    changed = put(caller, f"slot-plans/{mine['id']}", {"minutes": 30, "capacity": 5})
    assert changed.status_code == 200 and changed.json()["capacity"] == 5
    assert changed.json()["lengths"] == {"freight_general": 40}, "what is null stays"
    read = caller.get(f"slot-plans/{mine['id']}").json()
    assert read | {"changed_at": ""} == changed.json() | {"changed_at": ""}
    assert Appointment.objects.get(pk=row.pk).starts_at == row.starts_at
    wrong = put(caller, f"slot-plans/{mine['id']}", {"minutes": 1})
    assert wrong.status_code == 422 and wrong.json()["reasons"][0]["field"] == "minutes"
    there = caller.post("slot-plans", {"site": "centre", "board": "A"})
    assert there.status_code == 409 and "已有号源安排" in there.json()["detail"]
    SlotPlan.objects.filter(site__key="centre", board="", purpose="receive").delete()
    made = caller.post("slot-plans", {"site": "centre", "minutes": 15, "capacity": 1})
    assert made.status_code == 201 and (made.json()["name"], made.json()["days_ahead"]) == ("全部事项", 14)


def test_who_only_looks_on_sets_nothing_and_another_s_hall_is_not_there() -> None:
    plan = SlotPlan.objects.get(site__key="centre", board="A")
    clerk, other = Caller("林小窗"), Caller("吴益农")
    assert clerk.get("slot-plans").status_code == 200
    assert put(clerk, f"slot-plans/{plan.pk}", {"capacity": 9}).status_code == 403
    assert clerk.post("special-days", DAY).status_code == 403
    assert other.get(f"slot-plans/{plan.pk}").status_code == 404
    assert other.get("special-days?site=centre").status_code == 404
    today = day_of(clock.now())
    OpeningException.objects.create(
        site=plan.site, day=today - timedelta(days=1), reason="昨天停电", declared_by="沈主管", declared_at=clock.now()
    )
    past = OpeningException.objects.get()
    assert Caller("沈主管").post(f"special-days/{past.pk}/withdraw", {}).status_code == 409
