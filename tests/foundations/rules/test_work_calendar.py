"""The working-day calendar (rulebook 2.1.1 no. 1, 2.6; design/lifecycle.md, Clocks)."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import holidays as holidays_package
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.foundations.calendar_source import FIRST_YEAR, LAST_YEAR, NOTICES, initial_days
from yichuang.foundations.rules.calendar import Due, WorkCalendar, day_in_china, provisional_note

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
CALENDAR = WorkCalendar({day: worked for day, worked, _ in initial_days(YEARS)}, frozenset(YEARS))

days = st.dates(date(2017, 12, 1), date(2028, 3, 1))
exceptions = st.dictionaries(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=60)


def span(first: str, last: str) -> list[date]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [begin + timedelta(n) for n in range((end - begin).days + 1)]


# The State Council's notices as the rulebook quotes them (2.6): holidays, and weekend days worked.
NOTICE_2018 = (
    [
        "2018-01-01",
        "2018-02-15..2018-02-21",
        "2018-04-05..2018-04-07",
        "2018-04-29..2018-05-01",
        "2018-06-18",
        "2018-09-24",
        "2018-10-01..2018-10-07",
        "2018-12-30..2018-12-31",
    ],
    ["2018-02-11", "2018-02-24", "2018-04-08", "2018-04-28", "2018-09-29", "2018-09-30", "2018-12-29"],
)
NOTICE_2025 = (
    [
        "2025-01-01",
        "2025-01-28..2025-02-04",
        "2025-04-04..2025-04-06",
        "2025-05-01..2025-05-05",
        "2025-05-31..2025-06-02",
        "2025-10-01..2025-10-08",
    ],
    ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
)
NOTICE_2026 = (
    [
        "2026-01-01..2026-01-03",
        "2026-02-15..2026-02-23",
        "2026-04-04..2026-04-06",
        "2026-05-01..2026-05-05",
        "2026-06-19..2026-06-21",
        "2026-09-25..2026-09-27",
        "2026-10-01..2026-10-07",
    ],
    ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
)


@pytest.mark.parametrize("year, notice", [(2018, NOTICE_2018), (2025, NOTICE_2025), (2026, NOTICE_2026)])
def test_a_year_is_loaded_exactly_as_its_notice_reads(year: int, notice: tuple[list[str], list[str]]) -> None:
    off = {day for text in notice[0] for day in span(text[:10], text[-10:])}
    worked = {date.fromisoformat(text) for text in notice[1]}
    # A notice may leave out the weekend that touches a holiday; a weekend day is off with or without it.
    loaded = {day: is_workday for day, is_workday, _ in initial_days([year])}
    assert {day for day, is_workday in loaded.items() if is_workday} == worked
    assert {day for day, is_workday in loaded.items() if not is_workday and day.weekday() < 5} == {
        day for day in off if day.weekday() < 5
    }
    assert all(not CALENDAR.is_workday(day) for day in off)


def test_every_day_of_2018_to_2026_agrees_with_two_independent_packages() -> None:
    other = holidays_package.country_holidays("CN", years=list(YEARS))
    differ = [
        day
        for day in span("2018-01-01", "2026-12-31")
        if not CALENDAR.is_workday(day) == other.is_working_day(day) == chinese_calendar.is_workday(day)
    ]
    assert differ == []


def test_the_first_import_names_its_days_and_its_notices() -> None:
    rows = {day: (worked, name) for day, worked, name in initial_days([2018])}
    assert rows[date(2018, 10, 1)] == (False, "国庆节")
    assert rows[date(2018, 4, 5)] == (False, "清明节")
    assert rows[date(2018, 12, 29)] == (True, "元旦调休上班")
    assert set(NOTICES) == set(YEARS) and all("国办发明电〔" in text for text in NOTICES.values())
    assert initial_days() == initial_days(YEARS) == sorted(initial_days())


def test_a_year_that_was_never_published_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="2027"):
        initial_days([2026, 2027])


@pytest.mark.parametrize(
    "start, count, expected",
    [  # rulebook 2.6
        ("2018-09-27", 5, "2018-10-09"),
        ("2018-09-21", 2, "2018-09-26"),
        ("2018-09-29", 1, "2018-09-30"),
        ("2018-12-28", 5, "2019-01-07"),
        # received on a day of rest (5+X service): that day is the receipt, day one is the working day after it
        ("2018-10-03", 1, "2018-10-08"),
        ("2018-09-27", 0, "2018-09-27"),
        ("2018-10-09", -5, "2018-09-27"),
    ],
)
def test_working_days_are_added_over_holidays_and_make_up_days(start: str, count: int, expected: str) -> None:
    assert CALENDAR.add_workdays(date.fromisoformat(start), count) == date.fromisoformat(expected)


@given(days, st.integers(0, 60))
def test_the_nth_working_day_after_a_day_has_n_working_days_before_it_and_is_worked(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(start, count)
    counted = [day for day in (start + timedelta(n + 1) for n in range((end - start).days)) if CALENDAR.is_workday(day)]
    assert len(counted) == count == CALENDAR.workdays_between(start, end)
    assert count == 0 or counted[-1] == end


@given(exceptions, st.dates(date(2023, 12, 1), date(2027, 1, 31)), st.dates(date(2023, 12, 1), date(2027, 1, 31)))
def test_counting_by_weeks_equals_counting_day_by_day(table: dict[date, bool], first: date, last: date) -> None:
    calendar = WorkCalendar(table, frozenset({2024}))
    low, high = min(first, last), max(first, last)
    by_hand = sum(
        table.get(low + timedelta(n + 1), (low + timedelta(n + 1)).weekday() < 5) for n in range((high - low).days)
    )
    assert calendar.workdays_between(low, high) == by_hand
    assert calendar.workdays_between(high, low) == -by_hand


def test_natural_days_begin_on_the_next_calendar_day_and_are_not_moved_by_holidays() -> None:
    due = CALENDAR.due(date(2018, 9, 27), 5, "natural_day")
    assert due == Due(date(2018, 10, 2), False, "自次日2018年9月28日起算，第5日为2018年10月2日")


def test_natural_days_need_no_holiday_table() -> None:
    assert not CALENDAR.due(date(2026, 12, 20), 60, "natural_day").provisional


@pytest.mark.parametrize("value, unit", [(0, "workday"), (0, "natural_day"), (0, "same_day"), (1, "same_day")])
def test_a_limit_of_nothing_is_the_same_day_even_when_it_is_not_worked(value: int, unit: str) -> None:
    due = CALENDAR.due(date(2018, 10, 3), value, unit)  # type: ignore[arg-type]
    assert (due.date, due.provisional) == (date(2018, 10, 3), False)


def test_a_due_day_says_how_it_was_counted() -> None:
    due = CALENDAR.due(date(2018, 9, 27), 5, "workday")
    assert due == Due(date(2018, 10, 9), False, "自次一工作日2018年9月28日起算，第5个工作日为2018年10月9日")


def test_a_due_day_in_a_year_not_loaded_is_counted_on_weekdays_and_says_so() -> None:
    due = CALENDAR.due(date(2026, 12, 29), 5, "workday")
    assert (due.date, due.provisional) == (date(2027, 1, 5), True)
    assert "2027 年放假安排公布后更新" in due.why
    assert CALENDAR.is_provisional(date(2027, 1, 1)) and not CALENDAR.is_provisional(date(2026, 12, 31))


def test_a_limit_that_ends_on_the_last_loaded_day_is_certain() -> None:
    assert CALENDAR.due(date(2026, 12, 29), 2, "workday") == Due(
        date(2026, 12, 31), False, "自次一工作日2026年12月30日起算，第2个工作日为2026年12月31日"
    )
    assert CALENDAR.due(date(2026, 12, 31), 1, "workday").provisional


@given(st.dates(date(2016, 1, 1), date(2028, 12, 31)), st.integers(1, 60))
def test_a_due_day_is_provisional_exactly_when_a_counted_day_lies_in_a_year_not_loaded(start: date, value: int) -> None:
    due = CALENDAR.due(start, value, "workday")
    counted = [start + timedelta(n + 1) for n in range((due.date - start).days)]
    missing = sorted({day.year for day in counted} - CALENDAR.years)
    assert due.provisional == bool(missing)
    assert all(f"{year}" in due.why.split("（")[-1] for year in missing)


@given(st.dates(date(2018, 1, 1), date(2025, 10, 1)), st.integers(1, 45))
def test_a_provisional_day_is_later_than_the_truth_by_no_more_than_the_make_up_days(start: date, value: int) -> None:
    blind = WorkCalendar({}, frozenset())
    guess, truth = blind.due(start, value, "workday").date, CALENDAR.due(start, value, "workday").date
    made_up = sum(
        CALENDAR.is_workday(day) and day.weekday() >= 5
        for day in (start + timedelta(n) for n in range(400))
        if day <= guess
    )
    assert blind.workdays_between(truth, guess) <= made_up


def test_a_range_without_a_day_misses_no_year() -> None:
    blind = WorkCalendar({}, frozenset())
    assert blind.unloaded_years(date(2026, 9, 1), date(2026, 9, 1)) == ()
    assert blind.unloaded_years(date(2026, 12, 31), date(2027, 1, 1)) == (2027,)


def test_several_missing_years_are_all_named() -> None:
    assert provisional_note([2028, 2027]) == "2027、2028 年放假安排公布后更新"
    assert provisional_note([]) == ""


@pytest.mark.parametrize("value, unit", [(-1, "workday"), (30_000, "workday"), (30_000, "natural_day"), (5, "weeks")])
def test_a_limit_that_cannot_be_is_refused(value: int, unit: str) -> None:
    with pytest.raises(ValueError):
        CALENDAR.due(date(2018, 9, 27), value, unit)  # type: ignore[arg-type]


def test_the_day_of_an_instant_is_the_chinese_day() -> None:
    assert day_in_china(datetime(2018, 9, 26, 16, 30, tzinfo=UTC)) == date(2018, 9, 27)
    assert day_in_china(date(2018, 9, 27)) == date(2018, 9, 27)
    with pytest.raises(ValueError, match="time zone"):
        day_in_china(datetime(2018, 9, 27, 8, 0))
