"""The lists of cases in a browser: tabs, filters, sorting by head, keys, both sizes (interface.md, Every list)."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import sign_in
from tests.counter import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_supervisor_filters_sorts_and_exports(page: Page, live_server: LiveServer, demo_again: None) -> None:
    desk = Desk("林小窗")
    numbers = [desk.receive() for _ in range(3)]
    sign_in(page, live_server.url, "沈主管")
    page.goto(f"{live_server.url}/cases/")
    for width, height in ((360, 800), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
    page.get_by_role("link", name="待受理").click()
    page.get_by_role("link", name="统一申报编码").click()
    expect(page.locator("a.row-link")).to_have_text(sorted(numbers))
    page.get_by_role("link", name="统一申报编码").click()
    expect(page.locator("a.row-link")).to_have_text(sorted(numbers, reverse=True))
    page.get_by_label("状态").select_option("accepted")
    page.get_by_role("button", name="查询").click()
    page.get_by_text("没有等待受理的件。").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="清除条件").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Excel").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    page.keyboard.press("/")
    page.keyboard.type(numbers[0])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{numbers[0]}/")
