"""The ledger in words: what each event of a case is called on screen."""

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
    "document.issued": "出具文书",
    "document.revoked": "撤销文书",
}


def in_words(type_: str) -> str:
    """Return the Chinese name of an event, or its code where there is none."""
    return WORDS.get(type_, type_)
