"""The decision and service clocks, article by article (rulebook 2.1, 2.1.1, 2.1.2; design/lifecycle.md, Clocks)."""

from datetime import date
from typing import Any

import pytest

from tests.cases.rules.clock_cases import CALENDAR, EIA, INSTANT, LICENCE, accepted, at, numbers, on, received
from yichuang.cases.rules.clocks import ClockRules, Extension, Suspension, decision_clock, service_clock
from yichuang.foundations.rules.calendar import WorkCalendar

# 行政许可法 42: twenty days from acceptance; the promise runs beside it


@pytest.mark.parametrize(
    "today, statutory, promised",
    [
        ("2018-09-27", (0, 20, "green"), (0, 7, "green")),
        ("2018-10-09", (5, 15, "green"), (5, 2, "yellow")),  # a third of seven days is left
        ("2018-10-11", (7, 13, "green"), (7, 0, "yellow")),
        ("2018-10-12", (8, 12, "green"), (8, -1, "red")),
        ("2018-10-19", (13, 7, "green"), (13, -6, "red")),
        ("2018-10-22", (14, 6, "yellow"), (14, -7, "red")),
        ("2018-10-31", (21, -1, "red"), (21, -14, "red")),
    ],
)
def test_article_42_gives_twenty_working_days_and_the_promise_runs_beside_it(
    today: str, statutory: tuple[Any, ...], promised: tuple[Any, ...]
) -> None:
    law = decision_clock(accepted(), LICENCE, CALENDAR, on(today), "statutory")
    promise = decision_clock(accepted(), LICENCE, CALENDAR, on(today), "promised")
    assert (law.used, law.left, law.colour) == statutory and law.due == on("2018-10-30")
    assert (promise.used, promise.left, promise.colour) == promised and promise.due == on("2018-10-11")


def test_a_weekend_after_the_due_day_is_late_though_no_working_day_has_passed() -> None:
    facts = accepted("2018-10-12")
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2018-11-10"))  # due on Friday the 9th, read on Saturday
    assert numbers(reading) == ("running", 20, 0, "2018-11-09", "red")
    assert "已于2018年11月9日期满，已经逾期" in reading.why


def test_before_acceptance_the_decision_clock_has_not_started() -> None:
    reading = decision_clock(received(), LICENCE, CALENDAR, on("2018-09-28"))
    assert numbers(reading) == ("not_started", 0, None, None, "grey")
    assert "还未受理，期限未开始" in reading.why


def test_a_correction_does_not_suspend_the_decision_clock_it_has_not_started() -> None:
    facts = received(correction_requested_at=at("2018-09-28"))
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2019-03-01"))
    assert reading.state == "not_started" and "补正收齐之日起算" in reading.why and "第三十二条" in reading.why


def test_the_decision_clock_runs_from_the_day_all_was_complete() -> None:
    facts = received(
        correction_requested_at=at("2018-09-28"), complete_date=on("2018-11-01"), accepted_date=on("2018-11-05")
    )
    assert decision_clock(facts, LICENCE, CALENDAR, on("2018-11-05")).due == on("2018-11-29")


def test_a_tolerated_material_that_comes_later_does_not_move_the_start() -> None:
    facts = received(accepted_date=on("2018-09-27"), complete_date=on("2018-10-15"))
    assert decision_clock(facts, LICENCE, CALENDAR, on("2018-10-15")).due == on("2018-10-30")


@pytest.mark.parametrize(
    "decided, colour, words", [("2018-10-30", "green", "之内"), ("2018-10-31", "red", "超过 1 个工作日")]
)
def test_the_decision_stops_the_clock_in_time_or_late(decided: str, colour: str, words: str) -> None:
    reading = decision_clock(accepted(decided_at=at(decided)), LICENCE, CALENDAR, on("2019-03-01"))
    assert (reading.state, reading.colour, reading.due) == ("stopped", colour, on("2018-10-30"))
    assert words in reading.why


def test_a_withdrawn_case_stops_in_grey() -> None:
    reading = decision_clock(accepted(ended_at=at("2018-10-09")), LICENCE, CALENDAR, on("2018-12-03"))
    assert numbers(reading) == ("stopped", 5, 15, "2018-10-30", "grey") and "终结" in reading.why


def test_joint_handling_cites_its_own_paragraph() -> None:
    rules = ClockRules((45, "workday"), (20, "workday"), joint=True)
    assert "行政许可法第四十二条第二款" in decision_clock(accepted(), rules, CALENDAR, on("2018-10-09")).why
    assert rules.extension_limit == 15 and LICENCE.extension_limit == 10


# 环境影响评价法 22: from receipt, in natural days


