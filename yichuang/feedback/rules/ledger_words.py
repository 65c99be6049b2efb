"""How the events of feedback read in its histories."""

from typing import Any

from yichuang.feedback.rules import complaints, orders

WORDS = {
    "rating.asked": "可以评价",
    "rating.given": "收到评价",
    "rating.sealed": "评价封存并计入统计",
    "rating.lapsed": "评价期限已过",
    "rating_order.late": "逾期告警",
    "rating_order.author_shown": "查看评价人联系方式",
    "complaint.late": "逾期告警",
    "complaint.person_shown": "查看反映人联系方式",
    "feedback.arranged": "参数变更",
}
NAMES = {move.verb: move.name for move in orders.MOVES}
COMPLAINT_NAMES = {move.verb: move.name for move in complaints.MOVES}
LATE = {"review": "回访", "mend": "整改"}


def in_words(type_: str, payload: dict[str, Any]) -> str:
    """Return one line of a work order's or complaint's history."""
    if type_ == "rating_order.opened":
        return f"差评开单，回访期限 {payload['review_due']}，整改期限 {payload['due']}"
    if type_ == "rating_order.late":
        return f"{LATE[payload['what']]}逾期告警（期限 {payload['due']}）"
    if type_ in ("rating_order.author_shown", "complaint.person_shown"):
        return f"{WORDS[type_]}：{payload['reason']}"
    if type_ == "rating_order.moved":
        more = payload["more"]
        detail = more.get("assignee") or more.get("until") or more.get("day") or ""
        said = "：".join(part for part in (str(detail), payload["said"]) if part)
        name = NAMES.get(payload["verb"], payload["verb"])
        return f"{name}：{said}" if said else name
    if type_ == "complaint.taken":
        return f"登记（{complaints.KINDS[payload['kind']]}，{complaints.SOURCES[payload['source']]}），答复期限 {payload['due']}"
    if type_ == "complaint.moved":
        name = COMPLAINT_NAMES.get(payload["verb"], payload["verb"])
        detail = payload["more"].get("department") or payload["more"].get("until") or ""
        return f"{name}：{detail}" if detail else name
    return WORDS.get(type_, type_)
