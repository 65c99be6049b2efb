"""The guide of a matter (办事指南) in words: the fields of 行政许可法 30 and rulebook 4.2 that the spec holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yichuang.catalog.rules.conditions import describe
from yichuang.catalog.rules.handling import (
    APPLICANT_KIND_NAMES,
    CASE_TYPE_NAMES,
    MATTER_TYPE_CODES,
    SERVICE_OBJECT_NAMES,
    Limit,
    ProcessStep,
    SpecialProcedure,
)
from yichuang.catalog.rules.node_words import RESULT_KINDS
from yichuang.catalog.rules.own_form import fields_of
from yichuang.catalog.rules.spec import OUTCOME_NAMES, Material, MatterSpec

ONLINE = {"full": "全流程网上办理", "half": "网上预审，线下交件"}
STARTS = {"acceptance": "自受理之日起", "receipt": "自收到申请材料之日起"}
SHARED = {"e_licence": "电子证照", "data_share": "数据共享", "onsite": "现场采集"}
MEDIA = {"paper": "纸质", "electronic": "电子", "both": "纸质或电子"}
SOURCES = {"applicant": "申请人自备", "gov_issued": "政府部门核发", "intermediary": "中介机构出具", "other": ""}
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    """One part of the guide: title and rows of label and value; `first`: read before the materials."""

    title: str
    rows: Rows
    first: bool = False


@dataclass(frozen=True)
class MaterialRow:
    """One material of the guide: who needs it, how it is given, what is checked, and what else is told of it."""

    material: Material
    when: str
    form: str
    ways: tuple[str, ...]
    points: tuple[tuple[str, str], ...]
    details: Rows = ()


def sections(spec: MatterSpec, department: str, version: int) -> tuple[Section, ...]:
    """Return the parts of the guide in the order people ask; rows and parts without a value are left out."""
    guide = spec.guide
    parts = (
        Section("办理时限和费用", _limits(spec), first=True),
        Section("在哪里办、怎么办", _places(spec), first=True),
        Section("谁可以办、什么条件", _who(spec), first=True),
        Section("申请表要填什么", _own_form(spec)),
        Section("办理流程", tuple((step.name, _step(step)) for step in guide.process)),
        Section(
            "办理结果",
            tuple((result.name, _result(result.kind, result.e_licence, result.valid_years)) for result in spec.results),
        ),
        Section("常见问题", tuple((faq.question, faq.answer) for faq in guide.faqs)),
        Section("咨询和监督", (("咨询方式", guide.consultation), ("监督投诉方式", guide.complaints))),
        Section("不服怎么办", _remedies(spec)),
        Section("依据", _numbered("依据", (basis.text for basis in spec.legal_basis))),
        Section("事项信息", _identity(spec, department, version)),
    )
    told = (Section(part.title, tuple(row for row in part.rows if row[1]), part.first) for part in parts)
    return tuple(part for part in told if part.rows)


def _own_form(spec: MatterSpec) -> Rows:
    """Say what the matter's own form will ask, so that people bring it (S2-51)."""
    return tuple(
        (
            field.label,
            "；".join(
                part
                for part in (
                    "必填" if field.required else "选填",
                    f"仅适用：{describe(field.when, spec)}" if field.when is not None else "",
                    "、".join(field.options),
                    field.hint,
                )
                if part
            ),
        )
        for field in fields_of(spec.form)
    )


def _numbered(label: str, texts: Iterable[str]) -> Rows:
    return tuple((f"{label}{position}", text) for position, text in enumerate(texts, start=1))


def _limits(spec: MatterSpec) -> Rows:
    guide = spec.guide
    return (
        ("承诺期限", _limit(spec.promised_limit, spec)),
        ("承诺期限说明", guide.promised_note),
        ("法定期限", _limit(spec.statutory_limit, spec) + (f"（{spec.limit_basis}）" if spec.limit_basis else "")),
        ("不计入期限", "、".join(_procedure(procedure) for procedure in spec.special_procedures)),
        ("收费", spec.fee.text or ("收费" if spec.fee.charged else "不收费")),
        ("收费标准", guide.fee_standard),
        ("收费依据", guide.fee_basis),
        ("收费减免", guide.fee_reduction),
    )


def _limit(limit: Limit, spec: MatterSpec) -> str:
    words = limit.words()
    return words if limit.value == 0 else f"{STARTS[spec.count_start]} {words}"


def _procedure(procedure: SpecialProcedure) -> str:
    unit = "个工作日" if procedure.unit == "workday" else "日"
    return f"{procedure.name}（{procedure.days} {unit}{'，' + procedure.basis if procedure.basis else ''}）"


def _places(spec: MatterSpec) -> Rows:
    channels, guide = spec.channels, spec.guide
    places = (
        (channels.hall, "政务服务中心综合窗口"),
        (channels.town, "镇街便民服务中心"),
        (channels.village, "村（社区）代办点"),
        (channels.kiosk, "自助终端"),
        (channels.bank_post, "银行、邮政网点"),
    )
    reach = ("全市通办" if channels.city_wide else "", f"{guide.reach}通办" if guide.reach else "")
    return (
        ("办理地点", "、".join(name for there, name in places if there)),
        ("地址", guide.places),
        ("办理时间", guide.hours),
        ("网上办理", ONLINE.get(channels.online, "")),
        ("到现场次数", f"最多 {channels.max_visits} 次"),
        ("必须到现场的原因", guide.onsite_reason),
        ("通办范围", "、".join(filter(None, reach))),
        ("一证通办", "凭居民身份证即可办理" if channels.one_certificate else ""),
        ("预约", "可以预约" if channels.appointment else "不需要预约"),
        ("网上支付", "可以网上支付" if guide.online_payment else ""),
        ("取件方式", "窗口领取或快递送达" if spec.courier else "窗口领取"),
        ("办件类型", CASE_TYPE_NAMES[spec.case_type]),
        ("窗口板块", spec.board),
    )


