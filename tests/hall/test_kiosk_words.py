"""The kiosk speaks two languages, neither lacks a word; what is wanted is read safely from an address (S2-30, S2-31)."""

import re
from pathlib import Path

import pytest

from yichuang.hall.rules.contacts import contact_of
from yichuang.hall.rules.kiosk_words import WORDS, wait_in, words_in
from yichuang.hall.rules.tickets import GREEN
from yichuang.hall.rules.wanted import parts_of, readable

ROOM = Path(__file__).parents[2] / "yichuang" / "hall"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def used() -> set[str]:
    pages = [*ROOM.glob("templates/hall/kiosk*.html"), *ROOM.glob("templates/hall/phone*.html")]
    pages += [*ROOM.glob("templates/hall/parts/*.html"), ROOM / "templates/hall/guide_slip.html"]
    found = {word for page in pages for word in re.findall(r"\bw\.(\w+)", page.read_text(encoding="utf-8"))}
    code = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("views/*.py"))
    return found | {word for word in WORDS if f'"{word}"' in code} | {f"green_{key or 'none'}" for key in GREEN}


def test_every_word_on_the_pages_is_there_in_both_languages_and_none_is_left_over() -> None:
    spoken = used() | {"wait_minutes", "wait_within", "wait_unknown", "unknown_for"}
    assert spoken - WORDS.keys() == set()
    assert WORDS.keys() - spoken == set()
    allowed_empty = {"slip_people"}
    for name, (chinese, english) in WORDS.items():
        assert chinese and (english or name in allowed_empty), name
        assert re.findall(r"{\w+}", chinese) == [] or set(re.findall(r"{\w+}", chinese)) == set(
            re.findall(r"{\w+}", english)
        ), name
        if name != "language":
            assert not CHINESE.search(english), name


def test_no_chinese_stands_in_a_page_of_the_kiosk_itself() -> None:
    for page in [*ROOM.glob("templates/hall/kiosk*.html"), *ROOM.glob("templates/hall/phone*.html")]:
        bare = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", page.read_text(encoding="utf-8"))
        assert CHINESE.findall(bare.replace("：", "")) == [], page.name


@pytest.mark.parametrize(
    ("low", "high", "chinese", "english"),
    [
        (5, 9, "5–9 分钟", "5–9 minutes"),
        (0, 3, "3 分钟以内", "within 3 min"),
        (None, None, "暂时无法估计", "cannot be said yet"),
    ],
)
def test_a_wait_in_words(low: int | None, high: int | None, chinese: str, english: str) -> None:
    assert wait_in(words_in("zh"), low, high) == chinese
    assert wait_in(words_in("en"), low, high) == english
    assert words_in("fr") == words_in("zh")


def test_what_is_wanted_is_read_from_an_address_and_nonsense_is_left_out() -> None:
    asked = ["m:freight_general", "x", "b:A", "m:freight_general", "i", "c", "u", "m:", "b:B", "b:C", "b:D"]
    assert readable(asked) == ["m:freight_general", "b:A", "i", "c", "u", "b:B"]
    assert [parts_of(one) for one in ("m:k", "b:A", "i", "u")] == [
        ("receive", "k", ""), ("receive", "", "A"), ("issue", "", ""), ("receive", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kind", "kept"),
    [
        ("", "none", ""),
        ("139 0000 0999", "mobile", "13900000999"),
        ("+8613900000999", "mobile", "13900000999"),
        ("0571-82600000", "landline", ""),
        ("82600000", "landline", ""),
        ("1390000", "wrong", ""),
        ("abc", "wrong", ""),
    ],
)
def test_only_a_mobile_is_kept(typed: str, kind: str, kept: str) -> None:
    contact = contact_of(typed)
    assert (contact.kind, contact.mobile) == (kind, kept)
    assert bool(contact.said) == (kind in ("landline", "wrong"))
