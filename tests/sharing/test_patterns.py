"""Patterns of documents are matched in linear time, as JSON Schema means them (CWE-1333; S2-48)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.sharing.upstream import ECHO
from yichuang.sharing.rules.checking import Reader
from yichuang.sharing.rules.documents import faults_of
from yichuang.sharing.rules.patterns import NotTaken, compiled, linear, matches

EVIL, LONG = "^(a+)+$", "a" * 5000 + "b"


def test_a_pattern_that_backtracks_for_ever_elsewhere_is_answered_here() -> None:
    assert not matches(EVIL, LONG) and matches(EVIL, "aaa")
    schema = {"type": "object", "patternProperties": {EVIL: {}}, "additionalProperties": False}
    reader = Reader({**ECHO, "paths": ECHO["paths"]})
    assert reader.faults_of_json({"type": "string", "pattern": EVIL}, json.dumps(LONG).encode()) == ["格式不对"]
    assert reader.faults_of_json(schema, json.dumps({LONG: 1}).encode()) == ["有文档没有的内容"]


def test_the_check_of_a_document_itself_sees_no_pattern() -> None:
    # The validator of documents holds defaults against their patterns: an uploader could keep it busy for ever with one.
    document = {**ECHO, "components": {"schemas": {"A": {"type": "string", "pattern": EVIL, "default": LONG}}}}
    assert faults_of(document) == []
    named = {"A": {"type": "object", "properties": {"pattern": {"type": "string"}}, "required": ["pattern"]}}
    assert faults_of({**ECHO, "components": {"schemas": named}}) == [], "a property may be called pattern"


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (r"^[\u4e00-\u9fa5]{2,}$", "萧山", True),
        (r"^[\u4e00-\u9fa5]{2,}$", "xs", False),
        (r"^\u{4e00}$", "一", True),
        (r"^[0-9]+$", "12\n", False),
        (r"^\d{3}$", "１２３", False),
        (r"a\\u0041", "a\\u0041", True),
        (r"^[\w\-]+$", "a-b", True),
        ("(?=x)", "x", False),
        ("x", "\ud800", False),
    ],
)
def test_a_pattern_means_what_json_schema_says(pattern: str, text: str, fits: bool) -> None:
    assert matches(pattern, text) is fits


def test_what_is_not_taken_says_why() -> None:
    for pattern, said in (
        ("(?<=a)b", "后行断言"),
        ("(a)\\1", "反向引用"),
        ("[", "不能使用"),
        ("a" * 1001, "1000 个字符"),
    ):
        with pytest.raises(NotTaken, match=said):
            compiled(pattern)


SCHEMAS: list[dict[str, Any]] = [
    {"type": "string", "pattern": "^a[bc]+$"},
    {"type": "object", "patternProperties": {"^a": {"type": "integer"}}, "additionalProperties": False},
    {
        "type": "object",
        "properties": {"x": {}},
        "patternProperties": {"b$": {}},
        "additionalProperties": {"type": "null"},
    },
]
NAMES = st.text("abcx", max_size=3)
VALUES = NAMES | st.integers() | st.none()


@given(st.sampled_from(SCHEMAS), VALUES | st.dictionaries(NAMES, VALUES, max_size=3))
def test_judging_agrees_with_the_library_where_its_engine_can_be_trusted(schema: dict[str, Any], value: Any) -> None:
    assert linear(Draft202012Validator)(schema).is_valid(value) == Draft202012Validator(schema).is_valid(value)
