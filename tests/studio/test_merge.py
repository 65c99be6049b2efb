"""Merging what two authors made of one document: nothing is lost, what cannot be merged is asked (issue 3, item 3)."""

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.studio.rules.forest import flatten, unflatten
from yichuang.studio.rules.merge import Merged, merge

NAMES = st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=3)


def matter(**fields: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "schema": "matter/v1",
        "name": "甲",
        "note": "",
        "statutory_limit": {"value": 20, "unit": "workday"},
        "fee": {"charged": False, "text": "不收费"},
        "legal_basis": [{"text": "许可法"}],
        "questions": [question("q1"), question("q2"), question("q3")],
        "situations": [situation("S1", situation("S1.1"), situation("S1.2")), situation("S2")],
        "materials": [],
    }
    return {**base, **fields}


def question(name: str, **fields: Any) -> dict[str, Any]:
    options = [{"id": "a", "text": "是"}, {"id": "b", "text": "否"}]
    return {"id": name, "text": name, "ask_if": None, "options": options, **fields}


def situation(name: str, *children: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "name": name, "condition": None, "children": list(children)}


def rename(made: dict[str, Any], chance: random.Random, new: str) -> None:
    made["name"] = chance.choice("甲乙丙")


def limit(made: dict[str, Any], chance: random.Random, new: str) -> None:
    made["statutory_limit"] = {"value": chance.randint(1, 9), "unit": "workday"}


def add(made: dict[str, Any], chance: random.Random, new: str) -> None:
    made["questions"].insert(chance.randint(0, len(made["questions"])), question(new))


def move(made: dict[str, Any], chance: random.Random, new: str) -> None:
    if listed := made["questions"]:
        one = listed.pop(chance.randrange(len(listed)))
        listed.insert(chance.randint(0, len(listed)), one)


def drop(made: dict[str, Any], chance: random.Random, new: str) -> None:
    if listed := made["questions"]:
        listed.pop(chance.randrange(len(listed)))


def reword(made: dict[str, Any], chance: random.Random, new: str) -> None:
    for one in made["questions"][:1]:
        one["text"] = chance.choice("甲乙丙")
        one["ask_if"] = {"fact": chance.choice("xy"), "in": ["a"]}


def option(made: dict[str, Any], chance: random.Random, new: str) -> None:
    if listed := made["questions"]:
        chance.choice(listed)["options"].append({"id": f"{new}o", "text": "新"})


def hang(made: dict[str, Any], chance: random.Random, new: str) -> None:
    """Hang a situation below another, or at the top, unless that made a circle."""
    flat = flatten(made["situations"])
    node, target = chance.choice(flat), chance.choice([{"id": ""}, *flat])["id"]
    parents = {one["id"]: one["parent"] for one in flat}
    at = target
    while at and at != node["id"]:
        at = parents[at]
    if not at:
        node["parent"] = target
        made["situations"] = unflatten(flat)


def edited(document: dict[str, Any], seed: int, steps: int, author: str) -> dict[str, Any]:
    """Return the document as an author left it: fields, nodes added, moved, deleted, situations hung elsewhere."""
    chance, made = random.Random(seed), copy.deepcopy(document)
    for step in range(steps):
        chance.choice([rename, limit, add, move, drop, reword, option, hang])(made, chance, f"{author}{step}")
    return made


def ids(document: dict[str, Any]) -> set[str]:
    found = {one["id"] for one in document["questions"]}
    found |= {f"{one['id']}/{inner['id']}" for one in document["questions"] for inner in one["options"]}
    return found | {one["id"] for one in flatten(document["situations"])}


def content(merged: Merged) -> Any:
    """The content without the order, which two insertions at one place leave open."""
    document = copy.deepcopy(merged.document)
    for one in document["questions"]:
        one["options"].sort(key=lambda inner: inner["id"])
    document["questions"].sort(key=lambda one: one["id"])
    document["situations"] = sorted(flatten(document["situations"]), key=lambda one: one["id"])
    return document


two_authors = given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 6), st.integers(0, 6))


@two_authors
def test_what_only_one_changed_is_what_he_made(seed: int, _: int, steps: int, __: int) -> None:
    base = matter()
    changed = edited(base, seed, steps, "x")
    assert merge(base, changed, base) == merge(base, base, changed) == Merged(changed, ())
    assert merge(base, changed, changed) == Merged(changed, ())


@two_authors
def test_nothing_added_is_lost_and_nothing_left_alone_goes(one: int, two: int, some: int, more: int) -> None:
    base = matter()
    theirs, mine = edited(base, one, some, "x"), edited(base, two, more, "y")
    merged = merge(base, theirs, mine)
    there = ids(merged.document)
    dropped = (ids(base) - ids(theirs)) | (ids(base) - ids(mine))
    added = (ids(theirs) | ids(mine)) - ids(base)
    lost = {name for name in added if name not in there and name.split("/")[0] not in dropped}
    assert lost == set()
    assert ids(base) - dropped <= there
    assert len(flatten(merged.document["situations"])) == len({o["id"] for o in flatten(merged.document["situations"])})


@two_authors
def test_it_does_not_matter_who_saves_first(one: int, two: int, some: int, more: int) -> None:
    base = matter()
    theirs, mine = edited(base, one, some, "x"), edited(base, two, more, "y")
    first, second = merge(base, theirs, mine), merge(base, mine, theirs)
    assert {conflict.path for conflict in first.conflicts} == {conflict.path for conflict in second.conflicts}
    if not first.conflicts:
        assert content(first) == content(second)
    settled = merge(base, theirs, mine, {conflict.path: "mine" for conflict in first.conflicts})
    other = merge(base, mine, theirs, {conflict.path: "theirs" for conflict in first.conflicts})
    assert settled.conflicts == other.conflicts == ()
    if not any(conflict.kind == "order" for conflict in first.conflicts):
        assert content(settled) == content(other)


