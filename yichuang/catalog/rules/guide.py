"""The guide of a matter (办事指南) in words: the fields of 行政许可法 30 and rulebook 4.2 that the spec holds."""

from dataclasses import dataclass

from yichuang.catalog.rules.conditions import describe
from yichuang.catalog.rules.handling import (
    APPLICANT_KIND_NAMES,
    CASE_TYPE_NAMES,
    MATTER_TYPE_CODES,
    SERVICE_OBJECT_NAMES,
    Limit,
    SpecialProcedure,
)
from yichuang.catalog.rules.spec import OUTCOME_NAMES, Material, MatterSpec

ONLINE = {"full": "全流程网上办理", "half": "网上预审，线下交件"}
STARTS = {"acceptance": "自受理之日起", "receipt": "自收到申请材料之日起"}
SHARED = {"e_licence": "电子证照", "data_share": "数据共享", "onsite": "现场采集"}


@dataclass(frozen=True)
class Section:
    """One part of the guide: title and rows of label and value."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MaterialRow:
    """One material of the guide: who needs it, how it is given, what is checked."""

    material: Material
    when: str
    form: str
    ways: tuple[str, ...]
    points: tuple[tuple[str, str], ...]


def sections(spec: MatterSpec, department: str, version: int) -> tuple[Section, ...]:
    """Return the parts of the guide in the order people ask; rows without a value are left out."""
    parts = (
        Section("办理时限和费用", _limits(spec)),
        Section("在哪里办、怎么办", _places(spec)),
        Section("谁可以办、什么条件", _who(spec)),
        Section(
            "办理结果", tuple((result.name, _result(result.e_licence, result.valid_years)) for result in spec.results)
        ),
        Section(
            "依据", tuple((f"依据{position}", basis.text) for position, basis in enumerate(spec.legal_basis, start=1))
        ),
        Section("事项信息", _identity(spec, department, version)),
        Section("不服怎么办", _remedies(spec)),
    )
    return tuple(
        Section(part.title, tuple(row for row in part.rows if row[1]))
        for part in parts
        if any(row[1] for row in part.rows)
    )


def _limits(spec: MatterSpec) -> tuple[tuple[str, str], ...]:
    return (
        ("承诺期限", _limit(spec.promised_limit, spec)),
        ("法定期限", _limit(spec.statutory_limit, spec) + (f"（{spec.limit_basis}）" if spec.limit_basis else "")),
        ("不计入期限", "、".join(_procedure(procedure) for procedure in spec.special_procedures)),
        ("收费", spec.fee.text),
    )


def _limit(limit: Limit, spec: MatterSpec) -> str:
    words = limit.words()
    return words if limit.value == 0 else f"{STARTS[spec.count_start]} {words}"


def _procedure(procedure: SpecialProcedure) -> str:
    unit = "个工作日" if procedure.unit == "workday" else "日"
    return f"{procedure.name}（{procedure.days} {unit}{'，' + procedure.basis if procedure.basis else ''}）"


def _places(spec: MatterSpec) -> tuple[tuple[str, str], ...]:
    channels = spec.channels
    places = (
        (channels.hall, "政务服务中心综合窗口"),
        (channels.town, "镇街便民服务中心"),
        (channels.village, "村（社区）代办点"),
        (channels.kiosk, "自助终端"),
        (channels.bank_post, "银行、邮政网点"),
    )
    return (
        ("办理地点", "、".join(name for there, name in places if there)),
        ("网上办理", ONLINE.get(channels.online, "")),
        ("到现场次数", f"最多 {channels.max_visits} 次"),
        ("通办范围", "全市通办" if channels.city_wide else ""),
        ("一证通办", "凭居民身份证即可办理" if channels.one_certificate else ""),
        ("取件方式", "窗口领取或快递送达" if spec.courier else "窗口领取"),
        ("办件类型", CASE_TYPE_NAMES[spec.case_type]),
        ("窗口板块", spec.board),
    )


def _who(spec: MatterSpec) -> tuple[tuple[str, str], ...]:
    return (
        ("服务对象", "、".join(SERVICE_OBJECT_NAMES[item] for item in spec.service_objects)),
        ("申报者类型", "、".join(APPLICANT_KIND_NAMES[kind] for kind in spec.applicant_kinds)),
        *((f"条件{position}", text) for position, text in enumerate(spec.conditions, start=1)),
        *(
            (OUTCOME_NAMES[outcome.kind], f"{describe(outcome.condition, spec)}：{outcome.message}")
            for outcome in spec.outcomes
        ),
        ("说明", spec.note),
    )


def _result(e_licence: bool, valid_years: int | None) -> str:
    parts = ["提供电子证照" if e_licence else "纸质"]
    return "，".join(parts + ([f"有效期 {valid_years} 年"] if valid_years else []))


def _identity(spec: MatterSpec, department: str, version: int) -> tuple[tuple[str, str], ...]:
    demo = "（演示码）" if spec.codes.demo else ""
    return (
        ("实施部门", department),
        ("行使层级", spec.exercise_level),
        ("事项类型", f"{spec.matter_type}（{MATTER_TYPE_CODES[spec.matter_type]}）"),
        ("主项 / 子项", f"{spec.main_item} / {spec.sub_item}"),
        ("基本编码", spec.codes.basic + demo),
        ("实施编码", spec.codes.implementation + demo),
        ("联办", "、".join(spec.joint_with)),
        ("受理责任", "中心受理" if spec.acceptance_role == "accept" else "中心收件，部门受理"),
        ("指南版本", f"第 {version} 版"),
    )


def _remedies(spec: MatterSpec) -> tuple[tuple[str, str], ...]:
    if spec.remedies:
        return tuple((f"途径{position}", text) for position, text in enumerate(spec.remedies, start=1))
    return (
        (
            "行政复议、行政诉讼",
            "对办理决定不服的，可依法申请行政复议或者提起行政诉讼；复议机关、法院和期限以决定书所载为准。",
        ),
    )


def material_rows(spec: MatterSpec) -> tuple[MaterialRow, ...]:
    """Return every material with when it is needed, in words."""
    return tuple(material_row(material, describe(material.needed_if, spec)) for material in spec.materials)


def material_row(material: Material, when: str) -> MaterialRow:
    """Return one material as people read it."""
    ways = []
    if material.shared.exempt:
        ways.append(f"{SHARED.get(material.shared.mode, '数据共享')}取得后免提交（{material.shared.provider}）")
    if material.tolerable:
        unit = "个工作日" if material.tolerance_unit == "workday" else "日"
        ways.append(f"可容缺，{material.tolerance_days} {unit}内补交")
    if material.blank_form:
        ways.append("有空白表格")
    points = tuple(
        (point.text, "形式审查" if point.kind == "formal" else "内容审查") for point in material.review_points
    )
    return MaterialRow(material, when, material.counts(), tuple(ways), points)
