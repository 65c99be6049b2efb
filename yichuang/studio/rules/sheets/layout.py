"""The full set of rulebook 4.2 as a workbook: which sheets there are, and which column is which field of the document.

Every field of `MatterSpec` has a cell here; a condition has two, one in Chinese for people and one exact for the platform.
"""

from yichuang.catalog.rules.field_names import label_of
from yichuang.catalog.rules.handling import (
    APPLICANT_KIND_NAMES,
    CASE_TYPE_NAMES,
    MATTER_TYPE_CODES,
    SERVICE_OBJECT_NAMES,
)
from yichuang.catalog.rules.node_words import RESULT_KINDS, SOURCE_TYPES
from yichuang.catalog.rules.spec import OUTCOME_NAMES
from yichuang.studio.rules.sheets.columns import (
    MACHINE,
    UNITS,
    Column,
    choice,
    choices,
    day,
    exact,
    flag,
    limit,
    lines,
    named,
    number,
    said,
    text,
    usual,
)

BASIC, LAW, PROCEDURES, PROCESS = "基本信息", "设定依据与条件", "特别程序", "办理流程"
FACTS, QUESTIONS, SITUATIONS, MATERIALS = "事实", "问题与选项", "情形", "材料"
POINTS, SAMPLES, REASONS, OUTCOMES = "审查要点", "示例图", "保留理由", "结束情形"
RESULTS, FAQS = "办理结果", "常见问题"

TYPES = {name: name for name in MATTER_TYPE_CODES}
BODIES = {"": "", **{name: name for name in ("法定机关", "授权组织", "受委托组织")}}
REACHES = {"": "", **{name: name for name in ("全国", "跨省", "跨市", "跨县")}}
STARTS = {"acceptance": "受理之日", "receipt": "收件之日"}
DEEMED = {"five_workdays": "五个工作日内未告知视为受理", "on_the_spot": "当场未告知视为受理"}
ROLES = {"collect_only": "中心收件、部门受理", "accept": "中心受理"}
ONLINE = {"none": "不可网办", "half": "半流程网办", "full": "全流程网办"}
MODES = {"split_mode": "受办分离", "unified_number": "统一收单号", "native": "无业务系统（全程在本平台）"}
TIERS = {"high": "高频", "medium": "中频", "low": "低频"}
SOURCES = {"asked": "询问", "applicant_kind": "申报者类型", "day": "收件日期"}
AXES = {"subject_type": "主体类型", "life_cycle": "生命周期", "content": "办理内容"}
KINDS = {"single": "单选", "multi": "多选"}
MEDIA = {"paper": "纸质", "electronic": "电子", "both": "纸质和电子"}
SHARED = {"none": "不共享", "e_licence": "电子证照", "data_share": "数据共享", "onsite": "现场采集"}
POINT_KINDS = {"formal": "形式", "content": "内容"}
CHECKS = {
    "eye": "目视",
    "face": "人像比对",
    "compare": "与表单比对",
    "date": "日期核对",
    "ocr": "文字识别",
    "shared": "共享数据核验",
}
CUTS = {
    "no_basis": "无法律法规依据",
    "held_licence": "能用现有证照证明",
    "commitment": "能用书面承诺解决",
    "covered": "能被其他材料涵盖或替代",
    "online_check": "能网络核验",
    "issuer_cannot_check": "开具单位无法调查核实",
}


def _called(kind: str, columns: tuple[Column, ...], above: str = "") -> tuple[Column, ...]:
    """Return the columns called as their fields are; `above` is the list of rows they are part of."""
    return named(columns, lambda path: label_of(kind, f"{above}{path}"))


