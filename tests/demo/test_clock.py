"""The movable clock, the alarms it lets ring, and a calendar loaded late (issue 2, 13; lifecycle.md, Clocks)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.browser.visits import ring_alarms
from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.hall.people import sit, take
from tests.years import load_year_of
from yichuang.accounts.permissions import CLOCK
from yichuang.cases import hearings, tasks
from yichuang.cases.models import Case
from yichuang.cases.operations.watch import record_due_soon, record_overdue, record_tolerance_overdue
from yichuang.cases.queries.timing import rules_of
from yichuang.cases.rules.clocks import first_yellow_day
from yichuang.catalog.queries import spec_of
from yichuang.demo.operations.move_clock import move_clock
from yichuang.foundations import calendars, clock, ledger
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.models import Seat, Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.tasks.floor import begin_new_day
from yichuang.notifications.queries import messages_about

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@pytest.fixture
def movable(settings: Any) -> Any:
    settings.DEMO, settings.MOVABLE_CLOCK = True, True
    clock.forget_shift()
    calendars.forget()
    yield settings
    clock.forget_shift()
    calendars.forget()


def accepted() -> str:
    """Receive and accept a case; the next year is loaded, so that nothing is provisional in whatever month this runs."""
    load_year_of(clock.day_of(clock.now()).year + 1)
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    return number


@pytest.mark.usefixtures("certain_days")
def test_six_working_days_on_a_case_is_deemed_accepted_before_your_eyes(movable: Any) -> None:
    number = Desk("林小窗").receive()
    assert ring_alarms() == []
    http = Client()
    assert http.post("/demo/clock/", {"workdays": "6"}).status_code == 302
    assert "cases.watch_notice" in ring_alarms()
    case = Case.objects.get(number=number)
    assert (case.state, case.deemed) == ("accepted", True)
    assert "视为受理" in signed_in("林小窗").get(f"/cases/{number}/").content.decode()


def test_a_new_day_ends_at_once_what_yesterday_left_open_in_the_halls(movable: Any) -> None:
    sit("林小窗")
    called, waits = take("freight_general"), take("freight_general")
    call_next(actor=who("林小窗"), now=clock.now())
    assert Client().post("/demo/clock/", {"days": "1"}).status_code == 302
    assert "hall.new_day" in [job.task_name for job in ProcrastinateJob.objects.all()]
    begin_new_day(0)
    assert {Ticket.objects.get(pk=one.pk).state for one in (called, waits)} == {"lapsed"}
    assert Seat.objects.get().state == Seat.CLOSED
    sit("林小窗", at=clock.now())
    assert call_next(actor=who("林小窗"), now=clock.now()) is None


def test_the_clock_is_not_there_with_a_real_database(settings: Any) -> None:
    settings.DEMO, settings.MOVABLE_CLOCK = True, False
    http = Client()
    assert http.get("/demo/").status_code == 200
    assert "演示时钟" not in http.get("/demo/").content.decode()
    assert http.post("/demo/clock/", {"workdays": "6"}).status_code == 404
    with pytest.raises(NotFound):
        move_clock(by=timedelta(days=1), who="x")
    settings.DEMO = False
    assert http.get("/demo/").status_code == 404
    assert http.post("/demo/sign-in/", {"mobile": "13900000001"}).status_code == 404


@pytest.mark.parametrize("day", ["2020-01-01", "", "tomorrow", "2999-01-01"])
def test_the_clock_goes_forward_only_and_not_for_ever(movable: Any, day: str) -> None:
    answer = Client().post("/demo/clock/", {"day": day})
    assert answer.status_code == 422
    assert "make reset-demo" in answer.content.decode()
    with pytest.raises(Refused):
        move_clock(by=timedelta(days=-1), who="x")


def test_the_clock_goes_back_and_the_alarms_with_it(movable: Any) -> None:
    number = Desk("林小窗").receive()
    http = Client()
    assert "回到真实日期" not in http.get("/demo/").content.decode()
    assert http.post("/demo/clock/", {"days": "1"}).status_code == 302
    assert clock.shift() == timedelta(days=1)
    page = http.get("/demo/").content.decode()
    assert "比真实时间快 1 天" in page and "平台时钟已拨到" in page
    assert http.post("/demo/clock/back/").status_code == 302
    assert clock.shift() == timedelta()
    assert ring_alarms() == [] and Case.objects.get(number=number).state == "received"
    assert http.post("/demo/clock/back/").status_code == 302
    movable.MOVABLE_CLOCK = False
    assert http.post("/demo/clock/back/").status_code == 404


def test_the_present_day_stands_on_every_officer_s_page_while_it_is_moved(movable: Any) -> None:
    assert "平台时钟已拨到" not in signed_in("林小窗").get("/cases/").content.decode()
    move_clock(by=timedelta(days=3), who="x")
    day = clock.day_of(clock.now())
    for name, address in (("林小窗", "/cases/"), ("谢区管", "/calendar/"), ("周出证", "/issuing/")):
        assert f"{day.year}年{day.month}月{day.day}日" in signed_in(name).get(address).content.decode()
    movable.DEMO = False
    assert "平台时钟已拨到" in Client().get("/sign-in/").content.decode(), "switched on by name with a real database"


def test_anybody_enters_with_one_click_as_somebody_made_up(movable: Any) -> None:
    http = Client()
    assert http.post("/demo/sign-in/", {"mobile": "13900000001"}).status_code == 302
    assert http.get("/cases/").status_code == 200
    assert Client().post("/demo/sign-in/", {"mobile": "13999999999"}).status_code == 404


def test_a_passed_day_is_put_on_record_once(movable: Any) -> None:
    """行政许可法 42: promised first, then statutory; a decision or a standing clock silences the alarm."""
    number = accepted()
    case = Case.objects.get(number=number)
    assert case.promised_due and case.statutory_due
    assert record_overdue(actor=CLOCK, number=number, now=clock.now()) == []
    after_promise = clock.now() + (case.promised_due - clock.day_of(clock.now())) + timedelta(days=1)
    assert record_overdue(actor=CLOCK, number=number, now=after_promise) == ["promised"]
    assert record_overdue(actor=CLOCK, number=number, now=after_promise) == []
    assert record_overdue(actor=CLOCK, number=number, now=after_promise + timedelta(days=60)) == ["statutory"]
    move_clock(by=timedelta(days=120), who="x")
    assert {"cases.watch_decision"} <= set(ring_alarms())
    kinds = [event.type for event in ledger.history(case.stream)]
    assert kinds.count("case.overdue") == 2
    page = signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    assert f"承诺期限 {case.promised_due} 已过" in page
    assert number in signed_in("林小窗").get("/cases/?list=overdue").content.decode()


def test_a_promise_that_turns_yellow_is_put_on_record_once(movable: Any) -> None:
    """S2-43: a third of the promise is left; the job is armed with the acceptance, and a decided case is left alone."""
    number = accepted()
    case = Case.objects.get(number=number)
    assert case.promised_due
    limit = rules_of(spec_of(case.version_id)).promised
    yellow = first_yellow_day(case.promised_due, limit, calendars.calendar())
    today = clock.day_of(clock.now())
    assert yellow > today
    move_clock(by=yellow - today - timedelta(days=1), who="x")
    assert "cases.watch_promise" not in ring_alarms()
    move_clock(by=timedelta(days=1), who="x")
    assert "cases.watch_promise" in ring_alarms()
    assert record_due_soon(actor=CLOCK, number=number, now=clock.now()) is False
    said = [event for event in ledger.history(case.stream) if event.type == "case.due_soon"]
    assert len(said) == 1 and said[0].payload["due"] == case.promised_due.isoformat()
    assert "承诺期限将至" in signed_in("林小窗").get(f"/cases/{number}/").content.decode()


def test_a_clock_that_stands_rings_nothing_and_rings_anew_when_it_runs_again(movable: Any) -> None:
    """行政许可法 45: the day on which the promise would have ended passes during an inspection."""
    number = accepted()
    officer = Desk("赵审查")
    officer.must(number, "take-up")
    today = clock.day_of(clock.now())
    procedure = {"kind": "现场核查", "legal_basis": "道路运输条例 24", "expected_days": 30, "reason": "核查车辆"}
    officer.must(number, "suspend", **procedure, notice_served_on=today.isoformat(), served_how="直接送达")
    first = Case.objects.get(number=number)
    move_clock(by=timedelta(days=90), who="x")
    ring_alarms()
    stream = first.stream
    assert not [event for event in ledger.history(stream) if event.type in ("case.overdue", "case.due_soon")]
    Desk("赵审查").must(number, "resume", outcome="符合条件")
    case = Case.objects.get(number=number)
    assert case.promised_due and case.promised_due >= clock.day_of(clock.now())
    move_clock(by=case.promised_due - clock.day_of(clock.now()) + timedelta(days=1), who="x")
    ring_alarms()
    said = [event.payload["which"] for event in ledger.history(stream) if event.type == "case.overdue"]
    assert said == ["promised"]


def test_a_result_that_is_not_served_in_ten_working_days_is_put_on_record(movable: Any) -> None:
    """行政许可法 44."""
    number = accepted()
    Case.objects.filter(number=number).update(state="granted", service_due=clock.day_of(clock.now()))
    assert record_overdue(actor=CLOCK, number=number, now=clock.now()) == []
    later = clock.now() + timedelta(days=1)
    assert record_overdue(actor=CLOCK, number=number, now=later) == ["service"]
    assert record_overdue(actor=CLOCK, number=number, now=later) == []


def test_a_promise_to_bring_a_material_that_was_not_kept_is_recorded_once() -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    row = Case.objects.get(number=number).materials.all()[0]
    row.received_as, row.tolerated_until = "tolerated", clock.day_of(clock.now())
    row.save()
    assert record_tolerance_overdue(actor=CLOCK, number=number, now=clock.now()) == []
    later = clock.now() + timedelta(days=1)
    assert record_tolerance_overdue(actor=CLOCK, number=number, now=later) == [row.name]
    sent = messages_about(f"case:{number}")
    assert [message.template for message in sent] == ["tolerance_overdue"]
    assert row.name in sent[0].data["materials"]
    assert record_tolerance_overdue(actor=CLOCK, number=number, now=later) == []


def test_a_due_date_in_a_year_not_loaded_is_provisional_until_the_year_comes(movable: Any) -> None:
    """lifecycle.md: nobody guesses in silence; importing the year recounts, records the move and never deems too early."""
    calendars.forget()
    today = clock.day_of(clock.now())
    move_clock(by=timedelta(days=(date(today.year, 12, 29) - today).days), who="x")
    number = Desk("林小窗").receive()
    case = Case.objects.get(number=number)
    assert case.due_provisional and case.notice_due and case.notice_due.year == today.year + 1
    assert "暂定" in signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    move_clock(by=timedelta(days=12), who="x")
    ring_alarms()
    assert Case.objects.get(number=number).state == "received", "nobody is deemed accepted on a guess"
    load_year_of(today.year + 1)
    year = today.year + 1
    event = Event.objects.get(type="calendar.year_loaded", payload__year=year)
    hearings._hear_calendar(event, clock.now())
    tasks.recount(year=year, why="放假安排已公布")
    assert not Case.objects.get(number=number).due_provisional
    moved = [event for event in ledger.history(case.stream) if event.type == "case.due_dates_moved"]
    assert len(moved) == 1 and moved[0].payload["before"] != moved[0].payload["after"]
    tasks.watch_notice(number=number)
    assert Case.objects.get(number=number).state == "accepted"
    calendars.forget()
