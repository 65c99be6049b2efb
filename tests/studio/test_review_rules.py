"""The rules of the business review (S2-21, rulebook 6.4), row by row."""

from typing import Any

import pytest

from tests.catalog.matters import converted
from yichuang.catalog.rules.differences import FieldChange
from yichuang.catalog.rules.field_names import LABELS
from yichuang.catalog.rules.findings import MATTER, Place
from yichuang.catalog.rules.nodes import nodes_of
from yichuang.studio.rules.review_changes import NodeChange
from yichuang.studio.rules.review_items import (
    BY_CODE,
    GRADE_MEANINGS,
    NOT_JUDGED,
    REVIEW_ITEMS,
    concerns,
    places_of,
)
from yichuang.studio.rules.reviewers import Bench, Expert, offered, unfit
from yichuang.studio.rules.reviewing import Given, taken_over, unfinished, unusable, verdict

SEVEN = (
    "主项子项名称编码准确完整",
    "情形是否到位",
    "材料齐全",
    "材料名称规范",
    "审查要点准确",
    "“数据共享”属性标注",
    "“容缺受理”属性标注",
)
PLACE = Place("material", "m", field="name")
ALL_HIGH = {item.code: Given("high") for item in REVIEW_ITEMS}


def test_the_items_named_by_the_guide_stand_first() -> None:
    assert tuple(item.title for item in REVIEW_ITEMS[:7]) == SEVEN
    assert set(GRADE_MEANINGS) == {"high", "medium", "low"}


def changed(kind: Any, field: str = "", what: Any = "changed") -> NodeChange:
    fields = (FieldChange(field, field, "a", "b"),) if field else ()
    return NodeChange(Place(kind, "x"), what, "x", fields)


def test_every_field_of_every_node_is_looked_at_by_an_item() -> None:
    """Nothing that people read goes unjudged; what comes or goes concerns an item too."""
    unjudged = {
        (kind, field)
        for kind, labels in LABELS.items()
        for field in labels
        if not any(concerns(item, changed(kind, field)) for item in REVIEW_ITEMS)
    }
    assert unjudged == {("matter", field) for field in NOT_JUDGED}
    for kind in LABELS:
        assert kind == "matter" or any(concerns(item, changed(kind, what="added")) for item in REVIEW_ITEMS), kind


@pytest.mark.parametrize(
    ("change", "items"),
    [
        (changed("material", "name"), {"material_names"}),
        (changed("material", "tolerance_days"), {"tolerable"}),
        (changed("material", "shared"), {"shared"}),
        (changed("point", "text"), {"points"}),
        (changed("option", what="removed"), {"situations"}),
        (changed("matter", "promised_limit"), {"limits"}),
        (changed("material", what="added"), {"materials", "material_names", "points", "shared", "tolerable", "material_form"}),
        (changed("material", "order"), set()),
    ],
)  # fmt: skip
def test_a_change_concerns_its_items_and_no_other(change: NodeChange, items: set[str]) -> None:
    assert {item.code for item in REVIEW_ITEMS if concerns(item, change)} == items


def test_places_of_an_item_are_nodes_of_the_content() -> None:
    for spec, _ in converted().values():
        nodes = nodes_of(spec)
        there = {node.place for node in nodes}
        for item in REVIEW_ITEMS:
            places = places_of(item, nodes)
            assert places[0] == MATTER and len(places) == len(set(places))
            assert {Place(one.kind, one.id, one.parent) for one in places} <= there
    assert Place("material", spec.materials[0].id, field="name") in places_of(BY_CODE["material_names"], nodes)


@pytest.mark.parametrize(
    ("expert", "fit"),
    [
        (Expert("1", "柏", frozenset()), True),
        (Expert("1", "柏", frozenset({8})), True),
        (Expert("1", "柏", frozenset({7})), False),  # S2-21: of other than the authoring office
        (Expert("9", "赵", frozenset()), False),  # wrote a revision before he moved
        (Expert("1", "柏", frozenset(), active=False), False),
    ],
)
def test_an_expert_is_of_another_office_and_wrote_nothing(expert: Expert, fit: bool) -> None:
    bench = Bench(7, "交通运输局", frozenset({"9"}))
    assert (unfit(expert, bench) == ()) is fit
    may, others = offered([expert], bench)
    assert (may == [expert]) is fit and all(reasons for _, reasons in others)


def test_every_reason_against_an_expert_is_told() -> None:
    assert len(unfit(Expert("9", "赵", frozenset({7}), active=False), Bench(7, "交", frozenset({"9"})))) == 3


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        (Given("high"), []),
        (Given("high", "写得好"), []),
        (Given(), ["ungraded"]),
        (Given("", "看不懂", (PLACE,)), ["ungraded"]),
        (Given("medium", "要问人", (PLACE,)), []),
        (Given("medium", "要问人"), ["no_place"]),
        (Given("low", "", (PLACE,)), ["no_reason"]),
        (Given("low", " "), ["no_reason", "no_place"]),
    ],
)
def test_medium_and_low_need_a_reason_and_a_place(item: Given, codes: list[str]) -> None:
    assert [one.code for one in unfinished({**ALL_HIGH, "material_names": item})] == codes


def test_an_unfinished_review_names_every_item() -> None:
    assert [one.field for one in unfinished({})] == [item.code for item in REVIEW_ITEMS]


@pytest.mark.parametrize(
    ("code", "item", "wrong"),
    [
        ("material_names", Given("high"), []),
        ("material_names", Given("low", "x", (PLACE,)), []),
        ("colour", Given("high"), ["item"]),
        ("material_names", Given("best"), ["grade"]),
        ("material_names", Given("low", "x", (Place("material", "other"),)), ["place"]),
        ("material_names", Given("low", "长" * 401), ["reason_long"]),
    ],
)
def test_what_does_not_exist_is_not_kept(code: str, item: Given, wrong: list[str]) -> None:
    assert [one.code for one in unusable({code: item}, {"material_names": {PLACE}})] == wrong


@pytest.mark.parametrize(
    ("given", "result"),
    [(["high"] * 26, "passed"), (["high"] * 25 + ["medium"], "returned"), (["low"], "returned")],
)
def test_any_medium_or_low_of_anybody_returns(given: list[str], result: str) -> None:
    assert verdict(given) == result


@pytest.mark.parametrize(
    ("earlier", "change", "stands"),
    [
        (["high", "high"], changed("matter", "fee"), True),
        (["high", "medium"], changed("matter", "fee"), False),
        (["high", "high"], changed("material", "name"), False),
        ([], changed("matter", "fee"), False),
    ],
)
def test_only_an_unchanged_high_of_all_is_taken_over(earlier: list[str], change: NodeChange, stands: bool) -> None:
    assert ("material_names" in taken_over({"material_names": earlier}, [change])) is stands
