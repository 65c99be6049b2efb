"""Readings of a paper that several members ask for, and origins told to each member: pure rules (S2-18, S2-51)."""

from datetime import date
from typing import Any

import pytest

from yichuang.cases.rules.origins import Origin
from yichuang.cases.rules.suggestions import Suggestion
from yichuang.catalog.rules.spec import Material
from yichuang.life_events.rules.joint_origins import member_origins
from yichuang.life_events.rules.joint_papers import PaperGiven, items_of
from yichuang.life_events.rules.joint_readings import points_of, readable, suggested
from yichuang.life_events.rules.spec import Feed, JointField
from yichuang.life_events.rules.together import Line

TODAY = date(2026, 11, 28)
POINTS = [
    {"id": "name", "kind": "formal", "text": "姓名一致", "check": "compare", "field": "name"},
    {"id": "valid", "kind": "formal", "text": "在有效期内", "check": "date", "field": "valid_until"},
    {"id": "face", "kind": "formal", "text": "人证相符", "check": "face", "field": ""},
    {"id": "deep", "kind": "content", "text": "内容真实", "check": "compare", "field": "name"},
]
FRONT = {"name": {"value": "王小明", "confidence": 0.97, "check": None}}
BACK = {"valid_until": {"value": "2035-03-09", "confidence": 0.9, "check": None}}
OTHER = {"name": {"value": "王晓明", "confidence": 0.8, "check": None}}


def line(*members: str) -> Line:
    """Return the applicant's card, asked for by some members."""
    given: dict[str, Any] = {"id": "m_id", "name": "居民身份证", "standard_type": "id_card", "review_points": POINTS}
    card = Material.model_validate(given)
    return Line("id_card", "居民身份证", "one_copy", tuple((member, card) for member in members))


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ([], {}),
        ([FRONT], {"name": "passed"}),
        ([FRONT, BACK], {"name": "passed", "valid": "passed"}),
        ([FRONT, OTHER], {"name": "failed"}),
        ([OTHER, FRONT], {"name": "failed"}),
        ([{"valid_until": {"value": "2020-01-01", "confidence": 1.0, "check": None}}], {"valid": "failed"}),
    ],
)
def test_every_member_is_told_and_a_page_that_finds_fault_counts(readings: Any, found: dict[str, str]) -> None:
    said = suggested(line("a", "b"), readings, {"name": "王小明"}, TODAY)
    assert {key: one.found for key, one in said.items()} == {
        (member, point): how for member in ("a", "b") for point, how in found.items()
    }, "a point about the content is the department's, a face a person's"


def test_a_point_is_shown_once_and_of_two_members_the_fault() -> None:
    fault, right = Suggestion("failed", 80, "不同"), Suggestion("passed", 97, "一致")
    for one, other in ((fault, right), (right, fault)):
        shown = dict(points_of(line("a", "b"), {("a", "name"): one, ("b", "name"): other}))
        assert shown == {"姓名一致": fault, "在有效期内": None, "人证相符": None}


def test_which_papers_the_reader_knows() -> None:
    assert readable(line("a")) and not readable(Line("x", "授权委托书", "one_copy", ()))


def test_only_what_was_ticked_passes_and_what_was_read_says_so() -> None:
    read = {
        ("a", "name"): Suggestion("passed", 97, "与表单一致：王小明"),
        ("a", "face"): Suggestion("failed", 50, "不同"),
    }
    given = PaperGiven("scan", ticked=frozenset({"姓名一致"}), read=read)
    points = items_of([line("a")], {"id_card": given}, {"a": "甲"})["a"][0]["points"]
    assert points == {"name": {"found": "passed", "how": "ocr", "confidence": 97, "note": "与表单一致：王小明"}}
    every = items_of([line("a")], {"id_card": PaperGiven("scan", checked=True, read=read)}, {"a": "甲"})["a"][0]
    assert every["points"] == {**points, "valid": "passed", "face": "passed"}, (
        "against the reader it is the person's word"
    )
    assert "points" not in items_of([line("a")], {"id_card": PaperGiven("scan")}, {"a": "甲"})["a"][0]


def test_origins_follow_the_value_to_the_member_s_own_field() -> None:
    fields = (
        JointField(id="child", row={}, feeds=(Feed(member="a", field="baby"), Feed(member="b", field="insured"))),
        JointField(id="me", row={}, feeds=(Feed(member="b", field="payer"),), from_base="name"),
    )
    spec: Any = type("Spec", (), {"fields": fields})
    rows = {"name": {"how": "read", "said": "居民身份证"}, "own_form.child": {"how": "shared", "api": "household"}}
    assert member_origins(spec, "a", rows) == {
        "name": Origin("read", "居民身份证"),
        "own_form.baby": Origin("shared", api="household"),
    }
    told = member_origins(spec, "b", rows)
    assert told["own_form.payer"] == Origin("read", "居民身份证") and told["own_form.insured"].how == "shared"
    typed = Origin("typed", "出生“一件事”", "2026-11-28T09:30:00+08:00")
    late = member_origins(spec, "b", rows, typed)
    assert late["id_number"] == typed and late["name"].how == "read"
