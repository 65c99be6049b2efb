"""The twin against the hall itself: a real day played again waits as it waited; what it learns; what a change brings (S2-6, S2-28)."""

import random
from datetime import date, datetime, timedelta
from math import exp
from typing import Any

import pytest

from tests.cases.people import who
from tests.hall.people import centre, sit, take
from yichuang.demo.generate_hall import generate_hall
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.hall.models import Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.roll_up import roll_up
from yichuang.hall.operations.seats import close_seat, pause_seat, resume_seat
from yichuang.hall.operations.serve import finish, start
from yichuang.hall.queries.twin import base_of, days_with_tickets, policy_for, replay_of
from yichuang.hall.queries.visits import tickets_of
from yichuang.hall.rules.dispatch import Policy
from yichuang.hall.rules.skills import Need, Skill
from yichuang.hall.rules.twin.base import Base, Seen, learn, people, usual_seconds
from yichuang.hall.rules.twin.day import Desk
from yichuang.hall.rules.twin.experiments import experiment
from yichuang.hall.rules.twin.question import ask
from yichuang.hall.rules.twin.run import simulate
from yichuang.hall.rules.twin.scenarios import (
    DEPARTMENTS,
    FULL,
    ONE_PLUS_X,
    Booth,
    Changes,
    changes_from,
    desks_for,
    stored,
)

FREIGHT, FUND, SHOP = "freight_general", "housing_fund_loan", "individual_business_setup"
WINDOWS = {"林小窗": "01", "陈一诺": "02"}


def a_real_day(morning: datetime) -> None:
    """Let two officers serve thirty people with the house's own operations; they call as soon as they can, one has a pause."""
    chance = random.Random(7)
    arrivals = sorted(
        (chance.uniform(0, 5000), chance.choice((FREIGHT, FREIGHT, SHOP)), chance.random() < 0.2) for _ in range(30)
    )
    free = dict.fromkeys(WINDOWS, 0.0)
    for name, number in WINDOWS.items():
        sit(name, number, at=morning)
    paused = False
    moment = 0.0
    while moment < 30_000:
        for at, matter, green in [one for one in arrivals if one[0] <= moment]:
            take(matter, at=morning + timedelta(seconds=at), green="elderly" if green else "")
        arrivals = [one for one in arrivals if one[0] > moment]
        if moment >= 2000 and not paused and free["林小窗"] <= moment:
            pause_seat(actor=who("林小窗"), why="短暂离开", now=morning + timedelta(seconds=moment))
            resume_seat(actor=who("林小窗"), now=morning + timedelta(seconds=moment + 600))
            paused, free["林小窗"] = True, moment + 600
        for name in WINDOWS:
            now = morning + timedelta(seconds=moment)
            if free[name] <= moment and call_next(actor=who(name), now=now):
                took = chance.uniform(60, 700)
                start(actor=who(name), now=now + timedelta(seconds=20))
                finish(actor=who(name), now=now + timedelta(seconds=took))
                free[name] = moment + took
        ahead = [one[0] for one in arrivals] + [one for one in free.values() if one > moment]
        moment = min(ahead) if ahead else 30_000
    for name in WINDOWS:
        close_seat(actor=who(name), now=morning + timedelta(seconds=30_000))


def differences(day: date, now: datetime) -> list[float]:
    """Return for each ticket that was called by how many seconds the twin calls it elsewhere in time."""
    rows = {str(ticket.pk): ticket for ticket in tickets_of(centre(), [day])}
    found = []
    for passed in simulate(replay_of(centre(), day, now)).tickets:
        called = rows[passed.id].called_at
        assert (called is None) == (passed.called is None), passed
        if called is not None and passed.called is not None:
            found.append(abs((called - rows[passed.id].taken_at).total_seconds() - (passed.called - passed.at)))
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_a_day_of_the_ledger_played_again_waits_as_it_waited() -> None:
    morning = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    a_real_day(morning)
    rows = Ticket.objects.filter(state="done")
    waits = [(one.called_at - one.taken_at).total_seconds() for one in rows if one.called_at]
    assert len(waits) == 30 and max(waits) > 600, "a day without queues would prove nothing"
    assert max(differences(day_of(morning), morning + timedelta(hours=9))) < 1


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_made_days_are_played_again_learned_from_and_answered() -> None:
    now = clock.now()
    generate_hall(centre(), 4, now=now)
    days = days_with_tickets(centre(), day_of(now))
    assert len(days) == 4
    found = differences(days[0], now)
    assert len(found) > 90 and max(found) < 2
    base = base_of(centre(), days, now)
    assert (base.days, len(base.seen)) == (4, Ticket.objects.count())
    assert next(desk.shifts for desk in base.desks) == ((30_600.0, 43_200.0), (48_600.0, 63_000.0))
    answer = experiment(base, Changes(arrangement=FULL, runs=6), policy_for(centre()))
    p90 = next(one for one in answer["figures"] if one["key"] == "p90")
    assert p90["scenario"]["mean"] < p90["base"]["mean"] and p90["difference"]["high"] < 0
    assert answer["windows"]["scenario"] == [{"serves": "所有事项", "count": 7}, {"serves": "出件", "count": 1}]
    assert all(one["low"] <= one["windows"] <= one["high"] for one in answer["staffing"])
    ten = next(one for one in answer["staffing"] if one["quarter"] == 40)
    four = next(one for one in answer["staffing"] if one["quarter"] == 64)
    assert ten["windows"] > four["windows"] > 0 and ten["within"]["mean"] >= 90


