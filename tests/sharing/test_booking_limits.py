"""What the hotline's bookings are refused for, many at once, and what the hall sees of them (S2-35; issue 5, 6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cases.people import signed_in, who
from tests.cases.test_budgets import statements
from tests.exchange.joined import Joined, join
from tests.hall.booking import plan
from tests.hall.people import centre
from tests.sharing.hotline import MOBILE, booking, district, free, hotline, send  # noqa: F401 - a fixture
from yichuang.exchange.models import InboundMessage
from yichuang.exchange.rules.scopes import APPOINTMENTS
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.hall.models import Appointment, OpeningPlan, SlotPlan
from yichuang.hall.operations.book import Booking, book
from yichuang.hall.operations.opening import SpecialDay, declare_days
from yichuang.hall.operations.settle_stranded import LATER
from yichuang.hall.queries.share import channels
from yichuang.hall.queries.slots import Purpose
from yichuang.organizations.models import Board, Department, Site

pytestmark = pytest.mark.usefixtures("district")


def by_phone(starts_at: str) -> Booking:
    """Return what the guide desk enters for somebody on the telephone."""
    purpose = Purpose("receive", "综合受理", "", "A")
    return Booking(plan().pk, purpose, datetime.fromisoformat(starts_at), "王小明", MOBILE, "phone")


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"mobile": "0571-82600000"}, 422, "固定电话"),
        ({"starts_at": "2036-12-01T09:10:00"}, 422, "时区"),
        ({"starts_at": "2020-12-01T09:10:00+08:00"}, 409, "来不及"),
        ({"starts_at": "2036-12-01T09:11:00+08:00"}, 409, "不能预约"),
        ({"matter": "", "board": "Z"}, 404, "没有找到"),
        ({"matter": "no_such"}, 404, "没有找到"),
        ({"site": "nowhere"}, 404, "没有找到"),
        ({"name": " "}, 422, "姓名"),
    ],
)
def test_what_cannot_be_booked_is_told(change: dict[str, str], status: int, word: str) -> None:
    caller = hotline()
    answer = send(caller, "", booking(free(caller)[12]) | change)
    assert answer.status_code == status and word in answer.json()["detail"]
    assert not Appointment.objects.exists() and not InboundMessage.objects.exists()


def test_on_a_day_without_opening_the_reason_is_told() -> None:
    caller = hotline()
    starts = datetime.fromisoformat(free(caller)[-1])
    day = starts.date()
    special = SpecialDay(day, (), "大厅停电检修")
    declare_days(actor=who("谢区管"), site=centre(), days=[special], then=LATER, now=clock.now())
    offered = {one["day"]: one for one in caller.get("/appointments/slots?site=centre&board=A").json()["days"]}
    assert offered[day.isoformat()]["slots"] == [] and "大厅停电检修" in offered[day.isoformat()]["closed"]
    answer = send(caller, "", booking(starts.isoformat()))
    assert answer.status_code == 409 and "大厅停电检修" in answer.json()["detail"]


def test_a_full_slot_is_refused_and_the_message_may_be_sent_again_for_another() -> None:
    caller, places = hotline(), plan().capacity + plan().extra
    starts = free(caller)[12]
    for number in range(places):
        assert send(caller, "", booking(starts, mobile=f"139000003{number:02d}")).status_code == 201
    full = send(caller, "", {"id": "call-full", **booking(starts)})
    assert full.status_code == 409 and "约满" in full.json()["detail"]
    assert send(caller, "", {"id": "call-full", **booking(free(caller)[0])}).status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("demo_again")
def test_a_message_sent_many_times_at_once_books_once() -> None:
    caller = hotline()
    body = {"id": "call-1", **booking(free(caller)[12])}

    def one(place: int) -> Any:
        try:
            return send(Joined(caller.system, "", "", token=caller.token), "", body, f"key-{place}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, range(4)))
    assert {one.status_code for one in answers} == {201} and len({one.content for one in answers}) == 1
    assert Appointment.objects.count() == InboundMessage.objects.count() == 1


def test_no_shows_end_booking_by_the_hotline_s_system_too() -> None:
    caller, now = hotline(), clock.now()
    OpeningPlan.objects.filter(site=centre()).update(a_day=9)
    starts = free(caller)
    for place in (12, 14, 16):
        row = Appointment.objects.get(pk=send(caller, "", booking(starts[place])).json()["id"])
        began = now - timedelta(days=place)
        Appointment.objects.filter(pk=row.pk).update(
            state="no_show", starts_at=began, ends_at=began + timedelta(minutes=20), day=day_of(began)
        )
    refused = send(caller, "", booking(starts[18]))
    said = refused.json()["reasons"][0]
    assert (refused.status_code, said["code"]) == (403, "blocked") and "工作人员代约" in said["todo"]
    entered = by_phone(starts[18])
    assert book(actor=who("俞导服"), booking=entered, now=now).state == "booked", "who speaks with him may"


def test_a_system_books_in_the_division_of_its_department_only() -> None:
    Department.objects.filter(key="xs-transport").update(division_id="330109103")
    town = join(
        "", key="town-line", department="xs-transport", route=False, name="镇街热线", scopes=[APPOINTMENTS], pulls=True
    )
    assert "centre" not in {one["key"] for one in town.get("/appointments/sites").json()}
    assert town.get("/appointments/slots?site=centre&board=A").status_code == 404
    assert send(town, "", booking(free(hotline())[12])).status_code == 404
    assert not Appointment.objects.exists()


def test_the_hall_s_pages_say_who_booked_and_count_the_channels() -> None:
    caller, now = hotline(), clock.now()
    starts = free(caller)
    row = send(caller, "", booking(starts[12])).json()
    entered = by_phone(starts[14])
    book(actor=who("俞导服"), booking=entered, now=now)
    http = signed_in("俞导服")
    listed = http.get("/hall/appointments/?hall=centre&list=all&source=system").content.decode()
    assert "联网系统" in listed and "12345 热线系统" in listed and listed.count("row-link") == 1
    shown = http.get(f"/hall/appointments/{row['id']}/").content.decode()
    assert "联网系统（12345 热线系统）" in shown
    first, last = day_of(now), day_of(now) + timedelta(days=30)
    found = channels(centre(), first, last)
    assert {(one.source, one.name, one.booked, one.percent) for one in found} == {
        ("system", "联网系统（12345 热线系统）", 1, "50.0%"),
        ("phone", "电话", 1, "50.0%"),
    }
    Appointment.objects.filter(pk=row["id"]).update(state="no_show")
    share = http.get(f"/hall/appointments/share/?hall=centre&first={first}&last={last}").content.decode()
    assert "按渠道" in share and "联网系统（12345 热线系统）" in share and "100.0%" in share
    assert http.get(f"/hall/appointments/share/export/?hall=centre&first={first}&last={last}").status_code == 200


def test_all_sites_are_told_in_as_many_statements_as_one() -> None:
    caller = hotline()
    admin = centre()
    with statements() as seen:
        before = caller.get("/appointments/sites").json()
    few = len(seen)
    for place in range(6):
        more = Site.objects.create(
            key=f"more-{place}",
            name=f"另一服务点{place}",
            kind="town_hall",
            division=admin.division,
        )
        Board.objects.create(site=more, letter="A", name="综合")
        SlotPlan.objects.create(
            site=more, purpose="receive", board="", minutes=15, capacity=2, days_ahead=3, changed_at=clock.now()
        )
        OpeningPlan.objects.create(site=more, rules=OpeningPlan.objects.get(site=admin).rules)
    with statements() as seen:
        after = caller.get("/appointments/sites").json()
    assert len(after) == len(before) + 6 and len(seen) == few, "\n".join(seen)
    told = {one["key"]: one for one in after}
    offer = told["more-0"]["offers"][0]
    shown = caller.get("/appointments/slots?site=more-0&board=A").json()
    starts = [slot["starts_at"] for day in shown["days"] for slot in day["slots"]]
    assert offer["times"] == len(starts) > 0 and offer["first"] == starts[0]
    assert {one["key"]: one for one in before}["centre"] == told["centre"]