def _mixed(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns of a sheet of two kinds, whose paths begin with the kind."""
    return named(columns, lambda path: label_of(*path.split(".", 1)))


WORDS_NOTE = "由“（机读）”一列自动写出；改条件请在平台编辑页操作"


def condition(kind: str, path: str, *synonyms: str) -> tuple[Column, Column]:
    """Return the two columns of a condition: in words, and exact; both are called as the field is."""
    also = tuple(f"{one}{MACHINE}" for one in synonyms)
    name = label_of(kind, path.rsplit(".", 1)[-1])
    return said(name, width=40, help=WORDS_NOTE), exact(path, *also, width=12, help="供平台读取，请勿改动")


_IDENTITY = (
    text("name", "办理项名称", "名称", help="与权力清单或公共服务目录一致（S2-15）"),
    text("main_item", "主项"),
    text("sub_item", "子项"),
    text("handling_item", "业务办理项名称", "业务办理项"),
    text("codes.basic", "事项编码", help="12 位"),
    text("codes.implementation", "实施清单编码", help="31 位"),
    text("guide.handling_code", help="33 位"),
    text("codes.legacy", "旧编码", help="浙江旧码，如 许可-00123-004"),
    flag("codes.demo", "是否演示码"),
    choice("matter_type", TYPES),
    text("provincial.main_item", "省库主项"),
    text("provincial.sub_item", "省库子项"),
    text("exercise_level"),
    text("guide.authority_division"),
    text("guide.exercise_content"),
    choice("guide.body_nature", BODIES),
    text("guide.entrusting_department"),
    lines("joint_with", "联合办理机构", help="一行一个"),
    choices("service_objects", SERVICE_OBJECT_NAMES, help="多个用“、”分开"),
    choices("applicant_kinds", APPLICANT_KIND_NAMES, help="多个用“、”分开"),
    lines("guide.themes_person", "自然人主题分类", help="一行一个"),
    lines("guide.themes_legal", "法人主题分类", help="一行一个"),
    lines("guide.life_cycles", "生命周期分类", "人生和生命周期分类", help="一行一个"),
    text("note", "备注", "事项说明"),
)
_LIMITS = (
    limit("statutory_limit", "法定时限", "法定办结时限", help="如 20个工作日、15日、当场办结"),
    text("limit_basis", "法定办结时限说明", "法定时限说明"),
    limit("promised_limit", "承诺时限", "承诺办结时限"),
    text("guide.promised_note", "承诺办结时限说明", "承诺时限说明"),
    choice("count_start", STARTS, empty="acceptance"),
    choice("deemed_rule", DEEMED, empty="five_workdays"),
    number("max_extension", empty=10),
    flag("fee.charged"),
    text("fee.text", "收费情况"),
    text("guide.fee_standard"),
    text("guide.fee_basis"),
    text("guide.fee_reduction", "减免规定"),
    text("quantity_limit", "是否有数量限制"),
    text("guide.annual_inspection"),
    text("guide.intermediary"),
)
_HANDLING = (
    choice("case_type", CASE_TYPE_NAMES),
    choice("acceptance_role", ROLES, help="中心收件、部门受理，或中心受理（S2-40）"),
    flag("channels.hall", "是否进驻大厅", "窗口办理", empty=True),
    choice("channels.online", ONLINE, "是否网办", empty="none"),
    flag("channels.town", "镇街可办"),
    flag("channels.village", "村社区可办"),
    flag("channels.kiosk", "自助终端办理"),
    flag("channels.bank_post", "银行邮政网点可办"),
    flag("channels.one_certificate"),
    flag("channels.city_wide"),
    number("channels.max_visits", "到现场次数", empty=1),
    flag("channels.appointment", "是否支持预约", empty=True),
    text("guide.onsite_reason"),
    choice("guide.reach", REACHES),
    flag("guide.online_payment", "是否支持网上支付"),
    flag("courier", "是否支持物流快递"),
    text("guide.places"),
    text("guide.hours"),
    text("guide.consultation"),
    text("guide.complaints", "投诉方式"),
    text("board"),
    choice("integration.mode", MODES),
    text("integration.system", "业务系统"),
    text("integration.system_level", "系统层级"),
    text("integration.service_id", "系统服务编号"),
    choice("volume.tier", TIERS, "频次分层", empty="low"),
    number("volume.rank", "办件量排名"),
    number("volume.annual"),
    day("guide.effective_from", "生效时间"),
    day("guide.effective_until", "失效时间"),
    exact("form", "表单结构（机读）", empty={}, help="供平台读取，请勿改动"),
    exact("base_form_defaults", "表单默认值（机读）", empty={}, help="供平台读取，请勿改动"),
)
BASIC_COLUMNS = _called("matter", (*_IDENTITY, *_LIMITS, *_HANDLING))

LAW_COLUMNS = (
    choice("kind", {"legal_basis": "设定依据", "conditions": "受理条件", "remedies": "救济途径"}, title="类别"),
    text("text", width=90, title="内容"),
    text("confidence", width=10, title="把握"),
)
PROCEDURE_COLUMNS = (
    text("name", "程序名称"),
    text("kind", "种类代码"),
    number("days", "期限", "天数"),
    choice("unit", UNITS, empty="workday"),
    flag("counted"),
    text("basis", width=40),
)
PROCESS_COLUMNS = (
    text("name", "办理环节"),
    text("limit", "办理时限"),
    text("standard", width=50),
    text("result", "办理结果", "结果", width=30),
)
RESULT_COLUMNS = (
    text("name", "办理结果名称", width=30),
    usual("kind", RESULT_KINDS, "办理结果类型"),
    flag("e_licence", "电子证照"),
    number("valid_years", empty=None),
)
FAQ_COLUMNS = (text("question", width=40), text("answer", "解答", width=80))
OUTCOME_COLUMNS = (
    text("id", width=12, title="编号"),
    choice("kind", OUTCOME_NAMES, "结束方式"),
    *condition("outcome", "condition", "何种情况"),
    text("message", width=50),
    text("legal_basis", width=30),
    text("authority", "应找的机关"),
)
FACT_COLUMNS = (
    text("fact.id", width=12, title="事实编号"),
    text("fact.text", width=30),
    choice("fact.source", SOURCES, empty="asked"),
    day("fact.since"),
    text("value.id", width=12, title="取值编号"),
    text("value.text", width=30, title="取值"),
)
QUESTION_COLUMNS = (
    text("question.id", width=12, title="问题编号"),
    text("question.text", "问题", width=36),
    text("question.help", "帮助", width=30),
    choice("question.kind", KINDS, empty="single"),
    text("question.fact", width=12),
    *condition("question", "question.ask_if", "何时提问"),
    text("option.id", width=12, title="选项编号"),
    text("option.text", width=30),
    lines("option.values", help="一行一个取值编号"),
    text("option.fact", "选项事实", width=12),
    *condition("option", "option.only_if", "何时出现"),
    text("option.warning", "选中提示", width=30),
)
SITUATION_COLUMNS = (
    number("level", empty=None, width=6, title="层级"),
    text("id", width=12, title="编号"),
    text("name", "情形", width=40),
    choice("axis", AXES, "细化轴", empty="content"),
    *condition("situation", "condition", "属于本情形的条件"),
)
MATERIAL_COLUMNS = (
    text("id", width=12, title="编号"),
    text("name", "材料信息名称", width=30),
    text("standard_type", "标准名称", "标准类型", help="材料字典中的类型编号"),
    text("scope"),
    *condition("material", "needed_if"),
    number("original_count"),
    number("copy_count"),
    flag("verify_original"),
    choice("medium", MEDIA, "形式", empty="paper"),
    text("format"),
    text("formal_requirement"),
    usual("source_type", SOURCE_TYPES),
    text("source_channel"),
    text("source_note"),
    choice("shared.mode", SHARED, "是否数据共享", empty="none"),
    text("shared.provider"),
    flag("shared.exempt", "是否免提交", "免提交"),
    flag("tolerable", "是否可容缺", "是否容缺"),
    number("tolerance_days", "补正期限", "容缺补正天数"),
    choice("tolerance_unit", UNITS, "容缺补正单位", empty="workday"),
    flag("commitment_required", "需容缺承诺"),
    flag("blank_form", "空白表格", "空表"),
    text("blank_file"),
    flag("sample_required", "示例样表", "示例", "需示例样表"),
    text("filling_notes", width=30),
    text("acceptance_standard", width=30),
    text("legal_basis", "设定依据", width=30),
)
_OF_MATERIAL = (text("material", width=12, title="材料编号"), said("材料名称", width=30))
POINT_COLUMNS = (
    *_OF_MATERIAL,
    text("id", width=12, title="要点编号"),
    choice("kind", POINT_KINDS, "形式或内容", "类别", empty="formal"),
    text("text", "要点", width=50),
    choice("check", CHECKS, empty="eye"),
    text("field", "核对字段"),
)
SAMPLE_COLUMNS = (
    *_OF_MATERIAL,
    text("sample.id", width=12, title="示例编号"),
    text("sample.file", "示例文件"),
    text("sample.name"),
    text("mark.point", width=12, title="要点编号"),
    number("mark.area.x", title="左（千分）"),
    number("mark.area.y", title="上（千分）"),
    number("mark.area.width", title="宽（千分）"),
    number("mark.area.height", title="高（千分）"),
    text("mark.note", width=40, title="标注说明"),
)
REASON_COLUMNS = (
    *_OF_MATERIAL,
    choice("cut", CUTS, help="六个一律取消（S2-16）"),
    text("evidence", "保留的理由", width=60),
)
# Sheet → its columns, in the order of the workbook; 基本信息 is written downwards, one field a row.
SHEETS: dict[str, tuple[Column, ...]] = {
    LAW: LAW_COLUMNS,
    PROCEDURES: _called("matter", PROCEDURE_COLUMNS, "special_procedures."),
    PROCESS: _called("matter", PROCESS_COLUMNS, "guide.process."),
    FACTS: _mixed(FACT_COLUMNS),
    QUESTIONS: _mixed(QUESTION_COLUMNS),
    SITUATIONS: _called("situation", SITUATION_COLUMNS),
    MATERIALS: _called("material", MATERIAL_COLUMNS),
    POINTS: _called("point", POINT_COLUMNS),
    SAMPLES: _mixed(SAMPLE_COLUMNS),
    REASONS: _called("material", REASON_COLUMNS, "justifications."),
    OUTCOMES: _called("outcome", OUTCOME_COLUMNS),
    RESULTS: _called("matter", RESULT_COLUMNS, "results."),
    FAQS: _called("matter", FAQ_COLUMNS, "guide.faqs."),
}
