"""The decision clock, statutory and promised side by side (行政许可法 42, 45; rulebook 2.1.1 nos. 3 to 6)."""

from dataclasses import dataclass, replace
from datetime import date

from yichuang.cases.rules.clocks import words
from yichuang.cases.rules.clocks.counting import ONE_DAY, Span, Tally, standing_spans, tally
from yichuang.cases.rules.clocks.facts import (
    ClockFacts,
    ClockReading,
    ClockRules,
    ClockState,
    Colour,
    Limit,
    Suspension,
    Which,
)
from yichuang.cases.rules.clocks.notice import missed
from yichuang.foundations.rules.calendar import WorkCalendar, day_in_china, in_chinese


@dataclass(frozen=True)
class _Running:
    """A decision clock that has started, with all that its sentence needs."""

    facts: ClockFacts
    rules: ClockRules
    calendar: WorkCalendar
    which: Which
    start: date
    limit: Limit
    spans: tuple[Span, ...]
    stop: date | None
    today: date
    extended: int = 0
    extension_too_late: bool = False

    @property
    def on(self) -> date:
        return self.stop or self.today

    def count(self) -> Tally:
        return tally(self.start, self.limit, self.calendar, self.spans, self.on)


def decision_clock(
    facts: ClockFacts, rules: ClockRules, calendar: WorkCalendar, today: date, which: Which = "statutory"
) -> ClockReading:
    """Read the decision clock against the statutory or the promised limit.

    It runs from the day all was complete, at the latest from acceptance; from the receipt when the law assumes the
    acceptance (rulebook 9-1) or `rules.start` says so. A correction notice does not suspend it: it has not started.
    Days inside a served special procedure are left out. The one extension, approved before the limit was over, adds at
    most `rules.extension_limit` to the statutory limit, in its unit; a promise is not lengthened by it.
    """
    start = decision_start(facts, rules, calendar, today)
    if start is None:
        return ClockReading("not_started", 0, None, None, False, "grey", _not_started_why(facts, rules))
    stops = [day_in_china(moment) for moment in (facts.decided_at, facts.ended_at) if moment is not None]
    stop = min(stops) if stops else None
    limit = rules.statutory if which == "statutory" else rules.promised
    spans = standing_spans(facts.suspensions, stop or today, stop)
    clock = _with_extension(_Running(facts, rules, calendar, which, start, limit, spans, stop, today))
    return _read(clock)


def decision_start(facts: ClockFacts, rules: ClockRules, calendar: WorkCalendar, today: date) -> date | None:
    """Return the day zero of the decision clock; None while nothing has started it."""
    waiting = missed(facts, rules, calendar, today)
    if waiting is not None:
        return waiting.begin
    if rules.start == "receipt":
        if facts.correction_requested_at is None:
            return facts.received
        corrected = day_in_china(facts.correction_requested_at)
        return facts.complete_date if facts.complete_date and facts.complete_date >= corrected else None
    if facts.accepted_date is None:
        return None
    return max(min(facts.accepted_date, facts.complete_date or facts.accepted_date), facts.received)


def _with_extension(clock: _Running) -> _Running:
    """Lengthen the statutory limit by the extension, unless it was approved after the limit was over."""
    extension = clock.facts.extension
    if extension is None or clock.which != "statutory":
        return clock
    approved = day_in_china(extension.approved_at)
    if tally(clock.start, clock.limit, clock.calendar, clock.spans, approved).late:
        return replace(clock, extension_too_late=True)
    days = min(extension.days, clock.rules.extension_limit)
    value, unit = clock.limit
    limit: Limit = (days, "workday") if unit == "same_day" else (value + days, unit)
    return replace(clock, limit=limit, extended=days)


def _read(clock: _Running) -> ClockReading:
    count = clock.count()
    state: ClockState = "stopped" if clock.stop else "standing" if count.standing else "running"
    why = words.sentence(_why(clock, count), *_remarks(clock), count.awaited)
    provisional = bool(count.awaited)
    return ClockReading(
        state, count.used, count.left, count.due, provisional, _colour(clock, count), why, clock.limit[1]
    )


