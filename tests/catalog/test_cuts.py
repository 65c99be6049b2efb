"""The six cuts (S2-16): each finds its material, asks for its evidence, and is silenced by evidence and by nothing less."""

from typing import Any

import pytest

from tests.catalog.matters import demo_dictionary
from tests.catalog.specs import WHEN_NO, WHEN_YES, document, spec
from yichuang.catalog.rules.cut_words import CUTS
from yichuang.catalog.rules.cuts import MOST_COMBINATIONS, cut_findings, is_evidence
from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.samples import CutName
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.catalog.rules.word_repairs import apply_word_repair

SHARED = {"mode": "data_share", "provider": "公安部门", "exempt": True}
VILLAGE = {"source_channel": "村委会"}
EMPLOYER = {"source_channel": "所在单位"}


def found(*materials: dict[str, Any], **changes: Any) -> list[Finding]:
    return list(cut_findings(spec(*materials, **changes), demo_dictionary()))


@pytest.mark.parametrize(
    ("materials", "cut", "severity"),
    [
        ([{"legal_basis": ""}], "no_basis", "advice"),
        ([{"name": "居民身份证"}], "held_licence", "error"),
        ([{"name": "监护人身份证"}], "held_licence", "error"),
        ([{"name": "证件", "standard_type": "id_card"}], "held_licence", "error"),
        ([{"name": "居民身份证", "shared": {**SHARED, "exempt": False}}], "held_licence", "advice"),
        ([{"name": "经营场所使用证明"}], "commitment", "advice"),
        ([{"name": "无医疗事故、违纪的证明"}], "commitment", "advice"),
        ([{"name": "营业执照", "shared": SHARED}, {"name": "组织机构代码证"}], "covered", "advice"),
        (
            [{"name": "毕业证", "needed_if": WHEN_YES, "shared": SHARED}, {"name": "毕业证书", "shared": SHARED}],
            "covered",
            "error",
        ),
        ([{"name": "税收完税证明"}], "online_check", "error"),
        ([{"name": "学位证书"}], "online_check", "advice"),
        ([{"name": "亲属关系情况证明", **VILLAGE}], "issuer_cannot_check", "error"),
        ([{"name": "村委会出具的婚姻状况证明"}], "issuer_cannot_check", "error"),
        ([{"name": "土地承包情况证明", **VILLAGE}], "issuer_cannot_check", "advice"),
        ([{"name": "无房情况证明", **EMPLOYER}], "issuer_cannot_check", "error"),
    ],
)
def test_each_cut_finds_its_material(materials: list[dict[str, Any]], cut: CutName, severity: str) -> None:
    hits = [item for item in found(*materials) if item.code == f"cut.{cut}"]
    assert [item.severity for item in hits] == [severity]
    assert hits[0].rule.startswith("S2-16")
    assert CUTS[cut][1] in hits[0].message, "the finding asks for the evidence of its cut"


@pytest.mark.parametrize(
    "materials",
    [
        [{"legal_basis": "", "shared": SHARED}],
        [{"name": "居民身份证", "shared": SHARED}],
        [{"name": "原行驶证"}],
        [{"name": "居民身份证（原证）"}],
        [{"name": "授权委托书"}],
        [{"name": "经营场所合法使用承诺书"}],
        [
            {"name": "毕业证书", "needed_if": WHEN_YES, "shared": SHARED},
            {"name": "学历证书", "needed_if": WHEN_NO, "shared": SHARED},
        ],
        [
            {"name": "毕业证", "needed_if": WHEN_YES, "shared": SHARED},
            {"name": "毕业证书", "needed_if": WHEN_NO, "shared": SHARED},
        ],
        [{"name": "申请人身份证", "shared": SHARED}, {"name": "监护人身份证", "shared": SHARED}],
        [
            {"name": "居民身份证", "scope": "申请人", "shared": SHARED},
            {"name": "居民身份证", "scope": "经办人", "shared": SHARED},
        ],
        [{"name": "收入证明", **EMPLOYER}],
        [{"name": "在职证明", **EMPLOYER}],
        [{"name": "村民会议意见", **VILLAGE}],
        [{"name": "居民死亡医学证明（推断）书", "source_channel": "社区卫生服务机构", "shared": SHARED}],
    ],
)
def test_what_may_be_asked_for_is_left_alone(materials: list[dict[str, Any]]) -> None:
    assert found(*materials) == []


