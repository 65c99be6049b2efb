"""How the events of an online application read in its history."""

from collections.abc import Mapping
from typing import Any

WORDS = {
    "online.begun": "开始网上申请",
    "online.filled": "修改申请表",
    "online.file_added": "上传材料",
    "online.file_removed": "移除材料文件",
    "online.submitted": "提交",
    "online.preapproved": "预审通过",
    "online.returned": "预审退回",
    "online.received": "窗口收件",
    "online.ended": "结束",
    "document.issued": "出具文书",
}
# What the applicant sees of it.
STEPS = ("online.submitted", "online.preapproved", "online.returned", "online.received", "online.ended")


def in_words(type_: str, payload: Mapping[str, Any]) -> str:
    """Return one line of the history."""
    name = WORDS.get(type_, type_)
    if type_ == "online.submitted" and payload["times"] > 1:
        return f"第 {payload['times']} 次提交，预审期限 {payload['due']}"
    if type_ == "online.submitted":
        return f"提交，预审期限 {payload['due']}"
    if type_ == "online.returned":
        return f"预审退回：{payload['reasons']}"
    return f"结束：{payload['why']}" if type_ == "online.ended" else name
