"""The naming rules on a table of names, most of them from real matters (S2-15): what they flag, what they must leave alone."""

import copy

import pytest

from tests.catalog.matters import converted, demo_dictionary
from tests.catalog.specs import WHEN_YES, document, spec
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.alternatives import alternatives
from yichuang.catalog.rules.dictionary import EMPTY
from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.naming import name_findings
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.catalog.rules.word_repairs import apply_word_repair
from yichuang.foundations.problems import Refused


def found(name: str) -> list[Finding]:
    return list(name_findings(spec({"name": name}), demo_dictionary()))


def codes(name: str) -> set[str]:
    return {finding.code.removeprefix("name.") for finding in found(name)}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("其他材料", "catch_all"),
        ("法律、法规规定的其他材料", "catch_all"),
        ("其他需要提供的材料", "catch_all"),
        ("其它有关证明", "catch_all"),
        ("省奖附件-其他佐证材料", "catch_all"),
        ("国家规定的开展无线电业务所需提供的材料", "catch_all"),
        ("年度表彰奖励文件需要材料", "catch_all"),
        ("相关证明", "some_or_other"),
        ("发改部门相关立项文件", "some_or_other"),
        ("与申请事由相应的证明材料", "some_or_other"),
        ("有关部门出具的意见", "which_office"),
        ("纪检监察等部门意见", "which_office"),
        ("营业执照等申请人身份证明文件", "and_so_on"),
        ("审计报告、资产发票、合同等材料", "and_so_on"),
        ("完税凭证（契税等）", "and_so_on"),
        ("必要的证明材料", "as_needed"),
        ("担保材料（视情况提供）", "as_needed"),
    ],
)
def test_vague_words_and_catch_alls_are_errors(name: str, code: str) -> None:
    vague = [item for item in found(name) if item.severity == "error"]
    assert [(item.code, item.rule) for item in vague] == [(f"name.{code}", "S2-15")]
    assert name in vague[0].message


@pytest.mark.parametrize(
    "name",
    [
        "居民身份证",
        "建设工程规划许可证",
        "法定代表人未担任其他社会团体法定代表人声明",
        "三年以上其他法律职业经历证明",
        "专家论证意见和相关利益群体意见",
        "关于变更机构名称的有效决议",
        "普通话等级证书",
        "中等职业学校毕业证",
        "服务贸易等项目对外支付税务备案表",
        "《关于有关部门提供其他材料的通知》",
        "董事会或股东大会决议",
        "香港或澳门特别行政区永久性居民身份证",
        "指定代表或委托代理人授权委托书",
        "原登记主体迁出或注销的登记信息",
        "广东省经济普查先进集体/先进个人推荐审批表",
        "境内机构和个人发包工程作业或劳务项目报告表",
        "绘制在1/500至1/2000现状地形图上的总平面图",
        "《中华人民共和国社会工作师/助理社会工作师登记证书》",
        "监护人居民身份证",
        "非依申请事项，无需提供申请表",
    ],
)
def test_official_names_are_left_alone(name: str) -> None:
    assert found(name) == []


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("营业执照或事业单位法人证书", ("营业执照", "事业单位法人证书")),
        ("户口簿或者结婚证", ("户口簿", "结婚证")),
        ("工伤职工身份证/社保卡", ("工伤职工身份证", "社保卡")),
        ("住所使用证明（不动产权证书或房屋租赁合同）", ("不动产权证书", "房屋租赁合同")),
        ("营业执照（或税务登记证）", ("营业执照", "税务登记证")),
        ("判决书、限制出境证明或者协助调查证明", ("判决书", "限制出境证明", "协助调查证明")),
        ("不动产权证书、房屋租赁合同之一", ("不动产权证书", "房屋租赁合同")),
        ("不动产权证书、购房合同、房屋租赁合同（其中之一）", ("不动产权证书", "购房合同", "房屋租赁合同")),
        ("毕业证书、学位证书（任选其一）", ("毕业证书", "学位证书")),
        ("与第三者达成的协议或文件", ("与第三者达成的协议", "与第三者达成的文件")),
        ("亲属关系证明或声明", ("亲属关系证明", "亲属关系声明")),
        ("《建设工程规划许可证》或《施工许可证》", ("《建设工程规划许可证》", "《施工许可证》")),
        ("香港或澳门特别行政区行医执照或者行医权证明", ("香港或澳门特别行政区行医执照", "行医权证明")),
        ("参保人社会保障卡或银行存折/借记卡", ("参保人社会保障卡", "银行存折", "借记卡")),
        ("《注册监理工程师管理规定》第十五条情形之一的证明", ()),
        ("拟建机构或设施的规划或工程设计文件", ()),
        ("指定代表或委托代理人签名表", ()),
    ],
)
def test_alternatives_are_read_as_people_mean_them(name: str, papers: tuple[str, ...]) -> None:
    assert alternatives(name) == papers
    assert ("alternatives" in codes(name)) is bool(papers)


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("户口本", "居民户口簿"),
        ("户口薄", "居民户口簿"),
        ("房产证", "不动产权证书"),
        ("身份证", "居民身份证"),
        ("监护人身份证", "监护人居民身份证"),
        ("原行驶证", "原机动车行驶证"),
        ("《行驶证》", "机动车行驶证"),
        ("规划部门同意文件", "建设工程规划许可证"),
    ],
)
def test_the_standard_name_is_a_hint_and_the_original_is_kept(name: str, standard: str) -> None:
    hint = next(item for item in found(name) if item.code == "name.not_standard")
    assert hint.severity == "advice" and standard in hint.message
    before = document({"name": name})
    kept = copy.deepcopy(before)
    assert hint.repair is not None
    after = apply_word_repair(before, hint.repair)
    assert before == kept
    assert after["materials"][0]["name"] == standard
    assert demo_dictionary().type_of(after["materials"][0]["standard_type"]) is not None
    assert not name_findings(MatterSpec.model_validate(after), demo_dictionary())


