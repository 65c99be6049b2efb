"""The demonstration's clock in a browser: six working days on, a case is deemed accepted before your eyes (issue 2, 13)."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import apart, ring_alarms, sign_in_by_hand
from tests.counter import Desk
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def movable(settings: Any) -> Any:
    settings.DEMO, settings.MOVABLE_CLOCK = True, True
    clock.forget_shift()
    yield settings
    clock.forget_shift()


def test_six_working_days_on_a_case_is_accepted_before_your_eyes(
    page: Page, live_server: LiveServer, demo_again: None, movable: Any
) -> None:
    number = Desk("林小窗").receive()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("link", name="演示账号，一键登录").click()
    assert_accessible(page)
    page.get_by_role("button", name="往后 6 个工作日").click()
    page.get_by_text("时钟已拨到").first.wait_for()
    assert "cases.watch_notice" in apart(ring_alarms)
    for width, height in ((360, 800), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
    page.get_by_role("button", name="林小窗").click()
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}/cases/{number}/")
    assert page.get_by_text("平台时钟已拨到").is_visible()
    assert page.get_by_text("视为受理").first.is_visible()
    assert page.get_by_text("已受理").first.is_visible()
    assert_accessible(page)
    page.get_by_role("link", name="拨动").click()
    page.get_by_role("button", name="回到真实日期").click()
    page.get_by_text("时钟已回到真实日期").wait_for()
    sign_in_by_hand(page, live_server.url, "林小窗")
    assert page.get_by_text("平台时钟已拨到").count() == 0
