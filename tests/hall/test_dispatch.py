"""Who is called next: the promises of the rule on random halls, and the comparison with first come, first served per board (S2-28)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hall.small_hall import (
    OPENS,
    Day,
    Visit,
    board_windows,
    in_turn,
    mean_and_p90,
    per_board,
    run,
    seeded_day,
)
from yichuang.hall.rules.dispatch import (
    BOUND,
    GREEN,
    QUICK,
    SCARCE,
    SLOT,
    TURN,
    Floor,
    Policy,
    Waiting,
    WindowNow,
    behind,
    in_order,
    next_ticket,
)
from yichuang.hall.rules.skills import UNRESTRICTED, Need, Skill

POLICY = Policy()
NEEDS = st.builds(
    Need,
    purpose=st.sampled_from(["receive", "receive", "receive", "issue", "complaint"]),
    board=st.sampled_from(["", "A", "B", "C"]),
    matter=st.sampled_from(["", "m1", "m2"]),
    grade=st.integers(1, 3),
)
SKILLS = st.builds(
    Skill,
    purposes=st.frozensets(st.sampled_from(["receive", "issue", "complaint"]), min_size=1),
    everything=st.booleans(),
    boards=st.frozensets(st.sampled_from("ABC")),
    matters=st.frozensets(st.sampled_from(["m1", "m2"])),
    unknown=st.booleans(),
    grade=st.integers(1, 5),
)


@st.composite
def windows_of_a_hall(draw: st.DrawFn) -> list[WindowNow]:
    skills = draw(st.lists(st.tuples(SKILLS, st.one_of(st.just(UNRESTRICTED), SKILLS)), min_size=1, max_size=5))
    return [WindowNow(place, f"s{place}", skill, officer) for place, (skill, officer) in enumerate(skills, start=1)]


@st.composite
def visits_of_a_day(draw: st.DrawFn) -> list[Visit]:
    count = draw(st.integers(1, 25))
    visits = []
    for number in range(count):
        at = OPENS + timedelta(minutes=draw(st.integers(0, 90)))
        slot = draw(st.one_of(st.none(), st.integers(0, 6)))
        ticket = Waiting(
            str(number),
            f"A{number:03d}",
            at,
            tuple(draw(st.lists(NEEDS, min_size=1, max_size=3))),
            draw(st.sampled_from(["", "", "elderly"])),
            None if slot is None else OPENS + timedelta(minutes=15 * slot),
            draw(st.one_of(st.none(), st.integers(1, 6))),
            draw(st.sampled_from(["", "", "s1", "s9"])),
            draw(st.booleans()),
            draw(st.booleans()),
        )
        visits.append(Visit(at, ticket, timedelta(minutes=draw(st.integers(1, 60)))))
    return visits


@settings(max_examples=120, deadline=None)
@given(visits_of_a_day(), windows_of_a_hall())
def test_the_promises_hold_in_any_hall(visits: list[Visit], windows: list[WindowNow]) -> None:
    day = run(visits, windows)
    floor = Floor(windows)
    _called_once(day)
    for now, window, choice, waiting in day.calls:
        assert window.id in floor.of(choice.ticket), "called where it is not served"
        mine = [one for one in waiting if window.id in floor.of(one)]
        shown = next(one for one, _ in in_order(now, waiting, windows) if one in mine)
        assert choice.ticket == shown, "the order shown to people is the order of calling"
        late = [one for one in mine if now - one.queued_at >= POLICY.bound]
        if late:
            first = min(late, key=lambda one: (one.queued_at, one.number))
            assert choice.ticket == first, "somebody beyond the bound was overtaken"
            assert choice.why == BOUND
            continue
        in_slot = [one for one in mine if not one.passed and _in_slot(now, one)]
        if in_slot:
            assert choice.ticket in in_slot and choice.why == SLOT, "an appointment in its slot was overtaken"
        elif any(one.green and not one.passed for one in mine):
            assert choice.why == GREEN and choice.ticket.green
        elif choice.why == TURN:
            assert choice.ticket.queued_at == min(one.queued_at for one in mine), "seniority was not kept"
    idle = [(window, one) for _, window, one in day.idle if window.id in floor.of(one)]
    assert idle == [], "somebody waited while a window that serves him was free"
    for visit in visits:
        if floor.of(visit.ticket):
            assert visit.ticket.id in day.waits, "forgotten"


def _called_once(day: Day) -> None:
    called = [choice.ticket.id for _, _, choice, _ in day.calls]
    assert len(called) == len(set(called)), "one ticket at two windows"


def _in_slot(now: object, one: Waiting) -> bool:
    return one.slot_at is not None and one.slot_at - POLICY.early <= now <= one.slot_at + POLICY.late  # type: ignore[operator]


def waits(number: int, minutes: int = 0, board: str = "A", **more: object) -> Waiting:
    needs = (Need(board=board),) if board else (Need(),)
    return Waiting(str(number), f"A{number:03d}", OPENS - timedelta(minutes=minutes), needs, **more)  # type: ignore[arg-type]


FULL = WindowNow(1, "s1", Skill(everything=True), UNRESTRICTED)
ONLY_A = WindowNow(2, "s2", Skill(boards=frozenset("A"), unknown=False), UNRESTRICTED)


@pytest.mark.parametrize(
    ("queue", "called", "why"),
    [
        ([waits(1, 10), waits(2, 5)], "1", TURN),
        ([waits(1, 10), waits(2, 5, green="ill")], "2", GREEN),
        ([waits(1, 10, green="ill"), waits(2, 5, slot_at=OPENS)], "2", SLOT),
        ([waits(1, 30), waits(2, 5, slot_at=OPENS)], "1", BOUND),
        ([waits(1, 10), waits(2, 5, slot_at=OPENS + timedelta(minutes=6))], "1", TURN),
        ([waits(1, 10), waits(2, 5, slot_at=OPENS - timedelta(minutes=16))], "1", TURN),
        ([waits(1, 10), waits(2, 5, quick=True)], "2", QUICK),
        ([waits(1, 10), waits(2, 5, green="ill", passed=True, quick=True)], "1", TURN),
        ([waits(1, 20), waits(2, 16, board="B")], "2", SCARCE),
        ([waits(1, 20), waits(2, 14, board="B")], "1", TURN),
        ([waits(1, 20), waits(2, 16, board="B"), waits(3, 1, green="ill")], "3", GREEN),
    ],
)
def test_the_order_and_its_reasons(queue: list[Waiting], called: str, why: str) -> None:
    choice = next_ticket(OPENS, FULL, queue, [FULL, ONLY_A])
    assert choice is not None and (choice.ticket.id, choice.why) == (called, why)
    assert choice.reason


def test_a_window_does_not_keep_for_itself_what_another_serves_too() -> None:
    """With a second full window the ticket of board B is not scarce any more."""
    other = WindowNow(3, "s3", Skill(everything=True), UNRESTRICTED)
    choice = next_ticket(OPENS, FULL, [waits(1, 20), waits(2, 16, board="B")], [ONLY_A, other])
    assert choice is not None and choice.ticket.id == "1"


def test_several_services_are_served_in_one_place_where_one_window_serves_them_all() -> None:
    both = Waiting("1", "A001", OPENS, (Need(board="A"), Need(board="B")))
    only_b = WindowNow(3, "s3", Skill(boards=frozenset("B")), UNRESTRICTED)
    assert Floor([FULL, ONLY_A, only_b]).of(both) == {1}
    assert Floor([ONLY_A, only_b]).of(both) == {2, 3}


def test_a_wish_waits_only_for_a_window_that_is_open_and_serves_it() -> None:
    wished = waits(1, window_id=2)
    assert Floor([FULL, ONLY_A]).of(wished) == {2}
    assert Floor([FULL]).of(wished) == {1}
    assert Floor([FULL, ONLY_A]).of(waits(1, board="B", window_id=2)) == {1}
    assert Floor([FULL, ONLY_A]).of(waits(1, staff_id="s2")) == {2}


def test_how_many_are_ahead_counts_only_rivals() -> None:
    queue = [waits(1, 9), waits(2, 8, board="B"), waits(3, 7), waits(4, 6, board="C")]
    only_b = WindowNow(3, "s3", Skill(boards=frozenset("B")), UNRESTRICTED)
    ahead = {one.id: count for one, count in in_order(OPENS, queue, [ONLY_A, only_b])}
    assert ahead == {"1": 0, "2": 0, "3": 1, "4": 3}


@given(st.integers(0, 12), st.integers(1, 6), st.booleans())
def test_who_was_passed_comes_after_k_others(others: int, k: int, green: bool) -> None:
    queue = [waits(number, 40 - number) for number in range(1, others + 1)]
    passed = waits(99, 45, green="ill" if green else "", passed=True)
    again = behind(passed, queue, [FULL], k, OPENS)
    order = in_order(OPENS, [*queue, Waiting("99", "A099", again, passed.needs, passed.green, passed=True)], [FULL])
    place = [one.id for one, _ in order].index("99")
    assert place == min(k, others)


def test_against_first_come_first_served_per_board() -> None:
    """The same arrivals, the same seven windows, two of them full-scope: mean and 90th percentile are no worse (issue 5, 3)."""
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    pooled: list[tuple[float, float]] = []
    print("\nday   per board: mean  p90 | our rule: mean  p90 | in turn, same windows: mean  p90")
    for seed in range(40):
        visits, mixed = seeded_day(seed), board_windows(full=frozenset({1, 4}))
        figures = (
            mean_and_p90(run(visits, board_windows(), per_board)),
            mean_and_p90(run(visits, mixed)),
            mean_and_p90(run(visits, mixed, in_turn)),
        )
        for kept, figure in zip((theirs, ours, pooled), figures, strict=True):
            kept.append(figure)
        print(f"{seed:3}   " + " | ".join(f"{mean:15.1f} {p90:5.1f}" for mean, p90 in figures))
    for place, name in enumerate(("mean", "p90")):
        before, now, turn = (sum(figure[place] for figure in kept) / len(kept) for kept in (theirs, ours, pooled))
        print(f"{name}: per board {before:.1f}, our rule {now:.1f}, in turn {turn:.1f} minutes")
        assert now <= before
        better = sum(one[place] <= other[place] for one, other in zip(ours, theirs, strict=True))
        assert better >= 0.85 * len(ours), "no worse on average, but worse on many days"
