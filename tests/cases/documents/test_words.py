"""What each document says: the right law, the right day, the right remedies, and nothing that does not belong on paper."""

import re

import pytest

from tests.cases.documents.samples import ADVERSE_TEXT, LIMIT_WHY, sample
from yichuang.cases.documents import wording
from yichuang.cases.documents.compose import payload, words_of
from yichuang.cases.documents.data import DueDate
from yichuang.cases.rules.document_kinds import KINDS

COMPLETE = [{"name": "居民身份证", "copies": 1}]


@pytest.mark.parametrize("kind", KINDS)
def test_a_matter_that_is_no_licence_never_cites_the_licensing_law(kind: str) -> None:
    text = words_of(kind, sample(kind, licence=False))
    assert "行政许可" not in text
    assert "本机关" not in text, "a service centre is no organ"


def test_an_acceptance_reads_as_the_law_puts_it_article_32_1_5() -> None:
    text = words_of("acceptance_notice", sample("acceptance_notice", materials=COMPLETE))
    assert (
        "你单位于2026年11月20日向本机关提出“普通货物运输经营许可”申请，申请材料齐全、符合法定形式，"
        "根据《中华人民共和国行政许可法》第三十二条第一款第五项的规定，现决定自2026年11月20日起予以受理。"
    ) in text


def test_a_tolerant_acceptance_does_not_claim_that_all_is_there() -> None:
    text = words_of("acceptance_notice", sample("acceptance_notice"))
    assert "容缺受理" in text
    assert "2026年12月4日前补交" in text
    assert "申请材料齐全、符合法定形式，根据" not in text


def test_an_assumed_acceptance_says_why_article_32_1_4() -> None:
    why = "2026年11月20日收到申请材料，2026年11月27日期满未告知，自2026年11月20日起即为受理（行政许可法第三十二条第一款第四项）。"
    text = words_of("acceptance_notice", sample("acceptance_notice", deemed=True, deemed_why=why))
    assert why in text
    assert "现补发本通知书" in text
    unsaid = words_of("acceptance_notice", sample("acceptance_notice", deemed=True))
    assert "第三十二条第一款第四项的规定，该申请自2026年11月20日起即为受理" in unsaid


def test_both_limits_are_stated_and_a_provisional_one_says_so() -> None:
    text = words_of("acceptance_notice", sample("acceptance_notice"))
    assert (
        "承诺办结期限2026年12月1日自2026年11月20日受理的次一工作日起算，承诺期限7个工作日（行政许可法第四十二条）"
        in text
    )
    assert "2027年1月5日（暂定，2027 年放假安排公布后更新）" in text
    assert "已用" not in text
    assert "还剩" not in text


@pytest.mark.parametrize("licence", [True, False])
def test_the_sentence_of_a_clock_loses_only_what_belongs_to_the_screen(licence: bool) -> None:
    why = LIMIT_WHY.format(name="承诺期限", days=7, due="2026年12月1日")
    article = "（行政许可法第四十二条）" if licence else ""
    assert wording.on_paper(why, licence) == f"自2026年11月20日受理的次一工作日起算，承诺期限7个工作日{article}"


def test_a_limit_that_has_not_started_is_not_printed() -> None:
    assert wording.last_day(DueDate()) == ""
    assert payload("acceptance_notice", sample("acceptance_notice", promised={}, statutory={}))["limits"] == []


def test_a_correction_lists_every_item_with_what_to_do() -> None:
    data = sample("correction_notice")
    text = words_of("correction_notice", data)
    assert "第三十二条第一款第四项" in text
    for item in data.items:
        assert f"{item.name}{item.what}{item.todo}" in text


def test_a_second_correction_gives_its_reason() -> None:
    text = words_of("correction_notice", sample("correction_notice", repeat_reason="补交的评定结论已过有效期"))
    assert "因补交的评定结论已过有效期，现再次告知" in text
    assert "一次性告知需要补正的全部内容" not in text


@pytest.mark.parametrize("kind", [row.code for row in KINDS.values() if row.adverse])
@pytest.mark.parametrize("licence", [True, False])
def test_every_adverse_document_tells_the_remedies_before_it_is_signed(kind: str, licence: bool) -> None:
    data = sample(kind, licence=licence)
    text = words_of(kind, data)
    assert text.index(data.remedies) < text.rindex(data.authority_name)


def test_a_refusal_states_reasons_and_basis() -> None:
    text = words_of("refusal_notice", sample("refusal_notice"))
    assert ADVERSE_TEXT in text
    assert "依照《道路货物运输及站场管理规定》第六条、第八条的规定，本机关决定不予受理。" in text


def test_several_reasons_are_numbered_and_one_is_not() -> None:
    several = words_of("denial_decision", sample("denial_decision"))
    assert "1.所提交" in several
    assert "2.聘用的驾驶人员" in several
    assert "1." not in words_of("refusal_notice", sample("refusal_notice"))


def test_a_redirection_names_who_is_competent() -> None:
    assert "请向杭州市交通运输局申请" in words_of("redirect_notice", sample("redirect_notice"))


def test_a_special_procedure_says_how_long_and_that_it_does_not_count_article_45() -> None:
    text = words_of("special_procedure_notice", sample("special_procedure_notice"))
    assert "现场检验自2026年11月23日开始，预计需要5个工作日。" in text
    assert "第四十五条的规定，上述所需时间不计算在办理期限内" in text


def test_an_extension_says_who_approved_it_and_why_article_42() -> None:
    text = words_of("extension_notice", sample("extension_notice"))
    assert "第四十二条的规定，经本机关负责人孙明批准，延长办理期限10个工作日" in text
    assert "车辆技术等级评定需要由省外检测机构补充数据" in text


def test_only_the_receipt_knows_the_query_password() -> None:
    assert "306912" in words_of("receipt", sample("receipt"))
    for kind in set(KINDS) - {"receipt"}:
        assert "306912" not in words_of(kind, sample(kind, query_password="306912"))


def test_a_receipt_is_no_acceptance() -> None:
    assert "不表示申请已被受理" in words_of("receipt", sample("receipt"))


def test_a_receipt_of_a_supplement_says_what_is_still_open() -> None:
    lines = [{"name": "机动车行驶证", "what": "缺副页"}]
    open_ones = [{"name": "从业资格证", "what": "未提交"}]
    text = words_of("receipt", sample("receipt", materials=[], supplied=lines, still_open=open_ones))
    assert text.index("机动车行驶证") < text.index("尚未补正") < text.index("从业资格证")
    assert "期限为2026年11月27日" not in text, "no limit runs while something is open"
    assert "已全部收齐" in words_of("receipt", sample("receipt", materials=[], supplied=lines))


def test_an_identity_number_is_masked_whoever_hands_it_over() -> None:
    text = words_of("service_receipt", sample("service_receipt"))
    assert "330181**********10" in text
    assert not re.search(r"\d{17}[\dX]", text.replace(" ", "").replace("330109112611208000017", ""))


@pytest.mark.parametrize(("kind", "pronoun"), [("person", "你"), ("enterprise", "你单位"), ("", "你（单位）")])
def test_a_person_and_an_organisation_are_addressed_differently(kind: str, pronoun: str) -> None:
    assert wording.you(kind) == pronoun
