"""S2-11: clean matters are found clean, a fault put into one is always found at its place, and its repair takes it away."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.prover.oracle import Oracle
from tests.catalog.prover.specs import SEEDS, any_spec, clean_document, leaf
from yichuang.catalog.rules.findings import Finding, Place
from yichuang.catalog.rules.prover import alternatives, apply_repair, prove
from yichuang.catalog.rules.spec import MatterSpec

OFTEN = settings(max_examples=300, deadline=None, derandomize=True, database=None)
Document = dict[str, Any]


def spec_of(document: Document) -> MatterSpec:
    return MatterSpec.model_validate(document)


@OFTEN
@given(SEEDS)
def test_a_clean_matter_raises_no_alarm(seed: int) -> None:
    spec = spec_of(clean_document(seed))
    proof = prove(spec)
    assert proof.findings == ()
    assert proof.ok
    assert proof.paths == proof.situations.count == len(Oracle(spec).complete)


def drop_option(document: Document, pick: int) -> tuple[str, Place] | None:
    questions = [
        question for question in document["questions"] if question.get("fact") and len(question["options"]) > 1
    ]
    if not questions:
        return None
    question = questions[pick % len(questions)]
    question["options"].pop()
    return "complete", Place("question", question["id"])


def claim_twice(document: Document, pick: int) -> tuple[str, Place] | None:
    questions = [question for question in document["questions"] if question.get("fact")]
    if not questions:
        return None
    question = questions[pick % len(questions)]
    question["options"].append({**question["options"][0], "id": "twice"})
    return "overlap", Place("option", question["options"][0]["id"], question["id"])


def drop_leaf(document: Document, pick: int) -> tuple[str, Place] | None:
    if len(document["situations"]) < 2:
        return None
    document["situations"].pop(pick % len(document["situations"]))
    return "covered", Place("matter")


def widen_leaf(document: Document, pick: int) -> tuple[str, Place] | None:
    if len(document["situations"]) < 2:
        return None
    document["situations"][-1]["condition"] = None
    return "disjoint", Place("situation", document["situations"][pick % (len(document["situations"]) - 1)]["id"])


def never(document: Document) -> Any:
    fact = document["facts"][0]["id"] if document["facts"] else ""
    value = document["facts"][0]["values"][0]["id"] if fact else ""
    return {"all": [{"fact": fact, "in": [value]}, {"not": {"fact": fact, "in": [value]}}]} if fact else {"any": []}


def dead_question(document: Document, pick: int) -> tuple[str, Place]:
    document["facts"].append(
        {"id": "dead", "text": "多余", "values": [{"id": "yes", "text": "是"}, {"id": "no", "text": "否"}]}
    )
    options = [{"id": value, "text": value, "values": [value]} for value in ("yes", "no")]
    question = {"id": "dead", "text": "多余", "fact": "dead", "ask_if": never(document), "options": options}
    document["questions"].append(question)
    return "unreachable", Place("question", "dead")


def dead_option(document: Document, pick: int) -> tuple[str, Place] | None:
    questions = [question for question in document["questions"] if question.get("fact")]
    if not questions:
        return None
    question = questions[pick % len(questions)]
    question["options"].append({**question["options"][0], "id": "dead", "only_if": {"any": []}})
    return "unreachable", Place("option", "dead", question["id"])


def dead_leaf(document: Document, pick: int) -> tuple[str, Place]:
    document["situations"].append(leaf(99, never(document)))
    return "unreachable", Place("situation", "S99")


def dead_material(document: Document, pick: int) -> tuple[str, Place]:
    document["materials"].append({"id": "dead", "name": "多余材料", "needed_if": never(document)})
    return "unreachable", Place("material", "dead")


def dead_outcome(document: Document, pick: int) -> tuple[str, Place]:
    document["outcomes"].append({"id": "dead", "kind": "not_eligible", "message": "多余", "condition": never(document)})
    return "unreachable", Place("outcome", "dead")


def coarse_leaf(document: Document, pick: int) -> tuple[str, Place]:
    document["facts"].append(
        {"id": "tick", "text": "委托他人办理", "values": [{"id": "yes", "text": "是"}, {"id": "no", "text": "否"}]}
    )
    option = {"id": "o", "text": "委托他人办理", "fact": "tick"}
    document["questions"].append({"id": "tick", "text": "其他", "kind": "multi", "options": [option]})
    document["materials"].append({"id": "agent", "name": "授权委托书", "needed_if": {"fact": "tick", "in": ["yes"]}})
    return "finest_grain", Place("situation", document["situations"][pick % len(document["situations"])]["id"])


def equal_leaves(document: Document, pick: int) -> tuple[str, Place] | None:
    if len(document["situations"]) < 2:
        return None
    mine = {f"m{number}" for number in (0, 1)} | {"shared"}
    document["materials"] = [material for material in document["materials"] if material["id"] not in mine]
    return "mergeable", Place("situation", "S0")


FAULTS: dict[str, Callable[[Document, int], tuple[str, Place] | None]] = {
    fault.__name__: fault  # type: ignore[attr-defined]
    for fault in (
        drop_option,
        claim_twice,
        drop_leaf,
        widen_leaf,
        dead_question,
        dead_option,
        dead_leaf,
        dead_material,
        dead_outcome,
        coarse_leaf,
        equal_leaves,
    )  # fmt: skip
}


@pytest.mark.parametrize("name", FAULTS)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(SEEDS, st.integers(0, 9))
def test_a_fault_put_into_a_clean_matter_is_found_at_its_place(name: str, seed: int, pick: int) -> None:
    document = clean_document(seed)
    expected = FAULTS[name](document, pick)
    if expected is None:
        return
    code, place = expected
    found = [finding for finding in prove(spec_of(document)).findings if finding.code == code]
    assert place in [finding.place for finding in found]
    for finding in found:
        for repair in alternatives(finding, spec_of(document)):
            repaired_away(document, finding, repair)


@OFTEN
@given(SEEDS)
def test_every_repair_takes_its_finding_away(seed: int) -> None:
    spec = any_spec(seed)
    document = spec.model_dump(mode="json", by_alias=True)
    for finding in prove(spec).findings:
        for repair in alternatives(finding, spec):
            repaired_away(document, finding, repair)


def repaired_away(document: Document, finding: Finding, repair: Any) -> None:
    before = copy.deepcopy(document)
    after = apply_repair(document, repair)
    assert document == before, "a repair changes a copy"
    spec = spec_of(after)
    left = [(other.code, other.place, other.related) for other in prove(spec).findings]
    assert (finding.code, finding.place, finding.related) not in left, (finding, repair, after)
    if repair.code == "expand_leaf":
        assert not [
            code for code, place, _ in left if code == "finest_grain" and place.id.startswith(f"{finding.place.id}.")
        ]
        assert same_ends(document, after)


def same_ends(before: Document, after: Document) -> bool:
    """An expansion changes where the fourth level is, and nobody's material list."""
    lists = [
        sorted(
            (sorted(journey.facts.items()), journey.outcome, sorted(journey.materials), bool(journey.leaf))
            for journey in oracle.complete
        )
        for oracle in (Oracle(spec_of(before)), Oracle(spec_of(after)))
    ]
    return lists[0] == lists[1]
