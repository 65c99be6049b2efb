"""The main job on its pages, in a real browser against a real server, with axe on every page."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import sign_in
from tests.counter import PERSON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_clerk_receives_and_accepts_on_screen(page: Page, live_server: LiveServer, demo_again: None) -> None:
    """S2-39: 收件、逐份登记、受理."""
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/?q=phys")
    assert_accessible(page)
    page.get_by_role("link", name="普通货物运输经营许可").first.click()
    for choice in ("个人", "首次申请", "是", "否"):
        page.get_by_label(choice, exact=choice != "个人").first.check()
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    assert_accessible(page)
    for field, value in PERSON.items():
        if field != "courier":
            page.locator(f"#f-{field}").fill(value)
    page.get_by_role("button", name="收件").click()
    page.wait_for_url("**/cases/*/")
    assert_accessible(page)
    for index in range(page.locator("select[name$='.way']").count()):
        page.locator("select[name$='.way']").nth(index).select_option("paper")
        page.locator("input[name$='.originals']").nth(index).fill("1")
        page.locator("input[name$='.copies']").nth(index).fill("1")
    for box in page.locator("form[action$='/materials/'] input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="保存材料和要点").click()
    page.locator("summary", has_text="受理").first.click()
    page.locator("form[action$='/accept/'] button").click()
    page.get_by_text("已受理").first.wait_for()
    page.set_viewport_size({"width": 360, "height": 800})
    assert_accessible(page)
