"""The material dictionary in a browser: found, filtered, corrected and merged, at both sizes (S2-15; interface.md)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import sign_in, sign_in_by_hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page: Page) -> None:
    for width, height in ((360, 800), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)


def test_the_keeper_finds_corrects_and_merges(page: Page, live_server: LiveServer, demo_again: None) -> None:
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/catalog/dictionary/")
    page.get_by_role("link", name="材料词典", exact=True).first.wait_for()
    look(page)
    page.keyboard.press("/")
    page.keyboard.type("jmhkb")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="居民户口簿").click()
    page.get_by_text("个人住房公积金贷款（已办证住房）").wait_for()
    look(page)
    page.get_by_text("更正", exact=True).click()
    aliases = page.get_by_label("别名")
    aliases.fill(aliases.input_value() + "\n户口册子")
    look(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存。").wait_for()
    assert "户口册子" in page.locator("ol.timeline").inner_text()
    page.goto(f"{live_server.url}/catalog/dictionary/house_ownership/")
    page.get_by_text("并入另一种材料").click()
    page.get_by_label("并入哪一种").fill("不动产权证书")
    page.get_by_role("button", name="合并").click()
    look(page)
    page.get_by_role("dialog").get_by_role("button", name="合并").click()
    page.get_by_text("已并入“不动产权证书”").wait_for()
    look(page)


def test_a_new_type_is_registered_and_a_taken_name_is_explained(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/catalog/dictionary/add/")
    page.get_by_label("编号").fill("pet_licence")
    page.get_by_label("标准名称").fill("户口本")
    page.get_by_role("button", name="登记").click()
    page.get_by_text("“户口本”已经是“居民户口簿”的名称").wait_for()
    look(page)
    page.get_by_label("标准名称").fill("养犬登记证")
    page.get_by_role("button", name="登记").click()
    page.get_by_text("已登记“养犬登记证”").wait_for()


def test_an_officer_reads_and_takes_the_list_out(page: Page, live_server: LiveServer, demo_again: None) -> None:
    sign_in_by_hand(page, live_server.url, "赵审查")
    page.get_by_role("link", name="材料词典").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Excel").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    page.goto(f"{live_server.url}/catalog/dictionary/id_card/")
    assert page.get_by_role("button", name="保存").count() == 0
    look(page)
