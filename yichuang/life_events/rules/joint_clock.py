"""One clock over a whole joint case (行政许可法 42 II, 45, 82; rulebook 2.1, 8).

It runs from the day on which the first member was accepted until the last is decided: 45 working days by law, and the life event's own
promise. The head of the government of its level may add at most 15, once, before the time is over. Days inside a member's served special
procedure do not count, as in the clock of that member's case; procedures of several members that overlap are left out once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.cases.rules.clocks import ClockFacts, ClockReading, ClockRules, Extension, Suspension, decision_clock
from yichuang.cases.rules.clocks.facts import Moment
from yichuang.foundations.problems import Reason
from yichuang.foundations.rules.calendar import WorkCalendar
from yichuang.life_events.rules.spec import JOINT_EXTENSION_WORKDAYS, LifeEventSpec

ARTICLE = "行政许可法 42 II"
KEPT = "联办件没有改动。"


@dataclass(frozen=True)
class JointTimes:
    """What happened to a joint case, as far as its clock cares.

    `accepted`: the day of the earliest acceptance; `decided_at`: when the last member was decided or ended, None while one is pending;
    `withdrawn_at`: when the whole was withdrawn.
    """

    received_at: Moment
    accepted: date | None = None
    decided_at: Moment | None = None
    withdrawn_at: Moment | None = None
    suspensions: Sequence[Suspension] = ()
    extended_days: int = 0
    extended_at: Moment | None = None


@dataclass(frozen=True)
class JointReadings:
    """The two readings of the one clock on a day: against the promise and against the law."""

    promised: ClockReading
    statutory: ClockReading

    @property
    def pressing(self) -> ClockReading:
        """Return what presses now: the law once the promise is broken and the law is nearer to be, else the promise."""
        return self.statutory if self.statutory.colour == "red" else self.promised

    @property
    def due(self) -> date | None:
        """Return the day that lists sort by: the promise while it runs; None when nothing presses."""
        running = self.promised.state in ("running", "standing")
        return self.promised.due if running else None


def rules_of_joint(spec: LifeEventSpec) -> ClockRules:
    """Return the clock rules of a life event."""
    return ClockRules(
        statutory=(spec.statutory_limit.value, spec.statutory_limit.unit),
        promised=(spec.promised_limit.value, spec.promised_limit.unit),
        max_extension=JOINT_EXTENSION_WORKDAYS,
        joint=True,
    )


def read_joint(times: JointTimes, spec: LifeEventSpec, calendar: WorkCalendar, today: date) -> JointReadings:
    """Read the joint clock on a day against the promise and against the law."""
    extended = Extension(times.extended_days, times.extended_at) if times.extended_at is not None else None
    facts = ClockFacts(
        received_at=times.received_at,
        complete_date=times.accepted,
        accepted_date=times.accepted,
        decided_at=times.decided_at,
        ended_at=times.withdrawn_at,
        suspensions=tuple(times.suspensions),
        extension=extended,
    )
    rules = rules_of_joint(spec)
    return JointReadings(
        decision_clock(facts, rules, calendar, today, which="promised"),
        decision_clock(facts, rules, calendar, today, which="statutory"),
    )


def refusals_to_extend(times: JointTimes, read: JointReadings, days: int, why: str) -> list[Reason]:
    """Return every reason against an extension: not begun, over, late, given before, too long, without a reason (行政许可法 42 II)."""
    found = []
    if times.accepted is None:
        found.append(_reason("not_started", "还没有事项受理，期限没有开始，不需要延长。", "请在受理之后再办理。"))
    if times.decided_at is not None or times.withdrawn_at is not None:
        found.append(_reason("over", "联办件各事项都已有结果，不需要延长。", "请刷新页面查看。"))
    elif read.statutory.colour == "red":
        found.append(
            _reason("too_late", "法定期限已经届满，届满之后批准的延长不起作用。", "请立即督促办结并向申请人说明。")
        )
    if times.extended_at is not None:
        found.append(
            _reason(
                "extended_once",
                f"已经延长过 {times.extended_days} 个工作日，只能延长一次。",
                "请在延长后的期限内办结。",
            )
        )
    if not 1 <= days <= JOINT_EXTENSION_WORKDAYS:
        message = f"延长应为 1 至 {JOINT_EXTENSION_WORKDAYS} 个工作日。"
        found.append(_reason("extension_days", message, "请更正延长的天数。", "days"))
    if not why.strip():
        found.append(_reason("reasons_missing", "没有写明延长的理由。", "请写明理由，理由将告知申请人。", "reasons"))
    return found


def _reason(code: str, message: str, todo: str, field: str = "") -> Reason:
    return Reason(code, message, field=field, rule=ARTICLE, kept=KEPT, todo=todo)
