"""统一申报编码 of 21 digits, and the check digit that is shown beside it (rulebook 3.5; design/lifecycle.md, Numbers).

Division 6, department 2, yymmdd, source 1, serial 6. The check digit (Luhn) is no part of the number: it is shown and
spoken after it, so that a misheard or mistyped number is caught before somebody looks at another person's case.
"""

from datetime import date
from typing import Any

from yichuang.foundations.rules.identifiers.report import IdentifierReport, accepted, misplaced, plain, rejected

DIGITS = "0123456789"
LENGTH = 21
# The digit after the day says how an application came (rulebook 3.5); 0 is no source: nobody applied, it is an exercise (S0-26).
PRACTICE = "0"
SOURCES = {"8": "窗口收件", "9": "网上申报", PRACTICE: "练习件"}

_NAME = "统一申报编码"


def case_number_check_digit(number: str) -> str:
    """Return the Luhn digit of a 21-digit number.

    :raises ValueError: when it is not 21 digits.
    """
    if len(number) != LENGTH or misplaced(number, DIGITS):
        raise ValueError(f"a case number has {LENGTH} digits")
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(number)))
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def format_case_number(number: str) -> str:
    """Write a number for people: 330109 04 261120 9 000123-7, the check digit after the hyphen.

    `check_case_number` reads it back. :raises ValueError: when it is not 21 digits.
    """
    check = case_number_check_digit(number)
    return f"{number[:6]} {number[6:8]} {number[8:14]} {number[14]} {number[15:]}-{check}"


def is_practice_number(number: str) -> bool:
    """Tell whether a number of 21 digits is that of a practice case (练习件, S0-26), which is no application of anybody."""
    return len(number) == LENGTH and number[14] == PRACTICE


def check_case_number(text: str) -> IdentifierReport:
    """Check a case number as typed, read out or scanned: 21 digits, or 22 with the check digit; blanks and hyphens go.

    The value is always the 21 digits. Facts: division, department, day, source, source_name, practice, serial, check_digit, display.
    """
    value = plain(text)
    if not value:
        return rejected(value, f"没有输入{_NAME}，请输入回执上的 {LENGTH} 位编号。")
    strange = misplaced(value, DIGITS)
    if strange:
        return rejected(value, f"{_NAME}只能由数字组成，{strange}不是数字，请对照回执更正。")
    if len(value) not in (LENGTH, LENGTH + 1):
        return rejected(
            value, f"{_NAME}应为 {LENGTH} 位（连校验码 {LENGTH + 1} 位），现为 {len(value)} 位，请对照回执补全或更正。"
        )
    number, given = value[:LENGTH], value[LENGTH:]
    right = case_number_check_digit(number)
    errors = [_wrong_check(given, right)] if given and given != right else []
    day = _day(number)
    if day is None:
        errors.append(f"{_NAME}第 9 至 14 位“{number[8:14]}”是收件日期，但没有这一天，请对照回执更正。")
    if errors:
        return rejected(number, *errors)
    return accepted(number, _facts(number, day, right))


def _wrong_check(given: str, right: str) -> str:
    return (
        f"校验码不符：所输 {LENGTH} 位编号的校验码应为“{right}”，现为“{given}”，编号或校验码至少有一位听错、抄错，"
        "请对照回执逐位核对。"
    )


def _facts(number: str, day: date | None, check: str) -> dict[str, Any]:
    return {
        "division": number[:6],
        "department": number[6:8],
        "day": day,
        "source": number[14],
        "source_name": SOURCES.get(number[14], ""),
        "practice": is_practice_number(number),
        "serial": number[15:],
        "check_digit": check,
        "display": format_case_number(number),
    }


def _day(number: str) -> date | None:
    try:
        return date(2000 + int(number[8:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
