"""Baskets: what one person did within a window, defined exactly (S2-25)."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yichuang.mining.rules.baskets import MATTER, WITH_SITUATION, Basket, Done, baskets


def done(*rows: tuple[int, str, int]) -> list[Done]:
    return [Done(person, matter, "s", day) for person, matter, day in rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([(0, "a", 1)], [(0, {"a": 1})]),
        # The last day of the window is in it, the next one is not.
        ([(0, "a", 1), (0, "b", 91)], [(0, {"a": 1, "b": 91})]),
        ([(0, "a", 1), (0, "b", 92)], [(0, {"a": 1}), (0, {"b": 92})]),
        # A chain does not stretch the window: it is counted from the first case of the basket.
        ([(0, "a", 1), (0, "b", 80), (0, "c", 120)], [(0, {"a": 1, "b": 80}), (0, {"c": 120})]),
        # The same thing twice counts once, on its first day; the same day is the same basket.
        ([(0, "a", 1), (0, "a", 5), (0, "b", 5)], [(0, {"a": 1, "b": 5})]),
        # Another person never shares a basket, on the same day either.
        ([(0, "a", 1), (1, "b", 1)], [(0, {"a": 1}), (1, {"b": 1})]),
    ],
)
def test_a_window_is_counted_from_the_first_case(rows: list, expected: list) -> None:
    found = [(one.person, dict(one.items)) for one in baskets(done(*rows), window=90)]
    assert found == expected


@pytest.mark.parametrize(
    "rows", [[(1, "a", 1), (0, "b", 1)], [(0, "a", 1), (1, "b", 1), (0, "c", 1)], [(0, "a", 9), (0, "b", 3)]]
)
def test_cases_out_of_order_are_a_fault(rows: list) -> None:
    with pytest.raises(ValueError, match="must come"):
        list(baskets(done(*rows), window=90))


def test_the_grain_tells_situations_apart() -> None:
    rows = [Done(0, "a", "s1", 1), Done(0, "a", "s2", 2)]
    assert [one.names for one in baskets(rows, window=9, grain=MATTER)] == [frozenset({"a"})]
    assert [one.names for one in baskets(rows, window=9, grain=WITH_SITUATION)] == [frozenset({"a/s1", "a/s2"})]


HISTORIES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abcd"), st.integers(0, 400)), max_size=40)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(HISTORIES, st.integers(7, 365))
def test_baskets_cut_a_history_without_losing_or_doubling(rows: list, window: int) -> None:
    """Every case lies in one basket of its person, no basket is longer than the window, and the baskets follow one another."""
    ordered = sorted(rows, key=lambda row: (row[0], row[2]))
    found = list(baskets(done(*ordered), window=window))
    by_person: dict[int, list[Basket]] = defaultdict(list)
    for one in found:
        by_person[one.person].append(one)
    for person, cut in by_person.items():
        spans = [(min(day for _, day in one.items), max(day for _, day in one.items)) for one in cut]
        assert all(last - first <= window for first, last in spans)
        assert all(later[0] - earlier[0] > window for earlier, later in pairwise(spans))
        mine = [(matter, day) for who, matter, day in ordered if who == person]
        homes = [
            [one for one, (first, _) in zip(cut, spans, strict=True) if first <= day <= first + window]
            for _, day in mine
        ]
        assert all(len(home) == 1 and matter in home[0].names for (matter, _), home in zip(mine, homes, strict=True))
    assert by_person.keys() == {row[0] for row in rows}
