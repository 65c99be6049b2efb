"""The public books, looks after it and checks in without scripts; officers' pages say and do what they show (S2-35, S2-38)."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from tests.cases.people import signed_in
from tests.hall.booking import MOBILE, at
from tests.hall.people import centre
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA, day_of
from yichuang.hall.models import Appointment, OpeningException, OpeningPlan, SlotPlan
from yichuang.hall.queries.slots import bookable_days, offer_on
from yichuang.hall.rules.icalendar import Entry, calendar_file
from yichuang.hall.rules.opening import Span

pytestmark = pytest.mark.usefixtures("demo_district")


@pytest.fixture(autouse=True)
def open_every_day(demo_district: None) -> None:
    """Open around the clock, so that the tests do not depend on the hour at which they run."""
    always = {"weekly": [[[0, 1440]]] * 7, "makeup_as": 0, "extras": [], "turns": [], "blackouts": []}
    holidays = {"name": "假日值班", "start": 0, "end": 1440, "kinds": ["holiday"]}
    OpeningPlan.objects.update(rules={**always, "extras": [holidays]}, early_minutes=480)


def slots(board: str = "A") -> list[str]:
    plan = SlotPlan.objects.select_related("site").get(site=centre(), board=board, purpose="receive")
    days = bookable_days(plan, 20, clock.now())
    return [slot.start.astimezone(CHINA).isoformat() for day in days for slot in day.slots if slot.free]


def morning() -> str:
    """Return a slot of a later day's morning: late in the evening a matter of forty minutes no longer fits into today."""
    found = slots()
    return next(one for one in found if one[:10] > found[0][:10] and one[11:16] >= "09:00")


def book(http: Client, starts: str, mobile: str = MOBILE) -> str:
    """Book as a browser without scripts does; return the page that follows."""
    form = {"board": "综合受理", "site": "centre", "day": starts[:10], "starts": starts}
    assert http.post("/book/hold/", form)["Location"] == "/book/confirm/"
    asked = http.get("/book/confirm/").content.decode()
    assert "为您保留到" in asked
    answer = http.post("/book/confirm/", {"name": "王小明", "mobile": mobile}, follow=True)
    assert answer.redirect_chain == [("/book/done/", 302)]
    return str(answer.content.decode())


def test_question_by_question_to_the_code_and_the_calendar_file() -> None:
    http = Client()
    assert "综合受理" in http.get("/book/").content.decode()
    found = http.get("/book/?q=huoyun").content.decode()
    assert "/book/?matter=freight_general" in found
    sites = http.get("/book/?matter=freight_general").content.decode()
    assert "site=centre" in sites and "三围村" not in sites, "only where the matter is handled"
    assert http.get("/book/?board=不动产")["Location"].endswith("site=centre"), "one site is not asked for"
    days = http.get("/book/?matter=freight_general&site=centre").content.decode()
    assert "个时段" in days
    starts = morning()
    times = http.get(f"/book/?matter=freight_general&site=centre&day={starts[:10]}").content.decode()
    assert starts in times and "大约需要 40 分钟" in times
    page = book(http, starts)
    row = Appointment.objects.get(state="booked")
    assert f"{row.code[:4]} {row.code[4:]}" in page and "王**" in page and MOBILE not in page
    file = http.get("/book/appointment.ics")
    event = Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert event.decoded("dtstart") == row.starts_at and event.decoded("dtend") == row.ends_at
    assert str(event["location"]).startswith("萧山区") and row.code[:4] in str(event["description"])
    assert Client().get("/book/appointment.ics").status_code == 404, "nobody else's browser has it"


def test_without_a_choice_or_a_mobile_it_is_asked_again() -> None:
    http, starts = Client(), morning()
    form = {"board": "综合受理", "site": "centre", "day": starts[:10]}
    again = http.post("/book/hold/", form, follow=True).content.decode()
    assert "还没有选时段" in again
    assert http.get("/book/confirm/").status_code == 404
    http.post("/book/hold/", {**form, "starts": starts})
    answer = http.post("/book/confirm/", {"name": "王小明", "mobile": "0571-82600000"})
    assert answer.status_code == 422 and "这是固定电话" in answer.content.decode()
    assert Appointment.objects.get().state == "draft"
    assert http.post("/book/release/")["Location"].startswith("/book/?site=centre&day=")
    assert not Appointment.objects.exists()
    full = [Client().post("/book/hold/", {**form, "starts": starts}, REMOTE_ADDR=f"192.0.2.{n}") for n in range(4)]
    assert [one.status_code for one in full] == [302, 302, 302, 409]
    assert "刚刚约满" in full[3].content.decode() and "怎么办" in full[3].content.decode()


