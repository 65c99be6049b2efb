"""The ledger in words: what each event of a case is called on screen, and what it says where the name is not enough."""

from collections.abc import Mapping
from typing import Any

WORDS: dict[str, str] = {
    "case.received": "收件",
    "case.materials_recorded": "登记材料和审查要点",
    "case.situation_changed": "更改情形",
    "case.scan_added": "添加扫描件",
    "case.scan_removed": "移除扫描件",
    "case.suggestions_made": "证照识别，预判审查要点",
    "case.commitment_signed": "签署容缺承诺",
    "case.corrected_on_the_spot": "当场更正",
    "case.correction_requested": "一次性告知补正",
    "case.correction_supplied": "收到补正",
    "case.accepted": "受理",
    "case.acceptance_refused": "不予受理（或不属本机关、无需办理）",
    "case.tolerated_supplied": "补交容缺材料",
    "case.taken_up": "领办",
    "case.review_recorded": "记录审查",
    "case.co_signed": "确认共同核查",
    "case.suspended": "启动特别程序",
    "case.resumed": "结束特别程序",
    "case.extended": "延长期限",
    "case.decided": "作出决定",
    "case.sent_to_issuing": "登记结果，移交出件",
    "case.sent_by_courier": "交寄",
    "case.courier_returned": "快递退回",
    "case.offered_electronically": "发起电子送达",
    "case.signature_requested": "核对领取人，请其签名",
    "case.signed_for": "领取人签名",
    "case.delivered": "送达",
    "case.closed": "办结归档",
    "case.first_handler_changed": "移交首办责任",
    "case.withdrawn": "撤回申请",
    "case.terminated": "终止办理",
    "handover.prepared": "生成清单",
    "handover.signed": "签字",
    "handover.cancelled": "取消清单",
    "handover.arranged": "保存交接约定",
    "delegation.recorded": "登记委托授权书",
    "delegation.revoked": "撤销委托授权书",
    "case.due_soon": "承诺期限将至",
    "case.overdue": "超过办理期限",
    "case.tolerance_overdue": "容缺材料逾期未补",
    "case.due_dates_moved": "放假安排公布，期限更新",
    "case.point_questioned": "提出材料或要点有问题",
    "case.personal_data_revealed": "查看申请人完整信息",
    "case.reported": "业务系统回传",
    "case.form_opened": "打开部门申报表",
    "case.number_fed_back": "业务系统取号",
    "case.form_taken": "业务系统表单和材料已收",
    "document.issued": "出具文书",
    "document.revoked": "撤销文书",
}


CLOCKS: dict[str, str] = {
    "notice_due": "告知期限",
    "promised_due": "承诺期限",
    "statutory_due": "法定期限",
    "service_due": "送达期限",
    "promised": "承诺期限",
    "statutory": "法定期限",
    "service": "送达期限",
}


def in_words(type_: str) -> str:
    """Return the Chinese name of an event, or its code where there is none."""
    return WORDS.get(type_, type_)


def told(type_: str, payload: Mapping[str, Any]) -> str:
    """Return an event's name with what the clock found: which day, from when to when, and why."""
    detail = _detail(type_, payload)
    return f"{in_words(type_)}（{detail}）" if detail else in_words(type_)


def _detail(type_: str, payload: Mapping[str, Any]) -> str:
    if type_ == "case.due_soon":
        return f"{payload['due']} 到期，还有 {payload['left']} 个工作日；{payload['responsible']}"
    if type_ == "case.overdue":
        return f"{CLOCKS.get(payload['which'], '期限')} {payload['due']} 已过；{payload['responsible']}"
    if type_ == "case.tolerance_overdue":
        reminded = "，已发短信提醒申请人" if payload.get("reminded") else ""
        return f"{'、'.join(payload['materials'])} 应在 {payload['until']} 前补交{reminded}"
    if type_ == "case.reported":
        return f"{payload['system']}：{payload['node']}，{payload['handler']}"
    if type_ == "case.due_dates_moved":
        moves = due_moves(payload["before"], payload["after"])
        return "；".join([f"{name} {old} → {new}" for name, old, new in moves] + [payload["why"]])
    return ""


def due_moves(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return the limits whose day moved: name, old day, new day (— for none)."""
    return [
        (name, before.get(key, "—"), after.get(key, "—"))
        for key, name in CLOCKS.items()
        if before.get(key) != after.get(key)
    ]
