"""The prover of the whole: each kind of fault found, none where there is none, and the same as trying everything out (S2-25)."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.navigator import DEMO
from tests.life_events.composing import demo_matters
from tests.life_events.made import ON, WEEKS, edited, field, ground, material, matter, question, whole
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.yaml_files import read_yaml
from yichuang.life_events.rules.content import life_event_of
from yichuang.life_events.rules.scripts import scripts_of
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import member_answers, needed_members, next_question
from yichuang.life_events.rules.whole import Ground, prove_whole, stops
from yichuang.life_events.rules.whole.ground import section_of

ONE = matter(
    "one", (question("q1"),), {"name": field("姓名", required=True)}, materials=[material("m", "id_card", copy_count=1)]
)
TWO = matter("two", (question("q2", 3),), {"addr": field("住址")}, materials=[material("n", "id_card", copy_count=1)])
CLEAN = whole(ONE, TWO)
FACTS = ground(ONE, TWO)


def codes(spec: LifeEventSpec, facts: Ground = FACTS, **more: Any) -> set[str]:
    return {one.code for one in prove_whole(spec, facts, **more)}


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert prove_whole(CLEAN, FACTS) == ()


@pytest.mark.parametrize("key", ["birth", "death"])
def test_nothing_is_found_in_the_demonstration(key: str) -> None:
    package = next(one for one in read_yaml(DEMO / "catalog" / "16_packages.yaml")["packages"] if one["key"] == key)
    reading = read_yaml(DEMO / "life_events.yaml")["life_events"][key]
    matters = {one: (1, demo_matters()[one]) for one in package["matters"]}
    spec = life_event_of(package, reading, matters)
    facts = Ground(
        {one: found for one, (_, found) in matters.items()},
        ON,
        departments={one: one for one in spec.lead_departments},
        calendar=WEEKS,
    )
    assert prove_whole(spec, facts) == ()


def members(place: int, **values: Any) -> Callable[[], LifeEventSpec]:
    return lambda: edited(CLEAN, "members", place, **values)


def questions(place: int, **values: Any) -> Callable[[], LifeEventSpec]:
    return lambda: edited(CLEAN, "questions", place, **values)


def fields(place: int, **values: Any) -> Callable[[], LifeEventSpec]:
    return lambda: edited(CLEAN, "fields", place, **values)


def materials(**values: Any) -> Callable[[], LifeEventSpec]:
    return lambda: edited(CLEAN, "materials", 0, **values)


def given_(**values: Any) -> Callable[[], LifeEventSpec]:
    return lambda: LifeEventSpec.model_validate({**CLEAN.model_dump(mode="json", by_alias=True), **values})


def circle() -> LifeEventSpec:
    return edited(edited(CLEAN, "members", 0, after=["two"]), "members", 1, after=["one"])


ASKS = {"member": "one", "question": "q1"}
NEVER = {"all": [{"fact": "q1", "in": ["a"]}, {"fact": "q1", "in": ["b"]}]}
EXTRA = {"id": "x", "text": "多余", "options": [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]}
FAULTS: list[tuple[str, str, Callable[[], LifeEventSpec]]] = [
    ("circular_order", "members", circle),
    ("dead_member", "members", members(1, needed_if=NEVER)),
    ("not_told", "members", members(0, told="", on_failure="all_stop")),
    ("unknown_question", "members", members(0, presets={"zz": "a"})),
    ("unknown_option", "members", members(0, presets={"q1": "zz"})),
    ("preset_and_asked", "questions", members(0, presets={"q1": "a"})),
    ("unsettled", "members", questions(0, asks=[{**ASKS, "options": {"a": "a"}}])),
    ("unknown_question", "questions", questions(0, asks=[{**ASKS, "question": "zz", "options": {}}])),
    ("unknown_option", "questions", questions(0, asks=[{**ASKS, "options": {"a": "a", "b": "zz"}}])),
    ("unknown_option", "questions", questions(0, asks=[{**ASKS, "options": {"a": "a", "b": "b", "zz": "a"}}])),
    ("kind", "questions", questions(0, kind="multi")),
    ("dead_question", "questions", given_(questions=[*CLEAN.model_dump(mode="json")["questions"], EXTRA])),
    ("dead_question", "questions", questions(1, ask_if=NEVER)),
    ("asked_twice", "questions", questions(1, asks=[{**ASKS, "options": {"a": "a", "b": "b", "c": "a"}}])),
    ("unfed", "members", given_(fields=CLEAN.model_dump(mode="json")["fields"][1:])),
    ("misfit", "fields", fields(0, row=field("姓名", maxLength=99))),
    ("misfit", "fields", fields(0, row={"title": "姓名", "type": "integer"})),
    ("required", "fields", fields(0, required=False)),
    ("unknown_field", "fields", fields(0, feeds=[{"member": "one", "field": "zz"}])),
    ("own_form", "fields", fields(0, row={"type": "string"})),
    ("same_title", "fields", fields(1, row=field("姓 名"))),
    ("not_shared", "materials", materials(way="data_share")),
    ("unknown_material", "materials", materials(gives=[{"member": "one", "material": "zz"}])),
    ("given_twice", "materials", materials(gives=[{"member": "one", "material": "m"}] * 2)),
    ("unmerged", "materials", materials(gives=[{"member": "one", "material": "m"}])),
    ("promise", "terms", given_(promised_limit={"value": 46, "unit": "workday"})),
    ("promise", "terms", given_(promised_limit={"value": 90, "unit": "natural_day"})),
    ("statutory", "terms", given_(statutory_limit={"value": 46, "unit": "workday"})),
    ("statutory", "terms", given_(statutory_limit={"value": 90, "unit": "natural_day"})),
    ("chain", "terms", members(1, after=["one"])),
    ("lead", "terms", given_(lead_departments=["no-such"])),
    ("unwritten", "terms", given_(hand_out="")),
    ("applicant_kinds", "terms", given_(applicant_kinds=["person", "enterprise"])),
]


@pytest.mark.parametrize(
    ("code", "section", "fault"), FAULTS, ids=[f"{code}-{place}" for place, (code, _, _) in enumerate(FAULTS)]
)
def test_a_fault_put_in_on_purpose_is_found_at_its_place(
    code: str, section: str, fault: Callable[[], LifeEventSpec]
) -> None:
    found = [one for one in prove_whole(fault(), FACTS) if one.code == code]
    assert found, {one.code for one in prove_whole(fault(), FACTS)}
    assert section_of(found[0].place) == section
    assert all(one.message and one.rule for one in found)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("not_in_force", {"closed": {"one": "暂停办理。"}}),
        ("older_version", {"newer": {"one": 3}}),
        ("lead", {"departments": {}}),
    ],
)
def test_what_has_become_of_members_and_leads_is_found(code: str, facts: dict[str, Any]) -> None:
    assert codes(CLEAN, ground(ONE, TWO, **facts)) == {code}


def test_a_version_that_is_not_there_is_found() -> None:
    assert "no_version" in codes(CLEAN, ground(TWO))


def test_two_members_that_keep_one_original_are_found_until_it_has_a_keeper() -> None:
    both = [matter(key, materials=[material("m", "bc", original_count=1)]) for key in ("one", "two")]
    spec, facts = whole(*both), ground(*both)
    found = [one for one in prove_whole(spec, facts) if one.code == "two_originals"]
    assert len(found) == 1 and "同时要同一证件" in found[0].message
    assert codes(edited(spec, "materials", 0, original_for="one"), facts) == set()
    assert codes(edited(spec, "materials", 0, way="each_own"), facts) == set()
    assert codes(
        edited(spec, "materials", 0, original_for="two", gives=[{"member": "one", "material": "m"}]), facts
    ) >= {"original_for"}


def test_remedies_are_demanded_where_a_decision_can_go_against_somebody() -> None:
    licence = matter("one", matter_type="行政许可", remedies=["复议"])
    assert codes(whole(licence, remedies=[]), ground(licence)) == {"remedies"}


def test_dead_fields_and_materials_are_found() -> None:
    hidden = {"x-when": {"fact": "f_q1", "in": ["vb"]}}
    one = matter(
        "one",
        (question("q1"),),
        {"name": field("姓名", **hidden)},
        materials=[material("m", "bc", needed_if={"fact": "f_q1", "in": ["vb"]})],
    )
    spec, facts = whole(one), ground(one)
    assert codes(spec, facts) == set()
    preset = edited(spec, "members", 0, presets={"q1": "a"}).model_copy(update={"questions": ()})
    assert codes(preset, facts) == {"dead_field", "dead_material"}


def test_an_unsettled_question_has_its_smallest_example() -> None:
    spec = edited(CLEAN, "questions", 0, asks=[{**ASKS, "options": {"a": "a"}}])
    found = next(one for one in prove_whole(spec, FACTS) if one.code == "unsettled")
    assert found.facts == {"q1": "b"} and found.example.startswith("问题q1：选项b时")


def test_too_many_answers_are_undecided_and_not_guessed() -> None:
    found = [one for one in prove_whole(CLEAN, FACTS, budget=2) if one.code == "too_many"]
    assert len(found) == 2 and all(one.severity == "undecided" for one in found) and len(stops(found)) == 2


def test_a_conflict_is_an_error_until_settled() -> None:
    one, two = matter("one", form={"a": field("姓名")}), matter("two", form={"b": field("姓名", maxLength=20)})
    spec = whole(one, two)
    assert codes(spec, ground(one, two)) == {"conflict"}
    assert codes(edited(spec, "fields", 0, meaning="一个名字"), ground(one, two)) == set()


CHAINS = [
    ((5, "workday"), 10, False),
    ((5, "workday"), 9, True),
    ((5, "natural_day"), 10, False),
    ((7, "natural_day"), 10, True),
]


@pytest.mark.parametrize(("own", "promise", "warned"), CHAINS)
def test_a_promise_shorter_than_the_chain_is_warned_of_by_the_worst_day(
    own: tuple[int, str], promise: int, warned: bool
) -> None:
    limit = {"value": own[0], "unit": own[1]}
    both = [matter(key, promised_limit=limit, statutory_limit={"value": 30, "unit": own[1]}) for key in ("one", "two")]
    chained = edited(whole(*both, promised_limit={"value": promise, "unit": "workday"}), "members", 1, after=["one"])
    assert codes(chained, ground(*both)) == ({"chain"} if warned else set())


# ── against brute force ──────────────────────────────────────────────────────────────────────────────────────────────


def every_way(spec: LifeEventSpec) -> Iterator[dict[str, Any]]:
    """Yield every complete way to answer, by trying every value of every question and keeping what is really asked."""
    seen = set()
    for values in product(*[[one.id for one in row.options] for row in spec.questions]):
        wanted, answers = dict(zip([row.id for row in spec.questions], values, strict=True)), dict[str, Any]()
        while (asked := next_question(spec, answers)) is not None:
            answers[asked.id] = wanted[asked.id]
        if tuple(answers.items()) not in seen:
            seen.add(tuple(answers.items()))
            yield answers


def tried(spec: LifeEventSpec, specs: dict[str, MatterSpec]) -> tuple[set[str], set[str], set[str]]:
    """Return members with a question nobody answers, members never needed, questions never asked, by trying everything out."""
    unsettled, needed, asked = set[str](), set[str](), set[str]()
    for answers in every_way(spec):
        asked |= set(answers)
        for member in needed_members(spec, answers):
            needed.add(member.id)
            facts = navigator.answers_to_facts(specs[member.id], member_answers(spec, member, answers))
            if isinstance(navigator.advance(specs[member.id], facts), navigator.Asked):
                unsettled.add(member.id)
    return unsettled, {one.id for one in spec.members} - needed, {one.id for one in spec.questions} - asked


@st.composite
def life_events(draw: st.DrawFn) -> tuple[LifeEventSpec, dict[str, MatterSpec]]:
    """Draw a life event of two or three small matters, with holes and conditions anywhere."""
    specs = {}
    for key in ("one", "two", "three")[: draw(st.integers(2, 3))]:
        inner = question("q2", ask_if={"fact": "f_q1", "in": ["va"]}) if draw(st.booleans()) else question("q2")
        specs[key] = matter(
            key, (question("q1", text=f"{key}问"), inner | {"text": f"{key}再问"})[: draw(st.integers(0, 2))]
        )
    made = whole(*specs.values()).model_dump(mode="json", by_alias=True)
    made["questions"].insert(0, {"id": "x", "text": "先问", "options": [{"id": one, "text": one} for one in "ab"]})
    for place, row in enumerate(made["questions"]):
        before = [one["id"] for one in made["questions"][:place]]
        if draw(st.booleans()) and before:
            row["ask_if"] = condition(draw, before)
        for asks in row.get("asks", ()):
            asks["options"] = {key: value for key, value in asks["options"].items() if draw(st.integers(0, 4))}
    for row in made["members"]:
        if draw(st.booleans()):
            row["needed_if"] = condition(draw, [one["id"] for one in made["questions"]])
        if draw(st.integers(0, 3)) == 0:
            row["presets"] = {"q1": "a"}
    return LifeEventSpec.model_validate(made), specs


def condition(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    one: dict[str, Any] = {"fact": draw(st.sampled_from(names)), "in": [draw(st.sampled_from("ab"))]}
    return {"not": one} if draw(st.booleans()) else one


@settings(max_examples=120, deadline=None)
@given(life_events())
def test_the_prover_says_what_trying_everything_says(drawn: tuple[LifeEventSpec, dict[str, MatterSpec]]) -> None:
    spec, specs = drawn
    found = prove_whole(spec, Ground(specs, ON, calendar=WEEKS))
    unsettled, dead, never = tried(spec, specs)
    assert {one.place.id for one in found if one.code == "unsettled"} == unsettled
    assert {one.place.id for one in found if one.code == "dead_member"} == dead
    assert {one.place.id for one in found if one.code == "dead_question" and "不会问到" in one.message} == never - idle(
        spec
    )
    for one in found:
        if one.code == "unsettled":
            assert any(
                all(answers.get(name) == value for name, value in one.facts.items()) for answers in every_way(spec)
            ), "an example is real"


def idle(spec: LifeEventSpec) -> set[str]:
    """Return questions that decide and answer nothing: these are told so, whether asked or not."""
    said = str([spec.members, [one.ask_if for one in spec.questions]])
    return {one.id for one in spec.questions if not one.asks and f"fact='{one.id}'" not in said}


@settings(max_examples=40, deadline=None)
@given(life_events())
def test_the_scripted_applicants_exercise_every_option_and_member(
    drawn: tuple[LifeEventSpec, dict[str, MatterSpec]],
) -> None:
    spec, specs = drawn
    scripts = scripts_of(spec, specs, ON)
    used = {(name, value) for one in scripts for name, value in one.answers.items()}
    needed = {member.id for one in scripts for member in one.reached.members}
    assert used == {pair for answers in every_way(spec) for pair in answers.items()}
    assert needed == {member.id for answers in every_way(spec) for member in needed_members(spec, answers)}
