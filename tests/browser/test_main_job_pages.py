"""The counter's half of the main job by keyboard: search, digits, recall, receive, register, accept, receipt (interface.md)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import all_of, apart, sign_in
from tests.counter import PERSON, Desk
from yichuang.files.models import DocumentReading
from yichuang.files.operations.read_document import read_document
from yichuang.files.reading.specimens import WANG, as_jpeg, draw_id_front
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _both_sizes(page: Page) -> None:
    for width, height in ((360, 800), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)


class Keyboard:
    """Counts what a clerk does: one for a key, one for a run of typing."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        # Nobody is faster than the scripts of a page that has just appeared.
        self.page.wait_for_load_state()
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.count += 1
        self.page.keyboard.type(text)


def test_a_known_person_and_matter_take_twelve_interactions_to_the_receipt(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    """Search → printed receipt in at most twelve, without the mouse."""
    Desk("林小窗").receive()
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/")
    _both_sizes(page)
    printed = _count_prints(page)
    keys = Keyboard(page)
    page.locator("#q").fill("货运")
    page.locator("#desk-found a.row-link").first.wait_for()
    _both_sizes(page)
    page.locator("#q").fill("")
    keys.type("phys")
    keys.press("Enter")
    page.get_by_text("申报者类型", exact=True).wait_for()
    _both_sizes(page)
    keys.press("F6")
    keys.type(PERSON["id_number"])
    keys.press("Enter")
    page.get_by_text("已带出上次的信息").wait_for()
    _both_sizes(page)
    page.locator("body").focus()
    for digit in ("1", "1", "2"):
        asked = page.locator("fieldset.question legend").first.inner_text()
        keys.press(digit)
        page.wait_for_function(
            "asked => (document.querySelector('fieldset.question legend') || {}).innerText !== asked", arg=asked
        )
    keys.press("F9")
    page.get_by_text("情形：").wait_for()
    keys.press("F2")
    page.wait_for_url("**/cases/*/?desk=1")
    keys.press("F8")
    keys.press("Alt+p")
    page.wait_for_url("**/receipt/?print=1")
    page.wait_for_load_state()
    assert keys.count <= 12
    assert printed() == 1, "nothing more to press"
    assert page.locator(".receipt ol li").count() == len(Desk("林小窗").checklist()), "it lists what was handed in"


def _count_prints(page: Page) -> Callable[[], int]:
    """Count what would come out of the printer; return how many there were."""
    page.context.add_init_script(
        "window.print = () => localStorage.setItem('printed', 1 + +(localStorage.printed || 0))"
    )
    return lambda: int(page.evaluate("+(localStorage.printed || 0)"))


def declare_freight(page: Page, url: str, link: str, choices: tuple[str, ...], following: str) -> None:
    """Find the matter, answer by its choices, fill the form with a number whose check digit is wrong."""
    page.goto(f"{url}/desk/?q=货运")
    page.get_by_role("link", name=link).first.click()
    for choice in choices:
        page.locator("label.choice", has_text=choice).first.click()
        page.wait_for_load_state("networkidle")
    page.get_by_role("button", name=following).click()
    for field, value in PERSON.items():
        if field != "courier":
            page.locator(f"#f-{field}").fill(value)
    page.locator("#f-id_number").fill("330181199503070011")


def test_a_clerk_receives_registers_and_accepts_on_screen(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    """S2-39: 收件、逐份登记、受理; a wrong number is explained beside what was typed."""
    sign_in(page, live_server.url, "林小窗")
    choices = ("个人", "首次申请", "是", "否")
    declare_freight(page, live_server.url, "普通货物运输经营许可", choices, "下一题")
    page.get_by_role("button", name="收件").click()
    page.get_by_text("校验").first.wait_for()
    _both_sizes(page)
    page.locator("#f-id_number").fill(PERSON["id_number"])
    page.get_by_role("button", name="收件").click()
    page.wait_for_url("**/cases/*/**")
    page.keyboard.press("F8")
    page.keyboard.press("F2")
    page.get_by_text("还没有核对").first.wait_for()
    points = page.locator(".material-points")
    points.get_by_role("button", name="这份的要点都符合").first.click()
    first = points.nth(0).get_by_role("checkbox")
    expect(first.and_(page.locator(":checked"))).to_have_count(first.count())
    assert not any(box.is_checked() for box in points.nth(1).get_by_role("checkbox").all()), "one paper at a time"
    for box in all_of(page.locator(".material-points input[type=checkbox]")):
        box.check()
    page.keyboard.press("F2")
    page.get_by_text("已受理").first.wait_for()
    _both_sizes(page)


def test_a_card_is_read_while_the_clerk_goes_on_answering(
    page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path
) -> None:
    """The page says “先答题、先录别的”: what is read is still offered after any number of questions, and after a resumed draft."""
    card = tmp_path / "card.jpg"
    card.write_bytes(as_jpeg(draw_id_front(WANG)))
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/freight_general/?kind=person")
    page.locator("#card").set_input_files(card)
    page.get_by_text("正在识别，可以先录别的").wait_for()
    page.locator("label.choice", has_text="首次申请").click()
    page.get_by_text("车辆是否已购置").wait_for()
    page.get_by_text("正在识别，可以先录别的").wait_for()
    apart(lambda: read_document(DocumentReading.objects.get(state="pending").file_id, now=clock.now()))
    page.locator("#card-read [data-fill-all]").wait_for()
    _both_sizes(page)
    offered = page.locator(".card-fields > div")
    assert [text.split("\n")[0].split(" ")[0] for text in offered.all_inner_texts()] == ["申报人", "身份证", "通讯地址"]
    sure = offered.nth(2).get_by_text("把握")
    expect(sure).to_be_in_viewport(ratio=1)
    with page.expect_response("**/desk/freight_general/draft/"):
        page.locator("#f-contact_mobile").fill("13900001234")
    page.goto(f"{live_server.url}/desk/freight_general/?draft=1")
    page.locator("#card-read [data-fill-all]").wait_for()
    page.keyboard.press("F8")
    expect(page.locator("#f-id_number")).to_have_value(WANG.number)
    expect(page.get_by_text("证照识别（居民身份证）").first).to_be_visible()
    page.locator("label.choice", has_text="是").first.click()
    page.get_by_text("是否集装箱").or_(page.get_by_text("下一题")).first.wait_for()
    expect(page.locator("#f-id_number")).to_have_value(WANG.number)
    expect(page.locator("#card-read")).to_be_empty()
    page.locator("label.choice", has_text="否").first.click()
    page.get_by_role("button", name="下一题").click()
    page.get_by_text("情形：").wait_for()
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/*/?desk=1")
    put = page.get_by_role("button", name="放入收件时识别的证件")
    expect(put).to_have_count(1)
    page.locator("#scans-m_id_resp").scroll_into_view_if_needed()
    _both_sizes(page)
    put.click()
    page.locator("#scans-m_id_resp .scan-list img").wait_for()
    expect(put).to_have_count(0)
    expect(page.locator("#way-m_id_resp")).to_have_value("scan")
