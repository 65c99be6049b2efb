"""Statutes are cited as a document cites them, and what cannot be cited is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.documents.citations import chinese_number, cite, cite_all, cite_or_keep


@pytest.mark.parametrize(
    ("note", "citation"),
    [
        ("道路运输条例(国务院令406号及历次修正) 第21-24条", "《道路运输条例》第二十一条至第二十四条"),
        ("道路货物运输及站场管理规定 第6、8、11条", "《道路货物运输及站场管理规定》第六条、第八条、第十一条"),
        ("不动产登记暂行条例(令656号) 第14、16-20条", "《不动产登记暂行条例》第十四条、第十六条至第二十条"),
        ("居民身份证法 第5条(有效期5/10/20年/长期)、第10-12条(60日)", "《居民身份证法》第五条、第十条至第十二条"),
        ("现行：市场主体登记管理条例(国务院令746号) 第16、19条", "《市场主体登记管理条例》第十六条、第十九条"),
        ("公司法", "《公司法》"),
        ("国办发〔2019〕8号(压缩办理时间)", "国办发〔2019〕8号"),
        ("《道路运输条例》第二十二条第一款。", "《道路运输条例》第二十二条第一款"),
        ("行政许可法第三十二条第一款第五项", "《行政许可法》第三十二条第一款第五项"),
    ],
)
def test_a_note_becomes_a_citation(note: str, citation: str) -> None:
    assert cite(note) == citation


@pytest.mark.parametrize(
    "note",
    [
        "公司登记管理条例(2018适用,2022-03-01废止)",
        "浙江省/杭州市基本医疗保障办法(地方)",
        "环境影响评价公众参与办法/信息公开指南：受理及拟审批公示各5个工作日",
        "",
    ],
)
def test_repealed_or_vague_notes_are_not_cited(note: str) -> None:
    assert cite(note) == ""


def test_several_notes_are_joined_and_none_is_nothing() -> None:
    assert (
        cite_all(["社会保险法 第25、58条", "浙江省/杭州市办法", "公司法"])
        == "《社会保险法》第二十五条、第五十八条、《公司法》"
    )
    assert cite_all(["个体工商户条例(2022-11-01 废止)"]) == ""


def test_what_an_officer_typed_is_kept_where_it_is_no_short_form() -> None:
    assert cite_or_keep("申请人提交的材料之间互相矛盾。") == "申请人提交的材料之间互相矛盾"


@pytest.mark.parametrize(
    ("value", "text"), [(1, "一"), (10, "十"), (18, "十八"), (20, "二十"), (103, "一百零三"), (110, "一百一十")]
)
def test_article_numbers(value: int, text: str) -> None:
    assert chinese_number(value) == text


@given(st.integers(1, 999))
def test_article_numbers_can_be_read_back(value: int) -> None:
    digits = {character: number for number, character in enumerate("零一二三四五六七八九")}
    total, digit = 0, 0
    for character in chinese_number(value):
        if character in "百十":
            total += (digit or 1) * (100 if character == "百" else 10)
            digit = 0
        else:
            digit = digits[character]
    assert total + digit == value
