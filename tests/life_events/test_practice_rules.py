"""What a test piece is compared with, what a script fills in, at what one objects: the rules of a simulated acceptance (S2-21②)."""

from dataclasses import replace
from typing import Any

import pytest

from tests.life_events.made import ON, field, ground, matter, question, whole
from yichuang.catalog.rules import own_form_filling
from yichuang.life_events.rules.made_fields import made_fields
from yichuang.life_events.rules.practice import JointEnd, expected_end, joint_differences, joint_end_of, order_seen
from yichuang.life_events.rules.script_places import place_in, places_in
from yichuang.life_events.rules.scripts import written
from yichuang.life_events.rules.together import Reached

END = JointEnd({"a": "甲", "b": "乙"}, {"a": "全部", "b": "全部"}, (("a",), ("b",)), {"m": "身份证"})


@pytest.mark.parametrize(
    ("actual", "said"),
    [
        (JointEnd(), []),
        (END, []),
        (JointEnd(END.members, END.situations, END.order, {}), ["预期要交“身份证”，实际没有收。"]),
        (
            JointEnd(END.members, END.situations, END.order, {**END.papers, "x": "照片"}),
            ["预期不要“照片”，实际收了。"],
        ),
        (
            JointEnd(END.members, {**END.situations, "b": "变更"}, END.order, END.papers),
            ["“乙”预期情形“全部”，实际“变更”。"],
        ),
        (
            JointEnd(END.members, END.situations, (("b", "a"),), END.papers),
            ["预期先后：“甲”，再 “乙”；实际：“乙”、“甲”。"],
        ),
        (JointEnd({"a": "甲"}, {"a": "全部"}, (("a",),), END.papers), ["预期办理“乙”，实际没有收件。"]),
        (
            JointEnd({**END.members, "c": "丙"}, END.situations, END.order, END.papers),
            ["预期不办“丙”，实际收了件。"],
        ),
        (JointEnd(refusals=("不办。",)), ["预期：可以收件实际：不办。"]),
    ],
)
def test_what_came_out_otherwise_is_said(actual: JointEnd, said: list[str]) -> None:
    assert joint_differences(END, actual) == said


PARTS: dict[str, Any] = {"matters": {"a": "m_a", "b": "m_b"}, "brings": {"a": {"id": "m"}, "b": {"own_id": "m"}}}
WHOLE = JointEnd(END.members, END.situations, END.order, END.papers, **PARTS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        (
            {
                "matters": {"a": "m_a", "b": "m_x"},
                "members": {"a": "甲", "b": "丁"},
                "brings": {"a": {"id": "m"}, "b": {}},
            },
            ["预期办理“乙”，实际收成了“丁”。"],
        ),
        ({"situations": {"a": "全部", "b": "变更"}}, ["“乙”预期情形“全部”，实际“变更”。"]),
        ({"brings": {"a": {"id": "m"}, "b": {}}}, ["“乙”预期要交“身份证”，实际没有收进这一项。"]),
        (
            {"brings": {"a": {"id": "m"}, "b": {"own_id": "m", "photo": "photo"}}},
            ["“乙”预期不要“photo”，实际收进了这一项。"],
        ),
        ({"brings": {"a": {}, "b": {}}, "papers": {}}, ["预期要交“身份证”，实际没有收。"]),
        ({"matters": {}, "brings": {}}, []),  # received before these were kept
    ],
)
def test_a_member_of_a_later_stage_is_compared_by_what_it_is(changed: dict[str, Any], said: list[str]) -> None:
    assert joint_differences(WHOLE, replace(WHOLE, **changed)) == said


def test_an_expected_refusal_is_no_difference_when_it_comes() -> None:
    refusal = JointEnd(refusals=("“甲”按所答情形：不需要办理",))
    assert joint_differences(refusal, refusal) == []
    assert joint_differences(refusal, END) == ["预期：“甲”按所答情形：不需要办理实际：收了件"]


def test_an_end_is_stored_and_read_again() -> None:
    assert joint_end_of(WHOLE.as_json()) == WHOLE != END
    assert joint_end_of(END.as_json()) == END and joint_end_of({}) == JointEnd() and not JointEnd().any
    assert END.steps == ("“甲”", "“乙”")


