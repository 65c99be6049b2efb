"""The states of a case (lifecycle.md; rulebook 6.1), with who waits for whom and the colour of the badge."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The state of a case; the value is stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PREAPPROVED = "preapproved"
    RECEIVED = "received"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    REVIEWING = "reviewing"
    SUSPENDED = "suspended"
    GRANTED = "granted"
    DENIED = "denied"
    AT_ISSUING = "at_issuing"
    DELIVERED = "delivered"
    CLOSED = "closed"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    NOT_REQUIRED = "not_required"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


@dataclass(frozen=True)
class StateText:
    """A state in Chinese: its name, who waits for whom, and the tone of its badge."""

    name: str
    waiting: str
    tone: str


TEXTS: dict[State, StateText] = {
    State.DRAFT: StateText("草稿", "等申请人提交", "grey"),
    State.SUBMITTED: StateText("待预审", "等办理部门预审", "blue"),
    State.RETURNED: StateText("预审退回", "等申请人修改", "yellow"),
    State.PREAPPROVED: StateText("预审通过", "等申请人到窗口交件", "blue"),
    State.RECEIVED: StateText("已收件", "等窗口受理，五日告知期限在走", "blue"),
    State.CORRECTING: StateText("待补正", "等申请人补正", "yellow"),
    State.ACCEPTED: StateText("已受理", "等办理部门领办，办理期限在走", "blue"),
    State.REVIEWING: StateText("审查中", "等办理部门决定", "blue"),
    State.SUSPENDED: StateText("特别程序", "特别程序进行中，期限停走", "yellow"),
    State.GRANTED: StateText("准予", "等制证、移交出件", "green"),
    State.DENIED: StateText("不予", "等办理部门移交送达", "red"),
    State.AT_ISSUING: StateText("待出件", "等出件窗口发放或寄送", "green"),
    State.DELIVERED: StateText("已送达", "等系统归档", "green"),
    State.CLOSED: StateText("办结", "已归档", "grey"),
    State.REFUSED: StateText("不予受理", "已终结", "red"),
    State.REDIRECTED: StateText("不属本机关", "已终结，告知了主管机关", "grey"),
    State.NOT_REQUIRED: StateText("无需办理", "已终结，告知了原因", "grey"),
    State.WITHDRAWN: StateText("撤回", "申请人已撤回", "grey"),
    State.TERMINATED: StateText("终止", "已终止办理", "grey"),
}

BEFORE_DECISION = (State.RECEIVED, State.CORRECTING, State.ACCEPTED, State.REVIEWING, State.SUSPENDED)
IN_HANDLING = (State.ACCEPTED, State.REVIEWING, State.SUSPENDED, State.GRANTED, State.DENIED, State.AT_ISSUING)
FINAL = (State.CLOSED, State.REFUSED, State.REDIRECTED, State.NOT_REQUIRED, State.WITHDRAWN, State.TERMINATED)
OPEN = tuple(state for state in State if state not in FINAL)
