"""Service times are measured over four weeks by matter and board; few, inaccurate or absurd ones say nothing (S2-31)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.hall.people import centre, sit, take
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.hall.models import Ticket
from yichuang.hall.queries.waits import forget_times, outlook_of, scene_at, service_times
from yichuang.hall.rules.skills import Need
from yichuang.hall.rules.waiting import FEW, USUAL

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT = "freight_general"


def done(seconds: int, days_ago: int = 1, inaccurate: str = "") -> None:
    ticket = take(FREIGHT)
    day = day_of(clock.now() - timedelta(days=days_ago))
    Ticket.objects.filter(pk=ticket.pk).update(
        state="done", served_seconds=seconds, day=day, inaccurate=inaccurate, serial=100_000 + ticket.serial
    )


def test_what_is_known_is_measured_and_what_is_not_is_usual() -> None:
    for seconds in range(600, 600 + FEW * 10, 10):
        done(seconds)
    done(3, 1)
    done(9 * 3600)
    done(60, inaccurate="忘记点办结")
    done(60, days_ago=40)
    times = service_times(centre(), clock.now())
    assert times.by_matter[FREIGHT].median == 635 and times.by_matter[FREIGHT].spread == 0.25
    assert times.by_board["A"].median == 635 and times.whole.median == 635
    assert times.of([Need(board="D")]).median == 635, "another board: as all together"
    assert times.of([Need(board="A", matter=FREIGHT), Need(board="A")]).median == 1270, "two things take twice as long"


def test_few_say_nothing_and_a_process_asks_again_after_minutes() -> None:
    now = clock.now()
    for _ in range(FEW - 1):
        done(100)
    assert service_times(centre(), now).of([Need(board="A")]) == USUAL
    done(100)
    assert service_times(centre(), now + timedelta(minutes=4)).of([Need(board="A")]) == USUAL
    assert service_times(centre(), now + timedelta(minutes=5)).of([Need(board="A")]).median == 100
    forget_times()
    site = centre()
    with CaptureQueriesContext(connection) as asked:
        service_times(site, now)
    assert len(asked) == 1


def test_a_scene_is_seen_in_a_fixed_number_of_statements_and_tells_the_waiting() -> None:
    now = clock.now()
    first, second = take(FREIGHT, at=now), take(FREIGHT, at=now + timedelta(seconds=1))
    assert outlook_of(second, now).ahead == 1 and outlook_of(second, now).low is None
    sit("林小窗")
    site = centre()
    service_times(site, now)
    with CaptureQueriesContext(connection) as asked:
        scene = scene_at(site, now)
    assert len(asked) <= 8
    told = [outlook_of(one, now, scene) for one in (first, second)]
    assert [one.ahead for one in told] == [0, 1] and told[0].said == "1 分钟以内"
    assert told[1].high is not None and told[1].high > 5