@pytest.mark.parametrize(
    ("name", "better", "counts"),
    [
        ("居民身份证（原件）", "居民身份证", (1, 0)),
        ("小学毕业证（复印件2份）", "小学毕业证", (0, 2)),
        ("小学毕业证复印件", "小学毕业证", (0, 1)),
        ("情况说明（加盖企业公章）", "情况说明", (0, 0)),
        ("资产证明。", "资产证明", (0, 0)),
    ],
)
def test_counts_and_form_belong_into_their_own_fields(name: str, better: str, counts: tuple[int, int]) -> None:
    advice = next(item for item in found(name) if item.code == "name.form")
    assert advice.severity == "advice" and advice.repair is not None
    row = apply_word_repair(document({"name": name}), advice.repair)["materials"][0]
    assert (row["name"], row.get("original_count", 0), row.get("copy_count", 0)) == (better, *counts)


def test_a_count_that_the_department_filled_in_is_not_overwritten() -> None:
    advice = next(iter(name_findings(spec({"name": "会议纪要复印件", "copy_count": 3}), EMPTY)))
    assert advice.repair is not None
    assert (
        apply_word_repair(document({"name": "会议纪要复印件", "copy_count": 3}), advice.repair)["materials"][0][
            "copy_count"
        ]
        == 3
    )


@pytest.mark.parametrize(
    "name",
    [
        "授权委托书（委托办理的）",
        "单位申报的，提供情况说明函",
        "如涉刑律者，须附判决书原件",
        "遗失证明（仅证书遗失时）",
    ],
)
def test_a_condition_in_a_name_belongs_into_a_question(name: str) -> None:
    assert ("name.condition", "S2-11", "advice") in {(item.code, item.rule, item.severity) for item in found(name)}


def test_questions_options_situations_and_points_are_read_too() -> None:
    point = {"id": "p1", "kind": "content", "text": "符合有关规定"}
    question = {**document()["questions"][0], "text": "是否提交相关证明"}
    question["options"] = [{**question["options"][0], "text": "已取得有关部门批准"}, question["options"][1]]
    situations = [{**document()["situations"][0], "name": "提交其他材料的"}, document()["situations"][1]]
    faulty = spec({"review_points": [point]}, questions=[question], situations=situations)
    places = {
        (item.place.kind, item.place.id, item.place.parent, item.severity) for item in name_findings(faulty, EMPTY)
    }
    assert places == {
        ("question", "q1", "", "error"),
        ("option", "a", "q1", "error"),
        ("situation", "S1", "", "error"),
        ("point", "p1", "m1", "error"),
    }


