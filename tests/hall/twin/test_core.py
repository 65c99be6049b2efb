"""The twin agrees with theory where there is one, loses nobody, and obeys Little's law (hall.md “The digital twin”)."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.hall.rules.dispatch import Policy
from yichuang.hall.rules.skills import Need, Skill
from yichuang.hall.rules.twin.day import DONE, LEFT, UNSERVED, Arrival, Day, Desk, Leg, Outcome
from yichuang.hall.rules.twin.erlang import beyond, erlang_c, mean_wait, servers_for
from yichuang.hall.rules.twin.measures import estimate, student, waited
from yichuang.hall.rules.twin.run import simulate

ALL = Skill(everything=True)
FOREVER = ((0.0, 1e9),)


def someone(place: int, at: float, seconds: float, board: str = "A", **more: object) -> Arrival:
    return Arrival(str(place), f"{board}{place:05d}", (Need(board=board),), (Leg(at, seconds),), **more)  # type: ignore[arg-type]


def mmc(rate: float, service: float, servers: int, people: int, seed: int) -> Day:
    chance, at, arrivals = random.Random(seed), 0.0, []
    for place in range(people):
        at += chance.expovariate(rate)
        arrivals.append(someone(place, at, chance.expovariate(1 / service)))
    desks = [Desk(place, str(place), ALL, FOREVER) for place in range(servers)]
    # Nobody is ever beyond the bound, so that the order is that of arrival, as Erlang has it.
    return Day(tuple(arrivals), tuple(desks), stays=False)


@pytest.mark.parametrize(("load", "servers"), [(0.6, 1), (3.0, 4), (7.0, 9)])
def test_it_agrees_with_erlang_c_within_its_own_interval(load: float, servers: int) -> None:
    service, warm = 300.0, 300
    waits, late = [], []
    for seed in range(24):
        seen = [wait for _, wait in waited(simulate(mmc(load / service, service, servers, 1200, seed)))][warm:]
        waits.append(sum(seen) / len(seen))
        late.append(sum(wait > 120 for wait in seen) / len(seen))
    # 99 %: with six such checks a 95 % interval would miss the truth in one of four honest runs.
    said, truth = estimate(waits, 0.99), mean_wait(load, servers, service)
    assert said.low <= truth <= said.high, (said, truth)
    assert said.half < 0.4 * truth, "an interval so wide would agree with anything"
    said, truth = estimate(late, 0.99), beyond(load, servers, service, 120)
    assert said.low <= truth <= said.high, (said, truth)


def test_erlang_s_formulas_against_the_textbook() -> None:
    assert erlang_c(0.5, 1) == pytest.approx(0.5)
    assert erlang_c(8, 10) == pytest.approx(0.4092, abs=1e-4)
    assert mean_wait(0.5, 1, 10) == pytest.approx(10.0)
    assert erlang_c(3, 3) == 1.0 and beyond(3, 3, 10, 5) == 1.0
    assert servers_for(0, 10, 5, 0.9) == 0
    found = servers_for(8, 300, 900, 0.9)
    assert beyond(8, found, 300, 900) <= 0.1 < beyond(8, found - 1, 300, 900)


@pytest.mark.parametrize(("freedom", "t"), [(5, 2.571), (9, 2.262), (29, 2.045), (99, 1.984)])
def test_student_s_t(freedom: int, t: float) -> None:
    assert student(freedom) == pytest.approx(t, abs=2e-3)


people = st.lists(
    st.tuples(st.floats(0, 20_000), st.floats(1, 900), st.sampled_from("ABC"), st.booleans(), st.booleans()),
    min_size=1,
    max_size=60,
)
skills = st.lists(st.sampled_from(["A", "B", "C", "AB", "*"]), min_size=1, max_size=4)


def made(came: list[tuple[float, float, str, bool, bool]], windows: list[str], stays: bool = True) -> Day:
    arrivals = [
        someone(place, at, seconds, board, green="ill" if green else "", leaves=at + 300 if leaves else None)
        for place, (at, seconds, board, green, leaves) in enumerate(came)
    ]
    desks = [
        Desk(
            place,
            str(place),
            Skill(everything=one == "*", boards=frozenset(one)),
            ((1000.0, 9000.0), (9600.0, 16_000.0)),
        )
        for place, one in enumerate(windows)
    ]
    return Day(tuple(arrivals), tuple(desks), Policy(), stays)


@settings(deadline=None, max_examples=60)
@given(people, skills, st.booleans())
def test_nobody_is_lost_doubled_or_served_by_two_and_idle_windows_let_nobody_wait(
    came: list[tuple[float, float, str, bool, bool]], windows: list[str], stays: bool
) -> None:
    day = made(came, windows, stays)
    outcome = simulate(day)
    assert sorted(one.id for one in outcome.tickets) == sorted(one.id for one in day.arrivals)
    able = {board for one in windows for board in ("ABC" if one == "*" else one)}
    for ticket, arrival in zip(outcome.tickets, day.arrivals, strict=True):
        board = arrival.needs[0].board
        assert (ticket.called is None) == (ticket.state in (LEFT, UNSERVED))
        assert ticket.called is None or (ticket.called >= arrival.at - 1e-6 and board in able)
        if ticket.state == DONE:
            assert (ticket.ended or 0) - (ticket.called or 0) == pytest.approx(arrival.legs[0].seconds)
        if stays and board in able and arrival.leaves is None and arrival.at < 16_000:
            assert ticket.state == DONE
    for spans in outcome.busy.values():
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert sum(len(spans) for spans in outcome.busy.values()) == sum(one.called is not None for one in outcome.tickets)
    _nobody_waits_at_an_idle_window(day, outcome)


def _nobody_waits_at_an_idle_window(day: Day, outcome: Outcome) -> None:
    for ticket, arrival in zip(outcome.tickets, day.arrivals, strict=True):
        end = ticket.called if ticket.called is not None else ticket.ended if ticket.state == LEFT else None
        for desk in day.desks:
            if end is None or not (desk.skill.everything or arrival.needs[0].board in desk.skill.boards):
                continue
            for start, close in desk.shifts:
                middle = (max(arrival.at, start) + min(end, close)) / 2
                if max(arrival.at, start) + 1e-6 < min(end, close) - 1e-6:
                    busy = any(began <= middle <= stopped for began, stopped in outcome.busy[desk.id])
                    assert busy, f"{ticket} waited at {middle} while window {desk.id} was idle"


@settings(deadline=None, max_examples=40)
@given(people, skills)
def test_little_s_law(came: list[tuple[float, float, str, bool, bool]], windows: list[str]) -> None:
    outcome = simulate(made(came, windows))
    assert outcome.waiting_area == pytest.approx(sum(wait for _, wait in waited(outcome)), abs=1e-3, rel=1e-6)


def test_the_same_day_comes_out_the_same() -> None:
    day = mmc(0.01, 300, 4, 200, seed=3)
    assert simulate(day) == simulate(day)
