"""The officer's day at the window in a real browser: by keyboard, from sitting down to finished, without a script error (S2-28, S2-31)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.hall.people import take
from yichuang.hall.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]
MATTER = "freight_general"


def test_by_keyboard_from_sitting_down_to_finished(page: Page, live_server: LiveServer) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    tickets = apart(lambda: [take(MATTER, mobile="13900001234"), take(MATTER), take()])
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/hall/calling/")
    both_sizes(page, "calling-sit")
    page.locator("button.sit").first.click()
    page.get_by_text("窗口空闲").wait_for()
    both_sizes(page, "calling-free")
    page.keyboard.press("F8")
    page.get_by_text("正在叫", exact=True).wait_for()
    assert page.locator(".there-number").inner_text() == tickets[0].number
    page.keyboard.press("F9")
    page.get_by_text("第 2 次", exact=False).first.wait_for()
    both_sizes(page, "calling-called")
    page.keyboard.press("F8")
    page.wait_for_url(lambda url: f"/desk/{MATTER}/" in url)
    assert page.get_by_label(f"记在票 {tickets[0].number} 上（正在办理的人）").is_checked()
    both_sizes(page, "desk-with-ticket")
    page.goto(f"{live_server.url}/hall/calling/")
    for summary in page.locator(".more-one > summary").all():
        summary.click()
    both_sizes(page, "calling-serving")
    page.keyboard.press("F8")
    page.get_by_text("窗口空闲").wait_for()
    assert apart(lambda: Ticket.objects.get(pk=tickets[0].pk).state) == "done"
    page.goto(f"{live_server.url}/desk/")
    both_sizes(page, "desk-bar")
    page.keyboard.press("F8")
    page.locator(".queue-bar-number").wait_for()
    assert errors == []


def test_the_floor_and_the_settings(page: Page, live_server: LiveServer) -> None:
    apart(lambda: [take(MATTER), take("housing_fund_loan", green="elderly"), take()])
    sign_in(page, live_server.url, "沈主管")
    page.goto(f"{live_server.url}/hall/floor/")
    page.get_by_text("没有窗口能办", exact=False).first.wait_for()
    both_sizes(page, "floor")
    page.goto(f"{live_server.url}/hall/settings/")
    both_sizes(page, "hall-settings")
    row = page.locator("tr", has_text="02 ").first
    row.get_by_label("02 商事登记窗口：预设").select_option("full")
    row.get_by_role("button").click()
    page.get_by_text("等候的人按新范围分派", exact=False).wait_for()
    assert "02 号窗口：服务范围" in page.locator(".timeline").inner_text()
