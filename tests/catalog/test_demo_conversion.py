"""The fourteen matters of the demonstration, proven by walking every combination of answers (S2-9, S2-11; rulebook part 8)."""

import pytest

from tests.catalog.matters import converted, documents, every_journey, readings, spec_of
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.conditions import evaluate
from yichuang.catalog.rules.demo_conversion import convert_matter
from yichuang.catalog.rules.navigator import Arrived, Ended
from yichuang.catalog.rules.spec import MatterSpec

KEYS = sorted(converted())


def test_all_fourteen_matters_are_converted() -> None:
    assert len(KEYS) == 14


@pytest.mark.parametrize("key", KEYS)
def test_every_combination_reaches_exactly_one_situation_or_outcome(key: str) -> None:
    spec = spec_of(key)
    for facts, step in every_journey(spec):
        asked = {fact for answer in navigator.path(spec, facts) for fact in answer.question.facts}
        counted = {name: value for name, value in facts.items() if name in asked or spec.fact(name).source != "asked"}
        holding = [leaf.id for leaf, _ in spec.leaves if evaluate(leaf.condition, counted)]
        if isinstance(step, Ended):
            assert evaluate(step.outcome.condition, counted), facts
        else:
            assert isinstance(step, Arrived)
            assert holding == [step.situation.id], facts


@pytest.mark.parametrize("key", KEYS)
def test_every_situation_question_option_material_and_outcome_is_reached(key: str) -> None:
    spec = spec_of(key)
    leaves, questions, options, materials, outcomes = set(), set(), set(), set(), set()
    for facts, step in every_journey(spec):
        for answer in navigator.path(spec, facts):
            questions.add(answer.question.id)
            options |= {(answer.question.id, option.id) for option in answer.options}
        if isinstance(step, Ended):
            outcomes.add(step.outcome.id)
        elif isinstance(step, Arrived):
            leaves.add(step.situation.id)
            materials |= {item.material.id for item in navigator.checklist(spec, facts).materials}
    assert leaves == {leaf.id for leaf, _ in spec.leaves}
    assert questions == {question.id for question in spec.questions}
    assert options == {(question.id, option.id) for question in spec.questions for option in question.options}
    assert materials == {material.id for material in spec.materials}
    assert outcomes == {outcome.id for outcome in spec.outcomes}


@pytest.mark.parametrize("name", sorted(documents()))
def test_a_situation_needs_what_its_leaf_lists_and_only_answers_add_more(name: str) -> None:
    document = documents()[name]
    spec = spec_of(document["key"])
    lists = dict(_leaf_lists(document["situation_tree"]))
    narrowed = set((readings()["matters"][document["key"]] or {}).get("narrow", {}))
    addable = {
        item
        for question in document["questions"]
        for option in question["options"]
        for item in option["effect"].get("add", ())
    }
    addable |= set((readings()["matters"][document["key"]] or {}).get("ask_for", {}))
    for facts, step in every_journey(spec):
        if isinstance(step, Arrived):
            needed = {item.material.id for item in navigator.checklist(spec, facts).materials}
            assert lists[step.situation.id] - narrowed <= needed, facts
            assert needed - lists[step.situation.id] <= addable, facts


def _leaf_lists(nodes):
    for node in nodes:
        if node.get("leaf"):
            yield node["id"], set(node["materials"])
        yield from _leaf_lists(node.get("children", ()))


def test_the_seven_known_groups_of_equal_lists_come_out_exactly() -> None:
    found = {group for _, report in converted().values() for group in report.same_material_leaves}
    assert found == {
        ("02_freight.yaml", ("S1.1.1", "S2.1.1")),
        ("02_freight.yaml", ("S1.1.2", "S2.1.2")),
        ("02_freight.yaml", ("S1.2", "S2.2.1")),
        ("02_freight.yaml", ("S1.3", "S2.4")),
        ("03_individual_business.yaml", ("S1.1", "S2", "S3")),
        ("04_company_setup.yaml", ("S1.1.1", "S1.1.2")),
        ("06_eia_report_form.yaml", ("S1.1", "S2", "S3")),
    }


