"""Telephone numbers, postcodes and project codes (rulebook 3.7, 3.8; S2-53)."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.foundations.rules.identifiers import (
    IdentifierReport,
    check_landline,
    check_mobile,
    check_postcode,
    check_project_code,
)

CHECKS = (check_mobile, check_landline, check_postcode, check_project_code)


@pytest.mark.parametrize(
    "typed, value",
    [
        ("13800000000", "13800000000"),
        (" 138 0000 0000 ", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+8619900000000", "19900000000"),
        ("0086 138 0000 0000", "13800000000"),
        ("86-13800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
    ],
)
def test_a_mobile_number_is_read_in_any_spelling(typed: str, value: str) -> None:
    assert check_mobile(typed) == IdentifierReport(True, value)


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "没有填写"),
        ("1380000000", "现为 10 位"),
        ("138000000000", "现为 12 位"),
        ("12800000000", "13 至 19 开头"),
        ("23800000000", "13 至 19 开头"),
        ("1380000000O", "第 11 位“O”"),
        ("0571-82600000", "现为 12 位"),
    ],
)
def test_a_wrong_mobile_number_is_refused_with_the_reason(typed: str, said: str) -> None:
    report = check_mobile(typed)
    assert not report.ok and said in report.errors[0]


@pytest.mark.parametrize(
    "typed, value",
    [
        ("0571-82600000", "0571-82600000"),
        ("（0571）8260 0000", "0571-82600000"),
        ("057182600000", "0571-82600000"),
        ("0571-8260000", "0571-8260000"),
        ("010-62600000", "010-62600000"),
        ("021 62600000", "021-62600000"),
        ("+86 571 82600000", "0571-82600000"),
        ("0571-82600000-801", "0571-82600000-801"),
        ("0571-82600000转801", "0571-82600000-801"),
        ("0571-82600000 分机：801", "0571-82600000-801"),
        ("400-800-0000", "400-800-0000"),
        ("138 0000 0000", "13800000000"),
    ],
)
def test_a_telephone_is_read_with_area_code_and_extension(typed: str, value: str) -> None:
    report = check_landline(typed)
    assert (report.ok, report.value, report.warnings) == (True, value, ())


def test_a_local_number_is_kept_but_the_area_code_is_asked_for() -> None:
    report = check_landline("82600000")
    assert report.ok and "没有区号" in report.warnings[0]


@pytest.mark.parametrize(
    "typed", ["", "-", "0571", "123", "0571-12345678", "0571-826000001", "abcdefgh", "00000000000"]
)
def test_what_nobody_can_dial_is_refused(typed: str) -> None:
    report = check_landline(typed)
    assert not report.ok and "0571-82600000" in report.errors[0]


@pytest.mark.parametrize(
    "typed, ok",
    [
        ("311200", True),
        ("３１１２００", True),
        ("31120", False),
        ("3112001", False),
        ("001200", False),
        ("31120A", False),
        ("", False),
    ],
)
def test_a_postcode_has_six_digits(typed: str, ok: bool) -> None:
    assert check_postcode(typed).ok is ok


def test_the_old_form_of_project_code_is_recognised() -> None:
    report = check_project_code("2018-330109-47-03-012345-000")
    assert report.ok and report.value == "2018-330109-47-03-012345-000" and report.warnings == ()
    assert (report.facts["form"], report.facts["year"], report.facts["kind"]) == ("old", 2018, "备案")
    assert check_project_code("2018330109 4703012345").value == "2018-330109-47-03-012345"


def test_an_unknown_project_kind_of_the_old_form_is_only_a_warning() -> None:
    assert "不是 01 审批、02 核准、03 备案" in check_project_code("2018-330109-47-09-012345").warnings[0]


@pytest.mark.parametrize("code, month", [("2011-330109-04-01-123456", 11), ("2101-330109-04-01-12345X", 1)])
def test_the_present_form_of_project_code_is_recognised(code: str, month: int) -> None:
    report = check_project_code(code.lower())
    assert report.ok and report.value == code
    assert (report.facts["form"], report.facts["month"], report.facts["division"]) == ("new", month, "330109")


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "没有填写"),
        ("2018-330109-47", "格式有误"),
        ("2010-330109-04-01-123456", "既不是旧式的年份"),
        ("2113-330109-04-01-123456", "既不是旧式的年份"),
        ("2101-330109-04-01-123456-000", "没有末尾的三位子项"),
        ("2101-33010X-04-01-123456", "格式有误"),
    ],
)
def test_a_project_code_of_neither_form_is_refused_with_the_reason(typed: str, said: str) -> None:
    report = check_project_code(typed)
    assert not report.ok and said in report.errors[0]


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    for check in CHECKS:
        report = check(text)
        assert report.ok == (report.errors == ())
        assert all(said.endswith("。") for said in (*report.errors, *report.warnings))


@pytest.mark.parametrize(
    "check, value",
    [
        (check_mobile, "13800000000"),
        (check_landline, "0571-82600000-801"),
        (check_landline, "400-800-0000"),
        (check_postcode, "311200"),
        (check_project_code, "2018-330109-47-03-012345-000"),
    ],
)
def test_a_stored_value_is_its_own_normal_form(check: Callable[[str], IdentifierReport], value: str) -> None:
    assert check(value).value == value
