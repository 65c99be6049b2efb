"""The hall's figures: made of the ledger's news, once however often, honest about what was not measured (S2-6)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.people import who
from tests.hall.people import centre, sit, take
from yichuang.demo.generate_hall import generate_hall
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.hall.models import HallFigure, Ticket
from yichuang.hall.operations.call import call_next, recall
from yichuang.hall.operations.pass_by import no_show
from yichuang.hall.operations.roll_up import roll_up
from yichuang.hall.operations.seats import close_seat, pause_seat, resume_seat
from yichuang.hall.operations.serve import finish, start
from yichuang.hall.queries.statistics import statistics
from yichuang.hall.rules.figures import percentile, step_of

FREIGHT = "freight_general"


@settings(deadline=None)
@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=200), st.sampled_from([50, 90, 95]))
def test_a_percentile_is_at_most_a_tenth_above_the_truth(times: list[int], percent: int) -> None:
    steps: dict[str, int] = {}
    for one in times:
        steps[str(step_of(one))] = steps.get(str(step_of(one)), 0) + 1
    truth = sorted(times)[-(-percent * len(times) // 100) - 1]
    said = percentile(steps, percent)
    assert said is not None and truth <= said <= max(truth * 1.1 + 1, truth + 15)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_a_day_is_counted_from_the_ledger_s_news_and_twice_counts_once() -> None:
    now = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    sit("林小窗", at=now)
    first = take(FREIGHT, at=now, green="elderly")
    take(FREIGHT, at=now + timedelta(minutes=1))
    call_next(actor=who("林小窗"), now=now + timedelta(minutes=4))
    start(actor=who("林小窗"), now=now + timedelta(minutes=5))
    finish(actor=who("林小窗"), now=now + timedelta(minutes=15))
    pause_seat(actor=who("林小窗"), why="午休", now=now + timedelta(minutes=20))
    resume_seat(actor=who("林小窗"), now=now + timedelta(minutes=30))
    close_seat(actor=who("林小窗"), now=now + timedelta(minutes=40))
    for _ in range(2):
        roll_up(now + timedelta(minutes=41))
    whole = HallFigure.objects.get(site=centre(), day=day_of(now), kind="day")
    assert (whole.taken, whole.done, whole.green) == (2, 1, 1)
    assert whole.sums == {"wait": 240, "service": 600, "whole": 900}
    assert (whole.open_seconds, whole.paused_seconds, whole.busy_seconds) == (2400, 600, 660)
    matter = HallFigure.objects.get(kind="matter", key=FREIGHT)
    assert (matter.taken, matter.done) == (2, 1)
    assert HallFigure.objects.get(kind="officer").name == "林小窗"
    # Marked as not accurate afterwards: counted as a visit, its times no more, and that is said.
    Ticket.objects.filter(pk=first.pk).update(inaccurate="忘记结束")
    take(FREIGHT, at=now + timedelta(minutes=50))
    roll_up(now + timedelta(minutes=51))
    whole.delete()
    roll_up(now + timedelta(minutes=52))
    again = HallFigure.objects.get(site=centre(), day=day_of(now), kind="day")
    assert (again.taken, again.inaccurate, again.sums) == (3, 1, {})


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_who_was_called_and_did_not_come_stands_on_the_one_line_of_his_officer() -> None:
    now = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    seat = sit("林小窗", at=now)
    take(FREIGHT, at=now)
    for minute in range(1, 4):
        if minute == 1:
            call_next(actor=who("林小窗"), now=now + timedelta(minutes=minute))
        else:
            recall(actor=who("林小窗"), now=now + timedelta(minutes=minute))
    assert no_show(actor=who("林小窗"), now=now + timedelta(minutes=4)).seat is None
    roll_up(now + timedelta(minutes=5))
    row = HallFigure.objects.get(kind="officer")
    assert (row.key, row.name, row.taken, row.done) == (str(seat.staff_id), "林小窗", 1, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_made_days_have_figures_that_agree_with_their_tickets() -> None:
    now = clock.now()
    days, tickets = generate_hall(centre(), 3, now=now)
    assert days == 3 and tickets == Ticket.objects.count() > 300
    found = statistics([centre()], day_of(now), "28")
    assert found.whole.taken == tickets
    rows = Ticket.objects.filter(state="done", inaccurate="")
    waits = sorted((row.called_at - row.taken_at).total_seconds() for row in rows if row.called_at)
    p90 = found.whole.at("wait", 90)
    assert p90 is not None and waits[int(0.88 * len(waits))] <= p90 <= waits[int(0.92 * len(waits))] * 1.1 + 15
    assert 0.2 < (found.whole.utilisation or 0) < 0.9
    assert {key for key, _ in found.lines("source")} == {"kiosk", "guide", "phone", "appointment"}
    assert sum(line.taken for _, line in found.lines("hour")) == tickets
    assert generate_hall(centre(), 1, now=now)[0] == 1, "days that are there are left, an older one is made"
