"""A page left open until the login is over: what is typed is kept, said so, and sent once signed in again (bad input of issue 2)."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import apart, sign_in
from tests.cases.people import signed_in
from tests.counter import Desk
from tests.results import at_issuing
from yichuang.accounts.models import StaffSession
from yichuang.demo.people import PASSWORD
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]
KEPT = "登录已失效。已填内容仍在页面上"


def _over() -> None:
    apart(lambda: StaffSession.objects.update(ended_at=clock.now(), ended_why="登录已满 12 小时"))


def test_ticks_made_over_night_are_sent_after_signing_in_elsewhere(page: Page, live_server: LiveServer) -> None:
    number = Desk("林小窗").receive()
    page.clock.install()
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    page.keyboard.press("F8")
    page.locator("input[name='m_app.originals']").fill("2")
    _over()
    page.clock.fast_forward("01:59:00")
    page.get_by_text("登录将在 2 分钟后失效").wait_for()
    page.clock.fast_forward("11:00:00")
    page.get_by_text(KEPT).first.wait_for()
    page.keyboard.press("F9")
    expect(page.locator("input[name='m_app.originals']")).to_have_value("2")
    assert "/sign-in/" not in page.url
    assert_accessible(page)
    other = page.context.new_page()
    other.goto(f"{live_server.url}/sign-in/")
    other.get_by_label("手机号").fill("13900000001")
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("button", name="登录").click()
    other.wait_for_url("**/desk/")
    page.bring_to_front()
    page.keyboard.press("F9")
    page.get_by_text("材料和要点已保存。").wait_for()
    expect(page.locator("input[name='m_app.originals']")).to_have_value("2")


def test_a_part_that_is_asked_again_and_again_never_becomes_the_sign_in_page(
    page: Page, live_server: LiveServer
) -> None:
    number = at_issuing(Desk("林小窗"))
    sign_in(page, live_server.url, "周出证")
    page.goto(f"{live_server.url}/issuing/{number}/")
    page.get_by_role("button", name="核对无误，请领取人签名").click()
    page.get_by_text("等待领取人签名").wait_for()
    _over()
    page.get_by_text(KEPT).first.wait_for()
    page.wait_for_timeout(2500)
    expect(page.get_by_text(KEPT)).to_have_count(1)
    expect(page.locator("main")).to_have_count(1)
    page.get_by_text("等待领取人签名").wait_for()


def test_who_sent_something_comes_back_to_the_page_it_was_sent_from() -> None:
    def sent(**headers: str) -> str:
        browser = signed_in("林小窗")
        StaffSession.objects.update(ended_at=clock.now())
        answer = browser.post("/cases/1/materials/", headers=headers)
        return str(answer["Location"])

    assert sent(Referer="http://testserver/cases/1/?desk=1") == "/sign-in/?next=%2Fcases%2F1%2F%3Fdesk%3D1"
    assert sent(Referer="http://elsewhere.example/cases/1/") == "/sign-in/?next=%2F"
    assert sent() == "/sign-in/?next=%2F"
