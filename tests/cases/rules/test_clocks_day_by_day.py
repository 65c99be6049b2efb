"""The clocks against an oracle that walks through the days one by one, as a clerk with a wall calendar would."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.cases.rules.clocks import (
    ClockFacts,
    ClockReading,
    ClockRules,
    Extension,
    Suspension,
    decision_clock,
    deemed_acceptance,
    deemed_moment,
    first_yellow_day,
    notice_clock,
    service_clock,
)
from yichuang.foundations.rules.calendar import WorkCalendar

CHINA = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 9, 1)
HORIZON = 400

days = st.integers(0, 150).map(lambda n: FIRST + timedelta(n))
calendars = st.builds(
    WorkCalendar,
    st.dictionaries(st.integers(0, 300).map(lambda n: FIRST + timedelta(n)), st.booleans(), max_size=40),
    st.sampled_from([frozenset({2026}), frozenset({2026, 2027}), frozenset({2025})]),
)
limits = st.tuples(st.integers(0, 30), st.sampled_from(["workday", "natural_day", "same_day"]))
rules = st.builds(
    ClockRules,
    statutory=limits,
    promised=limits,
    notice_days=st.integers(1, 8),
    deemed_rule=st.sampled_from(["five_workdays", "on_the_spot"]),
    service_days=st.integers(1, 12),
    max_extension=st.sampled_from([None, 3, 30]),
    start=st.sampled_from(["acceptance", "receipt"]),
    joint=st.booleans(),
)


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), CHINA) + timedelta(hours=12)


def suspension(begin: date, length: int | None, served: bool, expected: int) -> Suspension:
    end = None if length is None else noon(begin + timedelta(length))
    return Suspension(noon(begin), end, served, "依据", "鉴定", expected)


suspensions = st.lists(
    st.builds(suspension, days, st.none() | st.integers(0, 25), st.booleans(), st.integers(0, 10)), max_size=3
).map(tuple)


@dataclass(frozen=True)
class Walked:
    """What the walk finds on a day."""

    used: int
    overdue: int
    due: date | None
    provisional: bool
    standing: bool


def days_from(day: date) -> Iterator[date]:
    return (day + timedelta(n) for n in range(HORIZON))


def walk(
    start: date,
    total: int,
    natural: bool,
    calendar: WorkCalendar,
    standing: tuple[Suspension, ...],
    on: date,
    stop: date | None,
) -> Walked:
    """Walk from `start` through every day, counting by hand."""

    def stands(day: date) -> bool:
        for one in standing:
            end = one.end.date() if isinstance(one.end, datetime) else stop
            begun = one.begin.date() <= day and one.begin.date() <= on  # type: ignore[union-attr]
            if one.notice_served and begun and (end is None or day < end):
                return True
        return False

    used = counted = overdue = 0
    due: date | None = None
    for day in days_from(start):
        worked = day != start and (natural or calendar.days.get(day, day.weekday() < 5)) and not stands(day)
        counted += worked
        used += worked and day <= on
        overdue += worked and due is not None and day <= on
        if due is None and (counted == total if total else not stands(day)):
            due = day
    last = due or on
    touched = {day.year for day in days_from(start) if start < day <= last}
    blind = not natural and total > 0 and bool(touched - calendar.years)
    return Walked(used, overdue, due, blind, stands(on))


def agrees(reading: ClockReading, walked: Walked, total: int, on: date) -> None:
    late = walked.due is not None and on > walked.due
    left = -walked.overdue if late else max(total - walked.used, 0)
    assert (reading.used, reading.left, reading.due) == (walked.used, left, walked.due)
    assert reading.provisional == walked.provisional
    assert ("放假安排公布后更新" in reading.why) == walked.provisional
    assert (reading.colour == "red") == late
    if reading.state == "running" and not late:
        assert (reading.colour == "yellow") == (3 * left <= total or left <= 1)
    assert reading.why.endswith("。") and "None" not in reading.why


@settings(max_examples=400, deadline=None)
@given(
    calendars,
    rules,
    suspensions,
    days,
    st.integers(0, 40),
    st.integers(0, 90),
    st.sampled_from(["statutory", "promised"]),
)
def test_a_running_decision_clock_agrees_with_the_walk(
    calendar: WorkCalendar,
    rule: ClockRules,
    standing: tuple[Suspension, ...],
    start: date,
    wait: int,
    gone: int,
    which: str,
) -> None:
    on = start + timedelta(gone)
    facts = ClockFacts(noon(start), accepted_date=start, accepted_at=noon(start), suspensions=standing)
    reading = decision_clock(facts, rule, calendar, on, which)  # type: ignore[arg-type]
    value, unit = rule.statutory if which == "statutory" else rule.promised
    total = 0 if unit == "same_day" else value
    walked = walk(start, total, unit == "natural_day", calendar, standing, on, None)
    agrees(reading, walked, total, on)
    assert reading.state == ("standing" if walked.standing else "running")


@settings(max_examples=300, deadline=None)
@given(calendars, rules, suspensions, days, st.integers(0, 90), st.integers(0, 90), st.booleans())
def test_a_stopped_decision_clock_agrees_with_the_walk_and_never_changes_again(
    calendar: WorkCalendar,
    rule: ClockRules,
    standing: tuple[Suspension, ...],
    start: date,
    gone: int,
    later: int,
    ended: bool,
) -> None:
    stop = start + timedelta(gone)
    moment = noon(stop)
    end = {"ended_at": moment} if ended else {"decided_at": moment}
    facts = ClockFacts(noon(start), accepted_date=start, accepted_at=noon(start), suspensions=standing, **end)  # type: ignore[arg-type]
    reading = decision_clock(facts, rule, calendar, stop)
    value, unit = rule.statutory
    total = 0 if unit == "same_day" else value
    agrees(reading, walk(start, total, unit == "natural_day", calendar, standing, stop, stop), total, stop)
    assert reading.state == "stopped"
    assert decision_clock(facts, rule, calendar, stop + timedelta(later)) == reading


@settings(max_examples=200, deadline=None)
@given(calendars, rules, suspensions, days, st.integers(1, 40), st.integers(0, 60), st.integers(0, 90))
def test_an_extension_in_time_lengthens_the_limit_and_a_late_one_does_nothing(
    calendar: WorkCalendar,
    rule: ClockRules,
    standing: tuple[Suspension, ...],
    start: date,
    extra: int,
    after: int,
    gone: int,
) -> None:
    on, approved = start + timedelta(after + gone), start + timedelta(after)
    plain = ClockFacts(noon(start), accepted_date=start, accepted_at=noon(start), suspensions=standing)
    extended = ClockFacts(**{**plain.__dict__, "extension": Extension(extra, noon(approved))})
    without, reading = (decision_clock(facts, rule, calendar, on) for facts in (plain, extended))
    value, unit = rule.statutory
    total = 0 if unit == "same_day" else value
    if without.due is not None and approved > without.due:
        assert (reading.due, reading.left) == (without.due, without.left) and "不起作用" in reading.why
    else:
        longer = total + min(extra, rule.extension_limit)
        agrees(reading, walk(start, longer, unit == "natural_day", calendar, standing, on, None), longer, on)
    assert decision_clock(extended, rule, calendar, on, "promised") == decision_clock(
        plain, rule, calendar, on, "promised"
    )


@settings(max_examples=200, deadline=None)
@given(calendars, rules, days, st.integers(0, 60))
def test_the_notice_clock_and_the_deemed_acceptance_agree_with_the_walk(
    calendar: WorkCalendar, rule: ClockRules, start: date, gone: int
) -> None:
    on = start + timedelta(gone)
    facts = ClockFacts(noon(start))
    total = 0 if rule.deemed_rule == "on_the_spot" else rule.notice_days
    walked = walk(start, total, False, calendar, (), on, None)
    agrees(notice_clock(facts, rule, calendar, on), walked, total, on)
    assert walked.due is not None
    deemed = deemed_acceptance(facts, rule, calendar, on)
    assert deemed_moment(noon(start), rule, calendar) == walked.due + timedelta(1)
    assert (deemed is not None) == (on > walked.due)
    if deemed:
        assert (deemed.as_of, deemed.since) == (start, walked.due + timedelta(1))
        assert deemed.provisional == walked.provisional


@settings(max_examples=200, deadline=None)
@given(calendars, rules, days, st.integers(0, 20), st.integers(0, 60))
def test_told_in_time_means_not_deemed_and_told_late_means_deemed(
    calendar: WorkCalendar, rule: ClockRules, start: date, told: int, gone: int
) -> None:
    notice = start + timedelta(told)
    on = notice + timedelta(gone)
    facts = ClockFacts(noon(start), correction_requested_at=noon(notice))
    due = walk(start, 0 if rule.deemed_rule == "on_the_spot" else rule.notice_days, False, calendar, (), on, None).due
    assert due is not None
    late = notice > due
    assert (deemed_acceptance(facts, rule, calendar, on) is not None) == late
    assert decision_clock(facts, rule, calendar, on).state == ("running" if late else "not_started")
    assert notice_clock(facts, rule, calendar, on).colour == ("red" if late else "green")


@settings(max_examples=200, deadline=None)
@given(calendars, rules, days, st.integers(0, 60), st.none() | st.integers(0, 60))
def test_the_service_clock_agrees_with_the_walk(
    calendar: WorkCalendar, rule: ClockRules, start: date, gone: int, delivered: int | None
) -> None:
    today = start + timedelta(gone)
    handed_out = None if delivered is None else start + timedelta(delivered)
    facts = ClockFacts(noon(start), decided_at=noon(start), delivered_at=noon(handed_out) if handed_out else None)
    reading = service_clock(facts, rule, calendar, today)
    on = handed_out or today
    agrees(reading, walk(start, rule.service_days, False, calendar, (), on, None), rule.service_days, on)
    assert reading.state == ("stopped" if handed_out else "running")


@settings(max_examples=200, deadline=None)
@given(calendars, rules, suspensions, days, st.integers(0, 60))
def test_an_unserved_procedure_never_changes_a_number(
    calendar: WorkCalendar, rule: ClockRules, standing: tuple[Suspension, ...], start: date, gone: int
) -> None:
    unserved = tuple(
        Suspension(one.begin, one.end, False, one.basis, one.procedure, one.expected_days) for one in standing
    )
    on = start + timedelta(gone)
    bare = ClockFacts(noon(start), accepted_date=start, accepted_at=noon(start))
    with_them = ClockFacts(**{**bare.__dict__, "suspensions": unserved})
    first, second = (decision_clock(facts, rule, calendar, on) for facts in (bare, with_them))
    assert (first.state, first.used, first.left, first.due) == (second.state, second.used, second.left, second.due)


@given(calendars, days, st.tuples(st.integers(4, 40), st.sampled_from(["workday", "natural_day"])))
@settings(max_examples=150, deadline=None)
def test_the_first_yellow_day_is_the_first_on_which_the_clock_reads_yellow(
    calendar: WorkCalendar, accepted: date, limit: tuple[int, Any]
) -> None:
    facts = ClockFacts(received_at=noon(accepted), complete_date=accepted, accepted_date=accepted)
    rules = ClockRules(statutory=limit, promised=limit)
    due = decision_clock(facts, rules, calendar, accepted).due
    assert due is not None
    yellow = first_yellow_day(due, limit, calendar)
    walked = (accepted + timedelta(n) for n in range(HORIZON))
    assert yellow == next(day for day in walked if decision_clock(facts, rules, calendar, day).colour == "yellow")
