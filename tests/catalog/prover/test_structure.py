"""Drafts as an editor holds them: never an exception, every broken link named with its place, and what is whole is read unchanged."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.matters import converted, spec_of
from tests.catalog.prover.specs import SEEDS, any_spec
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.prover import Budget, prove, read_draft

OFTEN = settings(max_examples=250, deadline=None, derandomize=True, database=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def freight() -> dict[str, Any]:
    return json.loads(json.dumps(spec_of("freight_general").model_dump(mode="json", by_alias=True)))


@pytest.mark.parametrize("key", sorted(converted()))
def test_an_intact_matter_is_read_as_it_is(key: str) -> None:
    draft = read_draft(spec_of(key).model_dump(mode="json", by_alias=True))
    assert draft.findings == ()
    assert draft.spec == spec_of(key)
    assert draft.spec.digest == spec_of(key).digest


@OFTEN
@given(SEEDS)
def test_an_intact_made_matter_is_read_as_it_is(seed: int) -> None:
    spec = any_spec(seed)
    draft = read_draft(spec.model_dump(mode="json", by_alias=True))
    assert draft.findings == ()
    assert draft.spec == spec


@OFTEN
@given(JSON)
def test_any_json_is_read_without_an_exception(document: Any) -> None:
    draft = read_draft(document)
    assert draft.findings
    assert draft.spec is None or isinstance(document, dict)


@OFTEN
@given(SEEDS, JSON)
def test_any_mutation_of_a_matter_is_read_without_an_exception(seed: int, junk: Any) -> None:
    rng = random.Random(seed)
    document = freight() if rng.random() < 0.3 else json.loads(any_spec(seed).model_dump_json(by_alias=True))
    for _ in range(rng.randint(1, 4)):
        mutate(document, rng, junk)
    before = copy.deepcopy(document)
    draft = read_draft(document)
    assert document == before, "reading changes nothing"
    assert all(finding.code in ("structure", "missing_field") and finding.message for finding in draft.findings)
    if draft.spec is not None:
        prove(draft.spec, budget=Budget(nodes=20_000, children=4))


def mutate(document: Any, rng: random.Random, junk: Any) -> None:
    """Remove, replace, double or exchange one value somewhere in the document."""
    places = [(parent, key) for parent, key in walk(document)]
    if not places:
        return
    parent, key = rng.choice(places)
    act = rng.randrange(5)
    if act == 0:
        del parent[key]
    elif act == 1:
        parent[key] = copy.deepcopy(junk)
    elif act == 2 and isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    elif act == 3 and isinstance(parent, dict):
        parent["unknown"] = parent[key]
    else:
        other, place = rng.choice(places)
        parent[key] = copy.deepcopy(other[place])


def walk(value: Any) -> Any:
    for key, item in list(
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield value, key
        yield from walk(item)


def change(path: str, value: Any) -> Any:
    """A change of the freight matter: `questions.1.ask_if` = value; a value of `...` deletes."""

    def applied(document: dict[str, Any]) -> None:
        *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        node: Any = document
        for part in above:
            node = node[part]
        if value is ...:
            del node[last]
        elif isinstance(node, list) and last == len(node):
            node.append(value)
        else:
            node[last] = value

    return applied


QUESTION = {"id": "q9", "text": "新题", "fact": "by_agent", "options": []}
TWICE = {"id": "a", "text": "再来", "values": ["new"]}
CASES = [
    ("a missing identity field", change("name", ...), Place("matter", field="name"), "missing_field", "还没有填写“名称”"),
    ("an empty identity field", change("main_item", " "), Place("matter", field="main_item"), "missing_field", "主项名称"),
    ("a missing code", change("codes.basic", ...), Place("matter", field="codes.basic"), "missing_field", "基本编码"),
    ("a code too short", change("codes.basic", "12"), Place("matter", field="codes.basic"), "structure", "内容不对"),
    ("no situations", change("situations", []), Place("matter", field="situations"), "missing_field", "办理情形"),
    ("an unknown key", change("colour", "red"), Place("matter", field="colour"), "structure", "不认识的字段"),
    ("a half-written condition", change("materials.1.needed_if", {"fact": "life_cycle"}), Place("material", "m_id_resp", field="needed_if"),
     "structure", "还没有写完"),
    ("a condition on a deleted fact", change("materials.1.needed_if", {"fact": "gone", "in": ["x"]}),
     Place("material", "m_id_resp", field="needed_if"), "structure", "不存在的情形要素“gone”"),
    ("a condition on a deleted value", change("materials.1.needed_if", {"fact": "life_cycle", "in": ["gone"]}),
     Place("material", "m_id_resp", field="needed_if"), "structure", "不存在的取值：gone"),
    ("a question that hangs on a deleted fact", change("questions.0.ask_if", {"fact": "nobody", "in": ["x"]}),
     Place("question", "q1", field="ask_if"), "structure", "不存在的情形要素“nobody”"),
    ("a cycle", change("questions.1.ask_if", {"fact": "by_agent", "in": ["yes"]}), Place("question", "q2", field="ask_if"), "structure",
     "由后面的题目“委托他人办理”询问，条件互相等待"),
    ("an option id twice", change("questions.1.options.4", TWICE), Place("option", "a", "q2", "id"), "structure", "出现了两次"),
    ("an option of a deleted value", change("questions.1.options.0.values", ["gone"]), Place("option", "a", "q2", "values"), "structure",
     "gone"),
    ("a tick of a deleted fact", change("questions.5.options.0.fact", "gone"), Place("option", "a", "q5", "fact"), "structure",
     "可能已删除"),
    ("a question of a deleted fact", change("questions.1.fact", "gone"), Place("question", "q2", field="fact"), "structure", "可能已删除"),
    ("no options", change("questions.6", QUESTION), Place("question", "q9", field="options"), "missing_field", "选项"),
    ("a material twice", change("materials.1.id", "m_app"), Place("material", "m_app", field="id"), "structure", "出现了两次"),
    ("a situation twice", change("situations.1.id", "S1"), Place("situation", "S1", field="id"), "structure", "重复"),
    ("a fraction in the form", change("form", {"minimum": 0.5}), Place("matter", field="form"), "structure", "小数"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "applied", "place", "code", "said"), CASES, ids=[case[0] for case in CASES])
def test_what_is_broken_is_named_with_its_place(name: str, applied: Any, place: Place, code: str, said: str) -> None:
    document = freight()
    applied(document)
    draft = read_draft(document)
    assert draft.spec is not None
    found = [finding for finding in draft.findings if finding.place == place]
    assert [finding.code for finding in found] == [code], draft.findings
    assert said in found[0].message


def test_a_condition_distinguishing_what_one_option_claims_together_is_named() -> None:
    document = freight()
    document["questions"][1]["options"][0]["values"] = ["new", "renewal"]
    found = [finding for finding in read_draft(document).findings if "同一选项内" in finding.message]
    assert Place("question", "q3", field="ask_if") in [finding.place for finding in found]


def test_a_deep_condition_and_a_deep_form_are_left_out() -> None:
    deep: Any = {"fact": "by_agent", "in": ["yes"]}
    for _ in range(100_000):
        deep = {"not": deep}
    document = {**freight(), "form": {"a": deep}}
    document["materials"][0]["needed_if"] = deep
    draft = read_draft(document)
    assert draft.spec is not None
    assert {finding.place.field for finding in draft.findings} == {"form", "needed_if"}