def test_its_owner_moves_and_cancels_it_and_a_stranger_does_not() -> None:
    http = Client()
    many = slots()
    book(http, many[8])
    row = Appointment.objects.get(state="booked")
    wrong = http.post("/book/manage/", {"code": row.code, "tail": "0000"})
    assert wrong.status_code == 404 and "王" not in wrong.content.decode()
    assert http.get("/book/manage/move/").status_code == 404
    assert http.post("/book/manage/", {"code": row.code, "tail": MOBILE[-4:]}).status_code == 302
    assert "我的预约" in http.get("/book/manage/").content.decode()
    day = many[20][:10]
    assert many[20] in http.get(f"/book/manage/move/?day={day}").content.decode()
    moved = http.post("/book/manage/move/", {"day": day, "starts": many[20]}, follow=True).content.decode()
    assert "已改期" in moved
    cancelled = http.post("/book/manage/cancel/", follow=True).content.decode()
    assert "已取消" in cancelled
    http.post("/book/manage/leave/")
    assert "预约码" in http.get("/book/manage/").content.decode()
    assert http.post("/book/manage/cancel/").status_code == 404


def test_checked_in_at_the_site_and_nowhere_else() -> None:
    http, now = Client(), clock.now()
    plan = SlotPlan.objects.select_related("site").get(site=centre(), board="A", purpose="receive")
    today = [slot.start for slot in offer_on(plan, day_of(now), 20, now).slots if slot.free]
    if not today:
        pytest.skip("the last two hours of the day have no slot left to book")
    book(http, today[0].astimezone(CHINA).isoformat())
    row = Appointment.objects.get(state="booked")
    page = http.post("/check-in/centre/", {"code": row.code}, follow=True)
    assert re.search(r"A\d{3}", page.content.decode()) and "优先叫号" in page.content.decode()
    assert http.post("/check-in/centre/", {"code": "12345678"}).status_code == 404
    assert "不是这里" in http.post("/check-in/yinong/", {"code": row.code}).content.decode()
    assert http.get("/check-in/").status_code == 200 and http.get("/check-in/nowhere/").status_code == 404
    assert "开放时间" in http.get(f"/book/hours/centre/?month={clock.now():%Y-%m}").content.decode()


def test_the_phone_desk_books_searches_moves_and_exports() -> None:
    http, many = signed_in("俞导服"), slots()
    page = http.get("/hall/appointments/new/?q=huoyun").content.decode()
    assert "matter=freight_general" in page
    form = {
        "hall": "centre", "site": "centre", "board": "综合受理", "day": many[8][:10], "starts": many[8],
        "name": "陈阿姨", "mobile": MOBILE, "source": "phone",
    }  # fmt: skip
    again = http.post("/hall/appointments/new/", {**form, "mobile": "0571-82600000"})
    assert again.status_code == 422 and "固定电话" in again.content.decode()
    shown = http.post("/hall/appointments/new/", form, follow=True).content.decode()
    row = Appointment.objects.get(state="booked")
    assert "已预约" in shown and "陈**" in shown and MOBILE not in shown
    for asked in (MOBILE, row.code, "综合"):
        assert row.code[:4] in http.get(f"/hall/appointments/?list=all&q={asked}").content.decode()
    assert row.code[:4] not in http.get("/hall/appointments/?list=all&q=13900000001").content.decode()
    moved = http.post(f"/hall/appointments/{row.pk}/act/move/", {"starts": many[9]}, follow=True)
    assert "已改期" in moved.content.decode()
    refused = http.post(f"/hall/appointments/{row.pk}/act/cancel/", {"why": ""})
    assert refused.status_code == 422 and "没有写明取消原因" in refused.content.decode()
    book_ = load_workbook(BytesIO(http.get("/hall/appointments/export/?list=all").content))
    rows = list(book_.worksheets[0].iter_rows(values_only=True))
    assert rows[1][0] == row.code and rows[1][5] == "139****0999"


