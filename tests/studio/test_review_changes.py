"""The difference of two contents, node by node (S2-21): complete, exact, in words."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.catalog.matters import converted, spec_of
from tests.studio.reviewing import DOCUMENT
from yichuang.catalog.rules.field_names import LABELS
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.handling import GuideDetails
from yichuang.catalog.rules.nodes import by_place, nodes_of, place_words
from yichuang.catalog.rules.samples import Sample
from yichuang.catalog.rules.spec import (
    Fact,
    Material,
    MatterSpec,
    Option,
    Outcome,
    Question,
    ReviewPoint,
    Situation,
)
from yichuang.studio.rules.review_changes import node_changes

# What is no field of a node but a node, or its name, or a constant.
CHILDREN = {
    "matter": {"schema_", "facts", "questions", "situations", "materials", "outcomes", "guide"},
    "question": {"id", "options"},
    "situation": {"id", "children"},
    "material": {"id", "review_points", "samples"},
}
MODELS: dict[str, type[BaseModel]] = {
    "matter": MatterSpec, "fact": Fact, "question": Question, "option": Option, "situation": Situation, "material": Material,
    "point": ReviewPoint, "sample": Sample, "outcome": Outcome,
}  # fmt: skip


def spec(**fields: Any) -> MatterSpec:
    return MatterSpec.model_validate({**copy.deepcopy(DOCUMENT), "key": "k", **fields})


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_of_a_spec_is_a_field_of_a_node(kind: str) -> None:
    """A field that is added to matter/v1 and forgotten here would never be reviewed."""
    fields = set(MODELS[kind].model_fields) - CHILDREN.get(kind, {"id"})
    fields |= {f"guide.{name}" for name in GuideDetails.model_fields} if kind == "matter" else set()
    labels = set(LABELS[kind]) - ({"parent"} if kind == "situation" else set())
    assert labels == fields


@pytest.mark.parametrize("key", sorted(converted()))
def test_equal_contents_do_not_differ_and_every_node_reads(key: str) -> None:
    assert node_changes(spec_of(key), spec_of(key)) == ()
    nodes = nodes_of(spec_of(key))
    assert len(by_place(nodes)) == len(nodes)
    assert all(node.title and place_words(node.place, by_place(nodes)) for node in nodes)


MATERIALS = DOCUMENT["materials"]
CASES: list[tuple[dict[str, Any], list[tuple[Place, str, list[tuple[str, str, str]]]]]] = [
    ({"promised_limit": {"value": 3, "unit": "workday"}},
     [(Place("matter"), "changed", [("promised_limit", "5个工作日", "3个工作日")])]),
    ({"guide": {"hours": "工作日 9:00—17:00"}}, [(Place("matter"), "changed", [("guide.hours", "（无）", "工作日 9:00—17:00")])]),
    ({"materials": MATERIALS[:2]}, [(Place("material", "m_old"), "removed", []), (Place("point", "p1", "m_old"), "removed", [])]),
    ({"materials": [{**MATERIALS[0], "tolerable": True}, *MATERIALS[1:]]},
     [(Place("material", "m_card"), "changed", [("tolerable", "否", "是")])]),
    ({"materials": [MATERIALS[0], {**MATERIALS[1], "needed_if": None}, MATERIALS[2]]},
     [(Place("material", "m_notice"), "changed", [("needed_if", "为什么补发：遗失", "各情形均需提交")])]),
    ({"materials": [{**MATERIALS[0], "shared": {"mode": "none"}}, *MATERIALS[1:]]},
     [(Place("material", "m_card"), "changed", [("shared", "方式：电子证照，提供方：公安机关，免提交：是", "不共享")])]),
    ({"materials": [MATERIALS[1], MATERIALS[0], MATERIALS[2]]},
     [(Place("material", "m_notice"), "changed", [("order", "第 2 位", "第 1 位")])]),
    ({"questions": [{**DOCUMENT["questions"][0], "options": [*DOCUMENT["questions"][0]["options"],
                                                            {"id": "c", "text": "都不是", "values": ["lost"]}]}]},
     [(Place("option", "c", "q1"), "added", [])]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_a_difference_is_told_by_node_with_before_and_after(fields: dict[str, Any], expected: list[Any]) -> None:
    found = node_changes(spec(), spec(**fields))
    assert [
        (one.place, one.change, [(part.field, part.before, part.after) for part in one.fields]) for one in found
    ] == expected


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(3)), st.sets(st.integers(0, 2), min_size=1), st.booleans())
def test_contents_differ_exactly_when_their_hashes_do(order: list[int], kept: set[int], renamed: bool) -> None:
    rows = [copy.deepcopy(MATERIALS[place]) for place in order if place in kept]
    if renamed:
        rows[0]["name"] += "（新版）"
    other = spec(materials=rows)
    assert bool(node_changes(spec(), other)) is (other.digest != spec().digest)
    there = {one.place for one in node_changes(spec(), other) if one.change == "removed"}
    assert there == {one.place for one in node_changes(other, spec()) if one.change == "added"}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("matter"), "整个事项"),
        (Place("matter", field="promised_limit"), "事项的承诺期限"),
        (Place("material", "m_card", field="name"), "材料“居民身份证”的材料名称"),
        (Place("point", "p2", "m_card"), "材料“居民身份证”的审查要点“在有效期内”"),
        (Place("option", "a", "q1"), "问题“驾驶员证是遗失还是损坏？”的选项“遗失”"),
        (Place("material", "gone"), "材料“gone”（已删除）"),
    ],
)
def test_a_place_is_said_as_people_say_it(place: Place, words: str) -> None:
    assert place_words(place, by_place(nodes_of(spec()))) == words