def test_an_environmental_report_form_is_counted_from_receipt_in_natural_days() -> None:
    reading = decision_clock(received(), EIA, CALENDAR, on("2018-09-28"))
    assert numbers(reading) == ("running", 1, 29, "2018-10-27", "green")
    assert "收到材料的次日起算" in reading.why and "环境影响评价法第二十二条" in reading.why


def test_a_correction_of_an_environmental_report_waits_for_the_supplement() -> None:
    facts = received(correction_requested_at=at("2018-09-28"))
    assert decision_clock(facts, EIA, CALENDAR, on("2018-10-15")).state == "not_started"
    whole = received(correction_requested_at=at("2018-09-28"), complete_date=on("2018-10-15"))
    assert decision_clock(whole, EIA, CALENDAR, on("2018-10-15")).due == on("2018-11-14")


# 即办


def test_a_promise_of_nothing_is_kept_on_the_same_day() -> None:
    same_day = decision_clock(accepted(), INSTANT, CALENDAR, on("2018-09-27"), "promised")
    assert numbers(same_day) == ("running", 0, 0, "2018-09-27", "yellow") and "应当日作出决定" in same_day.why
    assert decision_clock(accepted(), INSTANT, CALENDAR, on("2018-09-28"), "promised").colour == "red"
    done = decision_clock(accepted(decided_at=at("2018-09-27")), INSTANT, CALENDAR, on("2018-12-03"), "promised")
    assert (done.state, done.colour) == ("stopped", "green") and "当日完成" in done.why


# 行政许可法 45: special procedures


def inspection(begin: str, end: str | None, *, served: bool = True, days: int = 5) -> Suspension:
    return Suspension(
        at(begin), at(end) if end else None, served, "道路货物运输及站场管理规定第十一条", "现场核查", days
    )


def test_during_a_special_procedure_the_clock_stands_and_nobody_knows_the_due_day() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", None),))
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2018-10-15"))
    assert numbers(reading) == ("standing", 5, 15, None, "grey")
    assert "现场核查自2018年10月10日起，书面告知已送达" in reading.why and "行政许可法第四十五条" in reading.why


def test_the_days_from_the_served_notice_to_the_resumption_are_left_out() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", "2018-10-17"),))
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2018-10-17"))
    # 10, 11, 12, 15 and 16 October do not count; the 17th, the day of resumption, does.
    assert numbers(reading) == ("running", 6, 14, "2018-11-06", "green")


def test_a_procedure_without_its_written_notice_served_stops_nothing() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", None, served=False),))
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2018-10-15"))
    assert (reading.state, reading.used, reading.due) == ("running", 9, on("2018-10-30"))
    assert "没有送达书面告知，照常计入期限" in reading.why


def test_a_procedure_of_one_day_stops_nothing() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", "2018-10-10"),))
    assert decision_clock(facts, LICENCE, CALENDAR, on("2018-10-15")).due == on("2018-10-30")


def test_a_procedure_begun_after_the_limit_was_over_does_not_heal_the_delay() -> None:
    facts = accepted(suspensions=(inspection("2018-11-01", None),))
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2018-11-15"))
    # The 31st was the one day late before the clock stood.
    assert (reading.state, reading.colour, reading.due, reading.left) == ("standing", "red", on("2018-10-30"), -1)


def test_a_procedure_that_outlasts_the_time_told_is_yellow_and_says_so() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", None, days=3),))
    assert decision_clock(facts, LICENCE, CALENDAR, on("2018-10-12")).colour == "grey"
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2018-10-15"))
    assert reading.colour == "yellow" and "已超过告知的所需时间 1 个工作日" in reading.why


def test_overlapping_procedures_are_left_out_once() -> None:
    both = (inspection("2018-10-10", "2018-10-17"), inspection("2018-10-12", "2018-10-16"))
    one = (inspection("2018-10-10", "2018-10-17"),)
    readings = [
        decision_clock(accepted(suspensions=some), LICENCE, CALENDAR, on("2018-10-22"))
        for some in (both, both[::-1], one)
    ]
    assert len({numbers(reading) for reading in readings}) == 1


def test_a_reading_of_an_earlier_day_does_not_know_the_procedure_to_come() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", None),))
    assert numbers(decision_clock(facts, LICENCE, CALENDAR, on("2018-10-09"))) == (
        "running", 5, 15, "2018-10-30", "green",
    )  # fmt: skip


def test_a_decision_ends_the_procedure_that_was_still_open() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", None),), decided_at=at("2018-10-17"))
    assert numbers(decision_clock(facts, LICENCE, CALENDAR, on("2019-03-01"))) == (
        "stopped", 6, 14, "2018-11-06", "green",
    )  # fmt: skip