def _who(spec: MatterSpec) -> Rows:
    guide = spec.guide
    return (
        ("服务对象", "、".join(SERVICE_OBJECT_NAMES[item] for item in spec.service_objects)),
        ("申报者类型", "、".join(APPLICANT_KIND_NAMES[kind] for kind in spec.applicant_kinds)),
        *_numbered("条件", spec.conditions),
        *(
            (OUTCOME_NAMES[outcome.kind], f"{describe(outcome.condition, spec)}：{outcome.message}")
            for outcome in spec.outcomes
        ),
        ("数量限制", spec.quantity_limit),
        ("年审年检", guide.annual_inspection),
        ("中介服务", guide.intermediary),
        ("说明", spec.note),
    )


def _step(step: ProcessStep) -> str:
    said = (("时限：", step.limit), ("审查标准：", step.standard), ("结果：", step.result))
    return "；".join(f"{label}{text}" for label, text in said if text) or "—"


def _result(kind: str, e_licence: bool, valid_years: int | None) -> str:
    parts = [
        RESULT_KINDS.get(kind, kind),
        "提供电子证照" if e_licence else "纸质",
        f"有效期 {valid_years} 年" if valid_years else "",
    ]
    return "，".join(filter(None, parts))


def _identity(spec: MatterSpec, department: str, version: int) -> Rows:
    demo = "（演示码）" if spec.codes.demo else ""
    guide = spec.guide
    provincial = " / ".join(filter(None, (spec.provincial.main_item, spec.provincial.sub_item)))
    return (
        ("实施部门", department),
        ("实施主体性质", guide.body_nature),
        ("委托部门", guide.entrusting_department),
        ("行使层级", spec.exercise_level),
        ("权限划分", guide.authority_division),
        ("行使内容", guide.exercise_content),
        ("事项类型", f"{spec.matter_type}（{MATTER_TYPE_CODES[spec.matter_type]}）"),
        ("主项 / 子项", f"{spec.main_item} / {spec.sub_item}"),
        ("办理项", spec.handling_item),
        ("省库主项 / 子项", provincial),
        ("基本编码", spec.codes.basic + demo),
        ("实施编码", spec.codes.implementation + demo),
        ("业务办理项编码", guide.handling_code),
        ("旧编码", spec.codes.legacy),
        ("自然人主题", "、".join(guide.themes_person)),
        ("法人主题", "、".join(guide.themes_legal)),
        ("人生和生命周期", "、".join(guide.life_cycles)),
        ("联办机构", "、".join(spec.joint_with)),
        ("受理责任", "中心受理" if spec.acceptance_role == "accept" else "中心收件，部门受理"),
        ("指南版本", f"第 {version} 版" if version else "草稿，尚未发布"),
        ("计划状态", "在用" if version else ""),
        ("生效日期", _day(guide.effective_from)),
        ("失效日期", _day(guide.effective_until)),
    )


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _remedies(spec: MatterSpec) -> Rows:
    if spec.remedies:
        return _numbered("途径", spec.remedies)
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
    return MaterialRow(material, when, _form(material), tuple(ways), points, _details(material))


def _form(material: Material) -> str:
    counts = material.counts()
    return counts if material.medium == "paper" else f"{counts}（{MEDIA[material.medium]}）"


def _details(material: Material) -> Rows:
    channel = "" if material.source_channel == "/" else material.source_channel
    kind = SOURCES.get(material.source_type, "")
    source = f"{channel}（{kind}）" if channel and kind and kind != channel else channel or kind
    rows = (
        ("适用", material.scope),
        ("来源", source),
        ("来源说明", material.source_note),
        ("规格", material.format),
        ("填报须知", material.filling_notes),
        ("受理标准", material.acceptance_standard),
        ("依据", material.legal_basis),
    )
    return tuple(row for row in rows if row[1])


NINE_TITLES = (
    "序号", "材料信息名称", "所属情形", "来源渠道", "形式审查要点", "是否容缺", "内容审查要点", "空表", "示例",
)  # fmt: skip


def nine_columns(spec: MatterSpec) -> tuple[tuple[str, ...], ...]:
    """Return the materials as the nine columns of S2-19, for people to read."""
    return tuple(
        (
            str(position),
            row.material.name,
            row.when,
            row.material.source_channel,
            "\n".join(filter(None, (row.material.formal_requirement, *_of_kind(row, "形式审查")))),
            next((way for way in row.ways if way.startswith("可容缺")), "否"),
            "\n".join(_of_kind(row, "内容审查")),
            "有" if row.material.blank_form else "/",
            "有" if row.material.sample_required else "/",
        )
        for position, row in enumerate(material_rows(spec), start=1)
    )


def _of_kind(row: MaterialRow, kind: str) -> list[str]:
    texts = [text for text, of in row.points if of == kind]
    return [f"{position}. {text}" for position, text in enumerate(texts, start=1)]
