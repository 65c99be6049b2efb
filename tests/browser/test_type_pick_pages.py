"""A material's type is picked from the dictionary in the editor, and one that is missing there is proposed and decided (S2-15)."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.studio_steps import document, node, open_editor, saved
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from yichuang.foundations import clock
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_next_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIELD = "标准材料类型"


def loan() -> Draft:
    return open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now())


def picked(page: Page) -> str:
    """Return the type that the document has for the first identity card."""
    return str(next(one for one in document(page)["materials"] if one["name"] == "居民身份证")["standard_type"])


def card_opened(page: Page, address: str) -> Draft:
    """Open the editor at the first identity card and return the draft."""
    draft = apart(loan)
    sign_in(page, address, "赵审查")
    open_editor(page, address, draft.pk)
    node(page, "居民身份证").click()
    return draft


def test_a_type_is_found_by_sound_picked_taken_back_and_cleared(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    draft = card_opened(page, live_server.url)
    field = page.get_by_label(FIELD, exact=True)
    before = picked(page)
    assert field.input_value() == "居民身份证", "its name is shown, not its key"
    page.get_by_text("公安机关").first.wait_for()

    field.fill("hkb")
    page.get_by_role("option", name="居民户口簿").wait_for()
    both_sizes(page, "type-pick")
    field.focus()
    field.press("ArrowDown")
    both_sizes(page)
    field.fill("jmhkb")
    page.get_by_text("列出 1 种。").first.wait_for()
    field.press("Enter")
    expect(page.locator(".pick-pop")).to_be_hidden()
    expect(field).to_have_value("居民户口簿")
    assert picked(page) == "household_register"
    saved(page)
    kept = apart(lambda: Draft.objects.get(pk=draft.pk)).document["materials"]
    assert "household_register" in [one["standard_type"] for one in kept]

    page.keyboard.press("Control+z")
    expect(field).to_have_value("居民身份证")
    assert picked(page) == before
    page.keyboard.press("Control+y")
    expect(field).to_have_value("居民户口簿")
    assert picked(page) == "household_register"
    page.get_by_role("button", name="清除标准材料类型").click()
    expect(field).to_have_value("")
    assert picked(page) == ""

    # A search that was not finished changes nothing; an arrow shows what the material's own name stands for.
    field.fill("没有这种")
    page.get_by_text("词典里没有“没有这种”。").first.wait_for()
    page.get_by_label("材料名称").focus()
    assert (field.input_value(), picked(page)) == ("", "")
    field.focus()
    field.press("ArrowDown")
    page.locator(".pick-row").first.wait_for()
    assert "居民身份证" in page.locator(".pick-row").first.inner_text()
    field.press("Escape")
    page.get_by_label("材料名称").fill("户口本")
    page.locator(".editor-form").get_by_text("标准名称为“居民户口簿”").wait_for()
    saved(page)


def test_a_missing_type_is_proposed_from_the_editor_and_decided(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    card_opened(page, live_server.url)
    page.get_by_label(FIELD, exact=True).fill("养犬登记证")
    page.get_by_text("词典里没有“养犬登记证”。").first.wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="词典里没有？提出登记").first.click()
    other = opened.value
    expect(other.locator("#id_name")).to_have_value("养犬登记证")
    expect(other.get_by_label("来自哪个事项")).to_have_value(re.compile("普通货物运输"))
    other.get_by_label("为什么需要").fill("犬只随车运输时查验")
    both_sizes(other, "type-propose")
    other.get_by_role("button", name="提出", exact=True).click()
    other.get_by_text("等待区管理员处理").wait_for()
    both_sizes(other)

    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/catalog/dictionary/")
    page.get_by_text("1 条待处理").click()
    both_sizes(page, "type-proposals")
    page.get_by_role("link", name="养犬登记证").click()
    page.get_by_text("不采纳", exact=True).first.click()
    both_sizes(page, "type-proposal")
    page.get_by_label("编号").fill("dog_licence")
    page.get_by_label("类别").select_option(label="证照")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("已登记“养犬登记证”").wait_for()

    sign_in(page, live_server.url, "赵审查")
    page.goto(f"{live_server.url}/catalog/dictionary/")
    page.get_by_text("您提出的“养犬登记证”已登记为“养犬登记证”").wait_for()
    both_sizes(page)