def test_without_any_basis_at_all_it_is_an_error() -> None:
    assert [item.severity for item in found({"legal_basis": " "}, legal_basis=[])] == ["error"]


@pytest.mark.parametrize(
    ("cut", "text", "good"),
    [
        ("no_basis", "《道路运输条例》第二十二条", True),
        ("no_basis", "省政府令〔2017〕354 号", True),
        ("no_basis", "我局一直以来都要求申请人提交这份材料", False),
        ("no_basis", "开展审查时必须看到车辆的外廓尺寸", False),
        ("held_licence", "换证时收回原证，旧证由发证机关当场剪角作废", True),
        ("held_licence", "", False),
        ("held_licence", "无", False),
        ("held_licence", "。。。。。。。。", False),
        ("held_licence", "啊啊啊啊啊啊啊啊啊啊", False),
        ("held_licence", "工作需要，暂时不能取消这份材料", False),
        ("held_licence", "按照有关规定应当由申请人提供", False),
        ("held_licence", "按照《居民身份证法》第十一条交回原证", True),
        ("online_check", "2001 年以前的学位在网上查不到结果", True),
    ],
)
def test_only_evidence_silences_a_check(cut: CutName, text: str, good: bool) -> None:
    assert is_evidence(cut, text) is good


def test_evidence_counts_for_its_own_cut_only_and_a_weak_one_is_quoted() -> None:
    good = {"cut": "held_licence", "evidence": "换证时收回原证，旧证由发证机关当场剪角作废"}
    assert found({"name": "居民身份证", "justifications": [good]}) == []
    assert len(found({"name": "居民身份证", "justifications": [{**good, "cut": "no_basis"}]})) == 1
    weak = found({"name": "居民身份证", "justifications": [{**good, "evidence": "工作需要"}]})
    assert "已填的理由“工作需要”不足以说明" in weak[0].message


@pytest.mark.parametrize(
    "material",
    [
        {"name": "居民身份证"},
        {"name": "税收完税证明"},
        {"name": "学位证书"},
        {"name": "经营场所使用证明"},
        {"name": "婚姻状况证明", **VILLAGE},
    ],
)
def test_a_cut_s_repair_ends_it(material: dict[str, Any]) -> None:
    before = document(material, {})
    finding = found(material, {})[0]
    assert finding.repair is not None
    after = MatterSpec.model_validate(apply_word_repair(before, finding.repair))
    assert cut_findings(after, demo_dictionary()) == ()
    assert len(after.materials) == (1 if finding.repair.code == "remove_material" else 2)


def test_too_many_combinations_are_owned_up_to() -> None:
    many = [{"id": f"f{n}", "text": f"事实{n}", "values": [{"id": v, "text": v} for v in "abcd"]} for n in range(9)]
    assert MOST_COMBINATIONS < 4**9
    options = [{"id": v, "text": v, "values": [v]} for v in "abcd"]
    asked = [{"id": fact["id"], "text": fact["text"], "fact": fact["id"], "options": options} for fact in many]
    tangled = {"any": [{"fact": fact["id"], "in": ["a"]} for fact in many]}
    base = document()
    two = [
        {"name": "营业执照", "shared": SHARED, "needed_if": tangled},
        {"name": "组织机构代码证", "needed_if": tangled},
    ]
    findings = found(*two, facts=[*base["facts"], *many], questions=[*base["questions"], *asked])
    assert [(item.code, item.severity) for item in findings] == [("cut.covered", "undecided")]


def test_the_sample_of_the_guide_is_judged_as_written_here() -> None:
    """S2-20: the eight rows of the seed, none of them shared."""
    names = [
        "户口本",
        "居民身份证",
        "银行卡",
        "个人征信报告",
        "收入证明",
        "不动产权证书",
        "浙江省增值税普通发票",
        "税收缴款书（税务收现专用）",
    ]
    hits = {item.place.id: item.code for item in found(*({"name": name} for name in names))}
    assert hits == {"m1": "cut.held_licence", "m2": "cut.held_licence", "m6": "cut.held_licence", "m7": "cut.online_check",
                    "m8": "cut.online_check"}  # fmt: skip