@two_authors
def test_saving_once_more_changes_nothing(one: int, two: int, some: int, more: int) -> None:
    base = matter()
    theirs, mine = edited(base, one, some, "x"), edited(base, two, more, "y")
    merged = merge(base, theirs, mine)
    if not merged.conflicts:
        assert merge(base, merged.document, mine).document == merged.document


@given(NAMES, NAMES)
def test_disjoint_fields_both_come_through(one: str, two: str) -> None:
    base = matter()
    merged = merge(base, matter(name=one), matter(note=two, questions=base["questions"][:2]))
    assert not merged.conflicts
    assert (merged.document["name"], merged.document["note"], len(merged.document["questions"])) == (one, two, 2)


def test_one_renames_what_the_other_moves() -> None:
    base = matter()
    theirs = matter(situations=[situation("S1", situation("S1.1")), situation("S2", situation("S1.2"))])
    mine = copy.deepcopy(base)
    mine["situations"][0]["children"][1]["name"] = "变更"
    merged = merge(base, theirs, mine)
    assert not merged.conflicts
    assert merged.document["situations"][1]["children"][0]["name"] == "变更"


@pytest.mark.parametrize("side", ["theirs", "mine"])
def test_a_field_changed_by_both_is_asked(side: Any) -> None:
    base, theirs, mine = matter(), matter(name="他"), matter(name="我")
    merged = merge(base, theirs, mine)
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.kind) == (("name",), "field")
    assert (conflict.base, conflict.theirs, conflict.mine) == ("甲", "他", "我")
    assert merged.document["name"] == "他"
    settled = merge(base, theirs, mine, {("name",): side})
    assert settled.document["name"] == {"theirs": "他", "mine": "我"}[side] and not settled.conflicts


@pytest.mark.parametrize(("side", "stays"), [("theirs", True), ("mine", False)])
def test_deleting_what_the_other_edited_is_asked(side: Any, stays: bool) -> None:
    base, theirs, mine = matter(), matter(), matter()
    theirs["questions"][1]["text"] = "改过"
    del mine["questions"][1]
    merged = merge(base, theirs, mine)
    assert [conflict.kind for conflict in merged.conflicts] == ["deleted"]
    settled = merge(base, theirs, mine, {merged.conflicts[0].path: side})
    assert ("q2" in [one["id"] for one in settled.document["questions"]]) is stays


def test_a_condition_is_never_mixed_out_of_two() -> None:
    base, theirs, mine = matter(), matter(), matter()
    theirs["questions"][0]["ask_if"] = {"all": []}
    mine["questions"][0]["ask_if"] = {"any": []}
    (conflict,) = merge(base, theirs, mine).conflicts
    assert conflict.path == ("questions", "q1", "ask_if")


def test_both_lists_can_be_kept() -> None:
    base = matter()
    theirs, mine = (matter(legal_basis=[*base["legal_basis"], {"text": text}]) for text in ("条例", "办法"))
    assert merge(base, theirs, mine).conflicts[0].both
    kept = merge(base, theirs, mine, {("legal_basis",): "both"}).document["legal_basis"]
    assert [one["text"] for one in kept] == ["许可法", "条例", "办法"]


def test_two_nodes_of_one_id_can_both_be_kept() -> None:
    base = matter()
    theirs, mine = (matter(questions=[*base["questions"], question("n", text=text)]) for text in ("甲", "乙"))
    assert [conflict.kind for conflict in merge(base, theirs, mine).conflicts] == ["added"]
    kept = merge(base, theirs, mine, {("questions", "n"): "both"}).document["questions"]
    assert [(one["id"], one["text"]) for one in kept[-2:]] == [("n", "甲"), ("n_2", "乙")]


def test_a_situation_deleted_while_something_was_put_under_it_comes_back() -> None:
    base = matter()
    theirs = matter(situations=[base["situations"][0]])
    mine = matter(situations=[base["situations"][0], situation("S2", situation("S2.1"))])
    merged = merge(base, theirs, mine)
    assert [conflict.kind for conflict in merged.conflicts] == ["order"]
    assert {"S2", "S2.1"} <= {one["id"] for one in flatten(merged.document["situations"])}


def test_two_moves_that_make_a_circle_are_asked() -> None:
    base = matter()
    theirs = matter(situations=[situation("S1", *base["situations"][0]["children"], situation("S2"))])
    mine = matter(situations=[situation("S2", base["situations"][0])])
    merged = merge(base, theirs, mine)
    assert [conflict.kind for conflict in merged.conflicts] == ["order"]
    assert merged.document["situations"] == theirs["situations"]
    assert merge(base, theirs, mine, {merged.conflicts[0].path: "mine"}).document["situations"] == mine["situations"]


def test_a_list_that_both_reordered_is_asked() -> None:
    base = matter()
    orders = [[2, 1, 0], [1, 0, 2]]
    theirs, mine = (matter(questions=[base["questions"][at] for at in order]) for order in orders)
    merged = merge(base, theirs, mine)
    assert [conflict.kind for conflict in merged.conflicts] == ["order"]
    chosen = merge(base, theirs, mine, {merged.conflicts[0].path: "mine"})
    assert [one["id"] for one in chosen.document["questions"]] == ["q2", "q1", "q3"]
