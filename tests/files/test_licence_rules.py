"""What the lines on an identity card or a business licence mean (GB 11643-1999, GB 32100-2015, 居民身份证法 3 and
5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.lines import BACK, FRONT, at, turned
from yichuang.files.rules.fields import Reading, dates_in, id_number_in, uscc_in
from yichuang.files.rules.licences import read_document
from yichuang.files.rules.lines import Line
from yichuang.foundations.rules.identifiers import check_id_number, check_uscc, make_uscc

ON = date(2026, 11, 20)
USCC = make_uscc("91330109MA2C1ABC")


def is_id(text: str) -> bool:
    return check_id_number(text, on=ON).ok


def is_uscc(text: str) -> bool:
    return check_uscc(text).ok


def read(lines: list[Line]) -> Reading:
    return read_document(lines, is_id, is_uscc)


def values(lines: list[Line]) -> dict[str, str]:
    return {name: field.value for name, field in read(lines).fields.items()}


FRONT_VALUES = {
    "name": "王小明", "sex": "男", "ethnicity": "汉", "birth_date": "1995-03-07",
    "address": "浙江省杭州市萧山区城厢街道体育路128号",
    "id_number": "330181199503070010",
}  # fmt: skip


def replaced(lines: list[Line], old: str, *new: Line) -> list[Line]:
    assert any(line.text == old for line in lines)
    return [*(line for line in lines if line.text != old), *new]


def test_every_field_of_the_front_is_found_with_its_place_and_its_check() -> None:
    reading = read(FRONT)
    assert reading.document_kind == "id_card_front"
    assert {name: field.value for name, field in reading.fields.items()} == FRONT_VALUES
    assert {name for name, field in reading.fields.items() if field.check == "ok"} == {
        "id_number",
        "sex",
        "birth_date",
        "ethnicity",
    }
    assert reading.fields["address"].box == (170, 340, 610, 428)


def test_the_back_gives_authority_and_period() -> None:
    reading = read(BACK)
    assert reading.document_kind == "id_card_back"
    assert values(BACK) == {"issuer": "杭州市公安局萧山区分局", "valid_from": "2015-03-09", "valid_until": "2035-03-09"}
    assert reading.fields["valid_until"].check == "ok"


@pytest.mark.parametrize("degrees", [-20, -8, 5, 14, 90, 180, 270, 96])
def test_a_turned_or_tilted_picture_reads_the_same(degrees: float) -> None:
    assert values(turned(FRONT, degrees)) == FRONT_VALUES


@pytest.mark.parametrize(
    "old, new",
    [
        (["姓名", "王小明"], [at("姓名王小明", 70, 70)]),
        (["姓名"], [at("姓", 60, 70), at("名", 118, 72)]),
        (["王小明"], [at("王", 170, 66), at("小", 215, 66), at("明", 262, 66)]),
        (["性别", "男", "民族", "汉"], [at("性别男民族汉", 70, 160)]),
        (["性别", "男"], [at("性 别 男", 70, 160)]),
        (["出生", "1995年3月7日"], [at("出生1995 年 3月 7 日", 70, 250)]),
        (["1995年3月7日"], [at("１９９５年３月７日", 170, 250)]),
        (["1995年3月7日"], [at("l995年3月7日", 170, 250)]),
        (["330181199503070010"], [at("3301811995O3O7OO1O", 330, 548)]),
        (["330181199503070010"], [at("３３０１８１１９９５０３０７００１０", 330, 548)]),
        (["330181199503070010"], [at("330181 19950307", 330, 548), at("0010", 690, 548)]),
        (["公民身份号码", "330181199503070010"], [at("公民身份号码 330181199503070010", 70, 548)]),
        (["公民身份号码"], []),
        (["姓名"], []),
        (["住址"], [at("佳址", 70, 340)]),
        ([], [at("仅供办理道路运输许可使用", 300, 430)]),
        ([], [at("演示样本", 690, 340)]),
    ],
)  # fmt: skip
def test_labels_split_or_merged_and_letters_misread_change_nothing(old: list[str], new: list[Line]) -> None:
    assert values([*(line for line in FRONT if line.text not in old), *new]) == FRONT_VALUES


def test_a_number_whose_check_digit_fails_is_marked_and_not_usable() -> None:
    reading = read(replaced(FRONT, "330181199503070010", at("330181199503070011", 330, 548)))
    assert reading.fields["id_number"].check == "failed"
    assert "id_number" not in reading.usable
    assert reading.fields["birth_date"].check is None  # a number that is wrong proves nothing about the date


def test_sex_and_birth_that_contradict_a_good_number_are_marked() -> None:
    reading = read(replaced(replaced(FRONT, "男", at("女", 170, 160)), "1995年3月7日", at("1995年8月7日", 170, 250)))
    assert reading.fields["sex"].check == reading.fields["birth_date"].check == "failed"
    assert set(reading.usable) == {"name", "ethnicity", "address", "id_number"}


def test_a_number_of_someone_born_tomorrow_fails() -> None:
    later = "33010920261121001"
    digit = "10X98765432"[
        sum(int(a) * b for a, b in zip(later, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    ]
    reading = read(replaced(FRONT, "330181199503070010", at(later + digit, 330, 548)))
    assert reading.fields["id_number"].check == "failed"


@pytest.mark.parametrize(
    "text, start, end, check",
    [
        ("2015.03.09-长期", "2015-03-09", "长期", "ok"),
        ("2015.03.09－2035.03.09", "2015-03-09", "2035-03-09", "ok"),
        ("2015,03,09—2035,03,09", "2015-03-09", "2035-03-09", "ok"),
        ("20150309-20350309", "2015-03-09", "2035-03-09", "ok"),
        ("2O15.O3.O9-2035.03.09", "2015-03-09", "2035-03-09", "ok"),
        ("2015.03.09-2038.03.09", "2015-03-09", "2038-03-09", "failed"),
        ("2020.02.29-2030.03.01", "2020-02-29", "2030-03-01", "ok"),
    ],
)
def test_the_period_of_validity_is_checked_against_the_law(text: str, start: str, end: str, check: str) -> None:
    fields = read(replaced(BACK, "2015.03.09-2035.03.09", at(text, 380, 530))).fields
    assert (fields["valid_from"].value, fields["valid_until"].value, fields["valid_until"].check) == (start, end, check)


@pytest.mark.parametrize("dx, dy", [(0, 700), (0, -700), (1200, 0), (-1200, 0), (1250, 30)])
def test_both_sides_on_one_copy_are_kept_apart(dx: float, dy: float) -> None:
    moved = [Line(line.text, tuple((x + dx, y + dy) for x, y in line.corners), line.confidence) for line in BACK]  # type: ignore[arg-type]
    reading = read([*FRONT, *moved])
    assert reading.document_kind == "id_card"
    assert {name: field.value for name, field in reading.fields.items()} == FRONT_VALUES | values(BACK)


def licence(*extra: Line) -> list[Line]:
    return [
        at("营业执照", 640, 120, size=100), at("统一社会信用代码", 130, 250), at(USCC, 480, 250),
        at("名称", 130, 400), at("萧山顺达货物运输有限公司", 340, 400), at("注册资本", 930, 400),
        at("伍佰万元整", 1140, 400),
        at("类", 130, 470), at("型", 252, 470), at("有限责任公司", 340, 470), at("成立日期", 930, 470),
        at("2018年03月06日", 1140, 470),
        at("法定代表人 王小明", 130, 540), at("营业期限", 930, 540), at("2018年03月06日至长期", 1140, 540),
        at("经营范围", 130, 610), at("道路普通货物运输;仓储服务", 340, 610), at("装卸搬运服务", 340, 655),
        at("住所", 930, 610), at("浙江省杭州市萧山区北干街道", 1140, 610), at("金城路358号(5幢)", 1140, 655), *extra,
    ]  # fmt: skip


def test_a_two_column_licence_is_read_column_by_column() -> None:
    reading = read(licence())
    assert reading.document_kind == "business_licence"
    assert {name: field.value for name, field in reading.fields.items()} == {
        "uscc": USCC, "name": "萧山顺达货物运输有限公司", "type": "有限责任公司", "legal_person": "王小明",
        "capital": "伍佰万元整",
        "established": "2018-03-06", "valid_from": "2018-03-06", "valid_until": "长期",
        "scope": "道路普通货物运输；仓储服务装卸搬运服务",
        "address": "浙江省杭州市萧山区北干街道金城路358号（5幢）",
    }  # fmt: skip
    assert reading.fields["uscc"].check == "ok"


def test_a_sole_trader_has_an_operator_and_a_place_of_business() -> None:
    lines = [
        at("营业执照", 640, 120, size=100), at(f"统一社会信用代码 {make_uscc('92330109MA2B3XYU')}", 130, 250),
        at("名 称", 130, 400),
        at("萧山区临浦镇阿毛小吃店", 340, 400), at("类型个体工商户", 130, 470), at("经营者", 130, 540),
        at("沈阿毛", 340, 540),
        at("经营场所", 130, 610), at("杭州市萧山区临浦镇峙山东路66号", 340, 610), at("注册日期", 130, 680),
        at("2019年5月6日", 340, 680),
    ]  # fmt: skip
    found = values(lines)
    assert (found["legal_person"], found["type"], found["established"]) == ("沈阿毛", "个体工商户", "2019-05-06")
    assert found["address"] == "杭州市萧山区临浦镇峙山东路66号"


def test_a_code_below_its_label_is_found_and_a_wrong_one_is_marked() -> None:
    wrong = USCC[:-1] + ("1" if USCC[-1] != "1" else "2")
    lines = [line for line in licence() if line.text != USCC]
    assert read([*lines, at(USCC, 130, 310)]).fields["uscc"].check == "ok"
    assert read([*lines, at(wrong, 130, 310)]).fields["uscc"].check == "failed"


@pytest.mark.parametrize(
    "lines",
    [[], [at("你好", 10, 10)], [at("购房合同", 300, 50), at("甲方：王小明", 50, 200), at("2018年3月6日", 400, 900)]],
)
def test_anything_else_is_unknown_and_yields_no_field(lines: list[Line]) -> None:
    assert read(lines) == Reading("unknown", {})


def test_numbers_are_freed_from_letters_only_where_a_number_is_due() -> None:
    assert id_number_in("号码33O121194803l50OI3", is_id) == ("330121194803150013", "ok")
    assert id_number_in("电话13800000000", is_id) is None
    assert uscc_in(f"代码：{USCC.replace('0', 'O')}", is_uscc) == (USCC, "ok")
    assert dates_in("1995年13月7日") == []


WORDS = st.one_of(
    st.sampled_from([line.text for line in (*FRONT, *BACK)]),
    st.text("姓名性别民族出生住址公民身份号码0123456789OXl.-年月日至长期 汉王", max_size=24),
    st.text(max_size=12),
)


@given(
    st.lists(
        st.builds(at, WORDS, st.floats(0, 2000), st.floats(0, 2000), st.floats(0, 1), st.floats(1, 90)), max_size=20
    )
)
def test_no_jumble_of_lines_breaks_the_rules_or_passes_a_wrong_number(lines: list[Line]) -> None:
    reading = read(lines)
    number = reading.usable.get("id_number")
    assert number is None or is_id(number.value)
    assert all(field.value for field in reading.fields.values())
