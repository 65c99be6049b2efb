"""Complaints, suggestions and agency at the “办不成事”反映窗口 as a table: which verb leads from where to where, who may (S2-27③).

Whatever was “not done in one visit” or displeases is taken, never refused; the centre, or the department it is routed to, answers it
in time; where it helps, the centre does the errand itself (代办). The person may ask once more when the answer does not satisfy.
"""

from collections.abc import Collection
from dataclasses import dataclass

from yichuang.foundations.problems import Reason

NOT_DONE, TRIPS, ATTITUDE, DELAY, FEE, CORRUPT, SUGGEST, AGENCY, OTHER = (
    "not_done",
    "trips",
    "attitude",
    "delay",
    "fee",
    "corrupt",
    "suggest",
    "agency",
    "other",
)
KINDS = {
    NOT_DONE: "事情没办成",
    TRIPS: "没有实现最多跑一次",
    ATTITUDE: "服务态度",
    DELAY: "办理超时、拖延",
    FEE: "收费问题",
    CORRUPT: "违规违纪举报",
    SUGGEST: "意见建议",
    AGENCY: "请求代办",
    OTHER: "其他",
}
SOURCES = {"window": "反映窗口", "online": "网上", "phone": "电话", "rating": "差评转来"}
TAKEN, HANDLING, ROUTED, IN_AGENCY, ANSWERED, CLOSED = "taken", "handling", "routed", "agency", "answered", "closed"
STATES = {
    TAKEN: "待处理",
    HANDLING: "中心办理中",
    ROUTED: "部门办理中",
    IN_AGENCY: "代办中",
    ANSWERED: "已答复",
    CLOSED: "已办结",
}
TONES = {TAKEN: "red", HANDLING: "yellow", ROUTED: "yellow", IN_AGENCY: "blue", ANSWERED: "green", CLOSED: "grey"}
WORKING = (TAKEN, HANDLING, ROUTED, IN_AGENCY)
MOST_ROUNDS = 2
LEAST_WORDS, MOST_WORDS = 6, 2000


@dataclass(frozen=True)
class ComplaintMove:
    """One row: verb, its name, from, to (None: stays), the act, who in words, what must be said, what asks once more.

    `told`: what is written is read by the person on the query page.
    """

    verb: str
    name: str
    sources: tuple[str, ...]
    target: str | None
    act: str
    who: str
    needs: tuple[str, ...] = ()
    told: bool = False
    asks_once: str = ""


ROUTE, WORK = "complaint.route", "complaint.handle"
MOVES: tuple[ComplaintMove, ...] = (
    ComplaintMove("handle", "中心办理", (TAKEN, ROUTED), HANDLING, ROUTE, "反映窗口人员"),
    ComplaintMove("route", "转部门办理", (TAKEN, HANDLING), ROUTED, ROUTE, "反映窗口人员", ("department", "said")),
    ComplaintMove("send_back", "退回中心", (ROUTED,), TAKEN, WORK, "部门人员", ("said",)),
    ComplaintMove("take_agency", "接办代办", (TAKEN, HANDLING, ROUTED), IN_AGENCY, WORK, "反映窗口人员、部门人员", ("said",), True),
    ComplaintMove("note", "记录进展", (HANDLING, ROUTED, IN_AGENCY), None, WORK, "办理单位", ("said",), True),
    ComplaintMove("extend", "延长答复期限", WORKING, None, WORK, "办理单位", ("said", "day"), True,
                  "将延长答复期限，理由会告知反映人。"),
    ComplaintMove("answer", "答复", (HANDLING, ROUTED, IN_AGENCY), ANSWERED, WORK, "办理单位", ("said",), True,
                  "答复将发给反映人，之后不能改动。"),
    ComplaintMove("suggest_change", "转为动态调整建议", (*WORKING, ANSWERED, CLOSED), None, WORK, "办理单位", ("said",)),
    ComplaintMove("ask_again", "要求再次办理", (ANSWERED,), TAKEN, "complaint.ask_again", "反映人", ("said",), True),
    ComplaintMove("close", "办结", (ANSWERED,), CLOSED, "complaint.close", "反映人满意或期满"),
)  # fmt: skip
BY_VERB = {move.verb: move for move in MOVES}
BY_HAND = tuple(move for move in MOVES if move.act in (ROUTE, WORK))


def why_not(move: ComplaintMove, state: str, *, agency: bool = False, matter: str = "", rounds: int = 1) -> str:
    """Return in one sentence why a move cannot be made now, or nothing."""
    if state not in move.sources:
        allowed = "、".join(STATES[one] for one in STATES if one in move.sources)
        return f"这件现在是“{STATES[state]}”，不能{move.name}（须为{allowed}）。"
    if move.verb == "suggest_change" and not matter:
        return "没有写明涉及的事项，不能转为动态调整建议。"
    if move.verb == "ask_again" and rounds >= MOST_ROUNDS:
        return "已经再次办理过。仍不满意的，可以拨打 12345，或依法申请行政复议、提起诉讼。"
    return ""


def moves_for(state: str, acts: Collection[str], matter: str) -> tuple[ComplaintMove, ...]:
    """Return the moves that somebody with these acts may make now."""
    return tuple(move for move in BY_HAND if move.act in acts and not why_not(move, state, matter=matter))


def faults(kind: str, text: str, name: str, mobile: str, source: str) -> list[Reason]:
    """Return everything that is wrong with what somebody complains of; a name or telephone is never demanded."""
    kept, found = "填写的内容都在，还没有提交。", []
    if kind not in KINDS:
        found.append(Reason("kind", "没有选择反映的类别。", "kind", "S2-27③", kept, "请选择一类，说不清的选“其他”。"))
    if not LEAST_WORDS <= len(text.strip()) <= MOST_WORDS:
        said = f"反映的内容应为 {LEAST_WORDS} 至 {MOST_WORDS} 个字。"
        found.append(Reason("text", said, "text", "S2-27③", kept, "请写明在哪里、办什么事、遇到什么问题。"))
    if mobile and not (mobile.isascii() and mobile.replace("-", "").isdigit() and 7 <= len(mobile) <= 20):
        found.append(Reason("mobile", "电话填写有误。", "mobile", "", kept, "请核对电话，也可以不留。"))
    if kind == AGENCY and not mobile:
        found.append(Reason("mobile", "请求代办的，请留下电话。", "mobile", "S2-27③", kept, "代办需要与您联系。"))
    if source not in SOURCES:
        found.append(Reason("source", "来源不明。", "source", "", kept, "请从列出的来源中选择。"))
    return found
