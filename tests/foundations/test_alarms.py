"""Alarms wait on the house's clock and become jobs when their minute has come, each once (lifecycle.md, Clocks)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from yichuang.foundations import clock, jobs
from yichuang.foundations.jobs import Later
from yichuang.foundations.models import Alarm

pytestmark = pytest.mark.django_db

NOW = clock.now()


def arm(number: str, at: datetime) -> None:
    jobs.defer([Later("cases.watch_notice", {"number": number}, at=at, lock="case:1", queue="alarms")])


def fetched() -> list[str]:
    """Return which jobs the worker would get, one after the other while none is finished."""
    numbers: list[str] = []
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT args ->> 'number' FROM procrastinate_fetch_job_v2(ARRAY['alarms'], NULL)")
            (number,) = cursor.fetchone()
            if number is None:
                return numbers
            numbers.append(number)


def test_one_armed_first_for_a_later_day_does_not_hold_back_one_armed_second_for_an_earlier() -> None:
    """A queue's lock keeps the order of arming: an inspection that ended would have waited for the old statutory day."""
    arm("later", NOW + timedelta(days=20))
    arm("sooner", NOW + timedelta(days=10))
    assert jobs.ring(NOW) == 0
    assert jobs.ring(NOW + timedelta(days=10)) == 1
    assert fetched() == ["sooner"]
    assert jobs.ring(NOW + timedelta(days=20)) == 1
    assert fetched() == ["later"]


def test_it_rings_once_and_the_oldest_first() -> None:
    for day in (3, 1, 2):
        arm(str(day), NOW + timedelta(days=day))
    assert jobs.ring(NOW + timedelta(days=5), most=2) == 2
    assert fetched() == ["1", "2"]
    assert jobs.ring(NOW + timedelta(days=5), most=2) == 1
    assert jobs.ring(NOW + timedelta(days=5)) == 0
    assert fetched() == ["3"]
    assert not Alarm.objects.exists()


def test_arguments_that_are_known_only_later_are_asked_for_when_it_is_deferred() -> None:
    """A new row's key: a notice's job names a row that goes into the database together with its case."""
    known: dict[str, str] = {}
    job = Later("cases.watch_notice", lambda: {"number": known["number"]}, queue="alarms")
    known["number"] = "330109"
    jobs.defer([job])
    assert fetched() == ["330109"]


def test_what_is_for_now_and_what_is_for_later_go_their_own_ways(django_assert_num_queries: Any) -> None:
    later = [Later("cases.watch_notice", {"number": str(n)}, at=NOW + timedelta(days=n)) for n in (1, 2, 3)]
    with django_assert_num_queries(2):
        jobs.defer([Later("cases.watch_notice", {"number": "now"}, queue="alarms"), *later])
    assert fetched() == ["now"]
    assert Alarm.objects.count() == 3


def test_an_alarm_of_an_act_that_is_undone_never_rings() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        arm("1", NOW)
        raise ZeroDivisionError
    assert jobs.ring(NOW) == 0


def test_an_alarm_for_a_task_that_nobody_does_is_refused_when_it_is_armed() -> None:
    with pytest.raises(LookupError, match=r"cases\.snore"):
        jobs.defer([Later("cases.snore", at=NOW)])
