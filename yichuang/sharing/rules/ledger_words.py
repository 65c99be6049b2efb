"""How the events of an API read in its history."""

from typing import Any

WORDS = {
    "api.registered": "登记",
    "api.document_replaced": "更新接口文档",
    "api.withdrawn": "停止共享",
    "api.offered_again": "恢复共享",
    "api.alarm_raised": "告警",
    "api.alarm_cleared": "告警解除",
}
FIELDS = {
    "name": "接口名称",
    "upstream": "上游地址",
    "credential_header": "上游密钥请求头",
    "credential": "上游密钥",
    "data_class": "共享类型",
    "use": "柜台用途",
    "per_minute": "每分钟次数",
    "total_seconds": "总时限",
    "read_seconds": "单次等待",
    "service_level": "服务承诺",
    "alarm_errors": "错误率告警",
    "alarm_p95": "P95 告警",
}


def in_words(type_: str, payload: dict[str, Any]) -> str:
    """Return one line of an API's history."""
    if type_ == "api.changed":
        return f"更改：{'、'.join(FIELDS.get(name, name) for name in payload['changes'])}"
    said = WORDS.get(type_, type_)
    if type_ == "api.document_replaced":
        return f"{said}（第 {payload['version']} 版）"
    more = payload.get("why") or payload.get("what")
    return f"{said}：{more}" if more else said
