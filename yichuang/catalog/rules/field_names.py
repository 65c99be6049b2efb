"""The one table of what the parts of a matter/v1 document are called in Chinese (rulebook 4.2, S2-14, S2-19).

Editor, history, review, comparison of versions, and the headings of the sheets all take their words from here.
"""

KIND_NAMES: dict[str, str] = {
    "matter": "事项", "fact": "事实", "value": "取值", "question": "问题", "option": "选项", "situation": "情形", "material": "材料",
    "point": "审查要点", "outcome": "其他结果", "sample": "示例",
}  # fmt: skip
# Kind → path of a field → name, in the order people read. A part that is written by itself stands here under its path.
NAMES: dict[str, dict[str, str]] = {
    "matter": {
        "name": "事项名称", "main_item": "主项名称", "sub_item": "子项名称", "handling_item": "办理项名称",
        "codes": "编码", "codes.basic": "基本编码", "codes.implementation": "实施编码", "codes.legacy": "原浙江编码",
        "codes.demo": "演示用编码", "key": "事项标识", "matter_type": "事项类型", "provincial": "省库对应",
        "provincial.main_item": "省权力事项库主项", "provincial.sub_item": "省权力事项库子项", "department": "实施部门",
        "exercise_level": "行使层级", "joint_with": "联办机构", "guide.handling_code": "业务办理项编码",
        "guide.authority_division": "权限划分", "guide.exercise_content": "行使内容", "guide.body_nature": "实施主体性质",
        "guide.entrusting_department": "委托部门", "guide.themes_person": "面向自然人主题分类",
        "guide.themes_legal": "面向法人主题分类", "guide.life_cycles": "人生、生命周期分类",
        "service_objects": "服务对象", "applicant_kinds": "申报者类型", "legal_basis": "设定依据",
        "legal_basis.text": "法律、法规、规章及条款", "legal_basis.confidence": "可信程度", "conditions": "受理条件",
        "quantity_limit": "数量限制", "note": "说明", "guide.annual_inspection": "年审年检", "guide.intermediary": "中介服务",
        "guide.effective_from": "生效日期", "guide.effective_until": "失效日期",
        "statutory_limit": "法定期限", "statutory_limit.value": "法定期限", "statutory_limit.unit": "法定期限单位",
        "promised_limit": "承诺期限", "promised_limit.value": "承诺期限", "promised_limit.unit": "承诺期限单位",
        "limit_basis": "期限依据", "guide.promised_note": "承诺期限说明", "count_start": "期限起算", "deemed_rule": "视为受理",
        "max_extension": "最多延长（工作日）", "special_procedures": "不计入期限的特别程序", "special_procedures.kind": "类别",
        "special_procedures.name": "名称", "special_procedures.days": "通常天数", "special_procedures.unit": "单位",
        "special_procedures.basis": "依据", "special_procedures.counted": "计入期限",
        "fee": "收费", "fee.charged": "是否收费", "fee.text": "收费说明", "guide.fee_standard": "收费标准",
        "guide.fee_basis": "收费依据", "guide.fee_reduction": "收费减免", "guide.online_payment": "网上支付",
        "case_type": "办件类型", "acceptance_role": "受理责任", "channels": "办理渠道", "channels.hall": "政务服务中心",
        "channels.town": "镇街便民服务中心", "channels.village": "村（社区）代办点", "channels.kiosk": "自助终端",
        "channels.bank_post": "银行、邮政网点", "channels.online": "网办深度", "channels.one_certificate": "一证通办",
        "channels.city_wide": "全市通办", "channels.appointment": "支持预约", "channels.max_visits": "到办事现场次数",
        "guide.onsite_reason": "必须现场办理原因", "guide.reach": "通办范围", "courier": "物流快递", "board": "窗口板块",
        "integration": "系统对接", "integration.mode": "对接方式", "integration.system": "业务系统名称",
        "integration.system_level": "业务系统层级", "integration.service_id": "接口服务编号",
        "guide.process": "办理流程", "guide.process.name": "环节", "guide.process.limit": "时限",
        "guide.process.standard": "审查标准", "guide.process.result": "环节结果", "results": "办理结果", "results.name": "结果名称",
        "results.kind": "结果类型", "results.e_licence": "提供电子证照", "results.valid_years": "有效期（年）",
        "guide.places": "办理地点", "guide.hours": "办理时间", "form": "申请表", "form.required": "申请表的必填栏目",
        "base_form_defaults": "表单预填",
        "guide.consultation": "咨询方式", "guide.complaints": "监督投诉方式", "remedies": "救济途径", "guide.faqs": "常见问题",
        "guide.faqs.question": "问题", "guide.faqs.answer": "回答",
        "volume": "办件量", "volume.tier": "频次", "volume.rank": "年办件量排名", "volume.annual": "年办件量",
    },
    "fact": {"text": "事实", "values": "取值", "source": "来源", "since": "起始日期"},
    "question": {"text": "题目", "help": "提示", "kind": "题型", "ask_if": "提问条件", "fact": "所问事实"},
    "option": {"text": "选项", "values": "对应取值", "fact": "对应事实", "only_if": "可选条件", "warning": "选中后提醒"},
    "situation": {"name": "情形名称", "axis": "细化维度", "parent": "上级情形", "condition": "情形条件"},
    "material": {
        "name": "材料名称", "standard_type": "标准材料类型", "needed_if": "何时需要", "scope": "适用范围", "legal_basis": "法律依据",
        "justifications": "保留理由", "justifications.cut": "取消情形", "justifications.evidence": "证据",
        "original_count": "原件份数", "copy_count": "复印件份数", "verify_original": "核验原件", "medium": "介质",
        "format": "规格", "formal_requirement": "形式要求", "source_channel": "来源渠道", "source_type": "来源类型",
        "source_note": "来源说明", "shared": "数据共享", "shared.mode": "共享方式", "shared.provider": "共享提供方",
        "shared.exempt": "共享取得后免提交", "tolerable": "可以容缺受理", "tolerance_days": "容缺补交期限",
        "tolerance_unit": "容缺期限单位", "commitment_required": "容缺须签承诺书", "blank_form": "有空白表格",
        "blank_file": "空白表格文件", "sample_required": "应有示例", "filling_notes": "填报须知",
        "acceptance_standard": "受理标准",
    },
    "point": {"text": "审查要点", "kind": "审查类别", "check": "核对方式", "field": "核对的表单项或日期"},
    "sample": {"name": "示例名称", "file": "图片文件", "marks": "要点标注"},
    "outcome": {"kind": "结果", "condition": "结果条件", "message": "告知内容", "legal_basis": "依据", "authority": "应向哪个机关申请"},
}  # fmt: skip
# Lists of nodes, which have no field name of their own: kind that holds them → list → name.
LIST_NAMES: dict[str, dict[str, str]] = {
    "matter": {"facts": "事实", "questions": "问题", "situations": "情形", "materials": "材料", "outcomes": "其他结果",
               "guide": "办事指南"},
    "question": {"options": "选项"},
    "situation": {"children": "下级情形"},
    "material": {"review_points": "审查要点", "samples": "示例图片"},
}  # fmt: skip
# Parts inside a value that is read as a whole (方式：电子证照，提供方：公安机关); what is not here (a name, a text) reads without one.
PARTS: dict[str, str] = {
    "basic": "基本编码", "implementation": "实施编码", "legacy": "旧编码", "demo": "演示码", "main_item": "主项", "sub_item": "子项",
    "confidence": "可信度", "days": "天数", "unit": "单位", "basis": "依据", "counted": "计入期限", "charged": "收费", "hall": "大厅",
    "online": "网上", "town": "镇街", "village": "村社", "kiosk": "自助终端", "bank_post": "银行邮政", "one_certificate": "一证通办",
    "city_wide": "全市通办", "max_visits": "到现场次数", "appointment": "预约", "mode": "方式", "system": "系统",
    "system_level": "系统层级", "service_id": "服务标识", "tier": "频次", "rank": "排名", "annual": "年办件量",
    "e_licence": "电子证照", "valid_years": "有效年数", "limit": "时限", "standard": "审查标准", "result": "结果", "question": "问",
    "answer": "答", "provider": "提供方", "exempt": "免提交", "cut": "对应条款", "evidence": "证据",
}  # fmt: skip
ORDER, ORDER_NAME = "order", "顺序"


def _is_field(path: str) -> bool:
    return path.count(".") == (1 if path.startswith("guide.") else 0)


# The fields of a node: what is compared, reviewed and pointed at as one. Fields of the guide are the matter's own, as `guide.…`.
LABELS: dict[str, dict[str, str]] = {
    kind: {path: name for path, name in names.items() if _is_field(path)} for kind, names in NAMES.items()
}
_BY_LAST = {path.rsplit(".", 1)[-1]: name for names in NAMES.values() for path, name in names.items()}
# Field of whatever model of the spec → name: for places that are not known more exactly.
FIELDS: dict[str, str] = {
    **_BY_LAST, **PARTS, **{name: said for names in LIST_NAMES.values() for name, said in names.items()},
}  # fmt: skip


def label_of(kind: str, path: str) -> str:
    """Return what a field of a node is called; its name in the document when the table does not have it."""
    if path.lstrip("#") == ORDER:
        return ORDER_NAME
    known = NAMES.get(kind, {}).get(path) or LIST_NAMES.get(kind, {}).get(path)
    return known or FIELDS.get(path.rsplit(".", 1)[-1], path)