def test_the_names_of_the_content_are_kept_and_the_standard_name_is_hinted() -> None:
    spec, report = converted()["housing_fund_loan"]
    assert spec.material("m1").name == "户口本"
    assert [(hint.original, "居民户口簿" in hint.hint) for hint in report.naming_hints if hint.path == "m1"] == [
        ("户口本", True)
    ]


def test_every_row_is_used_or_named_with_the_reason() -> None:
    for spec, report in converted().values():
        assert report.rows_used > 100, spec.key
        assert [row for row in report.rows_unused if row[2] == "规格中没有对应的字段"] == []


def test_an_unknown_row_is_reported_and_not_swallowed() -> None:
    document = {**documents()["02_freight.yaml"], "parking": {"places": 3}}
    _, report = convert_matter("02_freight.yaml", document, readings())
    assert ("02_freight.yaml", "parking.places", "规格中没有对应的字段") in report.rows_unused


def test_what_the_law_demands_and_the_content_leaves_out_is_completed_and_reported() -> None:
    said = [(item.what, item.why) for item in converted()["gjj_withdraw_death"][1].additions]
    assert ("救济途径 2 条", readings()["shared"]["remedies"]["why"]) in said
    assert [why for what, why in said if what == "承诺期限改为 1日"] == [
        readings()["matters"]["gjj_withdraw_death"]["promised_limit"]["why"]
    ]
    assert "杭州市人民政府或者杭州市萧山区人民政府" in spec_of("id_card_renew").remedies[0]  # 行政复议法 24 ④


def test_remedies_are_never_guessed_for_a_department_whose_bodies_nobody_named() -> None:
    unnamed = {
        **readings(),
        "shared": {**readings()["shared"], "remedies": {"why": "", "texts": ["{bodies}"], "bodies": {}}},
    }
    spec, report = convert_matter("02_freight.yaml", documents()["02_freight.yaml"], unnamed)
    assert spec.remedies == ()
    assert not [item for item in report.additions if "救济" in item.what]


def test_a_material_that_nothing_asks_for_stops_the_conversion() -> None:
    silent = {"matters": {**readings()["matters"], "eia_report_form": {}}, "shared": readings()["shared"]}
    with pytest.raises(ValueError, match="m_land"):
        convert_matter("06_eia_report_form.yaml", documents()["06_eia_report_form.yaml"], silent)


def test_special_statutes_reach_the_spec() -> None:
    assert spec_of("realestate_transfer").deemed_rule == "on_the_spot"  # 不动产登记暂行条例 17
    assert spec_of("eia_report_form").count_start == "receipt"  # 环境影响评价法 22
    assert spec_of("eia_report_form").acceptance_role == "collect_only"  # S2-40
    assert spec_of("id_card_renew").max_extension == 30  # 居民身份证法 12
    assert spec_of("individual_business_setup").case_type == "instant_single_clerk"  # S2-45
    assert spec_of("vehicle_licence_replace").case_type == "instant_relay"
    assert spec_of("freight_general").applicant_kinds == ("person", "enterprise")


def test_content_hash_is_stable_and_notices_any_change() -> None:
    spec, _ = converted()["freight_general"]
    again, _ = convert_matter("02_freight.yaml", documents()["02_freight.yaml"], readings())
    assert spec.digest == again.digest
    renamed = MatterSpec.model_validate({**spec.model_dump(by_alias=True), "name": "另一事项"})
    assert renamed.digest != spec.digest


@pytest.mark.parametrize("key", KEYS)
def test_what_the_makers_of_the_content_tell_each_other_is_not_published(key: str) -> None:
    spec = spec_of(key)
    assert spec.note == "" and "*" not in spec.fee.text
