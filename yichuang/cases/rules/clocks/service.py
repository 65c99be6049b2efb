"""The service clock: served in ten working days from the decision (行政许可法 44; rulebook 2.1.1 no. 7)."""

from datetime import date

from yichuang.cases.rules.clocks import words
from yichuang.cases.rules.clocks.counting import tally
from yichuang.cases.rules.clocks.facts import ClockFacts, ClockReading, ClockRules, ClockState, Colour, Limit
from yichuang.foundations.rules.calendar import WorkCalendar, day_in_china, in_chinese


def service_clock(facts: ClockFacts, rules: ClockRules, calendar: WorkCalendar, today: date) -> ClockReading:
    """Read the service clock: from the decision until the result is in the applicant's hand.

    Delivered is what was signed for at the counter, signed for to the courier, or read electronically. A denial is
    served within the same time.
    """
    if facts.decided_at is None:
        why = f"还未作出决定，送达期限未开始（{words.SERVICE}）。"
        return ClockReading("not_started", 0, None, None, False, "grey", why)
    start = day_in_china(facts.decided_at)
    stop = day_in_china(facts.delivered_at) if facts.delivered_at is not None else None
    limit: Limit = (rules.service_days, "workday")
    count = tally(start, limit, calendar, (), stop or today)
    article = f"{words.SERVICE}、{words.IN_WORKDAYS}"
    if stop is None:
        progress = words.progress(count, limit, today, "颁发、送达")
        why = f"{in_chinese(start)}作出决定，{words.length('送达期限', count, limit)}，{progress}（{article}）"
    else:
        why = f"已于{in_chinese(stop)}送达，{words.outcome(count, limit)}（{article}）"
    state: ClockState = "running" if stop is None else "stopped"
    colour: Colour = count.colour if stop is None or count.late else "green"
    why = words.sentence(why, count.awaited)
    return ClockReading(state, count.used, count.left, count.due, bool(count.awaited), colour, why)
