"""Measures are exact, and nothing that stands for too few persons is kept (S2-25; 个人信息保护法 51)."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yichuang.mining.rules.baskets import Basket
from yichuang.mining.rules.measures import (
    AFTER,
    BEFORE,
    FLOOR_PERSONS,
    MIXED,
    SAME_DAY,
    associations,
    hundredths,
    lift_of,
    look_again,
    order_of,
    persons_needed,
    sequence,
    ten_thousandths,
    turned,
    withhold,
)
from yichuang.mining.rules.plain import name_of_all, order_said, percent, said, saved_said, times

A, B, AB = frozenset("a"), frozenset("b"), frozenset("ab")


def test_support_confidence_and_lift_are_exact() -> None:
    """1000 baskets, 100 with a, 50 with b, 37 with both: 37 of 100, and 7.4 times as often as usual."""
    found = {one.then: one for one in associations({A: 100, B: 50, AB: 37}, 1000)}
    assert (found["b"].support, found["b"].confidence, found["b"].lift) == (
        Fraction(37, 1000),
        Fraction(37, 100),
        Fraction(37, 5),
    )
    assert (found["a"].confidence, found["a"].lift) == (Fraction(37, 50), Fraction(37, 5))
    assert lift_of(AB, {A: 100, B: 50, AB: 37}, 1000) == Fraction(37, 5)
    assert lift_of(A, {A: 100}, 1000) == 1


@pytest.mark.parametrize(
    ("share", "expected"),
    [(Fraction(1, 3), 3333), (Fraction(2, 3), 6667), (Fraction(1, 20000), 0), (Fraction(3, 20000), 2)],
)
def test_what_is_kept_is_the_nearest_whole_number_half_to_even(share: Fraction, expected: int) -> None:
    assert ten_thousandths(share) == expected
    assert hundredths(Fraction(37, 5)) == 740


@pytest.mark.parametrize(("asked", "needed"), [(0, 10), (9, 10), (10, 10), (20, 20)])
def test_the_floor_of_persons_cannot_be_undercut(asked: int, needed: int) -> None:
    assert persons_needed(asked) == needed


def pair(person: int, gap: int = 1) -> Basket:
    return Basket(person, (("a", 0), ("b", gap)))


@pytest.mark.parametrize(("persons", "least", "stays"), [(9, 1, False), (10, 1, True), (19, 20, False), (20, 20, True)])
def test_who_comes_often_is_one_person(persons: int, least: int, stays: bool) -> None:
    """Fifty baskets of nine persons are nine persons: the set is not kept, and only their number is told."""
    seen = sorted((pair(place % persons) for place in range(50)), key=lambda one: one.person)
    counts = {A: 50, B: 50, AB: 50}
    found = withhold(counts, look_again(seen, counts), 50, least)
    assert (AB in found.counts) is stays and (frozenset("ab") in found.persons) is stays
    assert (("a", "b") in found.gaps) is stays
    assert found.withheld == (0 if stays else 3)


@pytest.mark.parametrize(
    ("gaps", "order"),
    [
        ({3: 20, -1: 10}, (BEFORE, 3)),
        ({-3: 20, 1: 10}, (AFTER, 3)),
        ({0: 20, 5: 10}, (SAME_DAY, 0)),
        ({4: 19, -4: 11}, (MIXED, 4)),
        ({}, (MIXED, 0)),
    ],
)
def test_an_order_is_named_where_two_thirds_have_it(gaps: dict[int, int], order: tuple[str, int]) -> None:
    assert order_of(gaps) == order
    assert turned(turned(order[0])) == order[0]


def test_things_stand_in_the_order_in_which_they_are_done() -> None:
    orders = {("a", "b"): (AFTER, 3), ("a", "c"): (BEFORE, 9), ("b", "c"): (BEFORE, 12), ("a", "z"): (BEFORE, 1)}
    assert sequence(frozenset("abc"), orders) == ["b", "a", "c"]


BASKETS = st.lists(
    st.tuples(st.integers(0, 30), st.dictionaries(st.sampled_from("abcde"), st.integers(0, 90), min_size=1)),
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(BASKETS, st.integers(0, 25))
def test_nothing_below_the_floor_is_ever_kept(rows: list, least: int) -> None:
    """Counted anew by brute force: persons of each set are right, and what is kept stands for enough of them."""
    every = [Basket(person, tuple(items.items())) for person, items in sorted(rows, key=lambda row: row[0])]
    counts: Counter = Counter(
        frozenset(some) for one in every for size in (1, 2, 3) for some in combinations(sorted(one.names), size)
    )
    seen = look_again(every, counts)
    for items in counts:
        assert seen.persons[items] == len({one.person for one in every if items <= one.names})
    found = withhold(counts, seen, len(every), least)
    assert all(found.persons[items] >= max(least, FLOOR_PERSONS) for items in found.counts)
    assert len(found.counts) + found.withheld == len(counts)
    for one in associations(found.counts, found.total):
        assert 0 < one.support <= one.confidence <= 1
        assert one.count == sum(one.given | {one.then} <= basket.names for basket in every)


@pytest.mark.parametrize(
    ("value", "text"), [(3700, "37%"), (1049, "10%"), (940, "9.4%"), (15, "0.2%"), (9, "不到 0.1%"), (10_000, "100%")]
)
def test_shares_read_as_officials_read_them(value: int, text: str) -> None:
    assert percent(value) == text


def test_an_association_is_said_in_a_sentence() -> None:
    assert said(["出生登记"], "医保参保", 90, 3700, 1200) == (
        "办“出生登记”的人里，有 37% 在前后 90 天内也办了“医保参保”，是平常的 12 倍。"
    )
    assert order_said(["甲"], "乙", BEFORE, 12) == "多数人先办“甲”，一般相隔 12 天。"
    assert order_said(["甲"], "乙", AFTER, 0) == "多数人先办“乙”，一般在同一天。"
    assert order_said(["甲"], "乙", SAME_DAY, 0) == "多数人在同一天办。"
    assert order_said(["甲", "丙"], "乙", "", 0) == ""
    assert (times(740), times(1249), times(100)) == ("7.4 倍", "12 倍", "1.0 倍")
    assert saved_said(2, 3, 0) == "少跑 2 次、少交 3 份材料"
    assert len(name_of_all(["长" * 200])) == 80
