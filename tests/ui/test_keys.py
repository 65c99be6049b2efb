"""The keyboard layer: the keys of a page work, and never while somebody types (interface.md: everything by keyboard)."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(site: str, page: Page) -> Page:
    page.goto(site + "/", wait_until="load")
    return page


def test_slash_goes_to_the_search_box_and_is_not_typed_into_it(shown: Page) -> None:
    shown.keyboard.press("/")
    expect(shown.locator("#top-search")).to_be_focused()
    shown.keyboard.type("a/1?")
    expect(shown.locator("#top-search")).to_have_value("a/1?")
    assert shown.locator("dialog[open]").count() == 0


def test_a_function_key_clicks_its_button_even_while_typing(shown: Page) -> None:
    shown.locator("#top-search").focus()
    shown.keyboard.press("F9")
    expect(shown.locator("dialog#ask")).to_be_visible()


def test_a_key_on_a_field_puts_the_focus_there(shown: Page) -> None:
    shown.keyboard.press("F6")
    expect(shown.locator("#sample-form [name=id_number]")).to_be_focused()


def test_digits_answer_the_active_question(shown: Page) -> None:
    shown.keyboard.press("2")
    expect(shown.locator("#sample-form [name=kind][value=agent]")).to_be_checked()
    shown.keyboard.press("3")
    expect(shown.locator("#sample-form [name=kind][value=guardian]")).to_be_checked()
    shown.keyboard.press("9")
    expect(shown.locator("#sample-form [name=kind][value=guardian]")).to_be_checked()


@pytest.mark.parametrize("key", ["1", "/", "?", "j", "["])
def test_plain_keys_are_only_letters_while_typing(shown: Page, key: str) -> None:
    shown.locator("#sample-form [name=note]").focus()
    shown.keyboard.press(key)
    expect(shown.locator("#sample-form [name=note]")).to_have_value(key)
    expect(shown.locator("#sample-form [name=note]")).to_be_focused()
    assert shown.locator("#sample-form [name=kind]:checked").count() == 0


def test_the_question_mark_lists_the_keys_and_escape_gives_the_focus_back(shown: Page) -> None:
    shown.locator(".chips a").first.focus()
    shown.keyboard.press("?")
    shown.locator("#keys-help tbody tr").first.wait_for()
    listed = shown.locator("#keys-help tbody tr").all_inner_texts()
    assert any("F9" in line and "确认收件" in line for line in listed)
    assert any("F2" in line and "收件" in line for line in listed)
    shown.keyboard.press("Escape")
    expect(shown.locator(".chips a").first).to_be_focused()


def test_an_open_dialog_hides_the_keys_of_the_page(shown: Page) -> None:
    shown.click("[data-open-dialog=sample-modal]")
    address = shown.url
    shown.keyboard.press("F2")
    shown.keyboard.press("2")
    shown.wait_for_timeout(300)
    assert shown.url == address
    assert shown.locator("#sample-form [name=kind]:checked").count() == 0


def test_j_and_k_walk_the_rows(shown: Page) -> None:
    shown.keyboard.press("j")
    expect(shown.locator("a.row-link").nth(0)).to_be_focused()
    shown.keyboard.press("j")
    expect(shown.locator("a.row-link").nth(1)).to_be_focused()
    shown.keyboard.press("k")
    expect(shown.locator("a.row-link").nth(0)).to_be_focused()


def test_brackets_turn_the_page(site: str, shown: Page) -> None:
    shown.keyboard.press("]")
    shown.wait_for_url(f"{site}/?cursor=bmV4dA")


def test_tabs_move_with_arrows_and_open_by_address(site: str, shown: Page) -> None:
    shown.get_by_role("tab", name="基本信息").focus()
    shown.keyboard.press("ArrowRight")
    expect(shown.get_by_role("tab", name="材料（5）")).to_be_focused()
    expect(shown.locator("#tab-materials")).to_be_visible()
    expect(shown.locator("#tab-basic")).to_be_hidden()
    shown.goto(f"{site}/?again#tab-history", wait_until="load")
    expect(shown.locator("#tab-history")).to_be_visible()
