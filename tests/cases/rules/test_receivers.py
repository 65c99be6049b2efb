"""Who may take a result, and what a waybill number can be (S2-44)."""

from dataclasses import replace
from datetime import date

import pytest

from yichuang.cases.rules.receivers import (
    AGENT,
    REPRESENTATIVE,
    SELF,
    Applicant,
    Receiver,
    checked_in_words,
    name_of,
    refuse_receiver,
    relations_for,
)
from yichuang.cases.rules.waybills import refuse_waybill, s10_check_digit

DAY = date(2026, 11, 20)
WANG = Applicant("person", "王小明", "330181199503070010")
FIRM = Applicant("enterprise", "杭州演示运输有限公司", "", "陈演示")
OTHER_ID = "33010919900101001X"


@pytest.mark.parametrize(
    ("applicant", "receiver", "codes"),
    [
        (WANG, Receiver(), []),
        (WANG, Receiver(number="330181199503070010"), []),
        (WANG, Receiver(name="王小明", number=" 330181199503070010 "), []),
        (WANG, Receiver(number="330181199503070011"), ["receiver_number"]),
        (WANG, Receiver(name="李四"), ["receiver_differs"]),
        (WANG, Receiver("representative", number=OTHER_ID), ["receiver_number", "no_representative"]),
        (WANG, Receiver("agent"), ["receiver_number", "receiver_name", "authorisation"]),
        (WANG, Receiver("agent", "李四", "passport", "E12345678", "授权委托书原件"), []),
        (WANG, Receiver("agent", "李四", "passport", "E1", "授权委托书原件"), ["receiver_number"]),
        (WANG, Receiver("friend"), ["receiver_unknown"]),
        (WANG, Receiver(paper="library_card"), ["receiver_unknown"]),
        (FIRM, Receiver(), ["not_a_person"]),
        (FIRM, Receiver("representative", paper="passport", number="E12345678"), []),
        (FIRM, Receiver("representative", "别人", "passport", "E12345678"), ["receiver_differs"]),
        (
            replace(FIRM, legal_representative=""),
            Receiver("representative", "", "passport", "E12345678"),
            ["receiver_name"],
        ),
    ],
)
def test_who_may_take_the_result(applicant: Applicant, receiver: Receiver, codes: list[str]) -> None:
    reasons = refuse_receiver(receiver, applicant, DAY)
    assert [reason.code for reason in reasons] == codes
    assert all(reason.kept and reason.todo for reason in reasons)


def test_another_person_s_number_is_not_the_applicant_s() -> None:
    other = replace(WANG, id_number="330181199001010012")
    assert [r.code for r in refuse_receiver(Receiver(number=WANG.id_number), other, DAY)] == ["receiver_differs"]


def test_the_name_is_filled_in_where_the_relation_says_it() -> None:
    assert name_of(Receiver(), WANG) == "王小明"
    assert name_of(Receiver("representative"), FIRM) == "陈演示"
    assert name_of(Receiver("agent"), WANG) == ""


@pytest.mark.parametrize(
    ("carrier", "number", "fits"),
    [
        ("中国邮政", "EA123456785CN", True),
        ("EMS", "ea 123-456-785 cn", True),
        ("中国邮政", "EA123456784CN", False),
        ("中国邮政", "1234567890123", True),
        ("中国邮政", "SF1234567890", False),
        ("顺丰速运", "SF1234567890", True),
        ("顺丰速运", "SF12", False),
        ("顺丰速运", "运单一", False),
        ("中国邮政", "", True),
    ],
)
def test_waybills(carrier: str, number: str, fits: bool) -> None:
    assert (refuse_waybill(carrier, number) == []) is fits


@pytest.mark.parametrize(("digits", "check"), [("12345678", "5"), ("47312482", "9"), ("00000000", "5")])
def test_the_postal_union_s_check_digit(digits: str, check: str) -> None:
    """UPU S10-12 gives RR 473124829 GB as its example."""
    assert s10_check_digit(digits) == check


@pytest.mark.parametrize(("organisation", "wanted"), [(False, [SELF, AGENT]), (True, [REPRESENTATIVE, AGENT])])
def test_who_may_come_depends_on_whose_result_it_is(organisation: bool, wanted: list[str]) -> None:
    assert list(relations_for(organisation)) == wanted


@pytest.mark.parametrize(("number", "words"), [(" ", "居民身份证原件，人证相符"), ("33", "居民身份证原件，号码已核对")])
def test_how_identity_was_checked_is_said_in_words(number: str, words: str) -> None:
    assert checked_in_words(Receiver(number=number)) == words
