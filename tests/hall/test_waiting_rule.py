"""The expected wait is an honest range: never a point, longer with more people ahead, unsaid when nobody serves (S2-31, issue 5, 1)."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.hall.rules.dispatch import Waiting, WindowNow
from yichuang.hall.rules.skills import UNRESTRICTED, Need, Skill
from yichuang.hall.rules.waiting import Busy, Queue, ServiceTime, ServiceTimes, outlook

NOON = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
BOARDS = "ABC"
skills = st.one_of(
    st.just(Skill(everything=True)),
    st.sets(st.sampled_from(BOARDS), min_size=1).map(lambda boards: Skill(boards=frozenset(boards))),
)


def window(number: int, skill: Skill = UNRESTRICTED) -> WindowNow:
    return WindowNow(number, f"s{number}", skill, UNRESTRICTED)


def person(place: int, board: str = "A", **more: object) -> Waiting:
    return Waiting(f"t{place}", f"A{place:03d}", NOON + timedelta(seconds=place), (Need(board=board),), **more)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(skills, min_size=1, max_size=5), st.lists(st.sampled_from(BOARDS), max_size=12), st.sampled_from(BOARDS)
)
def test_one_more_person_right_ahead_never_shortens_the_wait(kinds: list[Skill], boards: list[str], mine: str) -> None:
    windows = [window(number, skill) for number, skill in enumerate(kinds)]
    queue = [person(place, board) for place, board in enumerate(boards)]
    me = person(900, mine)
    before = outlook(me, queue, windows)
    after = outlook(me, [*queue, person(800, mine)], windows)
    assert after.ahead >= before.ahead
    if before.low is None or before.high is None:
        assert after.low is None and after.said == "暂时无法估计"
        return
    assert after.low is not None and after.high is not None
    assert after.low >= before.low and after.high >= before.high
    assert before.high > before.low and after.high > after.low, "a range, never a point"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(1, 8))
def test_one_more_window_never_lengthens_the_wait_of_a_queue_of_one_kind(many: int, windows: int) -> None:
    queue = [person(place) for place in range(many)]
    few = outlook(person(900), queue, [window(number) for number in range(windows)])
    more = outlook(person(900), queue, [window(number) for number in range(windows + 1)])
    assert few.high is not None and more.high is not None and more.high <= few.high


def test_who_is_ahead_is_who_is_called_before_me() -> None:
    windows = [window(1, Skill(boards=frozenset("A"))), window(2, Skill(boards=frozenset("B")))]
    me = person(50, "A")
    queue = [person(1, "A"), person(2, "B"), person(60, "A"), person(70, "A", green="elderly"), me]
    assert [one.id for one in Queue(queue, windows).ahead(me)] == ["t70", "t1"]
    assert [one.id for one in Queue(queue, []).ahead(me)] == ["t70", "t1"], "without a window those of the same board"
    newcomer = Waiting("", "~", NOON + timedelta(hours=1), (Need(board="A"),))
    assert len(Queue(queue, windows).ahead(newcomer)) == 4, "a newcomer comes after all"


def test_everybody_is_told_the_same_as_if_asked_alone() -> None:
    """The screens and the guide desk ask once for all; the phone asks for one."""
    windows = [window(1), window(2, Skill(boards=frozenset("A")))]
    queue = [person(place, "AB"[place % 3 == 0]) for place in range(12)]
    together = Queue(queue, windows, [Busy(1, 60)])
    for me in queue:
        alone = outlook(me, queue, windows, [Busy(1, 60)])
        assert together.outlook(me) == alone
    last = person(900, "A")
    assert together.outlook(last) == outlook(last, queue, windows, [Busy(1, 60)])


@pytest.mark.parametrize(
    ("windows", "said"),
    [([], "暂时无法估计"), ([window(1, Skill(boards=frozenset("B")))], "暂时无法估计"), ([window(1)], "1 分钟以内")],
)
def test_it_is_said_when_no_window_serves(windows: list[WindowNow], said: str) -> None:
    assert outlook(person(1), [], windows).said == said


def test_a_service_that_lasts_already_is_taken_into_account() -> None:
    long = ServiceTimes({}, {}, ServiceTime(600, 0.5))
    fresh = outlook(person(1), [], [window(1)], [Busy(1, 0, long.whole)], long)
    late = outlook(person(1), [], [window(1)], [Busy(1, 900, long.whole)], long)
    forgotten = outlook(person(1), [], [window(1)], [Busy(1, 36_000, long.whole)], long)
    assert fresh.high is not None and late.high is not None and late.high < fresh.high
    assert forgotten.high is not None and forgotten.high > 1, "somebody forgot to finish: it is not over in a second"


def served(seed: int) -> tuple[float, tuple[int, int]]:
    """Let a hall of three windows work off a random queue with its true service times; return my wait and what I was told."""
    rnd = random.Random(seed)
    times = ServiceTimes({}, {"A": ServiceTime(420, 0.6), "B": ServiceTime(900, 0.5)})
    windows = [window(1), window(2, Skill(boards=frozenset("A"))), window(3, Skill(boards=frozenset("AB")))]
    queue = [person(place, rnd.choice("AAB")) for place in range(rnd.randint(2, 25))]
    me = person(900, rnd.choice("AB"))
    draw = lambda board: times.by_board[board].at(rnd.gauss(0, 1))  # noqa: E731
    busy, free = [], {}
    for one in windows:
        elapsed = rnd.random() * 300
        board = rnd.choice("A" if one.id == 2 else "AB")
        lasts = draw(board)
        while lasts <= elapsed:
            lasts = draw(board)
        busy.append(Busy(one.id, elapsed, times.by_board[board]))
        free[one.id] = lasts - elapsed
    told = outlook(me, queue, windows, busy, times)
    assert told.low is not None and told.high is not None
    # The true hall calls whoever came first of those a free window serves.
    left = [*queue, me]
    while True:
        at = min(free, key=lambda number: free[number])
        skill = next(one for one in windows if one.id == at)
        first = next((one for one in left if skill.serves(one)), None)
        if first is me:
            return free[at] / 60, (told.low, told.high)
        if first is None:
            del free[at]
            continue
        left.remove(first)
        free[at] += draw(first.needs[0].board)


def test_about_six_waits_in_ten_fall_into_the_range() -> None:
    """Said: from the 20th to the 80th percentile, rounded outwards to minutes."""
    outcomes = [served(seed) for seed in range(300)]
    inside = sum(low <= wait <= high for wait, (low, high) in outcomes) / len(outcomes)
    too_long = sum(wait > high for wait, (_, high) in outcomes) / len(outcomes)
    assert 0.55 <= inside <= 0.75, inside
    assert too_long <= 0.28, too_long