def _colour(clock: _Running, count: Tally) -> Colour:
    if count.late:
        return "red"
    if clock.stop is not None:
        return "green" if clock.facts.decided_at else "grey"
    if count.standing:
        return "yellow" if _overrun(clock) else "grey"
    return count.colour


def _why(clock: _Running, count: Tally) -> str:
    limit, article = clock.limit, _article(clock)
    name = "法定期限" if clock.which == "statutory" else "承诺期限"
    if clock.stop is not None:
        done = f"已于{in_chinese(clock.stop)}{'作出决定' if clock.facts.decided_at else '终结'}"
        return f"{done}，{words.length(name, count, limit)}，{words.outcome(count, limit)}（{article}）"
    if count.standing:
        return _standing_why(clock, count)
    lengthened = f"（含延长 {words.counted(clock.extended, limit)}）" if clock.extended else ""
    since = f"自{in_chinese(clock.start)}{_origin(clock)}的{words.first_day(limit)}起算"
    if not count.total:
        since = f"{in_chinese(clock.start)}{_origin(clock)}"
    length = words.length(name, count, limit) + lengthened
    return f"{since}，{length}，{words.progress(count, limit, clock.today, '作出决定')}（{article}）"


def _standing_why(clock: _Running, count: Tally) -> str:
    current = _current(clock)
    procedure = current.procedure or "特别程序"
    since = in_chinese(day_in_china(current.begin))
    expected = f"，告知所需时间 {current.expected_days} 个工作日" if current.expected_days else ""
    state = words.progress(count if count.late else replace(count, due=None), clock.limit, clock.today)
    basis = f"；依据：{current.basis}" if current.basis else ""
    return f"{procedure}自{since}起，书面告知已送达{expected}，所需时间不计入期限，{state}（{words.PROCEDURE}{basis}）"


def _current(clock: _Running) -> Suspension:
    served = [one for one in clock.facts.suspensions if one.notice_served]
    covering = [
        one for one in served if any(span.covers(clock.on) for span in standing_spans([one], clock.on, clock.stop))
    ]
    return covering[-1]


def _overrun(clock: _Running) -> int:
    """Return by how many working days the current procedure has outlasted the time told to the applicant, or 0."""
    current = _current(clock)
    gone = clock.calendar.workdays_between(day_in_china(current.begin) - ONE_DAY, clock.today)
    return max(gone - current.expected_days, 0) if current.expected_days else 0


def _remarks(clock: _Running) -> list[str]:
    unserved = [one for one in clock.facts.suspensions if not one.notice_served]
    remarks = [f"{one.procedure or '特别程序'}没有送达书面告知，照常计入期限（{words.PROCEDURE}）" for one in unserved]
    if clock.extension_too_late:
        remarks.append(f"延长在期限届满之后批准，不起作用（{words.DECISION}）")
    if clock.stop is None and any(span.covers(clock.on) for span in clock.spans):
        overrun = _overrun(clock)
        if overrun:
            remarks.append(f"已超过告知的所需时间 {overrun} 个工作日，请尽快结束或者重新书面告知")
    return remarks


def _origin(clock: _Running) -> str:
    if clock.facts.accepted_date is None and clock.rules.start == "acceptance":
        return "视为受理"
    return "受理" if clock.rules.start == "acceptance" else "收到材料"


def _article(clock: _Running) -> str:
    if clock.which == "promised":
        return f"服务承诺，不长于{clock.rules.basis or words.DECISION}的法定期限"
    if clock.rules.basis:
        return clock.rules.basis
    article = words.JOINT_DECISION if clock.rules.joint else words.DECISION
    return f"{article}、{words.IN_WORKDAYS}" if clock.limit[1] == "workday" else article


def _not_started_why(facts: ClockFacts, rules: ClockRules) -> str:
    if facts.ended_at is not None:
        return f"未受理即已终结，期限没有开始（{words.DECISION}）。"
    if facts.correction_requested_at is not None:
        return f"已一次告知补正，还未受理，期限未开始，补正收齐之日起算（{words.CORRECTION}、第五项）。"
    return f"还未受理，期限未开始，自受理之日起算（{rules.basis or words.DECISION}）。"
