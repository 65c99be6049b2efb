"""居民身份证 GB 11643-1999: six digits of address, eight of birth, three of sequence, one check digit (rulebook 3.1).

`stdnum.cn.ric` is not used: it refuses true cards whose address code is younger than their holder, the standard's own
sample 440524188001010014, and the residence permits 81, 82, 83. Address against year only warns here (rulebook 9-13).
"""

from datetime import date
from typing import Any

from yichuang.foundations.rules.calendar import in_chinese
from yichuang.foundations.rules.identifiers import places
from yichuang.foundations.rules.identifiers.report import IdentifierReport, accepted, misplaced, plain, rejected

DIGITS = "0123456789"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
LENGTH, OLD_LENGTH = 18, 15
# The oldest verified human life; an older holder is far more likely a slip of the hand.
OLDEST = 122

_NAME = "身份证号码"


def make_id_number(prefix17: str) -> str:
    """Return the 18 digits whose first seventeen are given; for demonstration and tests.

    :raises ValueError: when not seventeen digits are given.
    """
    if len(prefix17) != LENGTH - 1 or misplaced(prefix17, DIGITS):
        raise ValueError("seventeen digits are needed")
    return prefix17 + _check_digit(prefix17)


def check_id_number(text: str, *, on: date) -> IdentifierReport:
    """Check a 居民身份证 number on the day `on`.

    Refused: length, characters, an impossible or future birth date, the check digit. Warned of: an address code that
    is unknown or did not exist in the year of birth, an age beyond any known, an old number of 15 digits, which is
    returned as 18. Facts: birth_date, age, sex (男, 女), division, division_name, document.
    """
    value = plain(text)
    warnings: list[str] = []
    if not value:
        return rejected(value, f"没有填写{_NAME}，请照证件填写。")
    if len(value) == OLD_LENGTH and not misplaced(value, DIGITS):
        value, warnings = _upgrade(value)
    if len(value) != LENGTH:
        return rejected(value, f"{_NAME}应为 {LENGTH} 位，现为 {len(value)} 位，请照证件补全或更正。")
    strange = misplaced(value[:-1], DIGITS) or misplaced(value[-1], DIGITS + "X").replace("第 1 位", "第 18 位")
    if strange:
        return rejected(
            value, f"{_NAME}只能由数字组成（末位可以是 X），{strange}不是，请照证件更正；字母 O、I 常被误作 0、1。"
        )
    return _check_parts(value, on, warnings)


def _check_parts(value: str, on: date, warnings: list[str]) -> IdentifierReport:
    errors = []
    birth = _birth_date(value)
    if birth is None:
        errors.append(f"{_NAME}第 7 至 14 位“{value[6:14]}”不是真实存在的日期，请照证件更正出生日期。")
    elif birth > on:
        errors.append(f"出生日期{in_chinese(birth)}晚于今天（{in_chinese(on)}），人尚未出生，请照证件更正出生日期。")
    right = _check_digit(value[:-1])
    if value[-1] != right:
        errors.append(
            f"{_NAME}的校验码不符：按前 17 位推算末位应为“{right}”，现为“{value[-1]}”，其中至少有一位录错，"
            "请照证件逐位核对，不要只改末位。"
        )
    if errors:
        return rejected(value, *errors, warnings=warnings)
    assert birth is not None
    return accepted(value, _facts(value, birth, on), [*warnings, *_doubts(value, birth, on)])


def _upgrade(old: str) -> tuple[str, list[str]]:
    """Give the 18 digits of an old number; sequences 996 to 999 were kept for people born before 1900."""
    century = "18" if old[12:] >= "996" else "19"
    value = make_id_number(old[:6] + century + old[6:])
    said = f"这是 15 位的旧号码，已按国家标准升为 18 位“{value}”；第一代身份证已停止使用，请核对申请人的现用证件。"
    return value, [said]


def _check_digit(prefix17: str) -> str:
    return CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(prefix17, WEIGHTS, strict=True)) % 11]


def _birth_date(value: str) -> date | None:
    try:
        return date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return None


def _facts(value: str, birth: date, on: date) -> dict[str, Any]:
    division, year = value[:6], birth.year
    return {
        "birth_date": birth,
        "age": _age(birth, on),
        "sex": "男" if int(value[16]) % 2 else "女",
        "division": division,
        "division_name": places.name_of(division, year),
        "document": places.document_of(division),
    }


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _doubts(value: str, birth: date, on: date) -> list[str]:
    found = []
    place = places.doubt_about(value[:6], birth.year)
    if place:
        found.append(f"{place}；迁移、迟报、补号的真证件也会如此，请核对证件原件，无误即可继续。")
    if _age(birth, on) > OLDEST:
        found.append(f"按号码推算年龄为 {_age(birth, on)} 岁，请核对出生日期，无误即可继续。")
    return found
