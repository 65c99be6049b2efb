"""Identifiers and their check digits (rulebook part 3); every person and organisation here is made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_2

from yichuang.foundations.rules.identifiers import (
    case_number_check_digit,
    check_case_number,
    check_id_number,
    check_uscc,
    format_case_number,
    make_id_number,
    make_uscc,
)

TODAY = date(2026, 11, 20)
# rulebook 3.1
SYNTHETIC = (
    "330121196005201233",
    "330181199503070010",
    "330109201810010017",
    "330121198506120027",
    "330181199811150047",
    "330121194803150013",
)
GOOD = SYNTHETIC[1]

digits = st.text("0123456789", min_size=1)
births = st.dates(date(1910, 1, 1), TODAY)
prefixes = st.builds(
    lambda place, birth, sequence: f"{place}{birth:%Y%m%d}{sequence:03}",
    st.sampled_from(["330109", "330121", "330181", "440524", "810000", "999999"]),
    births,
    st.integers(1, 999),
)
uscc_letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
uscc_bodies = st.builds(
    lambda kind, place, body: kind + place + body,
    st.sampled_from(["91", "92", "12", "52", "N2", "Y1"]),
    st.sampled_from(["330109", "330100"]),
    st.text(uscc_letters, min_size=8, max_size=8),
)
case_numbers = st.builds(
    lambda place, department, day, source, serial: f"{place:06}{department:02}{day:%y%m%d}{source}{serial:06}",
    st.integers(110000, 659999),
    st.integers(0, 99),
    st.dates(date(2018, 1, 1), date(2099, 12, 31)),
    st.integers(0, 9),
    st.integers(0, 999_999),
)


# 居民身份证 GB 11643-1999


@pytest.mark.parametrize("number", SYNTHETIC)
def test_the_synthetic_id_numbers_pass_without_a_word(number: str) -> None:
    report = check_id_number(number, on=TODAY)
    assert (report.ok, report.value, report.errors, report.warnings) == (True, number, (), ())
    assert ric.is_valid(number)


def test_an_id_number_tells_birth_sex_age_and_place() -> None:
    assert check_id_number("330121198506120027", on=TODAY).facts == {
        "birth_date": date(1985, 6, 12),
        "age": 41,
        "sex": "女",
        "division": "330121",
        "division_name": "浙江省杭州市萧山县",
        "document": "居民身份证",
    }
    assert check_id_number(GOOD, on=date(2026, 3, 6)).facts["age"] == 30
    assert check_id_number(GOOD, on=date(2026, 3, 7)).facts["age"] == 31
    assert check_id_number(GOOD, on=TODAY).facts["sex"] == "男"


@pytest.mark.parametrize(
    "typed",
    [
        "３３０１８１１９９５０３０７００１０",
        " 330181 19950307 0010 ",
        "330181-19950307-0010",
        "330181\u200b199503070010",
    ],
)
def test_full_width_digits_blanks_and_hyphens_are_made_plain(typed: str) -> None:
    assert check_id_number(typed, on=TODAY).value == GOOD
    assert check_id_number(typed, on=TODAY).ok


@pytest.mark.parametrize("last", ["x", "X", "ｘ", "Ｘ"])
def test_a_small_or_wide_x_is_the_check_digit_ten(last: str) -> None:
    number = next(n for n in (make_id_number(f"33010919900101{s:03}") for s in range(1, 99)) if n.endswith("X"))
    report = check_id_number(number[:-1] + last, on=TODAY)
    assert report.ok and report.value == number


@pytest.mark.parametrize(
    "number",
    [
        "440524188001010014",  # the standard's own sample, refused by stdnum.cn.ric
        make_id_number("33010919900101001"),  # born before 330109 existed: true of most people of Xiaoshan
        make_id_number("99999919900101001"),  # a foreigner's permanent residence card
    ],
)
def test_a_code_that_does_not_fit_the_year_of_birth_is_only_a_warning(number: str) -> None:
    report = check_id_number(number, on=TODAY)
    assert report.ok and report.errors == ()
    assert not ric.is_valid(number)


def test_the_warning_about_an_address_says_what_is_odd_and_what_to_do() -> None:
    (said,) = check_id_number(make_id_number("33010919900101001"), on=TODAY).warnings
    assert "330109（萧山区自 2001 年使用）与出生年份 1990 年不符" in said and "请核对证件原件" in said
    (unknown,) = check_id_number(make_id_number("33019919900101001"), on=TODAY).warnings
    assert "不在行政区划代码表中" in unknown


@pytest.mark.parametrize("place, name", [("810000", "香港"), ("820000", "澳门"), ("830000", "台湾")])
def test_residence_permits_of_hong_kong_macao_and_taiwan_pass(place: str, name: str) -> None:
    report = check_id_number(make_id_number(f"{place}19900101001"), on=TODAY)
    assert (report.ok, report.warnings, report.facts["document"]) == (True, (), "港澳台居民居住证")
    assert name in report.facts["division_name"]


def test_an_old_number_of_fifteen_digits_is_explained_and_upgraded() -> None:
    report = check_id_number("330121600520123", on=TODAY)
    assert report.ok and report.value == "330121196005201233"
    assert "15 位的旧号码" in report.warnings[0] and "现用证件" in report.warnings[0]
    assert check_id_number("330121990520998", on=TODAY).facts["birth_date"] == date(1899, 5, 20)


def test_someone_born_tomorrow_is_refused_and_someone_born_today_is_not() -> None:
    unborn = check_id_number(make_id_number("33010920261121001"), on=TODAY)
    assert not unborn.ok and "出生日期2026年11月21日晚于今天（2026年11月20日）" in unborn.errors[0]
    assert check_id_number(make_id_number("33010920261120001"), on=TODAY).ok


@pytest.mark.parametrize("birth", ["20260229", "19901301", "19900100", "00000101", "19900431"])
def test_a_day_that_never_was_is_refused(birth: str) -> None:
    report = check_id_number(make_id_number(f"330109{birth}001"), on=TODAY)
    assert not report.ok and f"“{birth}”不是真实存在的日期" in report.errors[0]


def test_a_wrong_check_digit_names_the_right_one_only_to_look_again() -> None:
    report = check_id_number(GOOD[:-1] + "5", on=TODAY)
    assert not report.ok
    assert "末位应为“0”，现为“5”" in report.errors[0] and "不要只改末位" in report.errors[0]
    assert not report.overridable


def test_every_fault_is_told_at_once() -> None:
    wrong = make_id_number("33010919901301001")
    assert len(check_id_number(wrong[:-1] + ("1" if wrong[-1] != "1" else "2"), on=TODAY).errors) == 2


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "没有填写"),
        ("   ", "没有填写"),
        ("33018119950307001", "应为 18 位，现为 17 位"),
        ("3301811995030700100", "应为 18 位，现为 19 位"),
        ("33018119950307O010", "第 15 位“O”"),
        ("33018119950307001A", "第 18 位“A”"),
        ("3301811995X3070010", "第 11 位“X”"),
        ("居民身份证号码十八个汉字测试用的啊", "应为 18 位"),
        ("33018119950307００1²", ""),
    ],
)
def test_what_cannot_be_an_id_number_is_refused_with_the_reason(typed: str, said: str) -> None:
    report = check_id_number(typed, on=TODAY)
    assert not report.ok and said in report.errors[0] and report.errors[0].endswith("。")


def test_a_very_old_holder_is_asked_about() -> None:
    report = check_id_number(make_id_number("33012118800101001"), on=TODAY)
    assert report.ok and any("146 岁" in said for said in report.warnings)


@given(prefixes)
def test_a_made_number_passes_and_agrees_with_iso_7064(prefix: str) -> None:
    number = make_id_number(prefix)
    assert number[-1] == mod_11_2.calc_check_digit(prefix) == ric.calc_check_digit(number)
    assert check_id_number(number, on=TODAY).ok


@given(prefixes, st.integers(0, 16), st.sampled_from("0123456789"))
def test_no_single_wrong_digit_passes(prefix: str, place: int, digit: str) -> None:
    number = make_id_number(prefix)
    if number[place] != digit:
        assert not check_id_number(number[:place] + digit + number[place + 1 :], on=TODAY).ok


@given(prefixes, st.integers(0, 16))
def test_no_swap_of_neighbours_passes(prefix: str, place: int) -> None:
    number = make_id_number(prefix)
    if number[place] != number[place + 1]:
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert not check_id_number(swapped, on=TODAY).ok


@given(st.text(max_size=40))
def test_any_text_gets_an_answer_and_a_refusal_always_says_why(text: str) -> None:
    for report in (check_id_number(text, on=TODAY), check_uscc(text), check_case_number(text)):
        assert report.ok == (report.errors == ())
        assert all(said.endswith("。") for said in (*report.errors, *report.warnings))


def test_seventeen_digits_are_needed_to_make_a_number() -> None:
    for bad in ("3301", "3301811995030700X", "330181199503070010"):
        with pytest.raises(ValueError):
            make_id_number(bad)


# 统一社会信用代码 GB 32100-2015, GB 11714-1997


def test_a_published_code_passes_and_tells_what_it_says() -> None:
    report = check_uscc("91110000600037341L")  # the example of stdnum's own documentation
    assert report.ok and report.facts["kind"] == "企业" and report.facts["organisation_code"] == "60003734-1"


@given(uscc_bodies)
def test_a_made_credit_code_passes_in_any_spelling(body: str) -> None:
    code = make_uscc(body)
    typed = f" {code[:2].lower()}-{code[2:8]} {code[8:].lower()} "
    assert check_uscc(code).ok and check_uscc(typed).value == code
    assert make_uscc(code[:17]) == code


@given(uscc_bodies, st.integers(0, 17), st.sampled_from(uscc_letters))
def test_no_single_wrong_character_passes_as_a_credit_code(body: str, place: int, char: str) -> None:
    code = make_uscc(body)
    if code[place] != char:
        assert not check_uscc(code[:place] + char + code[place + 1 :]).ok


def test_a_wrong_inner_organisation_code_is_an_error_that_may_be_overridden() -> None:
    right = make_uscc("91330109MA2AAAAA")
    wrong = make_uscc(right[:16] + ("1" if right[16] != "1" else "2"))
    report = check_uscc(wrong)
    assert not report.ok and report.overridable and len(report.errors) == 1
    assert "组织机构代码（第 9 至 17 位）校验码不符" in report.errors[0] and f"应为“{right[16]}”" in report.errors[0]
    assert "可填写理由后继续" in report.errors[0]


def test_both_check_characters_are_told_when_both_are_wrong() -> None:
    code = make_uscc("91330109MA2AAAAA")
    broken = code[:15] + ("B" if code[15] != "B" else "C") + code[16:]
    report = check_uscc(broken)
    assert report.overridable and len(report.errors) == 2


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "没有填写"),
        ("9133010", "应为 18 位，现为 7 位"),
        ("91330109MA2AAAAAI0", "第 17 位“I”"),
        ("91330109MA2AAAAAO0", "第 17 位“O”"),
        ("913301A9MA2AAAAA00", "第 3 至 8 位"),
    ],
)
def test_a_wrong_form_of_credit_code_cannot_be_overridden(typed: str, said: str) -> None:
    report = check_uscc(typed)
    assert not report.ok and not report.overridable and said in report.errors[0]


def test_an_unknown_registering_authority_is_only_a_warning() -> None:
    report = check_uscc(make_uscc("B1330109MA2AAAAA"))
    assert report.ok and "登记管理部门" in report.warnings[0]


@pytest.mark.parametrize("prefix", ["91330109", "91330109MA2AAAAAI", "91330109MA2AAAAA00"])
def test_a_credit_code_is_made_from_sixteen_or_seventeen_characters(prefix: str) -> None:
    with pytest.raises(ValueError):
        make_uscc(prefix)


# 统一申报编码, rulebook 3.5


@pytest.mark.parametrize("number", ["330201191806289000001", "330901161710248000216"])
def test_the_published_samples_of_case_numbers_are_read(number: str) -> None:
    report = check_case_number(number)
    assert report.ok and report.value == number


def test_a_case_number_is_taken_apart() -> None:
    facts = check_case_number("330109042611209000123").facts
    assert facts["division"] == "330109" and facts["department"] == "04" and facts["day"] == date(2026, 11, 20)
    assert facts["source"] == "9" and facts["serial"] == "000123"
    assert facts["display"] == f"330109 04 261120 9 000123-{facts['check_digit']}"


@given(case_numbers)
def test_the_check_digit_is_luhn_and_what_is_shown_is_read_back(number: str) -> None:
    check = case_number_check_digit(number)
    assert luhn.is_valid(number + check)
    for typed in (number, number + check, format_case_number(number), f" {number}－{check} "):
        report = check_case_number(typed)
        assert report.ok and report.value == number


@given(case_numbers, st.integers(0, 21), st.sampled_from("0123456789"))
def test_no_single_misheard_digit_passes_with_a_check_digit(number: str, place: int, digit: str) -> None:
    spoken = number + case_number_check_digit(number)
    if spoken[place] != digit:
        assert not check_case_number(spoken[:place] + digit + spoken[place + 1 :]).ok


def test_a_wrong_check_digit_of_a_case_number_is_explained() -> None:
    number = "330109042611209000123"
    right = case_number_check_digit(number)
    wrong = str((int(right) + 1) % 10)
    (said,) = check_case_number(f"{number} {wrong}").errors
    assert f"校验码应为“{right}”，现为“{wrong}”" in said and "请对照回执逐位核对" in said


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "没有输入"),
        ("3301090426112090001", "现为 19 位"),
        ("33010904261120900012345", "现为 23 位"),
        ("33010904261120900O123", "第 18 位“O”"),
        ("330109042613209000123", "没有这一天"),
    ],
)
def test_what_cannot_be_a_case_number_is_refused_with_the_reason(typed: str, said: str) -> None:
    report = check_case_number(typed)
    assert not report.ok and said in report.errors[0]


def test_only_twenty_one_digits_have_a_check_digit() -> None:
    for bad in ("", "33010904261120900012", "33010904261120900012X"):
        with pytest.raises(ValueError):
            case_number_check_digit(bad)
