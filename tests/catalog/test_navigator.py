"""The navigator: next question, ends, checklist with reasons, changed answers, and answers that were never asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.matters import every_journey, spec_of
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.conditions import AnyOf, Not, all_of, describe, evaluate, fact_in
from yichuang.catalog.rules.navigator import Arrived, Asked, Ended
from yichuang.catalog.rules.spec import MatterSpec, canonical_json

TODAY = date(2026, 11, 20)
MAIN_JOB = {"q2": "a", "q3": "a", "q4": "b", "q5": []}


def freight(answers, kind="enterprise", on=TODAY):
    return navigator.facts_with_known(spec_of("freight_general"), answers, applicant_kind=kind, on=on)


def test_the_main_job_of_the_freight_licence_asks_for_seven_materials() -> None:
    spec = spec_of("freight_general")
    facts = freight(MAIN_JOB)
    assert navigator.validate_facts(spec, facts) == []
    step = navigator.advance(spec, facts)
    assert isinstance(step, Arrived)
    assert step.path == "企业 › 设立 › 新申请·已购车"
    needed = navigator.checklist(spec, facts)
    assert [item.material.id for item in needed.materials] == [
        "m_app",
        "m_id_resp",
        "m_vl",
        "m_grade",
        "m_dl",
        "m_qual",
        "m_safe",
    ]
    tolerable = [item.material.name for item in needed.materials if item.material.tolerable]
    assert tolerable == ["道路运输从业资格证"]
    assert spec.material("m_qual").tolerance_days == 15
    assert {item.material.id: item.why for item in needed.materials}["m_vl"] == "因为“车辆是否已购置：是”"


def test_questions_come_one_by_one_in_order() -> None:
    spec, seen = spec_of("freight_general"), []
    answers: dict[str, object] = {}
    for _ in range(10):
        step = navigator.advance(spec, navigator.facts_with_known(spec, answers, applicant_kind="", on=TODAY))
        if not isinstance(step, Asked):
            break
        seen.append(step.question.id)
        answers = {**answers, step.question.id: {"q1": "b", **MAIN_JOB}[step.question.id]}
    assert seen == ["q1", "q2", "q3", "q4", "q5"]


@pytest.mark.parametrize(("kind", "offered"), [("person", ["a", "b", "d"]), ("enterprise", ["a", "b", "c", "d"])])
def test_renewal_is_offered_to_enterprises_only(kind: str, offered: list[str]) -> None:
    step = navigator.advance(spec_of("freight_general"), freight({}, kind))
    assert isinstance(step, Asked)
    assert [option.id for option in step.options] == offered


@pytest.mark.parametrize(("on", "ended"), [(date(2019, 3, 1), False), (date(2019, 3, 2), True), (TODAY, True)])
def test_light_lorries_need_no_licence_since_2_march_2019(on: date, ended: bool) -> None:
    step = navigator.advance(spec_of("freight_general"), freight({**MAIN_JOB, "q4": "a"}, on=on))
    assert isinstance(step, Ended) is ended
    if isinstance(step, Ended):
        assert step.outcome.kind == "not_required"
        assert "709" in step.outcome.legal_basis


def test_an_answer_behind_a_question_that_is_not_asked_neither_counts_nor_passes() -> None:
    spec = spec_of("freight_general")
    facts = freight({"q2": "d", "q3": "a", "q5": []})
    step = navigator.advance(spec, facts)
    assert isinstance(step, Arrived)
    assert step.situation.id == "S2.4"
    problems = navigator.validate_facts(spec, facts)
    assert len(problems) == 1
    assert "车辆是否已购置" in problems[0]


@pytest.mark.parametrize(
    ("answers", "kind", "said"),
    [
        ({"q9": "a"}, "enterprise", "q9"),
        ({"q2": "z"}, "enterprise", "不在选项之中"),
        ({"q2": ["a", "b"]}, "enterprise", "单选题"),
        ({"q2": 7}, "enterprise", "不在选项之中"),
        ({"q2": "c"}, "person", "不能选"),
        ({"q1": "a"}, "enterprise", "改成一致"),
        ({}, "other_organisation", "没有“other_organisation”这一选项"),
    ],
)
def test_unusable_answers_are_refused_in_chinese(answers, kind: str, said: str) -> None:
    problems = navigator.validate_facts(spec_of("freight_general"), freight(answers, kind))
    assert any(said in problem for problem in problems), problems


def test_a_changed_answer_names_what_no_longer_applies() -> None:
    spec = spec_of("freight_general")
    change = navigator.dropped(spec, freight(MAIN_JOB), freight({**MAIN_JOB, "q3": "b"}))
    assert [material.id for material in change.materials] == ["m_vl", "m_grade"]
    assert [material.id for material in change.added] == ["m_commit_vehicle"]
    gone = navigator.dropped(spec, freight(MAIN_JOB), freight({"q2": "d", "q5": []}))
    assert [answer.question.id for answer in gone.answers] == ["q3", "q4"]
    assert "“车辆是否已购置”不再需要回答（原答：是）。" in gone.words()


def test_the_path_tells_questions_and_answers_in_words() -> None:
    said = [
        (answer.question.text, answer.text) for answer in navigator.path(spec_of("freight_general"), freight(MAIN_JOB))
    ]
    assert ("您要办理哪一项", "首次申请") in said
    assert said[-1] == ("委托他人办理", "以上均不适用")


def test_a_checklist_before_the_situation_is_known_is_refused() -> None:
    with pytest.raises(navigator.NotArrived):
        navigator.checklist(spec_of("freight_general"), freight({"q2": "a"}))


def test_a_matter_without_questions_arrives_at_once() -> None:
    assert isinstance(navigator.advance(spec_of("gjj_withdraw_death"), {}), Arrived)


@pytest.mark.parametrize("key", ["freight_general", "individual_business_setup", "vehicle_licence_replace"])
def test_checklists_agree_with_the_plain_evaluation_of_the_conditions(key: str) -> None:
    spec = spec_of(key)
    for facts, step in every_journey(spec):
        if isinstance(step, Arrived):
            fast = [item.material.id for item in navigator.checklist(spec, facts).materials]
            assert fast == [material.id for material in spec.materials if evaluate(material.needed_if, facts)]
            assert navigator.validate_facts(spec, facts) == []


QUESTIONS = st.sampled_from(["q1", "q2", "q3", "q4", "q5", "branch_S2.2", "x"])
OPTIONS = st.sampled_from(["a", "b", "c", "d", "S2.2.1", ""])


@given(st.dictionaries(QUESTIONS, OPTIONS))
def test_any_answers_whatever_are_dealt_with(answers: dict[str, str]) -> None:
    spec = spec_of("freight_general")
    facts = freight(answers, "person")
    step = navigator.advance(spec, facts)
    assert isinstance(step, Asked | Arrived | Ended)
    assert all(isinstance(problem, str) for problem in navigator.validate_facts(spec, facts))


def test_conditions_are_json_and_read_as_chinese() -> None:
    spec = spec_of("freight_general")
    no_agent = Not.model_validate({"not": fact_in("by_agent", "yes")})
    condition = all_of(fact_in("life_cycle", "new"), AnyOf(any=(fact_in("vehicle_bought", "yes"), no_agent)))
    assert condition is not None
    assert condition.model_dump(mode="json", by_alias=True)["all"][0] == {"fact": "life_cycle", "in": ["new"]}
    assert (
        describe(condition, spec) == "您要办理哪一项：首次申请，且（车辆是否已购置：是；或者不属于（委托代办人办理））"
    )
    assert not evaluate(condition, {"life_cycle": "change"})
    assert evaluate(condition, {"life_cycle": "new"})


def test_a_spec_survives_its_own_json() -> None:
    spec = spec_of("freight_general")
    again = MatterSpec.model_validate_json(canonical_json(spec))
    assert again == spec
    assert again.digest == spec.digest


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {
                "questions": [
                    {"id": "q", "text": "?", "fact": "none", "options": [{"id": "a", "text": "a", "values": ["a"]}]}
                ]
            },
            "没有声明",
        ),
        ({"materials": [{"id": "m", "name": "甲"}, {"id": "m", "name": "乙"}]}, "材料编号重复"),
        (
            {"materials": [{"id": "m", "name": "甲", "needed_if": {"fact": "life_cycle", "in": ["nothing"]}}]},
            "没有声明的事实或值",
        ),
        ({"form": {"minimum": 0.5}}, "小数"),
    ],
)
def test_a_spec_that_does_not_hang_together_is_refused(change, said: str) -> None:
    plain = spec_of("freight_general").model_dump(by_alias=True)
    with pytest.raises((ValueError, TypeError), match=said):
        canonical_json(MatterSpec.model_validate({**plain, **change}))
