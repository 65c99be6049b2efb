"""Two versions compared in words: who must bring more, who less, which situations came, went, were split or merged (matters.md)."""

import copy
import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from benchmarks.prover_specs import is_in, tangled
from tests.catalog.matters import spec_of
from tests.catalog.prover.oracle import Oracle, knowns
from tests.catalog.prover.specs import SEEDS, Maker, any_spec
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.prover import Budget, apply_repair, compare, prove
from yichuang.catalog.rules.spec import MatterSpec

Document = dict[str, Any]


def freight() -> Document:
    return copy.deepcopy(spec_of("freight_general").model_dump(mode="json", by_alias=True))


def lines(after: Document) -> list[str]:
    return compare(spec_of("freight_general"), MatterSpec.model_validate(after)).lines()


def test_the_same_version_says_that_nothing_changed() -> None:
    assert lines(freight()) == ["办理情形、材料、期限和审查要点都没有变化。"]


def test_who_must_bring_less_is_named_by_the_shortest_condition() -> None:
    after = freight()
    after["materials"][0]["needed_if"] = {"fact": "life_cycle", "in": ["new"]}
    assert lines(after) == ["“您要办理哪一项”为“变更”或“到期延续”时，不再需要交“道路货物运输经营申请表”。"]


def test_a_new_question_and_a_new_material() -> None:
    after = freight()
    yes_no = [{"id": "yes", "text": "是"}, {"id": "no", "text": "否"}]
    options = [{**value, "values": [value["id"]]} for value in yes_no]
    after["facts"].append({"id": "joined", "text": "车辆是否已入网", "values": yes_no})
    only = {"fact": "applicant_kind", "in": ["enterprise"]}
    after["questions"].append(
        {"id": "joined", "text": "车辆是否已入网", "fact": "joined", "ask_if": only, "options": options}
    )
    after["materials"].append({"id": "net", "name": "入网证明", "needed_if": {"fact": "joined", "in": ["yes"]}})
    assert lines(after) == ["车辆已入网时，需要多交“入网证明”。", "新增题目“车辆是否已入网”。", "新增材料“入网证明”。"]


def test_a_split_a_removal_and_a_merger_are_told_by_the_applicants_they_share() -> None:
    split = next(
        finding
        for finding in prove(spec_of("freight_general")).findings
        if finding.place.id == "S2.3" and finding.repair
    )
    assert split.repair is not None
    finer = apply_repair(freight(), split.repair)
    assert lines(finer) == ["情形“企业 › 延续”拆分为“企业 › 延续 › 未委托代办人办理”“企业 › 延续 › 委托代办人办理”。"]
    coarser = compare(MatterSpec.model_validate(finer), spec_of("freight_general"))
    assert coarser.situations == (
        "情形“企业 › 延续 › 未委托代办人办理”“企业 › 延续 › 委托代办人办理”合并为“企业 › 延续”。",
    )
    gone = freight()
    gone["questions"][1]["options"].pop(2)
    gone["situations"][1]["children"].pop(2)
    assert lines(gone) == ["删去情形“企业 › 延续”。", "题目“您要办理哪一项”删去选项“到期延续”。"]


def test_ends_limits_and_review_points_are_told() -> None:
    after = freight()
    after["outcomes"] = []
    after["promised_limit"]["value"] = 5
    after["materials"][0]["review_points"][0]["text"] = "改过的要点"
    said = lines(after)
    assert said[0] == "承诺期限由“7个工作日”改为“5个工作日”。"
    assert said[1].endswith("原来不能办理，现在可以办理。")
    assert "2019年3月2日" in said[1]
    assert "审查要点" in said[2]
    assert "改过的要点" in said[2]


def test_what_is_too_large_to_compare_is_said_to_be() -> None:
    before, changed = tangled(40), tangled(40)
    changed["materials"].pop()
    for number, question in enumerate(changed["questions"][9:], start=9):
        question["options"][0]["only_if"] = {
            "any": [is_in(number - 9, "yes"), is_in(number - 5, "no"), is_in(number - 2, "yes")]
        }
    after = MatterSpec.model_validate(changed)
    found = compare(MatterSpec.model_validate(before), after, budget=Budget(nodes=50))
    assert not found.decided
    assert found.lines()[0].startswith("改动过于复杂")
    assert found.materials == ("删去材料“材料39”。",)
    assert len(found.questions) == 31


def everyone(before: MatterSpec, after: MatterSpec) -> Iterator[dict[str, str]]:
    """Every applicant of both versions with an answer to everything that either may ask."""
    facts = {fact.id: answers(before, fact.id) for fact in before.facts if fact.source == "asked"}
    for kind, known in knowns(after):
        for values in product(*facts.values()):
            if not kind or kind in before.applicant_kinds:
                yield {**known, **dict(zip(facts, values, strict=True))}


def answers(spec: MatterSpec, fact: str) -> list[str]:
    """The values of a fact that some option claims."""
    options = [
        option for question in spec.questions for option in question.options if fact in (question.fact, option.fact)
    ]
    claimed = {value for option in options for value in option.values or ("yes", "no")}
    return [value for value in spec.fact(fact).ids if value in claimed]


def needed(spec: MatterSpec, facts: dict[str, str]) -> set[str] | None:
    try:
        return {item.material.name for item in navigator.checklist(spec, facts).materials}
    except (navigator.NotArrived, navigator.SpecGap):
        return None


@pytest.mark.parametrize("part", ["materials", "outcomes", "situations"])
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(SEEDS)
def test_who_brings_more_or_less_agrees_with_asking_everyone(part: str, seed: int) -> None:
    before, maker = any_spec(seed), Maker(seed)
    document = before.model_dump(mode="json", by_alias=True)
    maker.document()
    rng = random.Random(seed)
    for row in document[part]:
        condition = maker.condition()
        if rng.random() < 0.5 and (condition or part == "materials"):
            row["condition" if part != "materials" else "needed_if"] = condition
    try:
        after = MatterSpec.model_validate(document)
    except ValueError:
        return  # the new condition told apart what one option claims
    if Oracle(before).asks_twice:
        return
    more: set[str] = set()
    less: set[str] = set()
    for facts in everyone(before, after):
        had, has = needed(before, facts), needed(after, facts)
        if had is not None and has is not None:
            more |= has - had
            less |= had - has
    found = compare(before, after)
    assert {name for burden in found.more for name in burden.materials} == more
    assert {name for burden in found.less for name in burden.materials} == less
