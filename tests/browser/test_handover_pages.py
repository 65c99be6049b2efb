"""Hand-over on its pages: the clerk makes and signs a list, the officer counts and signs, the measure shows it (S2-42)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import sign_in
from tests.counter import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _both_sizes(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    assert_accessible(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    assert_accessible(page)


def test_paper_goes_from_counter_to_department_with_both_signatures(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    """移交清单、签字移交、清点签收、差异、当日交接率."""
    desk = Desk("林小窗")
    numbers = [desk.receive() for _ in range(2)]
    for number in numbers:
        desk.must(number, "materials", items=desk.materials())
        desk.must(number, "accept")
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/handovers/")
    _both_sizes(page)
    page.get_by_role("button", name="生成移交清单").click()
    page.wait_for_url("**/handovers/JJ*/")
    _both_sizes(page)
    page.get_by_role("button", name="签字移交").first.click()
    page.get_by_role("dialog").get_by_role("button", name="签字移交").click()
    page.get_by_text("已移交，待接收").wait_for()
    address = page.url

    sign_in(page, live_server.url, "赵审查")
    page.goto(f"{live_server.url}/handovers/")
    page.get_by_role("link", name=address.rstrip("/").split("/")[-1]).first.click()
    _both_sizes(page)
    page.get_by_role("button", name="签收").first.click()
    page.get_by_role("dialog").get_by_role("button", name="签收").click()
    page.get_by_text("没有清点").first.wait_for()
    page.get_by_role("button", name="全部已接收").click()
    page.get_by_label(f"{numbers[0]} 差异").fill("复印件少一份")
    page.get_by_role("button", name="签收").first.click()
    page.get_by_role("dialog").get_by_role("button", name="签收").click()
    page.get_by_text("差异：复印件少一份").wait_for()

    sign_in(page, live_server.url, "沈主管")
    page.goto(f"{live_server.url}/handovers/measure/")
    page.get_by_text("100%").wait_for()
    _both_sizes(page)
    page.goto(f"{live_server.url}/handovers/arrangements/")
    _both_sizes(page)
    page.get_by_label("中心交接联络人").fill("沈主管")
    page.get_by_label("部门交接联络人").fill("赵审查")
    page.get_by_label("交接时段").fill("11:00 25:00")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("“25:00”无法识别").wait_for()
    page.get_by_label("交接时段").fill("11:00，16:30")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("11:00、16:30").wait_for()