def test_the_calendar_is_arranged_on_its_page() -> None:
    http, base = signed_in("沈主管"), {"hall": "centre", "month": f"{clock.now():%Y-%m}"}
    day = day_of(clock.now()) + timedelta(days=5)
    week = {f"day{n}": "8:30-12:00、13:30-17:30" for n in range(5)} | {"makeup_as": "0"}
    assert http.post("/hall/opening/act/week/", {**base, **week, "day0": "12:00-8:30"}).status_code == 422
    assert http.post("/hall/opening/act/week/", {**base, **week}).status_code == 302
    extra = {"name": "周末值班", "start": "9:00", "end": "11:30", "kinds": ["weekend"], "weekdays": ["5"], "every": "1"}
    assert http.post("/hall/opening/act/extra/", {**base, **extra}).status_code == 302
    turn = {
        "name": "不动产轮休",
        "weekday": "1",
        "start": "13:30",
        "end": "17:30",
        "boards": ["G"],
        "fewer": "0",
        "every": "1",
    }
    assert http.post("/hall/opening/act/turn/", {**base, **turn}).status_code == 302
    blackout = {"name": "业务学习", "weekday": "4", "nth": "-1", "start": "16:00", "end": "17:30"}
    assert http.post("/hall/opening/act/blackout/", {**base, **blackout}).status_code == 302
    drop = {**base, "kind": "turn", "place": "0"}
    assert http.post("/hall/opening/act/drop/", {**drop, "name": "别的"}).status_code == 404
    assert http.post("/hall/opening/act/drop/", {**drop, "name": "不动产轮休"}).status_code == 302
    special = {"first": day.isoformat(), "spans": "", "reason": "台风停办", "then": "move"}
    assert http.post("/hall/opening/act/declare/", {**base, **special, "reason": ""}).status_code == 422
    assert http.post("/hall/opening/act/declare/", {**base, **special}).status_code == 302
    page = http.get(f"/hall/opening/?month={day:%Y-%m}").content.decode()
    assert "台风停办" in page and "周末值班" in page and "不动产轮休" not in page.split("变更记录")[0]
    pk = OpeningException.objects.get().pk
    assert http.post("/hall/opening/act/withdraw/", {**base, "pk": pk}).status_code == 302
    slots_page = http.get("/hall/slots/").content.decode()
    assert "综合受理" in slots_page and "才给出超额建议" in slots_page
    plan = SlotPlan.objects.get(site=centre(), board="G")
    terms = {"minutes": "30", "capacity": "1", "extra": "0", "days_ahead": "7", "notice_minutes": "60", "active": "on"}
    wrong = http.post(f"/hall/slots/{plan.pk}/change/", {**base, **terms, "lengths": "nonsense"})
    assert wrong.status_code == 422 and "读不懂" in wrong.content.decode()
    assert http.post(f"/hall/slots/{plan.pk}/change/", {**base, **terms}).status_code == 302
    plan.refresh_from_db()
    assert (plan.capacity, plan.days_ahead) == (1, 7)
    assert http.get("/hall/appointments/share/?first=2026-11-01&last=2026-12-31").status_code == 200
    assert http.get("/hall/appointments/share/export/").status_code == 200


def test_a_calendar_file_is_valid_whatever_it_says() -> None:
    long = "很长的事项名称，含有逗号；分号\\反斜杠" * 9
    entry = Entry("1@x", 2, at("9:10"), at("9:30"), long, "地点", f"第一行\n{long}", cancelled=True)
    data = calendar_file(entry, at("8:00"))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    event = Calendar.from_ical(data).walk("VEVENT")[0]
    assert (str(event["summary"]), str(event["status"]), event["sequence"]) == (long, "CANCELLED", 2)
    assert str(event["description"]) == f"第一行\n{long}" and Span(0, 1).reason
