"""The full set of rulebook 4.2 as a workbook: which sheets there are, and which column is which field of the document.

Every field of `MatterSpec` has a cell here; a condition has two, one in Chinese for people and one exact for the platform.
"""

from yichuang.catalog.rules.guide import RESULT_KINDS
from yichuang.catalog.rules.handling import (
    APPLICANT_KIND_NAMES,
    CASE_TYPE_NAMES,
    MATTER_TYPE_CODES,
    SERVICE_OBJECT_NAMES,
)
from yichuang.catalog.rules.spec import OUTCOME_NAMES
from yichuang.studio.rules.sheets.columns import (
    UNITS,
    Column,
    choice,
    choices,
    day,
    exact,
    flag,
    limit,
    lines,
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
SOURCE_TYPES = {"applicant": "申请人自备", "gov_issued": "政府部门核发", "intermediary": "中介机构", "other": "其他"}
CUTS = {
    "no_basis": "无法律法规依据",
    "held_licence": "能用现有证照证明",
    "commitment": "能用书面承诺解决",
    "covered": "能被其他材料涵盖或替代",
    "online_check": "能网络核验",
    "issuer_cannot_check": "开具单位无法调查核实",
}
WORDS_NOTE = "由“（机读）”一列自动写出；改条件请在平台编辑页操作"


def condition(title: str, path: str) -> tuple[Column, Column]:
    """Return the two columns of a condition: in words, and exact."""
    return said(title, width=40, help=WORDS_NOTE), exact(
        f"{title}（机读）", path, width=12, help="供平台读取，请勿改动"
    )


_IDENTITY = (
    text("事项名称", "name", "办理项名称", "名称", help="与权力清单或公共服务目录一致（S2-15）"),
    text("主项名称", "main_item", "主项"),
    text("子项名称", "sub_item", "子项"),
    text("办理项名称", "handling_item", "业务办理项名称", "业务办理项"),
    text("基本编码", "codes.basic", "事项编码", help="12 位"),
    text("实施编码", "codes.implementation", "实施清单编码", help="31 位"),
    text("业务办理项编码", "guide.handling_code", help="33 位"),
    text("旧编码", "codes.legacy", help="浙江旧码，如 许可-00123-004"),
    flag("是否演示码", "codes.demo"),
    choice("事项类型", "matter_type", TYPES),
    text("省库主项", "provincial.main_item"),
    text("省库子项", "provincial.sub_item"),
    text("行使层级", "exercise_level"),
    text("权限划分", "guide.authority_division"),
    text("行使内容", "guide.exercise_content"),
    choice("实施主体性质", "guide.body_nature", BODIES),
    text("委托部门", "guide.entrusting_department"),
    lines("联办机构", "joint_with", "联合办理机构", help="一行一个"),
    choices("服务对象", "service_objects", SERVICE_OBJECT_NAMES, help="多个用“、”分开"),
    choices("申报者类型", "applicant_kinds", APPLICANT_KIND_NAMES, help="多个用“、”分开"),
    lines("面向自然人主题分类", "guide.themes_person", "自然人主题分类", help="一行一个"),
    lines("面向法人主题分类", "guide.themes_legal", "法人主题分类", help="一行一个"),
    lines("人生和生命周期分类", "guide.life_cycles", "生命周期分类", help="一行一个"),
    text("事项说明", "note", "备注", "说明"),
)
_LIMITS = (
    limit("法定办结时限", "statutory_limit", "法定期限", "法定时限", help="如 20个工作日、15日、当场办结"),
    text("法定时限说明", "limit_basis", "法定办结时限说明"),
    limit("承诺办结时限", "promised_limit", "承诺期限", "承诺时限"),
    text("承诺时限说明", "guide.promised_note", "承诺办结时限说明"),
    choice("期限起算", "count_start", STARTS, empty="acceptance"),
    choice("视为受理", "deemed_rule", DEEMED, empty="five_workdays"),
    number("最多延长（工作日）", "max_extension", empty=10),
    flag("是否收费", "fee.charged"),
    text("收费说明", "fee.text", "收费情况"),
    text("收费标准", "guide.fee_standard"),
    text("收费依据", "guide.fee_basis"),
    text("收费减免", "guide.fee_reduction", "减免规定"),
    text("数量限制", "quantity_limit", "是否有数量限制"),
    text("年审年检", "guide.annual_inspection"),
    text("中介服务", "guide.intermediary"),
)
_HANDLING = (
    choice("办件类型", "case_type", CASE_TYPE_NAMES),
    choice("受理责任", "acceptance_role", ROLES, help="中心收件、部门受理，或中心受理（S2-40）"),
    flag("窗口办理", "channels.hall", "是否进驻大厅", empty=True),
    choice("网办深度", "channels.online", ONLINE, "是否网办", empty="none"),
    flag("镇街可办", "channels.town"),
    flag("村社区可办", "channels.village"),
    flag("自助终端办理", "channels.kiosk", "自助终端"),
    flag("银行邮政网点可办", "channels.bank_post"),
    flag("一证通办", "channels.one_certificate"),
    flag("全市通办", "channels.city_wide"),
    number("到办事现场次数", "channels.max_visits", "到现场次数", empty=1),
    flag("支持预约", "channels.appointment", "是否支持预约", empty=True),
    text("必须现场办理原因", "guide.onsite_reason"),
    choice("通办范围", "guide.reach", REACHES),
    flag("网上支付", "guide.online_payment", "是否支持网上支付"),
    flag("物流快递", "courier", "是否支持物流快递"),
    text("办理地点", "guide.places"),
    text("办理时间", "guide.hours"),
    text("咨询方式", "guide.consultation"),
    text("监督投诉方式", "guide.complaints", "投诉方式"),
    text("窗口板块", "board"),
    choice("对接方式", "integration.mode", MODES),
    text("业务系统", "integration.system"),
    text("系统层级", "integration.system_level"),
    text("系统服务编号", "integration.service_id"),
    choice("频次分层", "volume.tier", TIERS, empty="low"),
    number("办件量排名", "volume.rank"),
    number("年办件量", "volume.annual"),
    day("生效日期", "guide.effective_from", "生效时间"),
    day("失效日期", "guide.effective_until", "失效时间"),
    exact("表单结构（机读）", "form", empty={}, help="供平台读取，请勿改动"),
    exact("表单默认值（机读）", "base_form_defaults", empty={}, help="供平台读取，请勿改动"),
)
BASIC_COLUMNS: tuple[Column, ...] = (*_IDENTITY, *_LIMITS, *_HANDLING)

LAW_COLUMNS = (
    choice("类别", "kind", {"legal_basis": "设定依据", "conditions": "受理条件", "remedies": "救济途径"}),
    text("内容", "text", width=90),
    text("把握", "confidence", width=10),
)
PROCEDURE_COLUMNS = (
    text("名称", "name", "程序名称"),
    text("种类代码", "kind"),
    number("天数", "days", "期限"),
    choice("单位", "unit", UNITS, empty="workday"),
    flag("计入期限", "counted"),
    text("依据", "basis", width=40),
)
PROCESS_COLUMNS = (
    text("环节", "name", "办理环节"),
    text("时限", "limit", "办理时限"),
    text("审查标准", "standard", width=50),
    text("结果", "result", "办理结果", width=30),
)
RESULT_COLUMNS = (
    text("结果名称", "name", "办理结果名称", width=30),
    usual("结果类型", "kind", RESULT_KINDS, "办理结果类型"),
    flag("电子证照", "e_licence"),
    number("有效期（年）", "valid_years", empty=None),
)
FAQ_COLUMNS = (text("问题", "question", width=40), text("回答", "answer", "解答", width=80))
OUTCOME_COLUMNS = (
    text("编号", "id", width=12),
    choice("结束方式", "kind", OUTCOME_NAMES),
    *condition("何种情况", "condition"),
    text("告知内容", "message", width=50),
    text("依据", "legal_basis", width=30),
    text("应找的机关", "authority"),
)
FACT_COLUMNS = (
    text("事实编号", "fact.id", width=12),
    text("事实", "fact.text", width=30),
    choice("来源", "fact.source", SOURCES, empty="asked"),
    day("起始日期", "fact.since"),
    text("取值编号", "value.id", width=12),
    text("取值", "value.text", width=30),
)
QUESTION_COLUMNS = (
    text("问题编号", "question.id", width=12),
    text("问题", "question.text", width=36),
    text("帮助", "question.help", width=30),
    choice("题型", "question.kind", KINDS, empty="single"),
    text("所问事实", "question.fact", width=12),
    *condition("何时提问", "question.ask_if"),
    text("选项编号", "option.id", width=12),
    text("选项", "option.text", width=30),
    lines("对应取值", "option.values", help="一行一个取值编号"),
    text("选项事实", "option.fact", width=12),
    *condition("何时出现", "option.only_if"),
    text("选中提示", "option.warning", width=30),
)
SITUATION_COLUMNS = (
    number("层级", "level", empty=None, width=6),
    text("编号", "id", width=12),
    text("情形名称", "name", "情形", width=40),
    choice("细化轴", "axis", AXES, empty="content"),
    *condition("属于本情形的条件", "condition"),
)
MATERIAL_COLUMNS = (
    text("编号", "id", width=12),
    text("材料名称", "name", "材料信息名称", width=30),
    text("标准类型", "standard_type", "标准名称", help="材料字典中的类型编号"),
    text("适用范围", "scope"),
    *condition("何时需要", "needed_if"),
    number("原件份数", "original_count"),
    number("复印件份数", "copy_count"),
    flag("核验原件", "verify_original"),
    choice("形式", "medium", MEDIA, "介质", empty="paper"),
    text("规格", "format"),
    text("形式要求", "formal_requirement"),
    usual("来源类型", "source_type", SOURCE_TYPES),
    text("来源渠道", "source_channel"),
    text("来源说明", "source_note"),
    choice("共享方式", "shared.mode", SHARED, "是否数据共享", empty="none"),
    text("共享提供方", "shared.provider"),
    flag("免提交", "shared.exempt", "是否免提交"),
    flag("是否容缺", "tolerable", "是否可容缺"),
    number("容缺补正天数", "tolerance_days", "补正期限"),
    choice("容缺补正单位", "tolerance_unit", UNITS, empty="workday"),
    flag("需容缺承诺", "commitment_required"),
    flag("有空白表格", "blank_form", "空白表格", "空表"),
    text("空白表格文件", "blank_file"),
    flag("需示例样表", "sample_required", "示例样表", "示例"),
    text("填报须知", "filling_notes", width=30),
    text("受理标准", "acceptance_standard", width=30),
    text("设定依据", "legal_basis", width=30),
)
_OF_MATERIAL = (text("材料编号", "material", width=12), said("材料名称", width=30))
POINT_COLUMNS = (
    *_OF_MATERIAL,
    text("要点编号", "id", width=12),
    choice("类别", "kind", POINT_KINDS, "形式或内容", empty="formal"),
    text("审查要点", "text", "要点", width=50),
    choice("核对方式", "check", CHECKS, empty="eye"),
    text("核对字段", "field"),
)
SAMPLE_COLUMNS = (
    *_OF_MATERIAL,
    text("示例编号", "sample.id", width=12),
    text("示例文件", "sample.file"),
    text("示例名称", "sample.name"),
    text("要点编号", "mark.point", width=12),
    number("左（千分）", "mark.area.x"),
    number("上（千分）", "mark.area.y"),
    number("宽（千分）", "mark.area.width"),
    number("高（千分）", "mark.area.height"),
    text("标注说明", "mark.note", width=40),
)
REASON_COLUMNS = (
    *_OF_MATERIAL,
    choice("取消情形", "cut", CUTS, help="六个一律取消（S2-16）"),
    text("保留的理由", "evidence", width=60),
)
# Sheet → its columns, in the order of the workbook; 基本信息 is written downwards, one field a row.
SHEETS: dict[str, tuple[Column, ...]] = {
    LAW: LAW_COLUMNS,
    PROCEDURES: PROCEDURE_COLUMNS,
    PROCESS: PROCESS_COLUMNS,
    FACTS: FACT_COLUMNS,
    QUESTIONS: QUESTION_COLUMNS,
    SITUATIONS: SITUATION_COLUMNS,
    MATERIALS: MATERIAL_COLUMNS,
    POINTS: POINT_COLUMNS,
    SAMPLES: SAMPLE_COLUMNS,
    REASONS: REASON_COLUMNS,
    OUTCOMES: OUTCOME_COLUMNS,
    RESULTS: RESULT_COLUMNS,
    FAQS: FAQ_COLUMNS,
}
