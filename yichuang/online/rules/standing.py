"""How an online application stands: who waits for whom, in words for the applicant and for officers; the days (S2-46)."""

from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.cases.rules.states import TEXTS, State
from yichuang.foundations.rules.calendar import WorkCalendar

# Working days in which the department examines; no statute sets them (S2-46 “规定时间内”; 【约定】).
EXAMINE_DAYS = 3
# What nobody submits, mends or brings within these days lapses, as what was only filled in does.
LIVES = timedelta(days=30)
OPEN = (State.DRAFT, State.RETURNED)
ENDED = (State.RECEIVED, State.WITHDRAWN)
FULL, HALF, NONE = "full", "half", "none"
DEPTHS = {FULL: "全流程网上件", HALF: "半流程网上件"}
LAPSED, TAKEN_BACK, DISCARDED, AT_DESK = "超过 30 天没有提交或交件", "申请人撤回", "申请人作废", "转窗口按普通收件办理"


@dataclass(frozen=True)
class Told:
    """What the applicant is told: where it stands, and what to do next."""

    plain: str
    todo: str


def told(state: State, depth: str, why: str = "") -> Told:
    """Return what the applicant reads; of an application that ended, why."""
    if state == State.DRAFT:
        return Told("申请还没有提交。", "请上传材料后提交；提交前部门看不到。")
    if state == State.SUBMITTED:
        return Told("申请已提交，部门正在网上预审。", "请等待预审结果，结果会发短信告知您；现在不用到窗口。")
    if state == State.RETURNED:
        return Told("预审没有通过，需要修改。", "请按退回理由修改申请表或材料后重新提交。")
    if state == State.PREAPPROVED and depth == FULL:
        return Told("预审已通过，等待窗口收件。", "不用到现场。窗口收件后会发短信告知您，收件当日起计算期限。")
    if state == State.PREAPPROVED:
        return Told("预审已通过。", "请下载打印申请材料，签名后连同原件到任一综合窗口交件，窗口核对后收件。")
    if state == State.RECEIVED:
        return Told("窗口已收件。", "请凭统一申报编码和查询密码查询办理进度。")
    return Told("这份申请已结束。", f"{why}。需要时可重新申请。" if why else "需要时可重新申请。")


def state_name(state: str) -> str:
    """Return the name of a state."""
    return TEXTS[State(state)].name


def examine_until(calendar: WorkCalendar, submitted_on: date) -> date:
    """Return the last day on which the department examines an application (【约定】3 working days)."""
    return calendar.add_workdays(submitted_on, EXAMINE_DAYS)


def is_late(state: str, due: date | None, today: date) -> bool:
    """Tell whether the department is over its day."""
    return state == State.SUBMITTED and due is not None and due < today
