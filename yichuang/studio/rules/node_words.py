"""What the parts of a spec are called and how their values read: for the reading page, differences and places (4.2, S2-19)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from yichuang.catalog.rules.conditions import AllOf, AnyOf, In, Not, describe
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES, CASE_TYPE_NAMES, SERVICE_OBJECT_NAMES, Limit
from yichuang.catalog.rules.spec import OUTCOME_NAMES, MatterSpec

KIND_NAMES: dict[str, str] = {
    "matter": "事项", "fact": "事实", "question": "问题", "option": "选项", "situation": "情形", "material": "材料",
    "point": "审查要点", "outcome": "提前结束", "sample": "示例",
}  # fmt: skip
# Kind → field → label, in the order people read. Fields of the guide are `guide.…`; a test keeps every field of the spec here.
LABELS: dict[str, dict[str, str]] = {
    "matter": {
        "name": "事项名称", "main_item": "主项", "sub_item": "子项", "handling_item": "办理项", "codes": "编码", "key": "事项标识",
        "matter_type": "事项类型", "provincial": "对应省库", "department": "实施部门", "exercise_level": "行使层级",
        "joint_with": "联办机构", "guide.handling_code": "业务办理项编码", "guide.authority_division": "权限划分",
        "guide.exercise_content": "行使内容", "guide.body_nature": "实施主体性质", "guide.entrusting_department": "委托部门",
        "guide.themes_person": "面向自然人主题", "guide.themes_legal": "面向法人主题", "guide.life_cycles": "生命周期",
        "service_objects": "服务对象", "applicant_kinds": "申报者类型", "legal_basis": "设定依据", "conditions": "受理条件",
        "quantity_limit": "数量限制", "note": "说明", "guide.annual_inspection": "年审年检", "guide.intermediary": "中介服务",
        "guide.effective_from": "生效日期", "guide.effective_until": "失效日期",
        "statutory_limit": "法定期限", "promised_limit": "承诺期限", "limit_basis": "期限依据", "guide.promised_note": "承诺期限说明",
        "count_start": "期限起算", "deemed_rule": "视为受理", "max_extension": "最长延长（工作日）", "special_procedures": "特别程序",
        "fee": "收费", "guide.fee_standard": "收费标准", "guide.fee_basis": "收费依据", "guide.fee_reduction": "减免规定",
        "guide.online_payment": "网上支付",
        "case_type": "办件类型", "acceptance_role": "受理责任", "channels": "办理渠道", "guide.onsite_reason": "必须到场原因",
        "guide.reach": "通办范围", "courier": "物流快递", "board": "窗口板块", "integration": "系统对接", "guide.process": "办理流程",
        "results": "办理结果", "guide.places": "办理地点", "guide.hours": "办理时间",
        "form": "申请表单", "base_form_defaults": "表单预填",
        "guide.consultation": "咨询方式", "guide.complaints": "监督投诉", "remedies": "救济途径", "guide.faqs": "常见问题",
        "volume": "办件量",
    },
    "fact": {"text": "名称", "values": "取值", "source": "来源", "since": "自何日起"},
    "question": {"text": "问题", "help": "提示", "kind": "题型", "ask_if": "何时询问", "fact": "所问事实"},
    "option": {"text": "选项", "values": "对应取值", "fact": "对应事实", "only_if": "何时可选", "warning": "提醒"},
    "situation": {"name": "名称", "axis": "细化轴", "parent": "上级情形", "condition": "条件"},
    "material": {
        "name": "材料名称", "standard_type": "标准类型", "needed_if": "所属情形", "scope": "适用范围", "legal_basis": "要求依据",
        "justifications": "保留理由", "original_count": "原件份数", "copy_count": "复印件份数", "verify_original": "核验原件",
        "medium": "介质", "format": "规格", "formal_requirement": "形式要求", "source_channel": "来源渠道", "source_type": "来源类型",
        "source_note": "来源说明", "shared": "数据共享", "tolerable": "容缺受理", "tolerance_days": "容缺补交期限",
        "tolerance_unit": "容缺期限单位", "commitment_required": "须书面承诺", "blank_form": "空表", "blank_file": "空表文件",
        "sample_required": "须有示例", "filling_notes": "填报须知", "acceptance_standard": "受理标准",
    },
    "point": {"text": "要点", "kind": "类别", "check": "核对方法", "field": "对照项"},
    "sample": {"name": "示例名称", "file": "文件", "marks": "要点标注"},
    "outcome": {"kind": "结果", "condition": "条件", "message": "告知内容", "legal_basis": "依据", "authority": "有权机关"},
}  # fmt: skip
# Labels inside a value that has parts of its own; what is not here (a name, a text) reads without one.
PART_LABELS: dict[str, str] = {
    "basic": "基本编码", "implementation": "实施编码", "legacy": "旧编码", "demo": "演示码", "main_item": "主项", "sub_item": "子项",
    "confidence": "可信度", "days": "天数", "unit": "单位", "basis": "依据", "counted": "计入期限", "charged": "收费", "hall": "大厅",
    "online": "网上", "town": "镇街", "village": "村社", "kiosk": "自助终端", "bank_post": "银行邮政", "one_certificate": "一证通办",
    "city_wide": "全市通办", "max_visits": "到现场次数", "appointment": "预约", "mode": "方式", "system": "系统",
    "system_level": "系统层级",
    "service_id": "服务标识", "tier": "频次", "rank": "排名", "annual": "年办件量", "e_licence": "电子证照", "valid_years": "有效年数",
    "limit": "时限", "standard": "审查标准", "result": "结果", "question": "问", "answer": "答", "provider": "提供方", "exempt": "免提交",
    "point": "要点", "area": "区域", "note": "方法", "cut": "对应条款", "evidence": "证据", "width": "宽", "height": "高",
    "x": "左", "y": "上",
}  # fmt: skip
AXES = {"subject_type": "主体类型", "life_cycle": "生命周期", "content": "办理内容"}
UNITS = {"workday": "工作日", "natural_day": "自然日", "day": "日", "month": "月", "same_day": "当日"}
# Field → code → word.
VALUE_NAMES: dict[str, Mapping[str, str]] = {
    "case_type": CASE_TYPE_NAMES,
    "service_objects": SERVICE_OBJECT_NAMES,
    "applicant_kinds": APPLICANT_KIND_NAMES,
    "acceptance_role": {"accept": "中心受理", "collect_only": "中心收件，部门受理"},
    "count_start": {"acceptance": "自受理之日起", "receipt": "自收到申请材料之日起"},
    "deemed_rule": {"five_workdays": "五个工作日内不告知即视为受理", "on_the_spot": "当场不告知即视为受理"},
    "online": {"none": "不可网办", "half": "半流程", "full": "全流程"},
    "medium": {"paper": "纸质", "electronic": "电子", "both": "纸质和电子"},
    "check": {"eye": "目测", "face": "人像比对", "compare": "与表单对照", "date": "看日期", "ocr": "文字识别", "shared": "共享数据核对"},
    "axis": AXES,
    "tolerance_unit": UNITS,
    "unit": UNITS,
    "tier": {"high": "高频", "medium": "中频", "low": "低频"},
    "cut": {"no_basis": "无法定依据", "held_licence": "现有证照可证明", "commitment": "书面承诺可解决", "covered": "其他材料已涵盖",
            "online_check": "可网络核验", "issuer_cannot_check": "开具单位无法核实"},
    "source": {"asked": "询问申请人", "applicant_kind": "申报者类型", "day": "收件日期"},
    "mode": {"none": "不共享", "e_licence": "电子证照", "data_share": "数据共享", "onsite": "现场采集", "split_mode": "分设系统",
             "unified_number": "统一编码", "native": "无业务系统，本平台全流程"},
}  # fmt: skip
# The same field name has other words in some kinds.
KIND_VALUES: dict[tuple[str, str], Mapping[str, str]] = {
    ("question", "kind"): {"single": "单选题", "multi": "多选题"},
    ("point", "kind"): {"formal": "形式审查", "content": "内容审查"},
    ("point", "field"): {"name": "姓名（名称）", "id_number": "证件号码", "valid_until": "有效期"},
    ("outcome", "kind"): OUTCOME_NAMES,
}
ALWAYS = {
    ("material", "needed_if"): "各情形均需提交",
    ("question", "ask_if"): "每次都问",
    ("option", "only_if"): "总可选择",
}


def words(kind: str, field: str, value: Any, spec: MatterSpec) -> str:
    """Return the value of one field as an officer reads it; empty when there is nothing to read."""
    if value is None:
        return ALWAYS.get((kind, field), "")
    if field == "fact":
        return spec.fact(value).text if value else ""
    return _words(value, KIND_VALUES.get((kind, field)) or VALUE_NAMES.get(field, {}), spec)


def _words(value: Any, names: Mapping[str, str], spec: MatterSpec) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str():
            return names.get(value, value)
        case date():
            return value.isoformat()
        case Limit():
            return value.words()
        case In() | AllOf() | AnyOf() | Not():
            return describe(value, spec)
        case BaseModel():
            return _parts(value, spec)
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
        case tuple():
            return "；".join(_words(item, names, spec) for item in value)
    return str(value)


def _parts(value: BaseModel, spec: MatterSpec) -> str:
    """Return a value with parts: what is stated of it, each under its label."""
    said = []
    for name, stated in type(value).model_fields.items():
        part = getattr(value, name)
        text = _words(part, VALUE_NAMES.get(name, {}), spec)
        if name != "id" and text and (stated.is_required() or part != stated.default):
            said.append(f"{PART_LABELS[name]}：{text}" if name in PART_LABELS else text)
    return "，".join(said) or _words(_plainest(value), VALUE_NAMES.get("mode", {}), spec)


def _plainest(value: BaseModel) -> Any:
    """Return what a value that is all defaults says: its mode, where it has one."""
    return getattr(value, "mode", "")
