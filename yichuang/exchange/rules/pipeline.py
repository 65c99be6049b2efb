"""The six steps of the pipeline (管道式索引技术, S2-51) of one case, each with how it stands and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

WAITING, DONE, STUCK, TODO = "waiting", "done", "stuck", "todo"
NAMES = ("原件预审", "导航定位事项", "填写电子表单并申报", "数据推送业务系统", "业务系统返回办件状态", "平台闭环")


@dataclass(frozen=True)
class Message:
    """One message of the case: outward or back, how it stands, when; `form`: it brought the department's own form."""

    outward: bool
    state: str
    at: datetime
    form: bool = False


@dataclass(frozen=True)
class CaseFacts:
    """What the steps are told from: the case's times, whether its form is filled in the department's system, its messages in order."""

    unified: bool
    received_at: datetime
    complete_on: date | None
    closed_at: datetime | None
    situation: str
    messages: Sequence[Message]


@dataclass(frozen=True)
class PipeStep:
    """One step: `done`, `waiting` (it is this one's turn), `stuck` or `todo` (an earlier one comes first); when it was done."""

    number: int
    name: str
    state: str
    at: datetime | date | None = None
    note: str = ""

    @property
    def when(self) -> str:
        """Return the time of the step in ISO form: a day where only the day is known."""
        return self.at.isoformat() if self.at else ""


def pipeline(facts: CaseFacts) -> tuple[PipeStep, ...]:
    """Return the six steps in their order; each stands by itself, for a system may report before the paper is complete."""
    form = next((one.at for one in facts.messages if one.form), None) if facts.unified else facts.received_at
    out = [one for one in facts.messages if one.outward]
    back = [one for one in facts.messages if not one.outward and not one.form]
    stuck = any(one.state == STUCK for one in out)
    sent = out[-1].at if out and all(one.state == DONE for one in out) else None
    ends: list[tuple[datetime | date | None, str]] = [
        (facts.complete_on, ""),
        (facts.received_at, facts.situation),
        (form, "在业务系统填写" if facts.unified else "在窗口填写"),
        (sent, f"{len(out)} 条" if out else ""),
        (back[-1].at if back else None, f"{len(back)} 条" if back else ""),
        (facts.closed_at, ""),
    ]
    return tuple(_steps(ends, stuck))


def standing(steps: Sequence[PipeStep]) -> str:
    """Return in one line where the case stands: the step that is stuck, else the one whose turn it is."""
    if stuck := next((step for step in steps if step.state == STUCK), None):
        return f"第 {stuck.number} 步“{stuck.name}”已搁置"
    now = next((step for step in steps if step.state == WAITING), None)
    return f"第 {now.number} 步：{now.name}" if now else "六步都已完成"


def _steps(ends: Sequence[tuple[datetime | date | None, str]], stuck: bool) -> list[PipeStep]:
    steps: list[PipeStep] = []
    waits = False
    for number, (at, note) in enumerate(ends, start=1):
        state = DONE if at else STUCK if number == 4 and stuck else TODO if waits else WAITING
        waits = waits or state != DONE
        steps.append(PipeStep(number, NAMES[number - 1], state, at, note))
    return steps
