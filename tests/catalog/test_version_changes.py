"""Two versions compared in words: nothing that differs is left unsaid, nothing that is equal is named (issue 3, 7)."""

from copy import deepcopy
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.catalog.matters import converted, spec_of
from yichuang.catalog.rules import handling, samples, spec
from yichuang.catalog.rules.comparison import compare_versions
from yichuang.catalog.rules.field_names import FIELDS
from yichuang.catalog.rules.findings import Kind
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.catalog.rules.version_changes import changes

FREIGHT = "freight_general"


def freight(**fields: Any) -> MatterSpec:
    return MatterSpec.model_validate({**spec_of(FREIGHT).model_dump(by_alias=True), **fields})


def said(before: MatterSpec, after: MatterSpec) -> str:
    return "\n".join(change.text for group in changes(before, after) for change in group.changes)


@pytest.mark.parametrize("key", sorted(converted()))
def test_a_version_does_not_differ_from_itself(key: str) -> None:
    assert compare_versions(spec_of(key), MatterSpec.model_validate(spec_of(key).model_dump(by_alias=True))).empty


def test_every_field_of_a_spec_has_a_name_on_the_page() -> None:
    """Identity (`id`, `key`, `schema`) and what has a sentence of its own (the lists of nodes) need none."""
    own = {
        "id",
        "key",
        "schema_",
        "facts",
        "questions",
        "situations",
        "materials",
        "outcomes",
        "children",
        "review_points",
    }
    inside = {"value", "unit", "confidence", "name", "days", "basis", "counted", "e_licence", "valid_years", "limit", "standard",
              "result", "question", "answer", "cut", "evidence", "file", "marks", "point", "area", "x", "y", "width", "height"}  # fmt: skip
    models = [one for room in (handling, samples, spec) for one in vars(room).values()]
    fields = {
        name
        for model in models
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name in model.model_fields
    }
    assert sorted(fields - own - inside - FIELDS.keys()) == []


LEAVES: list[tuple[Any, ...]] = []


def _walk(value: Any, path: tuple[Any, ...]) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            _walk(part, (*path, name))
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            _walk(part, (*path, place))
    elif isinstance(value, str | int | bool) and path[-1] not in ("id", "key", "schema"):
        LEAVES.append(path)


_walk(spec_of(FREIGHT).model_dump(mode="json", by_alias=True), ())


@given(st.sampled_from(LEAVES))
def test_whatever_is_changed_is_said(path: tuple[Any, ...]) -> None:
    document = deepcopy(spec_of(FREIGHT).model_dump(mode="json", by_alias=True))
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    holder[path[-1]] = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}改"
    try:
        after = MatterSpec.model_validate(document)
    except ValueError:
        return  # a code of the wrong length, a condition on a value that is not there
    if after != spec_of(FREIGHT):
        assert changes(spec_of(FREIGHT), after), path


def test_materials_are_added_taken_away_and_moved_in_words() -> None:
    body = spec_of(FREIGHT).model_dump(by_alias=True)
    first, *rest = body["materials"]
    new = {**deepcopy(first), "id": "m_new", "name": "驾驶员从业资格证"}
    text = said(spec_of(FREIGHT), freight(materials=[*rest, new]))
    assert "新增材料“驾驶员从业资格证”" in text and f"取消材料“{first['name']}”" in text
    assert "顺序有调整" in said(spec_of(FREIGHT), freight(materials=[*rest, first]))
    told = compare_versions(spec_of(FREIGHT), freight(materials=[*rest, new])).burden
    assert any("需要多交“驾驶员从业资格证”" in line for line in told), told
    assert any(f"不再需要交“{first['name']}”" in line for line in told), told


def test_more_copies_and_another_condition_are_a_burden() -> None:
    body = spec_of(FREIGHT).model_dump(by_alias=True)
    conditional = next(place for place, row in enumerate(body["materials"]) if row["needed_if"])
    materials = deepcopy(body["materials"])
    materials[conditional]["needed_if"] = None
    materials[0]["copy_count"] += 2
    told = compare_versions(spec_of(FREIGHT), freight(materials=materials)).burden
    name = materials[conditional]["name"]
    assert any(f"需要多交“{name}”" in line for line in told), told
    assert any("要多交：原来" in line for line in told), told


def test_limits_options_and_points_are_said_with_before_and_after() -> None:
    body = spec_of(FREIGHT).model_dump(mode="json", by_alias=True)
    questions, materials = deepcopy(body["questions"]), deepcopy(body["materials"])
    questions[0]["options"][0]["text"] = "改过的选项"
    pointed = next(row for row in materials if row["review_points"])
    gone = pointed["review_points"].pop()
    text = said(
        spec_of(FREIGHT),
        freight(questions=questions, materials=materials, promised_limit={"value": 3, "unit": "workday"}),
    )
    assert "承诺期限由“" in text and "改为“3个工作日”" in text
    assert "改为“改过的选项”" in text
    assert f"取消材料“{pointed['name']}”的审查要点“{gone['text']}”" in text


def test_the_places_of_changes_are_those_of_findings() -> None:
    body = spec_of(FREIGHT).model_dump(by_alias=True)
    found = changes(spec_of(FREIGHT), freight(note="改", materials=body["materials"][1:]))
    kinds = {change.place.kind for group in found for change in group.changes}
    assert kinds == {"matter", "material"} and kinds <= set(get_args(Kind))