def seen(count: int = 400) -> Base:
    """Return two made days: officer 2 takes twice as long as officer 1; loans are a board beside, freight and shops are not."""
    chance = random.Random(5)
    needs = {
        "freight": Need(board="A", matter="freight"),
        "shop": Need(board="B", matter="shop"),
        "loan": Need(board="D", matter="loan"),
    }
    visits = []
    for place in range(count):
        at, officer = 30_600 + chance.uniform(0, 28_000), chance.choice(("1", "2"))
        what = [needs[chance.choice(("freight", "shop", "loan"))]]
        what += [needs["loan"]] if place % 10 == 0 and what[0].matter != "loan" else []
        seconds = exp(chance.gauss(6, 0.4)) * (2 if officer == "2" else 1) * len(what)
        visits.append(Seen(at, tuple(what), seconds, officer, waited=120, no_show=place % 20 == 0, left=False))
    shifts = ((30_600.0, 63_000.0),)
    desks = tuple(Desk(place, str(place), Skill(everything=True), shifts) for place in range(6))
    departments = {"freight": "交通", "shop": "市监", "loan": "公积金中心"}
    return Base(tuple(visits), 2, desks, 0.0, departments, {}, {"A": "综合受理", "B": "商事登记", "D": "公积金"})


def test_officers_and_matters_are_told_apart() -> None:
    learned = learn(seen(2000))
    assert learned.officers["2"] / learned.officers["1"] == pytest.approx(2, rel=0.1)
    mean, spread = usual_seconds(learned, [Need(board="A", matter="freight")])
    assert mean == pytest.approx(6 + 0.5 * 0.693, abs=0.08) and spread == pytest.approx(0.4, abs=0.05)
    assert learned.no_show == pytest.approx(0.05)


def test_less_demand_leaves_some_out_and_a_matter_that_moves_is_not_seen() -> None:
    learned = learn(seen())
    whole, less, more = (people(learned, 3, demand) for demand in (1.0, 0.7, 1.5))
    assert {one.at for one in less} < {one.at for one in whole} < {one.at for one in more}
    assert 0.6 < len(less) / len(whole) < 0.8 and 1.35 < len(more) / len(whole) < 1.7
    without = people(learned, 3, 1.0, {"loan": 1.0})
    assert all(need.matter != "loan" for one in without for need in one.needs) and len(without) < len(whole)
    counts = [len(people(learned, seed)) for seed in range(40)]
    assert sum(counts) / 40 == pytest.approx(200, rel=0.05)


def test_the_arrangements_of_windows() -> None:
    base = seen()
    learned = learn(base)

    def skills(arrangement: str, windows: int) -> list[tuple[Any, ...]]:
        made = desks_for(base, learned, Changes(arrangement=arrangement, windows=windows))
        return sorted((one.skill.everything, sorted(one.skill.boards), sorted(one.skill.matters)) for one in made)

    assert skills(FULL, 3) == [(True, [], [])] * 3
    beside = skills(ONE_PLUS_X, 4)
    assert {tuple(one[1]) for one in beside} == {("A", "B"), ("D",)} and len(beside) == 4
    each = skills(DEPARTMENTS, 5)
    assert {tuple(one[2]) for one in each} == {("freight",), ("shop",), ("loan",)} and len(each) == 5
    two = skills(DEPARTMENTS, 2)
    assert sorted(len(one[2]) for one in two) == [1, 2], "fewer windows than departments: the smallest share one"
    own = desks_for(base, learned, Changes(booths=(Booth("1", ("A",), ((540, 600),)), Booth("2"))))
    assert [(one.skill.everything, one.shifts) for one in own] == [
        (False, ((32_400.0, 36_000.0),)),
        (True, ((30_600.0, 63_000.0),)),
    ]


def test_two_matters_of_two_departments_are_two_queues_unless_one_window_does_both() -> None:
    base = seen()
    answer = {
        arrangement: experiment(base, Changes(arrangement=arrangement, runs=4), Policy())
        for arrangement in (FULL, DEPARTMENTS)
    }
    figures = {key: {one["key"]: one["scenario"]["mean"] for one in found["figures"]} for key, found in answer.items()}
    assert figures[FULL]["unserved"] == figures[DEPARTMENTS]["unserved"] == 0
    assert figures[FULL]["p90"] < figures[DEPARTMENTS]["p90"]


def test_the_question_of_windows_saved() -> None:
    found = ask(seen(), Changes(windows=6, runs=6), Policy())
    departments, _, full = found.same
    assert (departments.arrangement, full.arrangement) == (DEPARTMENTS, FULL)
    assert full.p90.mean < departments.p90.mean and full.difference.high < 0
    fewest = next(one for one in found.saved if one.arrangement == FULL)
    assert fewest.windows < 6 and fewest.p90.mean <= departments.p90.mean
    paces = [p90.mean for _, p90 in found.slower]
    assert paces == sorted(paces) and paces[0] < paces[-1]


def test_changes_are_stored_whole() -> None:
    changes = Changes(booths=(Booth("1", ("A",), ((510, 720),)),), hours=((510, 720),), moved={"loan": 30}, demand=120)
    assert changes_from(stored(changes)) == changes


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_district")
def test_the_ledger_s_news_makes_a_day_that_the_twin_can_stand_on() -> None:
    morning = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=1)
    a_real_day(morning)
    roll_up(clock.now())
    assert days_with_tickets(centre(), day_of(clock.now())) == [day_of(morning)]
