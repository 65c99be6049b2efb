"""Paper on its way between counter and department (材料交接, S2-42) and results to the issuing counter (S2-44): who gives, who takes, when.

Received today is handed over today: 当日收件当日交接. A hand-over batch moves prepared → signed_out → signed_in; only a prepared one
can be cancelled. What was not taken over waits again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from yichuang.cases.rules.states import State
from yichuang.foundations.problems import Reason

Direction = Literal["to_department", "to_issuing"]
Side = Literal["giver", "taker"]
PREPARED, SIGNED_OUT, SIGNED_IN, CANCELLED = "prepared", "signed_out", "signed_in", "cancelled"
STATES = {PREPARED: "待移交", SIGNED_OUT: "已移交，待接收", SIGNED_IN: "已接收", CANCELLED: "已取消"}
DIRECTIONS = {"to_department": "材料移交部门", "to_issuing": "结果移交出件窗口"}
WAYS = {"post": "交接流转岗", "van": "流转车", "other": "其他"}
DOCUMENT_KIND = {"to_department": "handover_list", "to_issuing": "issuing_list"}
MOST_CASES = 100

# Paper leaves the counter once the case is accepted; where the centre only collects, as soon as it is received (S2-40, S2-42).
AFTER_ACCEPTANCE = (
    State.ACCEPTED,
    State.REVIEWING,
    State.SUSPENDED,
    State.GRANTED,
    State.DENIED,
    State.AT_ISSUING,
)


@dataclass(frozen=True)
class Taken:
    """What the taking side found for one listed case: taken over or not, and the difference in words."""

    taken_over: bool
    difference: str = ""


def next_slot(slots: Sequence[str], at: time) -> str:
    """Return the next agreed time of day (HH:MM) not before `at`, else the first of the next day marked 次日, else nothing."""
    ordered = sorted(slots)
    for slot in ordered:
        if slot >= f"{at:%H:%M}":
            return slot
    return f"次日 {ordered[0]}" if ordered else ""


def slot_faults(slots: Sequence[str]) -> list[Reason]:
    """Return what is wrong with the times of day agreed for hand-overs; each is HH:MM."""
    faults = []
    for slot in slots:
        try:
            time.fromisoformat(slot)
            good = len(slot) == 5
        except ValueError:
            good = False
        if not good:
            faults.append(
                Reason(
                    "slot",
                    f"交接时段“{slot}”无法识别。",
                    field="slots",
                    rule="S2-42",
                    kept="已填内容都在，没有保存。",
                    todo="请写成 24 小时制的时:分，多个时段用空格分开，例如 11:00 16:30。",
                )
            )
    return faults


def refuse_preparing(chosen: Sequence[str], waiting: Sequence[str]) -> list[Reason]:
    """Return why a batch of the chosen cases cannot be put together: none, too many, or some that do not wait here."""
    kept = "没有生成清单，其他件仍在待交接列表里。"
    if not chosen:
        return [
            Reason("none_chosen", "没有选择办件。", field="cases", rule="S2-42", kept=kept, todo="请至少勾选一件。")
        ]
    if len(chosen) > MOST_CASES:
        text = f"一张清单最多 {MOST_CASES} 件，这次选了 {len(chosen)} 件。"
        return [Reason("too_many", text, field="cases", rule="S2-42", kept=kept, todo="请分成几张清单。")]
    return [
        Reason(
            "not_waiting",
            f"{number} 不在待交接之列：可能已列入别的清单、没有纸质材料，或不属于这个部门。",
            field="cases",
            rule="S2-42",
            kept=kept,
            todo="请刷新待交接列表后重新勾选。",
        )
        for number in chosen
        if number not in set(waiting)
    ]


def refuse_signing(state: str, side: Side) -> list[Reason]:
    """Return why this side cannot sign now: the giver signs first, each once."""
    if (state, side) in ((PREPARED, "giver"), (SIGNED_OUT, "taker")):
        return []
    todo = {
        PREPARED: "请移交方先签字移交。",
        SIGNED_OUT: "移交方已签字；请接收方清点后签收。",
        SIGNED_IN: "双方都已签字，不需要再签。",
        CANCELLED: "这张清单已取消；请重新生成清单。",
    }[state]
    text = f"清单现在是“{STATES[state]}”，不能{'签字移交' if side == 'giver' else '签收'}。"
    return [Reason("out_of_turn", text, rule="S2-42", kept="已有的签字和差异记录都在。", todo=todo)]


def refuse_findings(listed: Sequence[str], found: dict[str, Taken]) -> list[Reason]:
    """Return what is missing from the taking side's findings: every listed case is said, what was not taken is explained."""
    reasons = []
    for number in listed:
        taken = found.get(number)
        if taken is None:
            text, todo = f"{number} 没有清点。", "请逐件标明已接收或未接收。"
        elif not taken.taken_over and not taken.difference.strip():
            text, todo = f"{number} 标为未接收，但没有写明差异。", "请写明缺什么或错在哪里。"
        else:
            continue
        reasons.append(
            Reason("finding", text, field=f"item.{number}", rule="S2-42", kept="已填的清点结果都在页面上。", todo=todo)
        )
    return reasons


def refuse_cancelling(state: str) -> list[Reason]:
    """Return why a batch cannot be cancelled: only one that nobody signed."""
    if state == PREPARED:
        return []
    text = f"清单现在是“{STATES[state]}”，不能取消。"
    todo = "已移交的清单由接收方签收并写明差异；未接收的件会回到待交接列表。"
    return [Reason("signed", text, rule="S2-42", kept="清单没有变动。", todo=todo)]
