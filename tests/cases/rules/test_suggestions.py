"""What a reading of a certificate suggests for review points (issue 2, 5; S2-18)."""

from datetime import date
from typing import Any

import pytest

from yichuang.cases.rules.suggestions import certificate_of, certificate_read, is_readable, suggest

ON = date(2026, 11, 20)
PERSON = {"name": "王小明", "id_number": "330181199503070010"}
FIRM = {"organisation": "杭州示例餐饮有限公司", "uscc": "91330109MA27XNEW01"}


def _read(value: str, confidence: float = 0.98, check: str | None = None) -> dict[str, Any]:
    return {"value": value, "confidence": confidence, "check": check}


@pytest.mark.parametrize(
    ("check", "field", "read", "form", "found"),
    [
        ("compare", "name", {"name": _read("王 小明")}, PERSON, "passed"),
        ("compare", "name", {"name": _read("王小朋")}, PERSON, "failed"),
        ("compare", "id_number", {"id_number": _read("330181199503070010", 0.99, "ok")}, PERSON, "passed"),
        ("compare", "id_number", {"id_number": _read("330181199503070018", 0.9, "failed")}, PERSON, "failed"),
        ("compare", "name", {"name": _read("杭州示例餐饮有限公司")}, FIRM, "passed"),
        ("compare", "id_number", {"uscc": _read("91330109ma27xnew01")}, FIRM, "passed"),
        ("compare", "name", {}, PERSON, ""),
        ("compare", "name", {"name": _read("王小明")}, {}, ""),
        ("date", "valid_until", {"valid_until": _read("2026-11-20")}, PERSON, "passed"),
        ("date", "valid_until", {"valid_until": _read("2026-11-19")}, PERSON, "failed"),
        ("date", "valid_until", {"valid_until": _read("长期")}, PERSON, "passed"),
        ("date", "valid_until", {"valid_until": _read("2026年")}, PERSON, ""),
        ("eye", "", {"name": _read("王小明")}, PERSON, ""),
    ],
)
def test_only_what_can_be_compared_is_suggested(
    check: str, field: str, read: dict[str, Any], form: dict[str, str], found: str
) -> None:
    made = suggest([("p", check, field)], read, form, ON)
    assert made.get("p", None) is None if not found else made["p"].found == found
    assert all(item.note and 0 <= item.confidence <= 100 for item in made.values())


def test_the_confidence_is_the_reader_s() -> None:
    made = suggest([("p", "compare", "name")], {"name": _read("王小明", 0.874)}, PERSON, ON)
    assert made["p"].confidence == 87


def test_certificates_the_reader_knows() -> None:
    assert is_readable("申请人身份证", "居民身份证")
    assert is_readable("营业执照复印件", "")
    assert not is_readable("安全生产管理制度文本", "")


def test_a_note_never_spells_out_an_identity_number() -> None:
    for number in ("330181199503070010", "330181199503070029"):
        made = suggest([("p", "compare", "id_number")], {"id_number": _read(number)}, PERSON, ON)
        assert "19950307" not in made["p"].note


@pytest.mark.parametrize(
    ("name", "standard_type", "certificate"),
    [
        ("居民身份证", "id_card", "id_card"),
        ("监护人居民身份证", "", "id_card"),
        ("企业证照", "business_licence", "business_licence"),
        ("营业执照复印件", "other", "business_licence"),
        ("户口簿", "household_register", ""),
    ],
)
def test_a_material_says_which_certificate_it_wants(name: str, standard_type: str, certificate: str) -> None:
    assert certificate_of(name, standard_type) == certificate


@pytest.mark.parametrize(
    ("read", "certificate"),
    [
        ("id_card_front", "id_card"),
        ("id_card_back", "id_card"),
        ("id_card", "id_card"),
        ("business_licence", "business_licence"),
        ("unknown", ""),
    ],
)
def test_one_side_of_a_card_is_the_card(read: str, certificate: str) -> None:
    assert certificate_read(read) == certificate
