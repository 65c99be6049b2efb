"""What the editor lets an author fill in: every field of a node with its Chinese label, in sections; the words of changes too.

The page draws its forms from this table; a field of matter/v1 that is missing here cannot be written in the studio (a test counts).
"""

from dataclasses import dataclass
from typing import Literal

from yichuang.catalog.rules.handling import (
    APPLICANT_KIND_NAMES,
    CASE_TYPE_NAMES,
    MATTER_TYPE_CODES,
    SERVICE_OBJECT_NAMES,
)
from yichuang.catalog.rules.spec import OUTCOME_NAMES

FieldKind = Literal[
    "text", "long", "number", "tick", "choice", "several", "lines", "date", "rows", "condition", "file", "samples", "fixed"
]  # fmt: skip
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One field: its path in the node, label, kind of input, help, choices, and for `rows` the fields of a row."""

    path: str
    label: str
    kind: FieldKind = "text"
    help: str = ""
    choices: Choices = ()
    fields: tuple["Field", ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Section:
    """A group of fields under one heading; sections of the matter have an id and stand in the tree."""

    title: str
    fields: tuple[Field, ...]
    id: str = ""


def _of(names: dict[str, str], blank: str = "") -> Choices:
    return ((("", blank),) if blank else ()) + tuple(names.items())


UNITS: Choices = (("workday", "工作日"), ("natural_day", "自然日"), ("same_day", "当场"))
ROLES: Choices = (("", "请选择"), ("collect_only", "中心收件，部门受理"), ("accept", "中心受理"))
STARTS: Choices = (("acceptance", "自受理之日起"), ("receipt", "自收到申请材料之日起"))
DEEMED: Choices = (("five_workdays", "五个工作日内一次性告知，逾期视为受理"), ("on_the_spot", "当场决定是否受理"))
ONLINE: Choices = (("none", "不能网上办理"), ("half", "网上预审，线下交件"), ("full", "全流程网上办理"))
MODES: Choices = (
    ("native", "没有业务系统，全程在本平台办理"),
    ("unified_number", "统一申报编码"),
    ("split_mode", "双编码，分别办理"),
)
TIERS: Choices = (
    ("high", "高频（第 1–100 名）"),
    ("medium", "中频（第 101–400 名）"),
    ("low", "低频（第 401 名以后）"),
)
AXES: Choices = (("subject_type", "主体类型"), ("life_cycle", "生命周期"), ("content", "办理内容"))
MEDIA: Choices = (("paper", "纸质"), ("electronic", "电子"), ("both", "纸质或电子"))
SHARING: Choices = (
    ("none", "不共享"),
    ("e_licence", "电子证照"),
    ("data_share", "数据共享接口"),
    ("onsite", "现场采集"),
)
POINT_KINDS: Choices = (("formal", "形式审查"), ("content", "内容审查"))
CHECKS: Choices = (
    ("eye", "目视"), ("face", "人脸比对"), ("compare", "与表单比对"), ("date", "看日期"), ("ocr", "证照识别"), ("shared", "共享数据核对"),
)  # fmt: skip
CUTS: Choices = (
    ("no_basis", "没有法律法规依据"), ("held_licence", "能用现有证照证明"), ("commitment", "能用书面承诺解决"),
    ("covered", "能被其他材料涵盖或替代"), ("online_check", "能网络核验"), ("issuer_cannot_check", "开具单位无法调查核实"),
)  # fmt: skip
NATURES: Choices = (("", "未填写"), ("法定机关", "法定机关"), ("授权组织", "授权组织"), ("受委托组织", "受委托组织"))
REACHES: Choices = (("", "不跨区域通办"), ("全国", "全国"), ("跨省", "跨省"), ("跨市", "跨市"), ("跨县", "跨县"))

MATTER: tuple[Section, ...] = (
    Section("基本信息", (
        Field("name", "事项名称", help="与权力清单或公共服务目录一致", wide=True),
        Field("main_item", "主项名称"), Field("sub_item", "子项名称"), Field("handling_item", "办理项名称"),
        Field("matter_type", "事项类型", "choice", choices=tuple((name, name) for name in MATTER_TYPE_CODES)),
        Field("codes.basic", "基本编码", help="12 位"), Field("codes.implementation", "实施编码", help="31 位"),
        Field("codes.legacy", "原浙江编码"), Field("codes.demo", "演示用编码，不是正式编码", "tick"),
        Field("provincial.main_item", "省权力事项库主项"), Field("provincial.sub_item", "省权力事项库子项"),
        Field("exercise_level", "行使层级"), Field("guide.handling_code", "业务办理项编码"),
        Field("service_objects", "服务对象", "several", choices=_of(SERVICE_OBJECT_NAMES), wide=True),
        Field("applicant_kinds", "申报者类型", "several", choices=_of(APPLICANT_KIND_NAMES), wide=True),
        Field("note", "说明", "long", wide=True),
    ), "identity"),
    Section("设定依据和条件", (
        Field("legal_basis", "设定依据", "rows", fields=(Field("text", "法律、法规、规章及条款"),
        Field("confidence", "可信程度")), wide=True),
        Field("conditions", "受理条件", "lines", help="每行一条", wide=True),
        Field("quantity_limit", "数量限制", wide=True),
        Field("remedies", "救济途径", "lines", help="每行一条；不写时按通用的复议、诉讼告知", wide=True),
    ), "law"),
    Section("时限和收费", (
        Field("statutory_limit.value", "法定期限", "number"), Field("statutory_limit.unit", "法定期限单位", "choice", choices=UNITS),
        Field("promised_limit.value", "承诺期限", "number", help="不长于法定期限；0 为当场办结"),
        Field("promised_limit.unit", "承诺期限单位", "choice", choices=UNITS),
        Field("limit_basis", "期限依据"), Field("count_start", "期限起算", "choice", choices=STARTS),
        Field("deemed_rule", "受理方式", "choice", choices=DEEMED), Field("max_extension", "最多延长（工作日）", "number"),
        Field("special_procedures", "不计入期限的特别程序", "rows", fields=(
            Field("kind", "类别"), Field("name", "名称"), Field("days", "通常天数", "number"),
            Field("unit", "单位", "choice", choices=UNITS),
            Field("basis", "依据"), Field("counted", "计入期限", "tick"),
        ), wide=True),
        Field("guide.promised_note", "承诺期限说明", wide=True),
        Field("fee.charged", "收费", "tick"), Field("fee.text", "收费说明"),
        Field("guide.fee_standard", "收费标准"), Field("guide.fee_basis", "收费依据"), Field("guide.fee_reduction", "减免情形"),
        Field("guide.online_payment", "支持网上支付", "tick"),
    ), "limits"),
    Section("办理方式和渠道", (
        Field("acceptance_role", "受理责任", "choice", choices=ROLES),
        Field("case_type", "办件类型", "choice", choices=_of(CASE_TYPE_NAMES)),
        Field("channels.hall", "政务服务中心", "tick"), Field("channels.town", "镇街便民服务中心", "tick"),
        Field("channels.village", "村（社区）代办点", "tick"), Field("channels.kiosk", "自助终端", "tick"),
        Field("channels.bank_post", "银行、邮政网点", "tick"), Field("channels.online", "网上办理深度", "choice", choices=ONLINE),
        Field("channels.one_certificate", "一证通办", "tick"), Field("channels.city_wide", "全市通办", "tick"),
        Field("channels.appointment", "可以预约", "tick"), Field("courier", "可以快递送达", "tick"),
        Field("channels.max_visits", "最多到现场次数", "number"), Field("guide.onsite_reason", "必须到现场的原因"),
        Field("guide.reach", "通办范围", "choice", choices=REACHES), Field("board", "窗口板块"),
        Field("joint_with", "联办部门", "lines", help="每行一个", wide=True),
    ), "channels"),
    Section("系统对接和办件量", (
        Field("integration.mode", "对接方式", "choice", choices=MODES), Field("integration.system", "业务系统名称"),
        Field("integration.system_level", "业务系统层级"), Field("integration.service_id", "接口服务编号"),
        Field("volume.tier", "频次", "choice", choices=TIERS), Field("volume.rank", "年办件量排名", "number"),
        Field("volume.annual", "年办件量", "number"),
    ), "integration"),
    Section("办理结果", (
        Field("results", "办理结果", "rows", fields=(
            Field("name", "结果名称"), Field("kind", "结果类型"), Field("e_licence", "提供电子证照", "tick"),
            Field("valid_years", "有效期（年）", "number"),
        ), wide=True),
        Field("guide.annual_inspection", "年检要求"), Field("guide.intermediary", "中介服务"),
    ), "results"),
    Section("办事指南", (
        Field("guide.authority_division", "实施主体所在区划"), Field("guide.body_nature", "实施主体性质", "choice", choices=NATURES),
        Field("guide.entrusting_department", "委托部门"), Field("guide.exercise_content", "行使内容", "long", wide=True),
        Field("guide.themes_person", "面向自然人的主题", "lines", help="每行一个"),
        Field("guide.themes_legal", "面向法人的主题", "lines", help="每行一个"),
        Field("guide.life_cycles", "生命周期", "lines", help="每行一个", wide=True),
        Field("guide.process", "办理流程", "rows", fields=(
            Field("name", "环节"), Field("limit", "时限"), Field("standard", "审查标准"), Field("result", "环节结果"),
        ), wide=True),
        Field("guide.places", "办理地点", "long", wide=True), Field("guide.hours", "办理时间"),
        Field("guide.consultation", "咨询方式"), Field("guide.complaints", "监督投诉方式"),
        Field("guide.faqs", "常见问题", "rows", fields=(Field("question", "问题"), Field("answer", "回答", "long")), wide=True),
        Field("guide.effective_from", "生效日期", "date"), Field("guide.effective_until", "失效日期", "date"),
    ), "guide"),
)  # fmt: skip

QUESTION = (
    Section("", (
        Field("text", "题目", help="一题只问一件事，不写“A 或 B”", wide=True), Field("help", "提示", "long", wide=True),
    )),
    Section("什么时候问", (Field("ask_if", "提问条件", "condition", wide=True),)),
)  # fmt: skip
OPTION = (
    Section("", (Field("text", "选项", wide=True), Field("warning", "选中后提醒", "long", wide=True))),
    Section("什么时候可选", (Field("only_if", "可选条件", "condition", wide=True),)),
)
SITUATION = (
    Section("", (Field("name", "情形名称", wide=True), Field("axis", "细化维度", "choice", choices=AXES))),
    Section("什么情况属于这一情形", (Field("condition", "情形条件", "condition", wide=True),)),
)
MATERIAL = (
    Section("", (
        Field("name", "材料名称", help="与证件、证书、表格的标准名称一致", wide=True),
        Field("standard_type", "标准材料类型"), Field("scope", "所属情形"), Field("source_channel", "来源渠道"),
        Field("source_type", "来源类型"),
        Field("legal_basis", "法律依据", wide=True),
    )),
    Section("什么情况需要", (Field("needed_if", "需要条件", "condition", wide=True),)),
    Section("份数和形式", (
        Field("original_count", "原件份数", "number"), Field("copy_count", "复印件份数", "number"),
        Field("verify_original", "核验原件", "tick"), Field("medium", "介质", "choice", choices=MEDIA),
        Field("format", "格式要求"), Field("formal_requirement", "形式要求"),
        Field("source_note", "来源说明"), Field("filling_notes", "填写须知", "long"), Field("acceptance_standard", "受理标准", "long"),
    )),
    Section("数据共享和容缺", (
        Field("shared.mode", "共享方式", "choice", choices=SHARING), Field("shared.provider", "共享来源"),
        Field("shared.exempt", "共享取得后免提交", "tick"), Field("tolerable", "可以容缺受理", "tick"),
        Field("tolerance_days", "容缺补交期限", "number"), Field("tolerance_unit", "容缺期限单位", "choice", choices=UNITS),
        Field("commitment_required", "容缺须签承诺书", "tick"),
    )),
    Section("空表和示例", (
        Field("blank_form", "有空白表格", "tick"), Field("blank_file", "空白表格文件", "file"),
        Field("sample_required", "应有示例", "tick"),
        Field("samples", "示例图片", "samples", wide=True),
    )),
    Section("保留理由", (
        Field("justifications", "六个一律取消：保留这份材料的证据", "rows",
              fields=(Field("cut", "对应哪一条", "choice", choices=CUTS), Field("evidence", "证据")), wide=True),
    )),
)  # fmt: skip
POINT = (
    Section("", (
        Field("text", "审查要点", "long", wide=True), Field("kind", "审查类别", "choice", choices=POINT_KINDS),
        Field("check", "核对方式", "choice", choices=CHECKS), Field("field", "核对的表单项或日期"),
    )),
)  # fmt: skip
OUTCOME = (
    Section("", (
        Field("kind", "结果", "choice", choices=_of(OUTCOME_NAMES)), Field("authority", "应向哪个机关申请"),
        Field("message", "告知内容", "long", wide=True), Field("legal_basis", "依据", wide=True),
    )),
    Section("什么情况到此为止", (Field("condition", "结果条件", "condition", wide=True),)),
)  # fmt: skip

PROPERTIES: dict[str, tuple[Section, ...]] = {
    "matter": MATTER, "question": QUESTION, "option": OPTION, "situation": SITUATION, "material": MATERIAL, "point": POINT,
    "outcome": OUTCOME,
}  # fmt: skip
# Parts of a node that are no form field of their own, as changes and conflicts call them.
OTHER_LABELS: dict[str, str] = {
    "#order": "顺序", "parent": "所在位置", "marks": "标注", "values": "取值", "fact": "对应要素", "kind": "类型", "source": "来源",
    "since": "起始日期", "file": "图片文件", "name": "名称", "text": "文字", "facts": "要素", "questions": "问题", "options": "选项",
    "situations": "情形", "materials": "材料", "review_points": "审查要点", "outcomes": "其他结果", "samples": "示例",
    "statutory_limit": "法定期限", "promised_limit": "承诺期限", "form": "办理表单", "base_form_defaults": "基础表单预填",
    "channels": "办理渠道", "integration": "系统对接", "guide": "办事指南", "volume": "办件量", "codes": "编码", "fee": "收费",
    "provincial": "省库对应", "shared": "数据共享", "department": "实施部门", "key": "事项标识",
}  # fmt: skip


def label_of(kind: str, path: str) -> str:
    """Return what a field of a node is called; its name in the document when the table does not have it."""
    for section in PROPERTIES.get(kind, ()):
        for field in section.fields:
            if field.path == path:
                return field.label
    return OTHER_LABELS.get(path.rsplit(".", 1)[-1], path)


def choices_of(kind: str, path: str) -> dict[str, str]:
    """Return the choices of a field by value; empty when it has none."""
    for section in PROPERTIES.get(kind, ()):
        for field in section.fields:
            if field.path == path:
                return dict(field.choices)
    return {}
