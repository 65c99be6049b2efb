"""Hand-over of paper (S2-42) as a table: who signs when, what a batch may hold, what a counting must say."""

from datetime import time

import pytest

from yichuang.cases.rules import handover
from yichuang.cases.rules.handover import Taken


@pytest.mark.parametrize(
    ("state", "side", "open_"),
    [
        ("prepared", "giver", True),
        ("prepared", "taker", False),
        ("signed_out", "giver", False),
        ("signed_out", "taker", True),
        ("signed_in", "giver", False),
        ("signed_in", "taker", False),
        ("cancelled", "giver", False),
        ("cancelled", "taker", False),
    ],
)
def test_the_giver_signs_first_and_each_side_once(state: str, side: handover.Side, open_: bool) -> None:
    """S2-42: 双方签字."""
    reasons = handover.refuse_signing(state, side)
    assert (reasons == []) is open_
    assert all(reason.todo and reason.rule == "S2-42" for reason in reasons)


def test_only_an_unsigned_batch_is_cancelled() -> None:
    """What has left with a signature is not undone by the giver alone."""
    assert [state for state in handover.STATES if not handover.refuse_cancelling(state)] == ["prepared"]


@pytest.mark.parametrize(
    ("slots", "at", "expected"),
    [
        (["16:30", "11:00"], time(9, 0), "11:00"),
        (["11:00", "16:30"], time(11, 0), "11:00"),
        (["11:00", "16:30"], time(11, 1), "16:30"),
        (["11:00", "16:30"], time(17, 0), "次日 11:00"),
        ([], time(9, 0), ""),
    ],
)
def test_the_next_agreed_time_of_day(slots: list[str], at: time, expected: str) -> None:
    """S2-42: 交接时段."""
    assert handover.next_slot(slots, at) == expected


@pytest.mark.parametrize("slot", ["25:00", "9:00", "十一点", "11:00:00", ""])
def test_a_time_that_is_none_is_refused(slot: str) -> None:
    """The next hand-over must be computable."""
    assert handover.slot_faults([slot])
    assert not handover.slot_faults(["11:00", "16:30"])


def test_a_batch_holds_waiting_cases_only_and_not_too_many() -> None:
    """Every case that does not wait is named at once."""
    assert handover.refuse_preparing([], ["a"])[0].code == "none_chosen"
    assert [reason.message[:1] for reason in handover.refuse_preparing(["x", "a", "y"], ["a"])] == ["x", "y"]
    many = [str(number) for number in range(handover.MOST_CASES + 1)]
    assert handover.refuse_preparing(many, many)[0].code == "too_many"
    assert handover.refuse_preparing(many[:-1], many) == []


def test_every_case_is_counted_and_what_is_missing_is_explained() -> None:
    """S2-42: 差异写明."""
    found = {"a": Taken(True), "b": Taken(False, " "), "d": Taken(False, "少一份身份证复印件")}
    reasons = handover.refuse_findings(["a", "b", "c", "d"], found)
    assert [reason.field for reason in reasons] == ["item.b", "item.c"]
