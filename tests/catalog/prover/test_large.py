"""Large matters: 60 facts and 40 materials, 2^60 answer paths, 2^40 situations; and honesty where the budget ends. Sizes, never times."""

import pytest
from dd import autoref

from benchmarks.prover_specs import is_in, matter, tangled, ticks, tree
from tests.catalog.prover.specs import any_spec
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.prover import Budget, prove
from yichuang.catalog.rules.prover.diagrams import Flat
from yichuang.catalog.rules.prover.journeys import Journeys
from yichuang.catalog.rules.spec import MatterSpec

SIXTY = MatterSpec.model_validate(ticks(60, 40))


def test_sixty_ticks_and_forty_materials_are_counted_exactly_and_any_page_is_reached() -> None:
    proof = prove(SIXTY)
    assert proof.paths == 2**60
    assert proof.situations.count == 2**40
    assert [finding.code for finding in proof.findings] == ["finest_grain"]
    assert f"{2**40} 个四级情形" in proof.findings[0].message
    page = proof.situations.page(str(2**40 - 2), 20)
    assert [row.number for row in page.rows] == [2**40 - 1, 2**40]
    assert page.next == ""
    assert len(page.rows[-1].materials) == 40
    assert len(page.rows[-1].answers["q"]) == 40
    middle = proof.situations.page(str(10**9), 3)
    assert [row.number for row in middle.rows] == [10**9 + 1, 10**9 + 2, 10**9 + 3]
    assert middle.next == str(10**9 + 3)
    assert middle == proof.situations.page(str(10**9), 3)
    for row in middle.rows:
        facts = navigator.facts_with_known(SIXTY, row.answers, applicant_kind="", on=None)  # type: ignore[arg-type]
        needed = navigator.checklist(SIXTY, facts).materials
        assert tuple(item.material.id for item in needed) == row.materials
    with pytest.raises(ValueError):
        proof.situations.page("-1")


@pytest.mark.parametrize("facts", [10, 31, 60])
def test_a_tree_stays_small(facts: int) -> None:
    spec = MatterSpec.model_validate(tree(facts))
    journeys = Journeys(spec)
    assert journeys.paths.dag_size < 20 * facts
    assert Flat(journeys.diagrams, journeys.paths, journeys.counting).count() == facts + 1
    proof = prove(spec)
    assert proof.paths == facts + 1
    assert not [finding for finding in proof.findings if finding.code in ("complete", "covered", "disjoint")]


def test_sixty_tangled_facts_and_forty_materials_are_judged() -> None:
    proof = prove(MatterSpec.model_validate(tangled(60, 40)))
    assert proof.paths is not None
    assert proof.paths > 10**11
    assert not [finding for finding in proof.findings if finding.code in ("complete", "covered", "disjoint", "overlap")]


@pytest.mark.parametrize("nodes", [50, 1_000, 3_000])
def test_what_the_budget_does_not_settle_is_undecided_and_never_guessed(nodes: int) -> None:
    spec = MatterSpec.model_validate(tangled(30))
    proof, settled = prove(spec, budget=Budget(nodes=nodes)), prove(spec)
    undecided = {finding.code for finding in proof.findings if finding.severity == "undecided"}
    assert not proof.ok
    for finding in settled.findings:
        assert finding.code in undecided or (finding.code, finding.place) in [
            (other.code, other.place) for other in proof.findings
        ]
    assert proof.paths in (None, settled.paths)
    assert proof.situations.count in (None, settled.situations.count)
    if proof.situations.count is None:
        assert proof.situations.page().rows == ()


def test_an_expansion_is_offered_up_to_a_stated_number_and_a_step_of_it_beyond() -> None:
    spec = MatterSpec.model_validate(ticks(3, 3))
    offered = [prove(spec, budget=Budget(children=most)).findings[0] for most in (7, 8)]
    assert [finding.repair and finding.repair.code for finding in offered] == ["divide_leaf", "expand_leaf"]
    assert "应拆分为 8 个四级情形；超过 7 个" in offered[0].message


def test_both_engines_say_the_same() -> None:
    for seed in range(40):
        spec = any_spec(seed)
        one, other = prove(spec), prove(spec, library=autoref)
        assert one.findings == other.findings
        assert (one.paths, one.situations.count) == (other.paths, other.situations.count)
        assert one.situations.page() == other.situations.page()


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # its manager is not whole after a full table
def test_the_pure_python_engine_keeps_its_budget_too() -> None:
    proof = prove(MatterSpec.model_validate(tangled(30)), budget=Budget(nodes=300), library=autoref)
    assert {finding.severity for finding in proof.findings} == {"undecided"}


def test_dates_are_one_day_and_kinds_are_one_applicant() -> None:
    """Two facts on the same thing are never taken apart: no applicant of 2020 is before 2019."""
    yes_no = [{"id": "yes", "text": "是"}, {"id": "no", "text": "否"}]
    facts = [
        {"id": f"d{year}", "text": "日期", "values": yes_no, "source": "day", "since": f"{year}-01-01"}
        for year in (2019, 2020)
    ]
    never = {"all": [{"fact": "d2020", "in": ["yes"]}, {"fact": "d2019", "in": ["no"]}]}
    proof = prove(
        MatterSpec.model_validate(matter(facts=facts, materials=[{"id": "m", "name": "甲", "needed_if": never}]))
    )
    assert [(finding.code, finding.place.id) for finding in proof.findings] == [("unreachable", "m")]
    assert proof.paths == 3


def test_a_condition_that_needs_two_facts_is_shown_with_two() -> None:
    both = {"not": {"all": [is_in(0, "yes"), is_in(3, "no")]}}
    made = ticks(6, 0) | {"situations": [{"id": "S", "name": "通用", "axis": "content", "condition": both}]}
    (finding,) = prove(MatterSpec.model_validate(made)).findings
    assert finding.facts == {"f0": "yes", "f3": "no"}
    assert finding.example == "勾选“要素0”、未勾选“要素3”时，没有可选的情形。"
