"""The counter's and the public's pages in English: no word of the house is left in Chinese, nothing scrolls sideways (interface.md)."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import SIDEWAYS, SIZES, assert_accessible, staying
from tests.browser.test_main_job_pages import declare_freight
from tests.browser.visits import sign_in
from tests.counter import PERSON, Desk
from yichuang.demo.people import PEOPLE
from yichuang.foundations import speech
from yichuang.foundations.catalogues import compile_catalogues
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.speech import HAN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The English of the demonstration's own names, which a district has in its data folder.
NAMES = Path(__file__).resolve().parents[2] / "demo" / "locale"
# What a person reads, but for what is marked as Chinese.
READ = """() => {
  const said = [], chinese = 'script, style, textarea, [lang^=zh]';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.parentElement && !node.parentElement.closest(chinese)) said.push(node.data.trim());
  for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'data-label'])
    document.querySelectorAll(`[${name}]`).forEach(e => { if (!e.closest(chinese)) said.push(e.getAttribute(name)); });
  return said.filter(Boolean);
}"""
PUBLIC = (
    "/public/",
    "/matters/",
    "/matters/freight_general/",
    "/matters/freight_general/ask/",
    "/matters/freight_general/ask/?a.q1=a&a.q2=a&a.q3=a&a.q4=b&a.q5=",
    "/halls/",
    "/book/",
    "/progress/",
    "/verify/",
    "/complain/",
    "/sign-in/",
)
# Numbers of documents, the signs of laws and what a department wrote are not words of the house.
CONTENT = re.compile("《[^》]+》(?:第[^,;，；。]+)?|[\u3400-\u9fff]+〔\\d{4}〕\\d+号|【[^】]+】.*")


@pytest.fixture(autouse=True)
def names(settings: Any) -> Iterator[None]:
    """Give the house the English of the district's names, as `make demo` does."""
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, NAMES]
    compile_catalogues()
    speech.forget()
    yield
    speech.forget()


@cache
def _content() -> tuple[str, ...]:
    """Return what is no word of the house: the district's own names, and its people, longest first."""
    names = {person.name for person in PEOPLE} | set(PERSON.values())
    names |= {entry.msgid for entry in polib.pofile(str(NAMES / "en" / "LC_MESSAGES" / "django.po"))}
    return tuple(sorted((name for name in names if HAN.search(name)), key=len, reverse=True))


def left_over(said: list[str]) -> list[str]:
    """Return what is still Chinese once the content is taken out."""
    found = []
    for text in {text for text in said if HAN.search(text)}:
        rest = CONTENT.sub("", text)
        for name in _content():
            rest = rest.replace(name, "")
        if HAN.search(rest):
            found.append(text)
    return found


def _english(page: Page, address: str) -> None:
    page.context.add_cookies([{"name": "yichuang_language", "value": "en", "url": address}])


def _read(page: Page, *, sizes: bool = True) -> None:
    """Check the page that is open: its words at the size it has, its shape at both."""
    assert page.locator("html").get_attribute("lang") == "en"
    assert left_over(staying(page, lambda: page.evaluate(READ))) == []
    for width, height in SIZES if sizes else ():
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
        assert staying(page, lambda: page.evaluate(SIDEWAYS)) <= 0, page.url


def test_content_is_told_from_words_of_the_house() -> None:
    """A name is content; a word beside it is not, and half a sentence is found."""
    assert left_over(["林小窗", "Accepted", "《道路运输条例》第二十一条"]) == []
    assert left_over(["林小窗: 已受理"]) == ["林小窗: 已受理"]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_english(page: Page, live_server: LiveServer, demo_again: None, path: str) -> None:
    """What everybody can open."""
    _english(page, live_server.url)
    page.goto(f"{live_server.url}{path}")
    _read(page)


def test_the_main_job_is_english(page: Page, live_server: LiveServer, demo_again: None) -> None:
    """Search, questions, checklist, refusal, case, acceptance, receipt; then what the officer and the applicant see."""
    sign_in(page, live_server.url, "林小窗")
    _english(page, live_server.url)
    page.goto(f"{live_server.url}/desk/?q=货运")
    _read(page)
    choices = ("Person", "First application", "Yes", "No")
    declare_freight(page, live_server.url, "General freight transport licence", choices, "Next question")
    page.keyboard.press("F2")
    page.get_by_text("check digit", exact=False).first.wait_for()
    _read(page)


def test_a_case_is_english_for_everybody_who_opens_it(page: Page, live_server: LiveServer, demo_again: None) -> None:
    """The clerk's page with refusals and receipt, the officer's page, and the applicant's."""
    desk = Desk("林小窗")
    number = desk.receive()
    sign_in(page, live_server.url, "林小窗")
    _english(page, live_server.url)
    page.goto(f"{live_server.url}/cases/{number}/?desk=1")
    _read(page)
    page.keyboard.press("F8")
    page.keyboard.press("F2")
    page.get_by_text("Cannot be accepted").first.wait_for()
    _read(page, sizes=False)
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    for path in (f"/cases/{number}/", f"/cases/{number}/receipt/", "/cases/"):
        page.goto(f"{live_server.url}{path}")
        _read(page)
    sign_in(page, live_server.url, "赵审查")
    _english(page, live_server.url)
    for path in ("/approvals/", f"/approvals/{number}/"):
        page.goto(f"{live_server.url}{path}")
        _read(page)
    page.goto(f"{live_server.url}/progress/")
    page.locator("input[name=number]").fill(format_case_number(number))
    page.locator("input[name=password]").fill("abcdef")
    page.locator("main form button[type=submit]").first.click()
    page.get_by_text("do not match", exact=False).first.wait_for()
    _read(page)