def test_other_cases_and_other_organisations_are_honest_answers() -> None:
    question = {**document()["questions"][0], "text": "是否为其他组织"}
    question["options"] = [
        {**question["options"][0], "text": "其他情况"},
        {**question["options"][1], "text": "其他组织"},
    ]
    assert name_findings(spec({}, questions=[question]), EMPTY) == ()


@pytest.mark.parametrize("needed_if", [None, WHEN_YES, {"all": [WHEN_YES, {"not": {"fact": "bought", "in": ["no"]}}]}])
def test_alternatives_become_a_question_that_asks_only_when_the_material_is_needed(needed_if: object) -> None:
    row = {
        "name": "不动产权证书或房屋租赁合同",
        "needed_if": needed_if,
        "shared": {"mode": "data_share", "exempt": True},
    }
    before = document({}, row, {"name": "公司章程"})
    split = next(item for item in name_findings(MatterSpec.model_validate(before), demo_dictionary()) if item.repair)
    assert split.repair is not None and split.place.id == "m2"
    after = MatterSpec.model_validate(apply_word_repair(before, split.repair))
    assert [item.name for item in after.materials] == ["申请书", "不动产权证书", "房屋租赁合同", "公司章程"]
    assert [item.standard_type for item in after.materials[1:3]] == ["real_estate_certificate", "lease_contract"]
    assert [item.shared.exempt for item in after.materials[1:3]] == [True, False]  # a lease comes from nobody's data
    assert [question.text for question in after.questions] == ["是否已购置", "提供哪一种材料"]
    facts = {"bought": "yes"}
    step = navigator.advance(after, facts)
    assert isinstance(step, navigator.Asked) and step.question.text == "提供哪一种材料"
    for value, name in (("v1", "不动产权证书"), ("v2", "房屋租赁合同")):
        needed = navigator.checklist(after, {**facts, step.question.fact: value})
        assert [item.material.name for item in needed.materials] == ["申请书", name, "公司章程"]
    asked_always = needed_if is None
    assert isinstance(navigator.advance(after, {"bought": "no"}), navigator.Asked) is asked_always


def test_two_split_materials_ask_two_questions_that_can_be_told_apart() -> None:
    now = document({"name": "户口簿或结婚证"}, {"name": "毕业证书或学位证书"})
    for _ in range(2):
        split = next(
            item for item in name_findings(MatterSpec.model_validate(now), EMPTY) if item.code == "name.alternatives"
        )
        assert split.repair is not None
        now = apply_word_repair(now, split.repair)
    texts = [question.text for question in MatterSpec.model_validate(now).questions]
    assert texts == ["是否已购置", "提供哪一种材料", "提供哪一种材料：毕业证书、学位证书"]


def test_a_repair_for_a_material_that_is_gone_says_so() -> None:
    hint = next(iter(name_findings(spec({"name": "户口本"}), demo_dictionary())))
    assert hint.repair is not None
    with pytest.raises(Refused, match="已经不在"):
        apply_word_repair(document({"id": "other"}), hint.repair)


@pytest.mark.parametrize("key", sorted(converted()))
def test_every_repair_for_the_demonstration_leaves_a_valid_matter_without_that_finding(key: str) -> None:
    whole = converted()[key][0]
    for finding in name_findings(whole, demo_dictionary()):
        if finding.repair is None:
            continue
        after = MatterSpec.model_validate(
            apply_word_repair(whole.model_dump(mode="json", by_alias=True), finding.repair)
        )
        again = {(item.code, item.place) for item in name_findings(after, demo_dictionary())}
        assert (finding.code, finding.place) not in again


def test_the_names_of_the_demonstration_are_judged_as_written_here() -> None:
    errors = {
        (key, item.place.id, item.code)
        for key, (whole, _) in converted().items()
        for item in name_findings(whole, demo_dictionary())
        if item.severity == "error"
    }
    assert errors == {
        ("company_setup", "m_addr", "name.alternatives"),
        ("eia_report_form", "m_land", "name.alternatives"),
        ("birth_registration", "m_dna", "name.alternatives"),
        ("death_benefit", "m_rel", "name.alternatives"),
        ("realestate_transfer", "m_tax", "name.and_so_on"),
        ("realestate_transfer", "m_mort", "name.alternatives"),
        ("realestate_transfer", "m_inherit", "name.alternatives"),
        ("realestate_transfer", "m_agree", "name.alternatives"),
        ("gjj_withdraw_death", "m_inherit", "name.alternatives"),
    }
