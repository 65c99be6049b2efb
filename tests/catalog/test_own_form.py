"""A matter's own form (S2-51): what may be written, and that filling it agrees with JSON Schema itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from yichuang.catalog.rules.differences import differences
from yichuang.catalog.rules.own_form import PATTERNS, SHARED, conditions_of, faults_of, fields_of, sections_of
from yichuang.catalog.rules.own_form_filling import judge, read, said, tidied
from yichuang.catalog.rules.own_form_page import page_of_form, unasked_pairs
from yichuang.foundations.rules.identifiers import make_id_number, make_uscc
from yichuang.studio.rules.merge import merge

DAY = date(2026, 11, 28)
FORM: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["scope", "trucks"],
    "properties": {
        "scope": {"type": "array", "title": "经营范围", "items": {"type": "string", "enum": ["普通货运", "冷藏保鲜"]},
                  "uniqueItems": True, "x-order": 1, "x-section": "经营"},
        "trucks": {"type": "integer", "title": "车辆数", "minimum": 1, "maximum": 500, "x-order": 2, "x-section": "经营"},
        "area": {"type": "number", "title": "停车场地面积", "minimum": 0, "x-order": 3, "x-section": "场地"},
        "since": {"type": "string", "format": "date", "title": "起租日期", "x-order": 4, "x-section": "场地"},
        "owned": {"type": "boolean", "title": "场地自有", "x-order": 5, "x-section": "场地"},
        "kind": {"type": "string", "enum": ["重型", "中型"], "title": "车型", "x-order": 6, "x-section": "经营"},
        "safety": {"type": "string", "title": "安全员身份证", "pattern": PATTERNS["id_number"], "x-order": 7},
        "uscc": {"type": "string", "title": "单位代码", "pattern": PATTERNS["uscc"], "x-order": 8},
        "note": {"type": "string", "title": "说明", "x-long": True, "minLength": 2, "maxLength": 30, "x-order": 9},
    },
}  # fmt: skip
VALIDATOR = Draft202012Validator(FORM, format_checker=FormatChecker())
GOOD = {"scope": ["普通货运"], "trucks": 3}


def test_fields_come_in_their_order_and_sections_hang_together() -> None:
    assert faults_of(FORM) == [] and faults_of({}) == []
    assert [field.name for field in fields_of(FORM)] == [
        "scope",
        "trucks",
        "kind",
        "area",
        "since",
        "owned",
        "safety",
        "uscc",
        "note",
    ]
    assert [(title, len(fields)) for title, fields in sections_of(fields_of(FORM))] == [
        ("经营", 3),
        ("场地", 3),
        ("", 3),
    ]
    assert fields_of({}) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "null"}, "类型不在支持的范围内"),
        ({"title": " "}, "还没有填写名称"),
        ({"minimum": 9, "maximum": 2}, "下限 9 大于上限 2"),
        ({"minimum": 0.5}, "应当是整数"),
        ({"multipleOf": 2}, "不能写：multipleOf"),
        ({"x-shared": "bank.balance"}, "没有登记"),
        ({"x-order": -1}, "顺序"),
        ({"type": "string", "pattern": "^a+$"}, "格式不在支持的范围内"),
        ({"type": "string", "enum": ["只有一个"]}, "至少要有两个选项"),
        ({"type": "string", "enum": ["甲", "甲"]}, "重复的选项"),
        ({"type": "string", "maxLength": 5000}, "0 至 200"),
    ],
)
def test_a_faulty_field_is_named_with_a_sentence(change: dict[str, Any], said: str) -> None:
    field = {"title": "车辆数", "type": "integer", **change}
    form = {"type": "object", "additionalProperties": False, "properties": {"trucks": field}}
    assert any(said in fault.message and fault.field == "trucks" for fault in faults_of(form)), faults_of(form)


@pytest.mark.parametrize("form", [{"type": "array"}, [], {"type": "object"}, {"type": "object", "properties": {}},
                                  {**FORM, "required": ["nobody"]}, {**FORM, "$ref": "http://elsewhere"},
                                  {**FORM, "additionalProperties": True}])  # fmt: skip
def test_a_faulty_form_is_told(form: Any) -> None:
    assert faults_of(form)


def test_every_reason_is_told_at_once_beside_its_field() -> None:
    found = judge(
        FORM, {"trucks": 0, "safety": "330181199503070011", "kind": "轻型", "note": "好", "what": "x"}, on=DAY
    )
    assert {reason.field for reason in found.errors} == {
        f"own_form.{name}" for name in ("scope", "trucks", "safety", "kind", "note", "what")
    }
    assert all(reason.kept and reason.todo and reason.rule == "S2-51" for reason in found.errors)


def test_what_was_typed_is_read_as_values() -> None:
    typed = {"scope": ["普通货运", ""], "trucks": " 12 ", "area": "350.5", "owned": "true", "since": "2026-01-02", "kind": "",
             "safety": make_id_number("33010919900102001").lower(), "uscc": make_uscc("91330109MA2ABCDE")}  # fmt: skip
    found = judge(FORM, read(FORM, typed), on=DAY)
    assert found.ok, found.errors
    assert found.values["trucks"] == 12 and found.values["area"] == 350.5 and found.values["owned"] is True
    assert "kind" not in found.values
    assert [said(found.values[name]) for name in ("area", "owned", "scope")] == ["350.5", "是", "普通货运"]
    unreadable = read(FORM, {**typed, "trucks": "十二"})
    assert [reason.message for reason in judge(FORM, unreadable, on=DAY).errors] == ["“车辆数”应为整数。"]


def test_a_field_that_is_not_asked_is_neither_demanded_nor_judged_nor_kept() -> None:
    asked = {"scope", "area"}
    found = judge(FORM, {"scope": ["普通货运"], "trucks": "三", "kind": "重型"}, on=DAY, asked=asked)
    assert found.ok and found.values == {"scope": ["普通货运"]}
    assert not judge(FORM, {"trucks": 1, "area": "大"}, on=DAY, asked=asked).ok, "what is asked is judged as ever"
    rows = [
        row for _, listed in page_of_form(FORM, {"kind": "重型", "scope": ["普通货运"]}, asked=asked) for row in listed
    ]
    assert [row.field.name for row in rows] == ["scope", "area"]
    carried = unasked_pairs(FORM, {"kind": "重型", "scope": ["普通货运"], "trucks": ""}, asked)
    assert carried == [("o.kind", "重型")], "what was typed before the answers changed travels on"


def test_a_condition_must_be_one_of_the_language_of_conditions() -> None:
    def with_(when: Any) -> dict[str, Any]:
        return {**FORM, "properties": {**FORM["properties"], "kind": {**FORM["properties"]["kind"], "x-when": when}}}

    new = {"fact": "life_cycle", "in": ["new"]}
    assert faults_of(with_(new)) == [] and faults_of(with_(None)) == []
    assert set(conditions_of(with_({"not": new}))) == {"kind"} and conditions_of(FORM) == {}
    faulty: list[Any] = ["new", {"fact": "life_cycle"}, {"fact": "life_cycle", "in": []}, {"some": []}, [new]]
    for wrong in faulty:
        assert [(fault.field, fault.part) for fault in faults_of(with_(wrong))] == [("kind", "x-when")], wrong


def test_ready_names_of_shared_data_are_told_apart_by_source() -> None:
    assert {name.partition(".")[0] for name in SHARED} == {"person", "project"}


WORDS = ["普通货运", "冷藏保鲜", "重型", "2026-02-29", "2026-02-28", "20260228", " x ", "", "a\nb"]
IDS = st.integers(100, 999).map(lambda serial: make_id_number(f"33010919900102{serial}"))
NUMBERS = st.integers(-10, 600) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | NUMBERS | st.sampled_from(WORDS) | st.text("甲x 1\n", max_size=40) | IDS
ANY = PLAIN | st.lists(PLAIN, max_size=3)


# Hypothesis reads the constants of every module before its first draw, which a busy machine takes seconds for.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from([*FORM["properties"], "elsewhere"]), ANY), st.booleans())
def test_judging_agrees_with_json_schema(given_: dict[str, Any], whole: bool) -> None:
    given_ = {**(GOOD if whole else {}), **given_}
    found = judge(FORM, given_, on=DAY)
    if found.ok:
        VALIDATOR.validate(found.values)
    if not VALIDATOR.is_valid(tidied(FORM, given_)):
        assert not found.ok


def test_a_comparison_tells_a_form_field_by_field() -> None:
    before = {"name": "甲", "form": FORM}
    trucks = {**FORM["properties"]["trucks"], "maximum": 300}
    properties = {name: one for name, one in FORM["properties"].items() if name != "kind"} | {"trucks": trucks}
    found = differences(before, {"name": "甲", "form": {**FORM, "properties": properties}}).nodes
    told = {field.label: (field.before, field.after) for one in found for field in one.fields("（无）", parts=True)}
    assert set(told) == {"申请表栏目“车辆数”", "申请表栏目“车型”"}
    assert "1 至 500 的整数" in told["申请表栏目“车辆数”"][0] and "1 至 300 的整数" in told["申请表栏目“车辆数”"][1]
    assert told["申请表栏目“车型”"][1] == "（无）"
    asked = differences(before, {"name": "甲", "form": {**FORM, "required": ["scope"]}}).nodes[0].fields("（无）")
    assert [("必填" in one.before, "必填" in one.after) for one in asked] == [(True, False)]
    assert differences(before, {"name": "甲", "form": {**FORM, "required": ["trucks", "scope"]}}).nodes
    assert not differences(before, dict(before)).nodes and not differences({"form": {}}, {}).nodes


def test_two_authors_fields_are_put_together_and_the_same_field_is_asked() -> None:
    def with_(**fields: Any) -> dict[str, Any]:
        return {"form": {**FORM, "properties": {**FORM["properties"], **fields}}}

    trucks, area = FORM["properties"]["trucks"], FORM["properties"]["area"]
    found = merge({"form": FORM}, with_(trucks={**trucks, "maximum": 300}), with_(area={**area, "maximum": 9}))
    assert not found.conflicts and found.document == with_(
        trucks={**trucks, "maximum": 300}, area={**area, "maximum": 9}
    )
    twice = merge({"form": FORM}, with_(trucks={**trucks, "maximum": 300}), with_(trucks={**trucks, "maximum": 9}))
    assert [one.path for one in twice.conflicts] == [("form", "properties", "trucks", "maximum")]
