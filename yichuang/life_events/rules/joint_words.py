"""The ledger of a joint case in words: what each event is called on screen, and what it says where the name is not enough."""

from collections.abc import Mapping
from typing import Any

from yichuang.life_events.rules.joint_states import CHILD_NAMES

WORDS: dict[str, str] = {
    "joint.received": "联办收件",
    "joint.child_opened": "开办",
    "joint.child_held_up": "没有自动开办",
    "joint.child_ended": "有了结果",
    "joint.due_set": "期限起算或变动",
    "joint.overdue": "期限已过，已通知办理部门",
    "joint.urged": "催办",
    "joint.withdrawn": "撤回",
    "joint.extended": "延长法定期限",
    "joint.handed_out": "一次出件",
    "joint.ended": "全部办结",
    "joint.practice_ended": "模拟受理结束，测试件随之结束",
}
WHICH = {"promised": "承诺期限", "statutory": "法定期限"}


def in_words(type_: str, payload: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return one line of a joint case's history; `names`: how each member's matter is called."""
    word = WORDS.get(type_, type_)
    match type_:
        case "joint.received":
            return f"{word}：{_listed(payload['members'], names)}"
        case "joint.child_opened":
            by = "，由平台自动开办" if payload["by_itself"] else ""
            return (
                f"{word}“{payload['matter_name']}”（{payload['case']}）{'，已受理' if payload['accepted'] else ''}{by}"
            )
        case "joint.child_held_up":
            return f"“{payload['matter_name']}”{payload['why']}"
        case "joint.child_ended":
            stopped = f"；不再办理：{_listed(payload['stopped'], names)}" if payload["stopped"] else ""
            return f"“{payload['matter_name']}”{CHILD_NAMES[payload['state']]}{stopped}"
        case "joint.due_set":
            return f"承诺期限 {payload['promised_due'] or '未起算'}，法定期限 {payload['statutory_due'] or '未起算'}"
        case "joint.overdue":
            return (
                f"{WHICH[payload['which']]}（{payload['due']}）已过，未决定：{_listed(payload['open_members'], names)}"
            )
        case "joint.urged":
            note = f"：{payload['note']}" if payload["note"] else ""
            return f"{word} {'、'.join(payload['departments'])}，通知 {payload['written_to']} 人{note}"
        case "joint.withdrawn":
            return f"{word}{'全部' if payload['whole'] else ''}：{_listed(payload['members'], names)}。{payload['reasons']}"
        case "joint.extended":
            return f"{word} {payload['days']} 个工作日，至 {payload['statutory_due']}：{payload['reasons']}"
        case "joint.handed_out":
            left = f"；还有：{_listed(payload['outstanding'], names)}" if payload["outstanding"] else ""
            return f"{word} {len(payload['cases'])} 件，{payload['receiver']}签收{left}"
    return word


def _listed(members: Any, names: Mapping[str, str]) -> str:
    return "、".join(names.get(one, one) for one in members) or "无"


def form_address(joint: str, case: str) -> str:
    """Return where the department's own form of a member's case is opened (S2-52②), with the way back to the joint case."""
    return f"/exchange/cases/{case}/form/?back=/joint/{joint}/"
