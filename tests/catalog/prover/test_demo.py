"""The fourteen demonstration matters proved: the seven known groups of equal leaves (rulebook part 8), and what else is found (content)."""

import json
from collections import Counter

import pytest

from tests.catalog.matters import converted, spec_of
from yichuang.catalog.rules.prover import prove
from yichuang.catalog.rules.spec import MatterSpec

EQUAL = {
    "freight_general": [["S1.1.1", "S2.1.1"], ["S1.1.2", "S2.1.2"], ["S1.2", "S2.2.1"], ["S1.3", "S2.4"]],
    "individual_business_setup": [["S1.1", "S2", "S3"]],
    "company_setup": [["S1.1.1", "S1.1.2"]],
    "eia_report_form": [["S1.1", "S2", "S3"]],
}
# What else: check → the places. A conditional material inside a leaf is how this content is written (rulebook part 8, 叶子的精确定义).
ELSE = {
    "freight_general": {
        "complete": ["q2"],  # 个人没有“到期延续”可选
        "finest_grain": [
            "S1.1.1",
            "S1.1.2",
            "S1.2",
            "S1.3",
            "S2.1.1",
            "S2.1.2",
            "S2.2.1",
            "S2.2.2",
            "S2.3",
            "S2.4",
        ],  # 委托代办
    },
    "individual_business_setup": {"finest_grain": ["S1.1", "S1.2", "S2", "S3"]},  # 经营场所、委托等题目各自增加材料
    "company_setup": {"finest_grain": ["S1.1.1", "S1.1.2", "S1.2"]},  # 名称自主申报、委托、前置审批
    "eia_report_form": {"finest_grain": ["S1.1", "S1.2", "S2", "S3"]},  # 用地文件
    "id_card_renew": {"finest_grain": ["S1.1", "S1.2", "S2"]},  # 未满16周岁须监护人证件
    "birth_registration": {"finest_grain": ["S1.2"]},  # 非婚随父须亲子关系证明
}
COUNTED = {
    "freight_general": (55, 21), "individual_business_setup": (260, 260), "company_setup": (24, 24), "housing_fund_loan": (3, 3),
    "eia_report_form": (8, 8), "id_card_renew": (7, 7), "birth_registration": (4, 3), "medical_insurance_child": (2, 2),
    "social_card_apply": (2, 2), "death_cancellation": (3, 3), "death_benefit": (2, 2), "vehicle_licence_replace": (4, 3),
    "realestate_transfer": (4, 4), "gjj_withdraw_death": (1, 1),
}  # fmt: skip


def test_the_seven_known_groups_of_equal_leaves_are_found() -> None:
    assert sum(map(len, EQUAL.values())) == 7


@pytest.mark.parametrize("key", sorted(converted()))
def test_what_the_prover_finds_in_a_demo_matter(key: str) -> None:
    proof = prove(spec_of(key))
    equal = [
        [finding.place.id, *(place.id for place in finding.related)]
        for finding in proof.findings
        if finding.code == "mergeable"
    ]
    assert equal == EQUAL.get(key, [])
    others: dict[str, list[str]] = {}
    for finding in proof.findings:
        if finding.code != "mergeable":
            others.setdefault(finding.code, []).append(finding.place.id)
    assert others == ELSE.get(key, {})
    assert proof.ok is (key not in ELSE)
    assert (proof.paths, proof.situations.count) == COUNTED[key]


def test_the_examples_are_sentences() -> None:
    found = {finding.code: finding for finding in prove(spec_of("freight_general")).findings}
    assert found["complete"].example == "申请人为个人时，题目“您要办理哪一项”没有“到期延续”的选项。"
    assert found["complete"].facts == {"applicant_kind": "person"}
    assert found["finest_grain"].example == "勾选“委托代办人办理”时，要提交“授权委托书”；本情形的其他申请人不用。"
    assert found["finest_grain"].repair is not None
    names = [child["name"] for child in found["finest_grain"].repair.arguments["children"]]
    assert names == ["未委托代办人办理", "委托代办人办理"]


def test_a_situation_is_told_in_words() -> None:
    rows = prove(spec_of("freight_general")).situations.page("16", 2).rows
    assert [(row.leaf, row.words) for row in rows] == [
        ("S2.3", "申请人为企业；您要办理哪一项：到期延续；委托他人办理：以上均不适用"),
        ("S2.3", "申请人为企业；您要办理哪一项：到期延续；委托他人办理：委托代办人办理"),
    ]


def test_only_siblings_that_are_wholly_equal_are_offered_to_be_merged() -> None:
    offers: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for key in EQUAL:
        for finding in prove(spec_of(key)).findings:
            if finding.code == "mergeable" and finding.repair:
                offers[key, tuple(finding.repair.arguments["leaves"])] += 1
    assert dict(offers) == {
        ("individual_business_setup", ("S2", "S3")): 1,
        ("company_setup", ("S1.1.1", "S1.1.2")): 1,
        ("eia_report_form", ("S2", "S3")): 1,
    }


def test_a_split_by_yes_and_no_is_named_by_its_question_whatever_the_answers_are_called_inside() -> None:
    written = json.dumps(spec_of("eia_report_form").model_dump(mode="json", by_alias=True))
    drawn = MatterSpec.model_validate_json(written.replace('"yes"', '"v_1"').replace('"no"', '"v_2"'))
    for spec in (spec_of("eia_report_form"), drawn):
        found = next(finding for finding in prove(spec).findings if finding.code == "finest_grain" and finding.repair)
        names = [child["name"] for child in found.repair.arguments["children"]] if found.repair else []
        assert names == ["不需要用地文件", "需要用地文件"]
