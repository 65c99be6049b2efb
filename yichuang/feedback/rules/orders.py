"""Work orders after bad ratings (差评工单) as a table: which verb leads from where to where, who may, what it needs (rulebook 4.3).

谁办理谁负责: the order goes to the site or department whose officer served; a named person other than that officer calls back
(专人回访核实), then it is mended at once (立行立改), by a date (限期整改), or explained (解释说明). A mistaken or malicious rating
is appealed and judged by somebody else (申诉复核). `docs/feedback.md` shows this table.
"""

from collections.abc import Collection
from dataclasses import dataclass

OPEN, ASSIGNED, VERIFIED, PLANNED, MENDED, EXPLAINED, APPEALED, EXCLUDED, CLOSED = (
    "open",
    "assigned",
    "verified",
    "planned",
    "mended",
    "explained",
    "appealed",
    "excluded",
    "closed",
)
STATES = {
    OPEN: "待指派",
    ASSIGNED: "待回访",
    VERIFIED: "已回访，待整改",
    PLANNED: "限期整改中",
    MENDED: "已整改",
    EXPLAINED: "已解释说明",
    APPEALED: "申诉复核中",
    EXCLUDED: "申诉成立",
    CLOSED: "已办结",
}
TONES = {OPEN: "red", ASSIGNED: "yellow", VERIFIED: "yellow", PLANNED: "yellow", APPEALED: "blue", MENDED: "green",
         EXPLAINED: "green", EXCLUDED: "grey", CLOSED: "grey"}  # fmt: skip
# What is to be done still; what counts as mended.
BEFORE_FOLLOW_UP = (OPEN, ASSIGNED)
UNSETTLED = (OPEN, ASSIGNED, VERIFIED, PLANNED)
SETTLED = (MENDED, EXPLAINED, CLOSED)
REVIEW = "rating_order.review"


@dataclass(frozen=True)
class OrderMove:
    """One row: verb, its name, from, to (None: stays), the act that lets one, who in words, what must be said, what asks once more."""

    verb: str
    name: str
    sources: tuple[str, ...]
    target: str | None
    act: str
    who: str
    needs: tuple[str, ...] = ()
    asks_once: str = ""


MOVES: tuple[OrderMove, ...] = (
    OrderMove("assign", "指派回访人", (OPEN, ASSIGNED), ASSIGNED, "rating_order.assign", "窗口主管、部门负责人", ("assignee",)),
    OrderMove("follow_up", "登记回访核实", (ASSIGNED,), VERIFIED, "rating_order.handle", "回访人", ("said", "reached")),
    OrderMove("mend", "登记整改", (VERIFIED, PLANNED), MENDED, "rating_order.handle", "回访人", ("said",)),
    OrderMove("plan", "制定限期整改计划", (VERIFIED,), PLANNED, "rating_order.handle", "回访人", ("said", "day")),
    OrderMove("explain", "解释说明", (VERIFIED, PLANNED), EXPLAINED, "rating_order.handle", "回访人", ("said",)),
    OrderMove("extend", "延长整改期限", (VERIFIED, PLANNED), None, "rating_order.assign", "窗口主管、部门负责人", ("said", "day"),
              "将延长整改期限，理由记入工单并告知评价人。"),
    OrderMove("appeal", "申诉", (OPEN, ASSIGNED, VERIFIED, PLANNED), APPEALED, "rating_order.appeal", "被评价人、回访人、主管", ("said",)),
    OrderMove("uphold", "申诉成立", (APPEALED,), EXCLUDED, REVIEW, "中心主任、区管理员（非办理人、回访人、申诉人）", ("said",),
              "该评价将不计入统计，工单终结，之后不能恢复。"),
    OrderMove("reject", "申诉不成立", (APPEALED,), None, REVIEW, "中心主任、区管理员（非办理人、回访人、申诉人）", ("said",)),
    OrderMove("reopen", "再评仍不满意，退回整改", (MENDED, EXPLAINED), VERIFIED, "rating_order.reopen", "系统"),
    OrderMove("close", "办结", (MENDED, EXPLAINED), CLOSED, "rating_order.close", "系统"),
    OrderMove("publish", "公开整改情况", (MENDED, EXPLAINED, CLOSED), None, "rating_order.assign", "窗口主管、部门负责人", ("said",),
              "将在公开页面显示，请确认没有任何个人信息。"),
)  # fmt: skip
BY_VERB = {move.verb: move for move in MOVES}
BY_HAND = tuple(move for move in MOVES if move.act not in ("rating_order.reopen", "rating_order.close"))


@dataclass(frozen=True)
class OrderFacts:
    """What the rule looks at: the state, who was rated, who was named to call back, who appealed."""

    state: str
    handler_id: str
    assignee_id: str = ""
    appealed_by: str = ""


def why_not(move: OrderMove, facts: OrderFacts, actor_id: str) -> str:
    """Return in one sentence why an actor who has the right may not make a move now, or nothing."""
    if facts.state not in move.sources:
        allowed = "、".join(STATES[state] for state in STATES if state in move.sources)
        return f"工单现在是“{STATES[facts.state]}”，不能{move.name}（须为{allowed}）。"
    if move.act == "rating_order.handle" and actor_id != facts.assignee_id:
        return f"{move.name}由指派的回访人办理。"
    if move.act == "rating_order.appeal" and actor_id not in (facts.handler_id, facts.assignee_id):
        return "申诉由被评价人或回访人提出。"
    if move.act == REVIEW and actor_id in (facts.handler_id, facts.assignee_id, facts.appealed_by):
        return "申诉复核须由办理人、回访人、申诉人以外的人决定。"
    return ""


def moves_for(facts: OrderFacts, actor_id: str, acts: Collection[str]) -> tuple[OrderMove, ...]:
    """Return the moves that somebody may make now, of those that his acts let him."""
    return tuple(move for move in BY_HAND if move.act in acts and not why_not(move, facts, actor_id))