def test_a_served_procedure_stops_the_promise_as_well() -> None:
    facts = accepted(suspensions=(inspection("2018-10-10", "2018-10-17"),))
    assert decision_clock(facts, LICENCE, CALENDAR, on("2018-10-17"), "promised").due == on("2018-10-18")


def test_natural_days_inside_a_procedure_are_left_out_too() -> None:
    facts = received(suspensions=(inspection("2018-10-10", "2018-10-20"),))
    assert decision_clock(facts, EIA, CALENDAR, on("2018-10-22")).due == on("2018-11-06")


# 行政许可法 42: one extension


@pytest.mark.parametrize("days, due", [(5, "2018-11-06"), (10, "2018-11-13"), (30, "2018-11-13")])
def test_an_extension_adds_at_most_ten_working_days(days: int, due: str) -> None:
    facts = accepted(extension=Extension(days, at("2018-10-29")))
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2018-10-30"))
    assert reading.due == on(due) and "含延长" in reading.why


def test_an_extension_of_joint_handling_may_be_fifteen_days() -> None:
    rules = ClockRules((45, "workday"), (20, "workday"), joint=True)
    facts = accepted("2018-10-08", extension=Extension(15, at("2018-11-29")))
    assert decision_clock(facts, rules, CALENDAR, on("2018-11-30")).due == CALENDAR.add_workdays(on("2018-10-08"), 60)


def test_an_extension_approved_on_the_last_day_counts_and_the_day_after_does_not() -> None:
    in_time = accepted(extension=Extension(10, at("2018-10-30", "17:00")))
    too_late = accepted(extension=Extension(10, at("2018-10-31")))
    assert decision_clock(in_time, LICENCE, CALENDAR, on("2018-11-01")).due == on("2018-11-13")
    reading = decision_clock(too_late, LICENCE, CALENDAR, on("2018-11-01"))
    assert reading.due == on("2018-10-30") and "不起作用" in reading.why


def test_a_promise_is_not_lengthened_by_an_extension() -> None:
    facts = accepted(extension=Extension(10, at("2018-10-09")))
    assert decision_clock(facts, LICENCE, CALENDAR, on("2018-10-09"), "promised").due == on("2018-10-11")


# 行政许可法 44: ten days to issue and serve


def test_the_service_clock_waits_for_the_decision() -> None:
    reading = service_clock(accepted(), LICENCE, CALENDAR, on("2018-10-09"))
    assert numbers(reading) == ("not_started", 0, None, None, "grey") and "第四十四条" in reading.why


@pytest.mark.parametrize(
    "today, expected",
    [
        ("2018-10-12", ("running", 0, 10, "2018-10-26", "green")),
        ("2018-10-23", ("running", 7, 3, "2018-10-26", "yellow")),
        ("2018-10-26", ("running", 10, 0, "2018-10-26", "yellow")),
        ("2018-10-29", ("running", 11, -1, "2018-10-26", "red")),
    ],
)
def test_article_44_gives_ten_working_days_from_the_decision(today: str, expected: tuple[Any, ...]) -> None:
    facts = accepted(decided_at=at("2018-10-12"))
    assert numbers(service_clock(facts, LICENCE, CALENDAR, on(today))) == expected


@pytest.mark.parametrize("delivered, colour", [("2018-10-26", "green"), ("2018-10-29", "red")])
def test_delivery_stops_the_service_clock(delivered: str, colour: str) -> None:
    facts = accepted(decided_at=at("2018-10-12"), delivered_at=at(delivered))
    reading = service_clock(facts, LICENCE, CALENDAR, on("2019-03-01"))
    assert (reading.state, reading.colour) == ("stopped", colour) and "送达" in reading.why


# design/lifecycle.md: a due date in a year not loaded is provisional


def test_a_due_day_in_a_year_not_loaded_is_provisional_and_says_so() -> None:
    facts = accepted("2026-12-10")
    reading = decision_clock(facts, LICENCE, CALENDAR, on("2026-12-11"))
    assert reading.provisional and reading.why.endswith("；2027 年放假安排公布后更新。")
    assert reading.due == on("2027-01-07")
    certain = decision_clock(facts, LICENCE, CALENDAR, on("2026-12-11"), "promised")
    assert (certain.provisional, certain.due) == (False, on("2026-12-21"))


def test_loading_the_year_moves_the_provisional_day() -> None:
    loaded = WorkCalendar({**CALENDAR.days, date(2027, 1, 1): False}, CALENDAR.years | {2027})
    reading = decision_clock(accepted("2026-12-10"), LICENCE, loaded, on("2026-12-11"))
    assert (reading.provisional, reading.due) == (False, on("2027-01-08"))
