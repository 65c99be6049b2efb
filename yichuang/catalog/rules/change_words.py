"""What the parts of a spec are called, and how a value of them is said, where two versions are compared."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from yichuang.catalog.rules.conditions import AllOf, AnyOf, In, Not, describe
from yichuang.catalog.rules.handling import (
    APPLICANT_KIND_NAMES,
    CASE_TYPE_NAMES,
    SERVICE_OBJECT_NAMES,
    LegalBasis,
    Limit,
)
from yichuang.catalog.rules.spec import OUTCOME_NAMES, MatterSpec

FIELDS: Mapping[str, str] = {
    # identity
    "name": "名称", "main_item": "主项名称", "sub_item": "子项名称", "handling_item": "业务办理项", "codes": "编码",
    "basic": "基本编码", "implementation": "实施编码", "legacy": "原编码", "demo": "演示码", "matter_type": "事项类型",
    "provincial": "省库对应", "department": "实施部门", "exercise_level": "行使层级", "service_objects": "服务对象",
    "applicant_kinds": "申报者类型", "note": "说明",
    # the law
    "legal_basis": "依据", "conditions": "办理条件", "statutory_limit": "法定期限", "promised_limit": "承诺期限",
    "limit_basis": "期限依据", "count_start": "期限起算", "deemed_rule": "视为受理规则", "max_extension": "最多延长（工作日）",
    "special_procedures": "不计入期限的程序", "fee": "收费", "charged": "是否收费", "text": "内容", "quantity_limit": "数量限制",
    "acceptance_role": "受理责任", "remedies": "救济途径",
    # how it is handled
    "case_type": "办件类型", "channels": "办理渠道", "hall": "大厅办理", "online": "网上办理", "town": "镇街办理", "village": "村社代办",
    "kiosk": "自助终端", "bank_post": "银行邮政网点", "one_certificate": "一证通办", "city_wide": "全市通办", "max_visits": "到现场次数",
    "appointment": "预约", "courier": "快递送达", "board": "窗口板块", "joint_with": "联办", "integration": "系统对接", "mode": "方式",
    "system": "业务系统", "system_level": "系统层级", "service_id": "服务标识", "volume": "办件量", "tier": "频次", "rank": "排名",
    "annual": "年办件量", "results": "办理结果", "form": "事项表单", "base_form_defaults": "表单默认值", "guide": "指南",
    # facts, questions, situations, outcomes
    "values": "取值", "source": "来源", "since": "起始日", "help": "填答提示", "kind": "类型", "fact": "所问事实", "options": "选项",
    "ask_if": "何时询问", "only_if": "何时提供", "warning": "提示", "axis": "细化轴", "condition": "条件", "message": "告知内容",
    "authority": "有权机关",
    # materials and points
    "standard_type": "标准类型", "scope": "范围", "source_channel": "来源渠道", "source_type": "来源类型", "original_count": "原件份数",
    "copy_count": "复印件份数", "verify_original": "核验原件", "medium": "介质", "shared": "数据共享", "provider": "提供方",
    "exempt": "免提交", "tolerable": "可容缺", "tolerance_days": "容缺天数", "tolerance_unit": "容缺天数单位",
    "commitment_required": "需书面承诺", "formal_requirement": "形式要求", "blank_form": "有空表", "sample_required": "需要示例",
    "needed_if": "哪些情形提交", "format": "格式", "source_note": "来源说明", "filling_notes": "填报须知",
    "acceptance_standard": "受理标准", "blank_file": "空表文件", "samples": "示例", "justifications": "减证说明", "check": "核对方式",
    "field": "对应字段",
    # what the guide tells beside
    "handling_code": "业务办理项编码", "authority_division": "权力来源", "exercise_content": "行使内容", "body_nature": "主体性质",
    "entrusting_department": "委托部门", "themes_person": "面向自然人主题", "themes_legal": "面向法人主题", "life_cycles": "生命周期",
    "onsite_reason": "必须到现场的原因", "reach": "通办范围", "online_payment": "网上支付", "promised_note": "承诺期限说明",
    "process": "办理流程", "fee_standard": "收费标准", "fee_basis": "收费依据", "fee_reduction": "减免", "annual_inspection": "年审年检",
    "intermediary": "中介服务", "places": "办理地点", "hours": "办理时间", "consultation": "咨询方式", "complaints": "监督投诉",
    "faqs": "常见问题", "effective_from": "生效日期", "effective_until": "失效日期",
}  # fmt: skip
VALUES: Mapping[str, str] = {
    **APPLICANT_KIND_NAMES, **CASE_TYPE_NAMES, **SERVICE_OBJECT_NAMES, **OUTCOME_NAMES,
    "paper": "纸质", "electronic": "电子", "both": "纸质或电子", "workday": "工作日", "natural_day": "自然日", "same_day": "当日",
    "collect_only": "中心收件，部门受理", "accept": "中心受理", "acceptance": "自受理起", "receipt": "自收件起",
    "single": "单选", "multi": "多选",
    "formal": "形式", "content": "内容", "eye": "目视", "face": "对照本人", "compare": "与表单比对", "date": "看日期", "ocr": "识别",
    "none": "无", "e_licence": "电子证照", "data_share": "数据共享", "onsite": "现场采集", "half": "半流程", "full": "全流程",
    "yes": "是", "no": "否",
    "high": "高频", "medium": "中频", "low": "低频", "subject_type": "主体类型", "life_cycle": "生命周期", "asked": "询问",
    "applicant_kind": "申报者类型", "day": "收件日期", "split_mode": "双轨", "unified_number": "统一编码", "native": "平台全流程",
    "five_workdays": "五个工作日", "on_the_spot": "当场未告知即视为受理",
}  # fmt: skip
CONDITIONS = (In, AllOf, AnyOf, Not)
LONGEST = 160


def label(field: str) -> str:
    """Return what a field is called on the page."""
    return FIELDS.get(field, field)


def say(value: Any, spec: MatterSpec) -> str:
    """Return a value in words, cut where it is long."""
    text = _text(value, spec)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _text(value: Any, spec: MatterSpec) -> str:
    if value is None or value == "" or value == () or value == {}:
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, CONDITIONS):
        return describe(value, spec)
    if isinstance(value, Limit):
        return value.words()
    if isinstance(value, LegalBasis):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        pairs = [(name, getattr(value, name)) for name in type(value).model_fields]
        return "，".join(f"{label(name)} {_text(part, spec)}" for name, part in pairs if part not in (None, "", (), {}))
    if isinstance(value, tuple | list):
        return "、".join(_text(part, spec) for part in value)
    if isinstance(value, dict):
        return "、".join(f"{key}={_text(part, spec)}" for key, part in value.items())
    return VALUES.get(value, str(value)) if isinstance(value, str) else str(value)