def test_what_cannot_be_received_is_expected_with_its_reason() -> None:
    ended = Reached(ended={"a": "不需要办理"}, unsettled={"b": "是否营业"})
    spec = whole(matter("a"), matter("b"))
    end = expected_end(spec, ended, {"a": "甲", "b": "乙"})
    assert end.refusals == ("“甲”按所答情形：不需要办理", "“乙”的问题“是否营业”没有人回答。") and not end.members
    assert expected_end(spec, Reached(), {}).refusals == ("按所答情形没有需要办理的事项。",)


def test_the_order_begins_with_what_was_opened_and_goes_on_by_stages() -> None:
    spec = whole(matter("a"), matter("b"), matter("c"))
    document = spec.model_dump(mode="json", by_alias=True)
    document["members"][1]["after"] = ["a"]
    document["members"][2]["after"] = ["b"]
    spec = type(spec).model_validate(document)
    assert order_seen(spec, ["a"], ["b", "c"]) == (("a",), ("b",), ("c",))
    assert order_seen(spec, ["a", "b"], ["c"]) == (("a", "b"), ("c",))


ROWS: dict[str, dict[str, Any]] = {
    "short": field("名称", maxLength=4),
    "long": {"title": "说明", "type": "string", "maxLength": 200, "minLength": 30, "x-long": True},
    "mobile": field("手机", pattern="^1[3-9][0-9]{9}$"),
    "id": field("证件", pattern="^[1-9][0-9]{16}[0-9X]$"),
    "uscc": field("信用代码", pattern="^[0-9A-HJ-NPQRTUWXY]{18}$"),
    "postcode": field("邮编", pattern="^[0-9]{6}$"),
    "project": field("项目代码", pattern="^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9A-Z]{6}(-[0-9]{3})?$"),
    "count": {"title": "数量", "type": "integer", "minimum": 3, "maximum": 9},
    "most": {"title": "最多", "type": "number", "maximum": 0},
    "day": {"title": "日期", "type": "string", "format": "date"},
    "yes": {"title": "是否", "type": "boolean"},
    "one": {"title": "单选", "type": "string", "enum": ["甲", "乙"]},
    "some": {"title": "多选", "type": "array", "items": {"type": "string", "enum": ["甲", "乙"]}, "uniqueItems": True},
}


@pytest.mark.parametrize("number", [1, 12, 24])
def test_what_a_script_fills_in_is_taken_by_the_form(number: int) -> None:
    form = {"type": "object", "additionalProperties": False, "properties": ROWS, "required": list(ROWS)}
    made = made_fields(form, list(ROWS), number, ON)
    assert own_form_filling.judge(form, made, on=ON).errors == () and set(made) == set(ROWS)


def test_scripts_say_what_is_answered_filled_in_and_expected() -> None:
    asked = question("q")
    one, two = matter("a", (asked,), {"f": field("用途", required=True)}), matter("b", (asked,))
    spec = whole(one, two)
    found = written(spec, ground(one, two).specs, ON)
    assert [row["number"] for row in found] == [1, 2]
    assert found[0]["said"] == [("问题q", "选项a")] and found[1]["said"] == [("问题q", "选项b")]
    assert set(found[0]["merged"]) == {row.id for row in spec.fields if row.required}
    assert [pair[0] for pair in found[0]["expected"]["members"]] == [member.id for member in spec.members]
    assert found[0]["expected"]["matters"] == {member.id: member.matter for member in spec.members}


def test_places_are_those_of_the_content_and_no_others() -> None:
    spec = whole(matter("a", (question("q"),), {"f": field("用途")}))
    values = [value for value, _ in places_in(spec, {spec.members[0].id: "甲"})]
    assert values[0] == "whole:" and {one.partition(":")[0] for one in values} >= {"question", "member", "field"}
    assert place_in(spec, f"member:{spec.members[0].id}", {spec.members[0].id: "甲"}) == "联办事项：甲"
    assert place_in(spec, "member:none", {}) == "" and place_in(spec, "", {}) == ""
