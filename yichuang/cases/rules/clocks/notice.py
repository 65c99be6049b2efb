"""The notice clock and 视为受理: told nothing in time, the application is accepted as of its receipt.

行政许可法 32(一)4: all that is missing is told at once, on the spot or within five days, else the application counts as
accepted from the day the materials were received. 不动产登记暂行条例 17: on the spot. (Rulebook 2.1.1 nos. 2 and 3.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yichuang.cases.rules.clocks import words
from yichuang.cases.rules.clocks.counting import ONE_DAY, Tally, tally
from yichuang.cases.rules.clocks.facts import (
    ClockFacts,
    ClockReading,
    ClockRules,
    ClockState,
    Colour,
    DeemedAcceptance,
    Moment,
)
from yichuang.foundations.rules.calendar import WorkCalendar, day_in_china, in_chinese


@dataclass(frozen=True)
class Waiting:
    """A time in which the applicant waits to be told something: since the receipt, or the whole supplement."""

    begin: date
    told: date | None
    by_correction: bool = False
    supplemented: bool = False


def notice_clock(facts: ClockFacts, rules: ClockRules, calendar: WorkCalendar, today: date) -> ClockReading:
    """Read the notice clock: from receipt, or the whole supplement, until the applicant is told something.

    It is never suspended. A correction notice stops it; when all that was asked for is there, it runs anew, since the
    authority must then accept (行政许可法 32(一)5).
    """
    waiting = list(waitings(facts))[-1]
    count = tally(waiting.begin, rules.notice_limit, calendar, (), waiting.told or today)
    why = words.sentence(_notice_why(waiting, count, rules, today), count.awaited)
    state: ClockState = "running" if waiting.told is None else "stopped"
    colour: Colour = count.colour if waiting.told is None or count.late else "green"
    return ClockReading(
        state, count.used, count.left, count.due, bool(count.awaited), colour, why, rules.notice_limit[1]
    )


def deemed_moment(received_at: Moment, rules: ClockRules, calendar: WorkCalendar) -> date:
    """Return the first day on which an application received then is deemed accepted: the day after the notice limit.

    The fifth working day lasts until midnight (rulebook 2.1.1 no. 2), “on the spot” until the day of receipt ends.
    """
    due = calendar.due(day_in_china(received_at), *rules.notice_limit)
    return due.date + ONE_DAY


def deemed_acceptance(
    facts: ClockFacts, rules: ClockRules, calendar: WorkCalendar, today: date
) -> DeemedAcceptance | None:
    """Return the acceptance that the law assumes, back-dated; None while the limit runs or nothing is left to deem.

    Nothing is left once the case is accepted, decided or ended, or while a correction notice given in time is open. A
    notice that came too late does not count. `provisional` asks a caller to wait until the year has been loaded.
    """
    if facts.accepted_date or facts.decided_at or facts.ended_at:
        return None
    waiting = missed(facts, rules, calendar, today)
    if waiting is None:
        return None
    count = tally(waiting.begin, rules.notice_limit, calendar, (), today)
    since = deemed_moment(waiting.begin, rules, calendar)
    why = words.sentence(_deemed_why(waiting, count, rules), count.awaited)
    return DeemedAcceptance(waiting.begin, since, why, bool(count.awaited))


def missed(facts: ClockFacts, rules: ClockRules, calendar: WorkCalendar, today: date) -> Waiting | None:
    """Return the first waiting that passed its limit untold; its beginning is the day of the assumed acceptance."""
    for waiting in waitings(facts):
        if (waiting.told or today) >= deemed_moment(waiting.begin, rules, calendar):
            return waiting
    return None


def waitings(facts: ClockFacts) -> Iterator[Waiting]:
    """Give the latest waitings in order: up to the correction notice, then from the whole supplement on."""
    answers = (facts.accepted_at, facts.accepted_date, facts.decided_at, facts.ended_at)
    answer = next((day_in_china(moment) for moment in answers if moment is not None), None)
    if facts.correction_requested_at is None:
        yield Waiting(facts.received, answer)
        return
    corrected = day_in_china(facts.correction_requested_at)
    yield Waiting(facts.supplemented_date or facts.received, corrected, True, facts.supplemented_date is not None)
    if facts.complete_date is not None and facts.complete_date >= corrected:
        yield Waiting(facts.complete_date, answer, supplemented=True)


def _notice_why(waiting: Waiting, count: Tally, rules: ClockRules, today: date) -> str:
    article = _article(rules)
    limit = rules.notice_limit
    origin = _origin(waiting)
    if waiting.told is not None:
        done = "发出一次性补正告知" if waiting.by_correction else "告知申请人处理结果"
        return f"{origin}，已于{in_chinese(waiting.told)}{done}，{words.outcome(count, limit)}（{article}）"
    if count.late:
        return _deemed_why(waiting, count, rules)
    must = f"应在 {words.counted(count.total, limit)}内受理、不予受理或者一次告知补正的全部内容"
    if not count.total:
        must = "应当场受理或者书面告知不予受理"
    return f"{origin}，{must}，{words.progress(count, limit, today)}，逾期不告知即视为受理（{article}）"


def _deemed_why(waiting: Waiting, count: Tally, rules: ClockRules) -> str:
    assert count.due is not None
    passed = "未当场书面告知不予受理" if not count.total else f"{in_chinese(count.due)}期满未告知"
    return f"{_origin(waiting)}，{passed}，自{in_chinese(waiting.begin)}起即为受理（{_article(rules)}）"


def _origin(waiting: Waiting) -> str:
    return f"{in_chinese(waiting.begin)}{'收齐补正材料' if waiting.supplemented else '收到申请材料'}"


def _article(rules: ClockRules) -> str:
    return words.REAL_ESTATE if rules.deemed_rule == "on_the_spot" else words.CORRECTION
