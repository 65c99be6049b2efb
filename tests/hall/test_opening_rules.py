"""The opening calendar: week, holidays, make-up days, X, turns, blackouts, exceptional days; always in order and with a reason (S2-38)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.demo.booking import CENTRE, VILLAGE
from yichuang.foundations.rules.calendar import WorkCalendar
from yichuang.hall.rules.opening import (
    HOLIDAY,
    LAST,
    WORKDAY,
    Blackout,
    DayHours,
    Exceptional,
    Extra,
    Rules,
    Turn,
    hours_in_words,
    hours_on,
)
from yichuang.hall.rules.opening_document import (
    Unreadable,
    faults,
    from_json,
    in_words,
    read_spans,
    spans_text,
    to_json,
    week_in_words,
)

# The National Day of 2026 as the demonstration has it in outline: holidays from a Thursday, a Saturday worked instead.
CALENDAR = WorkCalendar(
    {date(2026, 10, 1): False, date(2026, 10, 2): False, date(2026, 10, 10): True}, frozenset({2026})
)
PLAIN, LUNCH, NIGHT = "8:30—12:00、13:30—17:30", "8:30—17:30", "8:30—20:00"


def on(day: date, board: str = "A", *exceptions: Exceptional, rules: Rules = CENTRE) -> DayHours:
    return hours_on(rules, exceptions, CALENDAR, day, board)


@pytest.mark.parametrize(
    ("day", "board", "hours", "why"),
    [
        (date(2026, 11, 30), "C", PLAIN, ""),
        (date(2026, 11, 30), "A", LUNCH, ""),  # lunch duty of some boards only
        (date(2026, 11, 30), "", PLAIN, ""),  # the site as a whole: what holds for all boards
        (date(2026, 12, 2), "A", NIGHT, ""),  # the evening of Wednesday
        (date(2026, 12, 2), "F", LUNCH, ""),
        (date(2026, 12, 5), "A", "9:00—11:30", ""),  # Saturday
        (date(2026, 12, 6), "A", "", "双休日不办公"),
        (date(2026, 10, 1), "A", "", "法定节假日不办公"),
        (date(2026, 10, 10), "C", PLAIN, ""),  # a Saturday worked counts as Monday
        (date(2026, 11, 27), "C", "8:30—12:00、13:30—16:00", ""),  # study on the last Friday
        (date(2026, 11, 20), "C", PLAIN, ""),
    ],
)
def test_what_is_open_when(day: date, board: str, hours: str, why: str) -> None:
    found = on(day, board)
    assert (hours_in_words(found.spans), found.closed) == (hours, why)
    assert all(span.reason for span in found.spans)


@pytest.mark.parametrize(("day", "fewer"), [(date(2026, 1, 7), 1), (date(2026, 1, 14), 0), (date(2026, 1, 21), 1)])
def test_windows_rest_by_turns_every_other_week(day: date, fewer: int) -> None:
    found = on(day, "D")
    assert (found.fewer, found.resting) == (fewer, ("04",) if fewer else ())
    assert found.is_open and on(day, "A").fewer == 0


def test_a_board_rests_by_turns() -> None:
    rules = Rules(weekly=(((510, 720), (810, 1050)),) * 7, turns=(Turn("周一下午轮休", 0, 810, 1050, boards=("B",)),))
    monday = date(2026, 11, 30)
    assert hours_in_words(on(monday, "B", rules=rules).spans) == "8:30—12:00"
    assert hours_in_words(on(monday, "A", rules=rules).spans) == PLAIN
    whole = Rules(weekly=rules.weekly, turns=(Turn("周一轮休", 0, boards=("B",)),))
    assert on(monday, "B", rules=whole).closed == "周一轮休"


def test_exceptional_days_go_before_everything() -> None:
    day = date(2026, 12, 1)
    typhoon = Exceptional(day, (), "台风停办")
    assert on(day, "A", typhoon).closed == "台风停办"
    own = Exceptional(day, ((540, 600),), "系统升级", "A")
    assert on(day, "A", typhoon, own).closed == "台风停办", "a closed site closes every board"
    assert hours_in_words(on(day, "A", own).spans) == "9:00—10:00"
    assert hours_in_words(on(day, "C", own).spans) == PLAIN
    festival = Exceptional(date(2026, 10, 1), ((540, 690),), "国庆值班")
    found = on(date(2026, 10, 1), "C", festival)
    assert (found.kind, found.spans[0].reason) == (HOLIDAY, "国庆值班")
    assert found.covers(540, 690) and not found.covers(540, 691)


FIVE = 5  # minutes
SPAN = st.integers(0, 287).flatmap(
    lambda first: st.integers(first + 1, 288).map(lambda last: (first * FIVE, last * FIVE))
)
BOARDS = st.lists(st.sampled_from("ABC"), max_size=2).map(tuple)


@st.composite
def some_rules(draw: Any) -> Rules:
    def times() -> dict[str, Any]:
        start, end = draw(SPAN)
        return {"start": start, "end": end}

    week = [tuple(draw(st.lists(SPAN, max_size=3))) for _ in range(7)]
    extras = [
        Extra("加开", boards=draw(BOARDS), every=draw(st.integers(1, 3)), since=date(2026, 1, 1), **times())
        for _ in range(2)
    ]
    turns = [Turn("轮休", draw(st.integers(0, 6)), boards=draw(BOARDS), fewer=1, **times())]
    blackouts = [Blackout("停办", draw(st.integers(0, 6)), nth=draw(st.sampled_from([0, 1, LAST])), **times())]
    return Rules(tuple(week), draw(st.integers(0, 4)), tuple(extras), tuple(turns), tuple(blackouts))


@given(some_rules(), st.integers(0, 364), st.sampled_from(["", "A", "B"]))
def test_spans_are_in_order_apart_and_with_reasons(rules: Rules, step: int, board: str) -> None:
    day = date(2026, 1, 1) + timedelta(days=step)
    found = hours_on(rules, (), CALENDAR, day, board)
    ends = [0]
    for span in found.spans:
        assert ends[-1] <= span.start < span.end <= 24 * 60 and span.reason
        ends.append(span.end)
    assert bool(found.spans) != bool(found.closed), "open, or closed with a reason"
    assert from_json(to_json(rules)) == rules
    shut = hours_on(rules, [Exceptional(day, (), "停办")], CALENDAR, day, board)
    assert not shut.spans and shut.closed == "停办"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8:30-12:00、13:30-17:30", ((510, 720), (810, 1050))),
        ("13:30—17:30，8:30至12:00", ((510, 720), (810, 1050))),
        ("", ()),
        ("0:00-24:00", ((0, 1440),)),
    ],
)
def test_spans_are_read_as_people_write_them(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert read_spans(text) == spans == read_spans(spans_text(spans))


@pytest.mark.parametrize("text", ["8:30", "8:30-8:30", "9-12", "8:30-25:00", "8:30-12:00、11:00-13:00", "早上"])
def test_what_is_no_span_is_told(text: str) -> None:
    with pytest.raises(Unreadable):
        read_spans(text)


def test_faults_of_rules_are_all_named() -> None:
    wrong = Rules(
        extras=(Extra("", 600, 500, boards=("Z",)), Extra("隔周", 500, 600, every=2)),
        turns=(Turn("没说谁", 0), Turn("窗口", 0, windows=("77",))),
    )
    said = "".join(faults(wrong, ["A"], ["01"]))
    for word in ("没有名称", "不晚于", "“Z”", "隔周执行", "哪个板块或窗口", "“77”"):
        assert word in said
    assert faults(CENTRE, list("ABCDEFG"), ["04"]) == []


def test_rules_read_as_officials_write_them() -> None:
    assert in_words(CENTRE.extras[1], {"A": "综合受理"}) == "工作日（周三）17:30—20:00，综合受理、B"
    assert in_words(CENTRE.blackouts[0]) == "每月最后一个周五 16:00—17:30"
    assert week_in_words(VILLAGE)[0] == ("周一", "9:00—11:30")
    assert week_in_words(CENTRE) == [("周一至周五", PLAIN), ("周六至周日", "不开放")]
    assert CENTRE.extras[0].kinds[0] == WORKDAY
