"""Slots, check-in, no-shows, overbooking: pure rules (S2-38)."""

import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hall.booking import NOW, TUESDAY, at
from yichuang.hall.rules.appointments import Booked, Limits, blocked_until, judge_check_in, read_code, slot_in_words
from yichuang.hall.rules.opening import WORKDAY, DayHours, Span
from yichuang.hall.rules.overbooking import ENOUGH, beta_cdf, risk_of, suggest, too_many
from yichuang.hall.rules.slots import FAR, FULL, LATE, Plan, slots_of, stranded

HOURS = DayHours(TUESDAY, WORKDAY, (Span(510, 720), Span(810, 1050)))
PLAN = Plan(20, 2)


def test_a_span_s_remainder_makes_no_slot() -> None:
    slots = slots_of(PLAN, HOURS, [], 20, NOW)
    assert [slots[0].start, slots[9].end, slots[10].start] == [at("8:30"), at("11:50"), at("13:30")]
    assert all(slot.left == 2 and slot.free for slot in slots)


def test_a_long_matter_needs_slots_in_a_row_of_one_span() -> None:
    taken = [(at("9:10"), at("9:30"))] * 2
    slots = {slot.start: slot for slot in slots_of(PLAN, HOURS, taken, 50, NOW)}
    assert slots[at("8:30")].why_not == FULL and slots[at("9:30")].end == at("10:30")
    assert at("11:10") not in slots, "it would end after the span"


@pytest.mark.parametrize(
    ("now", "why"),
    [(NOW, ""), (at("7:30"), LATE), (at("8:00", TUESDAY - timedelta(days=15)), FAR), (at("6:30"), "")],
)
def test_notice_and_days_ahead(now: datetime, why: str) -> None:
    assert slots_of(PLAN, HOURS, [], 20, now)[0].why_not == why


def test_windows_that_rest_leave_fewer_places() -> None:
    resting = DayHours(TUESDAY, WORKDAY, HOURS.spans, fewer=1)
    assert slots_of(Plan(20, 2, extra=1), resting, [], 20, NOW)[0].left == 2
    gone = DayHours(TUESDAY, WORKDAY, HOURS.spans, fewer=5)
    assert slots_of(PLAN, gone, [], 20, NOW)[0].why_not == FULL


@given(st.lists(st.integers(0, 20), max_size=60), st.integers(1, 4), st.sampled_from([10, 15, 20, 30]))
def test_booking_what_is_free_never_overbooks(places: list[int], capacity: int, minutes: int) -> None:
    plan = Plan(minutes, capacity)
    taken: list[tuple[datetime, datetime]] = []
    for place in places:
        slots = slots_of(plan, HOURS, taken, 40, NOW)
        slot = slots[place % len(slots)]
        if slot.free:
            taken.append((slot.start, slot.end))
    for cell in slots_of(plan, HOURS, [], minutes, NOW):
        assert sum(start < cell.end and cell.start < end for start, end in taken) <= capacity


def test_who_is_stranded() -> None:
    bookings = [(at("9:00"), at("9:20")), (at("12:00"), at("12:20"))]
    assert stranded(bookings, HOURS) == [False, True]
    touching = DayHours(TUESDAY, WORKDAY, (Span(510, 720), Span(720, 810)))
    assert stranded([(at("11:50"), at("12:10"))], touching) == [False]


LIMITS = Limits()
MINE = Booked("booked", 1, "这里", at("9:10"))


@pytest.mark.parametrize(
    ("one", "site", "now", "code"),
    [
        (MINE, 1, at("9:00"), ""),
        (MINE, 1, at("8:10"), ""),
        (MINE, 1, at("8:09"), "early"),
        (MINE, 1, at("16:00"), ""),  # late, but a ticket is never refused (S2-31)
        (MINE, 2, at("9:00"), "elsewhere"),
        (MINE, 1, at("9:00", TUESDAY - timedelta(days=1)), "other_day"),
        (Booked("cancelled", 1, "这里", at("9:10"), "本人取消"), 1, at("9:00"), "cancelled"),
        (Booked("draft", 1, "这里", at("9:10")), 1, at("9:00"), "unknown"),
        (Booked("no_show", 1, "这里", at("9:10")), 1, at("10:00"), ""),
    ],
)
def test_who_may_check_in(one: Booked, site: int, now: datetime, code: str) -> None:
    trouble = judge_check_in(one, site, LIMITS, now)
    assert (trouble.code if trouble else "") == code
    assert trouble is None or (trouble.said and trouble.todo)


def test_no_shows_end_booking_online_for_a_time() -> None:
    missed = [NOW - timedelta(days=days) for days in (80, 40, 10)]
    assert blocked_until(missed, LIMITS, NOW) == NOW + timedelta(days=20)
    assert blocked_until(missed, LIMITS, NOW + timedelta(days=11)) is None, "the first is too old"
    assert blocked_until(missed[1:], LIMITS, NOW) is None
    assert blocked_until(missed, Limits(no_shows=0), NOW) is None


def test_words() -> None:
    assert slot_in_words(at("9:10"), at("9:30")) == "12月1日（周二）9:10—9:30"
    assert read_code(" 3820-4190 ") == "38204190"
    assert date(2026, 12, 1) == TUESDAY


def test_nothing_is_suggested_before_enough_is_measured() -> None:
    assert suggest(20, ENOUGH - 1, 0).extra == 0
    assert suggest(20, 10, ENOUGH - 11).extra == 0


@given(st.integers(1, 40), st.integers(0, 400), st.integers(0, 200))
def test_the_suggestion_keeps_its_risk(capacity: int, came: int, away: int) -> None:
    said = suggest(capacity, came, away)
    assert said.risk <= 0.05 and 0 <= said.extra <= capacity
    assert said.low <= said.rate <= said.high
    assert said.extra == capacity or came + away < ENOUGH or said.risk_of_next > 0.05
    assert risk_of(capacity, said.extra, came, away) == said.risk


def test_the_risk_is_what_comes_out_when_it_is_played() -> None:
    dice, capacity, extra, a, b = random.Random(7), 10, 2, 13, 57
    played = 40_000
    worse = 0
    for _ in range(played):
        rate = dice.betavariate(a, b)
        came = sum(dice.random() >= rate for _ in range(capacity + extra))
        worse += came > capacity
    assert abs(worse / played - too_many(capacity, extra, a, b)) < 0.01


@pytest.mark.parametrize(("x", "a", "b", "expected"), [(0.5, 1, 1, 0.5), (0.25, 1, 2, 0.4375), (0.1, 2, 3, 0.0523)])
def test_the_beta_distribution(x: float, a: int, b: int, expected: float) -> None:
    assert abs(beta_cdf(x, a, b) - expected) < 1e-4
    assert abs(beta_cdf(0.12, 50, 449) - beta_cdf(0.12, 50, 451)) < 0.02, "the sum and its approximation meet"
