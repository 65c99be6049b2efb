"""The offline reader on drawn certificates: clean, blurred, tilted, turned, both sides on one sheet."""

import socket
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from PIL import Image

from yichuang.files.reading import engine, specimens
from yichuang.files.reading.certificates import read_certificate
from yichuang.files.reading.specimens import CHEN, SHEN, WANG, IdCard, Licence
from yichuang.files.rules.fields import Reading
from yichuang.foundations.rules.identifiers import check_id_number, check_uscc, make_uscc

SHUNDA = Licence(
    make_uscc("91330109MA2C1ABC"), "萧山顺达货物运输有限公司", "有限责任公司（自然人投资或控股）", "王小明",
    "浙江省杭州市萧山区北干街道金城路358号蓝爵国际中心5幢1203室", date(2018, 3, 6),
)  # fmt: skip
VARIANTS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda image: image, "blurred": specimens.blurred, "tilted": specimens.tilted,
    "tilted the other way": lambda image: specimens.tilted(image, -12),
}  # fmt: skip


def read(image: Image.Image) -> Reading:
    return read_certificate(
        specimens.as_jpeg(image),
        lambda text: check_id_number(text, on=date(2026, 11, 20)).ok,
        lambda text: check_uscc(text).ok,
    )


@cache
def straight_reading() -> Reading:
    """Return what is read on the licence as it was drawn."""
    return read(specimens.draw_licence(SHUNDA))


def front_of(card: IdCard) -> dict[str, str]:
    return {"name": card.name, "sex": card.sex, "ethnicity": card.ethnicity, "birth_date": card.birth.isoformat(),
            "address": card.address,
            "id_number": card.number}  # fmt: skip


def back_of(card: IdCard) -> dict[str, str]:
    until = card.valid_until.isoformat() if card.valid_until else "长期"
    return {"issuer": card.issuer, "valid_from": card.valid_from.isoformat(), "valid_until": until}


def values(reading: Reading) -> dict[str, str]:
    return {name: field.value for name, field in reading.fields.items()}


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_nine_fields_of_an_identity_card_are_read(variant: str) -> None:
    change = VARIANTS[variant]
    front, back = read(change(specimens.draw_id_front(WANG))), read(change(specimens.draw_id_back(WANG)))
    assert (front.document_kind, back.document_kind) == ("id_card_front", "id_card_back")
    assert values(front) | values(back) == front_of(WANG) | back_of(WANG)
    assert front.fields["id_number"].check == back.fields["valid_until"].check == "ok"


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_fields_of_a_business_licence_are_read(variant: str) -> None:
    reading = read(VARIANTS[variant](specimens.draw_licence(SHUNDA)))
    found = values(reading)
    scope = found.pop("scope")
    assert found == {
        "uscc": SHUNDA.uscc, "name": SHUNDA.name, "type": SHUNDA.type, "legal_person": SHUNDA.person,
        "address": SHUNDA.address,
        "capital": SHUNDA.capital, "established": "2018-03-06", "valid_from": "2018-03-06", "valid_until": "长期",
    }  # fmt: skip
    assert scope.startswith("道路普通货物运输；仓储服务（不含危险化学品）")
    assert reading.fields["uscc"].check == "ok"


@pytest.mark.parametrize("card, beside", [(SHEN, False), (CHEN, True)])
def test_both_sides_on_one_sheet_are_read(card: IdCard, beside: bool) -> None:
    reading = read(specimens.draw_id_both(card, beside))
    assert reading.document_kind == "id_card"
    assert values(reading) == front_of(card) | back_of(card)


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("card", [CHEN, SHEN])
def test_a_card_lying_on_its_side_or_upside_down_is_read(card: IdCard, degrees: int) -> None:
    reading = read(specimens.draw_id_front(card).rotate(degrees, expand=True))
    assert values(reading) == front_of(card)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_licence_is_read_and_its_frames_lie_on_the_picture_as_given(degrees: int) -> None:
    upright = specimens.draw_licence(SHUNDA)
    turned = upright.rotate(degrees, expand=True)
    reading, straight = read(turned), straight_reading()
    assert values(reading) | {"scope": ""} == values(straight) | {"scope": ""}
    left, top, right, bottom = reading.fields["uscc"].box
    frame = Image.new("L", upright.size)
    frame.paste(255, straight.fields["uscc"].box)
    there = frame.rotate(degrees, expand=True).getbbox()
    assert there
    assert max(left, there[0]) < min(right, there[2]) and max(top, there[1]) < min(bottom, there[3])


def test_a_number_with_a_wrong_check_digit_is_read_and_marked() -> None:
    wrong = IdCard("王小明", "男", "汉", WANG.birth, WANG.address, "330181199503070012")
    reading = read(specimens.draw_id_front(wrong))
    assert (reading.fields["id_number"].value, reading.fields["id_number"].check) == ("330181199503070012", "failed")
    assert "id_number" not in reading.usable


def test_a_blank_sheet_is_unknown() -> None:
    assert read(Image.new("RGB", (600, 400), "white")) == Reading("unknown", {})


def test_nothing_is_downloaded_when_the_engine_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the reader went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    engine._engine.cache_clear()
    assert engine.read_lines(specimens.as_jpeg(specimens.draw_id_back(WANG)))
