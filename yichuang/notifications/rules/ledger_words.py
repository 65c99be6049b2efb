"""How this room's events read in a history."""

from typing import Any

from yichuang.notifications.rules.opt_outs import WAYS


def in_words(type_: str, payload: dict[str, Any]) -> str:
    """Return one line of a history."""
    if type_ == "wording.changed":
        return _wording(payload)
    if type_ in ("messages.stopped", "messages.wanted"):
        said = "退订" if type_ == "messages.stopped" else "恢复接收"
        why = f"：{payload['why']}" if payload["why"] else ""
        return f"{said}（{WAYS.get(payload['way'], payload['way'])}）{why}"
    return f"重新发送（原因：{payload['failure']}）" if type_ == "message.sent_again" else type_


def _wording(payload: dict[str, Any]) -> str:
    parts = []
    if payload["text"] != payload["text_before"]:
        parts.append(f"内容改为“{payload['text']}”" if payload["text"] else "恢复原文")
    if payload["gateway_code"] != payload["gateway_code_before"]:
        parts.append(f"网关模板编号改为 {payload['gateway_code'] or '（空）'}")
    return f"第 {payload['version']} 版：{'，'.join(parts)}"
