"""The notice clock and 视为受理, article by article (rulebook 2.1.1 nos. 1 to 3, 2.1.2, part 9)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cases.rules.clock_cases import CALENDAR, LICENCE, REAL_ESTATE, accepted, at, numbers, on, received
from yichuang.cases.rules.clocks import ClockFacts, decision_clock, deemed_acceptance, deemed_moment, notice_clock

# 行政许可法 32(一)4: five days for the one-time notice


@pytest.mark.parametrize(
    "today, expected",
    [
        ("2018-09-27", ("running", 0, 5, "2018-10-09", "green")),
        ("2018-09-28", ("running", 1, 4, "2018-10-09", "green")),
        ("2018-09-30", ("running", 3, 2, "2018-10-09", "green")),  # a Sunday, worked
        ("2018-10-05", ("running", 3, 2, "2018-10-09", "green")),  # a holiday
        ("2018-10-08", ("running", 4, 1, "2018-10-09", "yellow")),
        ("2018-10-09", ("running", 5, 0, "2018-10-09", "yellow")),
        ("2018-10-10", ("running", 6, -1, "2018-10-09", "red")),
    ],
)
def test_article_32_gives_five_working_days_from_the_receipt(today: str, expected: tuple[Any, ...]) -> None:
    assert numbers(notice_clock(received(), LICENCE, CALENDAR, on(today))) == expected


def test_the_notice_clock_cites_its_article_and_says_what_to_do_until_when() -> None:
    why = notice_clock(received(), LICENCE, CALENDAR, on("2018-09-28")).why
    assert why == (
        "2018年9月27日收到申请材料，应在 5 个工作日内受理、不予受理或者一次告知补正的全部内容，"
        "已用 1 个工作日，还剩 4 个工作日，应于2018年10月9日前（含当日）告知，"
        "逾期不告知即视为受理（行政许可法第三十二条第一款第四项）。"
    )


def test_acceptance_refusal_and_correction_notice_each_stop_the_notice_clock() -> None:
    answers: list[dict[str, Any]] = [
        {"accepted_date": on("2018-09-28")},
        {"ended_at": at("2018-09-28")},
        {"correction_requested_at": at("2018-09-28")},
    ]
    for answer in answers:
        reading = notice_clock(received(**answer), LICENCE, CALENDAR, on("2018-11-01"))
        assert numbers(reading) == ("stopped", 1, 4, "2018-10-09", "green")


def test_a_late_answer_leaves_the_notice_clock_red() -> None:
    facts = received(accepted_date=on("2018-09-27"), accepted_at=at("2018-10-10"))
    assert numbers(notice_clock(facts, LICENCE, CALENDAR, on("2018-11-01"))) == (
        "stopped", 6, -1, "2018-10-09", "red",
    )  # fmt: skip


def test_after_a_whole_supplement_the_authority_has_five_days_again() -> None:
    facts = received(correction_requested_at=at("2018-09-28"), complete_date=on("2018-11-01"))
    reading = notice_clock(facts, LICENCE, CALENDAR, on("2018-11-02"))
    assert numbers(reading) == ("running", 1, 4, "2018-11-08", "green")
    assert "2018年11月1日收齐补正材料" in reading.why


def test_a_receipt_on_a_day_of_rest_counts_from_the_next_working_day() -> None:
    reading = notice_clock(received("2018-10-03"), LICENCE, CALENDAR, on("2018-10-08"))
    assert numbers(reading) == ("running", 1, 4, "2018-10-12", "green")


def test_the_day_of_receipt_is_the_chinese_day() -> None:
    late_evening = ClockFacts(received_at=datetime(2018, 9, 26, 16, 30, tzinfo=UTC))
    assert notice_clock(late_evening, LICENCE, CALENDAR, on("2018-09-28")).due == on("2018-10-09")
    with pytest.raises(ValueError, match="time zone"):
        notice_clock(ClockFacts(received_at=datetime(2018, 9, 26, 8, 0)), LICENCE, CALENDAR, on("2018-09-28"))


# 行政许可法 32(一)4, rulebook 9-1: 逾期不告知的，自收到申请材料之日起即为受理


def test_the_fifth_working_day_lasts_until_midnight() -> None:
    assert deemed_moment(at("2018-09-27", "23:59"), LICENCE, CALENDAR) == on("2018-10-10")
    assert deemed_acceptance(received(), LICENCE, CALENDAR, on("2018-10-09")) is None


def test_untold_after_five_days_it_is_accepted_as_of_the_receipt_not_of_the_sixth_day() -> None:
    deemed = deemed_acceptance(received(), LICENCE, CALENDAR, on("2018-10-15"))
    assert deemed is not None
    assert (deemed.as_of, deemed.since, deemed.provisional) == (on("2018-09-27"), on("2018-10-10"), False)
    assert deemed.why == (
        "2018年9月27日收到申请材料，2018年10月9日期满未告知，自2018年9月27日起即为受理"
        "（行政许可法第三十二条第一款第四项）。"
    )


def test_a_deemed_case_has_lost_the_days_of_silence_from_its_decision_clock() -> None:
    reading = decision_clock(received(), LICENCE, CALENDAR, on("2018-10-10"))
    assert numbers(reading) == ("running", 6, 14, "2018-10-30", "green") and "视为受理" in reading.why
    entered = decision_clock(accepted(accepted_at=at("2018-10-15")), LICENCE, CALENDAR, on("2018-10-15"))
    assert entered.due == reading.due


def test_an_acceptance_entered_too_late_cannot_move_the_decision_clock() -> None:
    facts = received(accepted_date=on("2018-10-15"), complete_date=on("2018-10-15"))
    assert decision_clock(facts, LICENCE, CALENDAR, on("2018-10-15")).due == on("2018-10-30")


@pytest.mark.parametrize(
    "facts",
    [
        received(accepted_date=on("2018-09-28")),
        received(correction_requested_at=at("2018-10-09", "23:00")),
        received(ended_at=at("2018-10-09")),
        received(accepted_date=on("2018-09-27"), decided_at=at("2018-09-27")),
    ],
)
def test_who_was_told_in_time_is_never_deemed_accepted(facts: ClockFacts) -> None:
    assert deemed_acceptance(facts, LICENCE, CALENDAR, on("2019-03-01")) is None


def test_a_correction_notice_on_the_sixth_day_does_not_count() -> None:
    facts = received(correction_requested_at=at("2018-10-10"))
    deemed = deemed_acceptance(facts, LICENCE, CALENDAR, on("2018-10-10"))
    assert deemed is not None and deemed.as_of == on("2018-09-27")


def test_silence_after_a_whole_supplement_is_acceptance_as_of_the_supplement() -> None:
    facts = received(correction_requested_at=at("2018-09-28"), complete_date=on("2018-11-01"))
    assert deemed_acceptance(facts, LICENCE, CALENDAR, on("2018-11-08")) is None
    deemed = deemed_acceptance(facts, LICENCE, CALENDAR, on("2018-11-09"))
    assert deemed is not None and (deemed.as_of, deemed.since) == (on("2018-11-01"), on("2018-11-09"))


def test_a_second_correction_is_measured_from_the_supplement_before_it() -> None:
    facts = received(supplemented_date=on("2018-11-01"), correction_requested_at=at("2018-11-05"))
    assert deemed_acceptance(facts, LICENCE, CALENDAR, on("2018-12-03")) is None
    assert notice_clock(facts, LICENCE, CALENDAR, on("2018-12-03")).used == 2


def test_a_deemed_acceptance_over_a_year_not_loaded_says_that_it_is_a_guess() -> None:
    facts = received("2026-12-29")
    deemed = deemed_acceptance(facts, LICENCE, CALENDAR, on("2027-01-06"))
    assert deemed is not None and deemed.provisional and "2027 年放假安排公布后更新" in deemed.why


# 不动产登记暂行条例 17: 未当场书面告知申请人不予受理的，视为受理 (rulebook 9-2)


def test_real_estate_not_refused_on_the_spot_is_accepted() -> None:
    assert deemed_moment(at("2018-09-27"), REAL_ESTATE, CALENDAR) == on("2018-09-28")
    assert deemed_acceptance(received(), REAL_ESTATE, CALENDAR, on("2018-09-27")) is None
    deemed = deemed_acceptance(received(), REAL_ESTATE, CALENDAR, on("2018-09-28"))
    assert deemed is not None and deemed.as_of == on("2018-09-27")
    assert "未当场书面告知不予受理" in deemed.why and "不动产登记暂行条例第十七条" in deemed.why


def test_real_estate_told_on_the_spot_is_not_deemed_and_told_the_next_day_is() -> None:
    on_the_spot = received(correction_requested_at=at("2018-09-27", "11:00"))
    next_day = received(correction_requested_at=at("2018-09-28", "09:00"))
    assert deemed_acceptance(on_the_spot, REAL_ESTATE, CALENDAR, on("2018-11-01")) is None
    assert deemed_acceptance(next_day, REAL_ESTATE, CALENDAR, on("2018-09-28")) is not None


def test_the_notice_clock_of_real_estate_ends_on_the_day_itself() -> None:
    assert numbers(notice_clock(received(), REAL_ESTATE, CALENDAR, on("2018-09-27"))) == (
        "running", 0, 0, "2018-09-27", "yellow",
    )  # fmt: skip
    assert notice_clock(received(), REAL_ESTATE, CALENDAR, on("2018-09-28")).colour == "red"
