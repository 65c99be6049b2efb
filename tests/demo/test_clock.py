"""The movable clock, the alarms it lets ring, and a calendar loaded late (issue 2, 13; lifecycle.md, Clocks)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cases.people import signed_in
from tests.counter import Desk
from yichuang.accounts.permissions import CLOCK, SYSTEM
from yichuang.cases import hearings, tasks
from yichuang.cases.models import Case
from yichuang.cases.operations.watch import record_overdue, record_tolerance_overdue
from yichuang.demo.operations.move_clock import move_clock
from yichuang.foundations import calendars, clock, ledger
from yichuang.foundations.calendars import load_year
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@pytest.fixture
def movable(settings: Any) -> Any:
    settings.DEMO, settings.MOVABLE_CLOCK = True, True
    clock.forget_shift()
    yield settings
    clock.forget_shift()


def _ring() -> list[str]:
    """Do the alarms that are due, as the worker would; return their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status='todo' AND queue_name='alarms' AND scheduled_at <= now()"
            " RETURNING task_name, args"
        )
        due = cursor.fetchall()
    for name, args in due:
        getattr(tasks, name.removeprefix("cases."))(
            **(args if isinstance(args, dict) else __import__("json").loads(args))
        )
    return [name for name, _ in due]


def test_six_working_days_on_a_case_is_deemed_accepted_before_your_eyes(movable: Any) -> None:
    number = Desk("林小窗").receive()
    assert _ring() == []
    http = Client()
    assert http.post("/demo/clock/", {"workdays": "6"}).status_code == 302
    assert "cases.watch_notice" in _ring()
    case = Case.objects.get(number=number)
    assert (case.state, case.deemed) == ("accepted", True)
    assert "视为受理" in signed_in("林小窗").get(f"/cases/{number}/").content.decode()


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


def test_anybody_enters_with_one_click_as_somebody_made_up(movable: Any) -> None:
    http = Client()
    assert http.post("/demo/sign-in/", {"mobile": "13900000001"}).status_code == 302
    assert http.get("/cases/").status_code == 200
    assert Client().post("/demo/sign-in/", {"mobile": "13999999999"}).status_code == 404


def test_a_passed_day_is_put_on_record_once(movable: Any) -> None:
    """行政许可法 42: promised first, then statutory; a decision or a standing clock silences the alarm."""
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    case = Case.objects.get(number=number)
    assert case.promised_due and case.statutory_due
    assert record_overdue(actor=CLOCK, number=number, now=clock.now()) == []
    after_promise = clock.now() + (case.promised_due - clock.day_of(clock.now())) + timedelta(days=1)
    assert record_overdue(actor=CLOCK, number=number, now=after_promise) == ["promised"]
    assert record_overdue(actor=CLOCK, number=number, now=after_promise) == []
    assert record_overdue(actor=CLOCK, number=number, now=after_promise + timedelta(days=60)) == ["statutory"]
    move_clock(by=timedelta(days=120), who="x")
    assert {"cases.watch_decision"} <= set(_ring())
    kinds = [event.type for event in ledger.history(case.stream)]
    assert kinds.count("case.overdue") == 2


def test_a_promise_to_bring_a_material_that_was_not_kept_is_recorded_once() -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    row = Case.objects.get(number=number).materials.all()[0]
    row.received_as, row.tolerated_until = "tolerated", clock.day_of(clock.now())
    row.save()
    assert record_tolerance_overdue(actor=CLOCK, number=number, now=clock.now()) == []
    later = clock.now() + timedelta(days=1)
    assert record_tolerance_overdue(actor=CLOCK, number=number, now=later) == [row.name]
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
    _ring()
    assert Case.objects.get(number=number).state == "received", "nobody is deemed accepted on a guess"
    year = today.year + 1
    days = [(date(year, 1, day), False, "元旦") for day in (1, 2, 3)]
    load_year(actor=SYSTEM, year=year, days=days, notice="国办发明电演示号", now=clock.now())
    event = Event.objects.get(type="calendar.year_loaded", payload__year=year)
    hearings._hear_calendar(event, clock.now())
    tasks.recount(year=year, why="放假安排已公布")
    assert not Case.objects.get(number=number).due_provisional
    moved = [event for event in ledger.history(case.stream) if event.type == "case.due_dates_moved"]
    assert len(moved) == 1 and moved[0].payload["before"] != moved[0].payload["after"]
    tasks.watch_notice(number=number)
    assert Case.objects.get(number=number).state == "accepted"
    calendars.forget()
