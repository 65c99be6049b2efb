"""S2-21: the scripts of the simulated acceptance show everything that can be reached, and say how near to the minimum they are."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings

from benchmarks.prover_specs import tangled, ticks, tree
from tests.catalog.matters import converted, spec_of
from tests.catalog.prover.oracle import Journey, Oracle
from tests.catalog.prover.specs import SEEDS, any_spec
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.prover import Budget, applicants
from yichuang.catalog.rules.spec import MatterSpec


def shown(spec: MatterSpec, journey: Journey) -> frozenset[tuple[str, ...]]:
    """What one journey exercises."""
    found: set[tuple[str, ...]] = {("material", material) for material in journey.materials}
    found |= {("situation", journey.leaf)} if journey.leaf else set()
    found |= {("outcome", journey.outcome)} if journey.outcome else set()
    asked = dict(journey.asked)
    for question in spec.questions:
        for option in question.options:
            if option.id in asked.get(question.id, ()):
                held = journey.facts.get(option.fact or question.fact)
                if held == "yes" if question.kind == "multi" else held in option.values:
                    found.add(("option", question.id, option.id))
    return frozenset(found)


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(SEEDS)
def test_the_scripts_cover_everything_and_the_bound_is_true(seed: int) -> None:
    spec = any_spec(seed)
    oracle, cast = Oracle(spec), applicants(spec)
    if oracle.asks_twice:
        return  # what a twice-asked fact shows depends on where it is asked
    rows = {shown(spec, journey) for journey in oracle.complete}
    everything = frozenset().union(*rows) if rows else frozenset()
    told = {
        (place.kind, *((place.parent,) if place.parent else ()), place.id)
        for script in cast.scripts
        for place in script.first
    }
    assert told == everything
    assert cast.decided
    assert cast.least <= len(cast.scripts)
    smallest = smallest_cover(rows, everything, len(cast.scripts))
    assert cast.least <= smallest == len(cast.scripts)
    for script in cast.scripts:
        assert any(
            (script.leaf, script.outcome, frozenset(script.materials)) == journey.signature
            for journey in oracle.complete
        )


def smallest_cover(rows: set[frozenset[tuple[str, ...]]], everything: frozenset[tuple[str, ...]], known: int) -> int:
    kept = [row for row in rows if not any(row < other for other in rows)]
    for size in range(known):
        if any(frozenset().union(*chosen) == everything for chosen in combinations(kept, size)):
            return size
    return known


@pytest.mark.parametrize("key", sorted(converted()))
def test_the_scripts_of_the_demo_matters_end_where_they_say_on_a_day_of_today(key: str) -> None:
    spec, today = spec_of(key), date(2026, 11, 20)
    cast = applicants(spec, on=today)
    assert cast.words() == f"{len(cast.scripts)} 个脚本，至少需要 {len(cast.scripts)} 个。"
    leaves = set()
    for script in cast.scripts:
        facts = navigator.facts_with_known(spec, script.answers, applicant_kind=script.kind, on=today)
        assert navigator.validate_facts(spec, facts) == []
        step = navigator.advance(spec, facts)
        if isinstance(step, navigator.Ended):
            assert step.outcome.id == script.outcome
            continue
        assert isinstance(step, navigator.Arrived)
        assert step.situation.id == script.leaf
        assert tuple(item.material.id for item in navigator.checklist(spec, facts).materials) == script.materials
        leaves.add(script.leaf)
    assert leaves == {leaf.id for leaf, _ in spec.leaves}


@pytest.mark.parametrize("made", [tree(60), ticks(60), tangled(30)], ids=["tree", "ticks", "tangled"])
def test_a_large_matter_gets_its_scripts_with_a_bound(made) -> None:
    cast = applicants(MatterSpec.model_validate(made))
    assert cast.decided
    assert 1 <= cast.least <= len(cast.scripts)


def test_what_is_too_large_is_said_to_be() -> None:
    cast = applicants(MatterSpec.model_validate(tangled(60)), budget=Budget(nodes=200))
    assert not cast.decided
    assert cast.scripts == ()
    assert "未能编排" in cast.words()
