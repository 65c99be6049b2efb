"""What is proposed, what is not, and what it would save (S2-25, S3-9)."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from benchmarks.navigator import demo_specs
from yichuang.mining.rules.proposals import (
    ACCEPTED,
    DISMISSED,
    DISMISSED_FOR,
    Candidate,
    Judged,
    candidates,
    mark_of,
    sort_out,
)
from yichuang.mining.rules.savings import savings

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def counted(sets: dict[str, int]) -> dict[frozenset[str], int]:
    return {frozenset(items): count for items, count in sets.items()}


@pytest.mark.parametrize(
    ("sets", "proposed"),
    [
        ({"a": 50, "b": 50, "ab": 40}, ["ab"]),
        # Independent of one another: no more often than chance has it.
        ({"a": 500, "b": 500, "ab": 250}, []),
        # A part of a larger one that is done at least half as often is not told beside it.
        ({"a": 50, "b": 50, "c": 50, "ab": 40, "ac": 40, "bc": 40, "abc": 20}, ["abc"]),
        ({"a": 50, "b": 50, "c": 50, "ab": 41, "ac": 20, "bc": 20, "abc": 20}, ["ab", "abc"]),
        ({"a": 50}, []),
    ],
)
def test_sets_that_stand_out_are_proposed(sets: dict[str, int], proposed: list[str]) -> None:
    counts = counted(sets)
    found = candidates(counts, counts, 1000, 150)
    assert sorted("".join(sorted(one.matters)) for one in found) == proposed


def test_situations_of_one_matter_are_no_life_event() -> None:
    """Two situations of a matter are one matter; of several sets of the same matters the most frequent speaks."""
    counts = {
        frozenset({"a/1"}): 50, frozenset({"a/2"}): 50, frozenset({"b/1"}): 60,
        frozenset({"a/1", "a/2"}): 40, frozenset({"a/1", "b/1"}): 30, frozenset({"a/2", "b/1"}): 35,
    }  # fmt: skip
    (one,) = candidates(counts, counts, 1000, 150)
    assert (one.matters, one.items, one.count) == (frozenset("ab"), frozenset({"a/2", "b/1"}), 35)


@pytest.mark.parametrize(
    ("in_force", "before", "outcome"),
    [
        ([], {}, "fresh"),
        ([frozenset("abc")], {}, "recognised"),
        ([frozenset("a")], {}, "fresh"),
        ([], {"ab": Judged(ACCEPTED, NOW - timedelta(days=900))}, "judged"),
        ([], {"ab": Judged(DISMISSED, NOW - DISMISSED_FOR + timedelta(days=1))}, "judged"),
        ([], {"ab": Judged(DISMISSED, NOW - DISMISSED_FOR)}, "fresh"),
        ([], {"ac": Judged(DISMISSED, NOW)}, "fresh"),
    ],
)
def test_what_is_one_already_or_was_decided_is_not_proposed_again(in_force: list, before: dict, outcome: str) -> None:
    one = Candidate(frozenset("ab"), frozenset("ab"), 40, 40, Fraction(3))
    told = sort_out([one], in_force, {mark_of(matters): judged for matters, judged in before.items()}, NOW)
    assert {name: list(getattr(told, name)) for name in ("fresh", "recognised", "judged")} == {
        name: [one] if name == outcome else [] for name in ("fresh", "recognised", "judged")
    }


def test_savings_count_what_everybody_must_bring_and_fill() -> None:
    """Of the demonstration: three matters are two visits less; what shared data supplies and what only some must bring is not counted."""
    specs = {spec.key: spec for spec in demo_specs()}
    birth = savings({key: specs[key] for key in ("birth_registration", "medical_insurance_child", "social_card_apply")})
    assert (birth.visits, birth.materials, [(one.name, one.saved) for one in birth.fields]) == (
        2,
        (),
        [("出生日期", 2)],
    )
    death = savings({key: specs[key] for key in ("death_cancellation", "death_benefit", "gjj_withdraw_death")})
    assert [(one.key, one.matters) for one in death.materials] == [
        ("bank_card", ("death_benefit", "gjj_withdraw_death"))
    ]
    filled = {one.name: one.saved for one in death.fields}
    assert filled | {"死者姓名": 1, "死亡日期": 2, "开户银行": 1, "银行账号": 1} == filled
    assert death.minutes == 2 * 60 + 10 + death.field_count
    home = savings({key: specs[key] for key in ("realestate_transfer", "housing_fund_loan")})
    assert [one.key for one in home.materials] == ["real_estate_certificate"], (
        "the identity card is exempt in one of them"
    )
    assert savings({}).visits == 0 and savings({"a": specs["birth_registration"]}).minutes == 0
