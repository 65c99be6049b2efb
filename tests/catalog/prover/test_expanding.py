"""S2-11: whatever leaf is too coarse can be split by clicks, one question at a time or all at once, and nobody's list changes by it."""

from typing import Any

import pytest
from hypothesis import given, settings

from benchmarks.prover_specs import ticks
from tests.catalog.matters import converted, spec_of
from tests.catalog.prover.specs import SEEDS, any_spec
from tests.catalog.prover.test_faults import same_ends
from yichuang.catalog.rules.findings import Finding, Repair
from yichuang.catalog.rules.prover import Budget, apply_repair, prove
from yichuang.catalog.rules.prover.expanding import MOST_SITUATIONS
from yichuang.catalog.rules.prover.leaves import tree
from yichuang.catalog.rules.spec import MatterSpec

ALL = Repair("expand_all", "全部拆分")
# So small that every expansion of three classes and more is beyond it, and one question at a time is what is offered.
TIGHT = Budget(children=2)


def coarse(document: dict[str, Any], budget: Budget) -> list[Finding]:
    found = prove(MatterSpec.model_validate(document), budget=budget).findings
    return [finding for finding in found if finding.code == "finest_grain" and finding.severity == "error"]


def faults(document: dict[str, Any]) -> set[str]:
    found = prove(MatterSpec.model_validate(document)).findings
    return {finding.code for finding in found if finding.code in ("disjoint", "covered")}


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(SEEDS)
def test_one_question_at_a_time_ends_clean_and_changes_nobody_s_list(seed: int) -> None:
    spec = any_spec(seed)
    first = document = spec.model_dump(mode="json", by_alias=True)
    for _ in range(200):
        left = coarse(document, TIGHT)
        if not left:
            break
        assert all(finding.repair is not None for finding in left), left
        document = apply_repair(document, left[0].repair)  # type: ignore[arg-type]
    assert coarse(document, TIGHT) == []
    assert same_ends(first, document)
    assert faults(document) <= faults(first), "the parts of a leaf are apart, and leave nobody out"


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(SEEDS)
def test_all_at_once_is_the_same_and_once_more_changes_nothing(seed: int) -> None:
    first = any_spec(seed).model_dump(mode="json", by_alias=True)
    document = apply_repair(first, ALL)
    assert coarse(document, Budget()) == []
    assert same_ends(first, document)
    assert apply_repair(document, ALL) == document


@pytest.mark.parametrize("key", sorted(converted()))
def test_every_coarse_leaf_of_the_demo_matters_has_a_repair_and_all_go_by_one(key: str) -> None:
    document = spec_of(key).model_dump(mode="json", by_alias=True)
    assert all(finding.repair for finding in coarse(document, Budget()))
    assert coarse(apply_repair(document, ALL), Budget()) == []


def test_a_leaf_of_a_million_lists_has_a_repair_and_is_not_written_out() -> None:
    document = MatterSpec.model_validate(ticks(20, 20)).model_dump(mode="json", by_alias=True)
    (found,) = coarse(document, Budget())
    assert found.repair is not None and found.repair.code == "divide_leaf" and "先按" in found.repair.label
    assert len(coarse(apply_repair(document, found.repair), Budget())) == 2
    split = apply_repair(document, ALL)
    assert MOST_SITUATIONS <= sum(1 for _ in tree(split)) < MOST_SITUATIONS + 30


def test_below_the_fourth_level_a_leaf_is_divided_in_its_place() -> None:
    """S2-10 knows four levels; a draft that is nested without end could not be kept."""
    document = MatterSpec.model_validate(ticks(8, 8)).model_dump(mode="json", by_alias=True)
    for _ in range(6):
        left = coarse(document, TIGHT)
        document = apply_repair(document, left[0].repair)  # type: ignore[arg-type]

    def depth(rows: list[dict[str, Any]]) -> int:
        return 1 + max((depth(row["children"]) for row in rows), default=0) if rows else 0

    assert depth(document["situations"]) == 4
