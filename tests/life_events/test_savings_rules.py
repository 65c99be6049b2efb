"""What a life event saves, counted so that it flatters nobody (S2-25): papers, fields, visits; days compared the careful way."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalog.rules.handling import Limit
from yichuang.life_events.rules.savings import (
    LEAST,
    Duration,
    combination_key,
    compare_days,
    ended_of,
    figures_of,
    members_of_key,
    told,
)
from yichuang.life_events.rules.spec import LifeEventSpec


def event(**after: tuple[str, ...]) -> LifeEventSpec:
    """Return a life event whose members wait for those named."""
    members = [{"id": one, "matter": one, "version": 1, "after": waits} for one, waits in after.items()]
    return LifeEventSpec.model_validate(
        {
            "key": "moving",
            "name": "搬家",
            "lead_departments": ["d"],
            "applicant_kinds": ["person"],
            "members": members,
            "promised_limit": Limit(value=5, unit="workday"),
        }
    )


ABC = event(a=(), b=("a",), c=("a",))
WHOLE = frozenset("abc")


def many(mean: int, cases: int = LEAST) -> Duration:
    return Duration(cases, mean * cases)


def test_what_follows_is_added_and_what_runs_beside_counts_as_its_longest() -> None:
    found = compare_days(ABC, many(9), {WHOLE: LEAST}, {"a": many(4), "b": many(3), "c": many(10)})
    assert found is not None
    assert (found.joint, found.separately, found.saved) == (Fraction(9), Fraction(14), Fraction(5))


def test_each_case_is_compared_with_the_matters_that_it_had() -> None:
    mixed = {frozenset("a"): LEAST, WHOLE: LEAST}
    found = compare_days(ABC, many(9, 2 * LEAST), mixed, {"a": many(4), "b": many(3), "c": many(10)})
    assert found is not None and found.separately == 9


@pytest.mark.parametrize(
    ("joint", "ordinary"),
    [
        (many(9, LEAST - 1), {"a": many(4), "b": many(3), "c": many(10)}),
        (many(9), {"a": many(4), "b": many(3), "c": many(10, LEAST - 1)}),
        (many(9), {"a": many(4), "b": many(3)}),
    ],
)
def test_under_ten_cases_of_either_side_nothing_is_told(joint: Duration, ordinary: dict[str, Duration]) -> None:
    assert compare_days(ABC, joint, {WHOLE: joint.cases}, ordinary) is None


@given(st.lists(st.integers(0, 400), min_size=3, max_size=3), st.integers(0, 400))
def test_the_comparison_never_claims_more_than_going_from_door_to_door(means: list[int], joint: int) -> None:
    ordinary = dict(zip("abc", map(many, means), strict=True))
    found = compare_days(ABC, many(joint), {WHOLE: LEAST}, ordinary)
    assert found is not None
    assert max(means) <= found.separately <= sum(means)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(199, 100), "1.9"),
        (Fraction(2), "2"),
        (Fraction(-5, 4), "-1.2"),
        (Fraction(-1, 20), "0"),
        (None, "—"),
    ],
)
def test_an_average_is_cut_off_and_not_rounded_up(value: Fraction | None, text: str) -> None:
    assert told(value) == text


@given(st.sets(st.sampled_from(["a", "b_2", "c"])))
def test_a_set_of_members_has_one_spelling(members: set[str]) -> None:
    assert members_of_key(combination_key(members)) == members


@pytest.mark.parametrize(
    ("payload", "visits"),
    [
        ({"members": ["a", "b", "c"]}, (3, 1)),
        ({"members": ["a", "b"], "visits_separately": 1, "visits_once": 1}, (1, 1)),
        ({"members": []}, (0, 1)),
    ],
)
def test_a_receipt_without_visits_counts_one_for_each_member(payload: dict[str, Any], visits: tuple[int, int]) -> None:
    found = figures_of(payload)
    assert (found["visits_separately"], found["visits_once"], found["received"]) == (*visits, 1)


def test_a_part_that_was_given_up_measures_nobody() -> None:
    told_ = {"received_on": "2026-11-30", "ended_on": "2026-12-03"}
    parts = [{"member": "a", "end": "closed"}, {"member": "b", "end": "withdrawn"}]
    found = ended_of({**told_, "members": parts, "extra_visits": 1})
    assert (found.month.isoformat(), found.days, found.members, found.extra_visits) == (
        "2026-12-01",
        3,
        frozenset("a"),
        1,
    )
    assert ended_of({**told_, "members": parts[1:]}).members == frozenset()
