"""The public's pages in a browser, without script too: home, progress, verification, receipt (interface.md, Public)."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import rendered, sign_in
from tests.counter import PERSON, Desk
from yichuang.cases.models import Case
from yichuang.foundations.rules.identifiers import format_case_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _both_sizes(page: Page) -> None:
    for width, height in ((360, 800), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)


def test_an_applicant_follows_a_case_and_checks_its_notice(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    case = Case.objects.get(number=number)
    document = rendered(number)[0]
    page.goto(live_server.url)
    page.wait_for_url("**/public/")
    _both_sizes(page)
    page.get_by_role("link", name="查进度").first.click()
    _both_sizes(page)
    page.get_by_label("统一申报编码").fill(format_case_number(number))
    page.get_by_label("查询密码").fill("abcdef")
    page.get_by_role("button", name="查询").click()
    page.get_by_text("编码和查询密码不相符").wait_for()
    _both_sizes(page)
    page.get_by_label("查询密码").fill(case.query_password)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("heading", name="申请已受理，等待部门审查。").wait_for()
    _both_sizes(page)
    page.goto(f"{live_server.url}/verify/")
    _both_sizes(page)
    page.get_by_label("验证码").fill(document.code)
    page.get_by_role("button", name="核验", exact=True).click()
    page.get_by_role("heading", name="有效").wait_for()
    _both_sizes(page)
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/receipt/")
    assert page.get_by_text(case.query_password).is_visible()
    _both_sizes(page)


def test_a_form_is_filled_in_beforehand_and_taken_over_by_its_code(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    page.goto(f"{live_server.url}/matters/freight_general/ask/?a.q1=a&a.q2=a&a.q3=a&a.q4=b&a.q5=")
    page.get_by_role("link", name="网上预填申请表").click()
    _both_sizes(page)
    for name, value in PERSON.items():
        if name != "courier":
            page.locator(f"#f-{name}").fill(value)
    page.get_by_label("拟投入车辆数（辆）").fill("3")
    page.get_by_role("button", name="保存，取预填码").click()
    page.get_by_text("请勾选页面下方的").wait_for()
    assert page.get_by_label("拟投入车辆数（辆）").input_value() == "3"
    _both_sizes(page)
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="保存，取预填码").click()
    page.wait_for_url("**/prefill/")
    _both_sizes(page)
    code = page.locator("strong.number").inner_text()
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/")
    page.locator("#q").fill(code)
    page.get_by_role("link", name="网上预填：普通货物运输经营许可").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("逐栏与申请人和证件核对后再收件").wait_for()
    _both_sizes(page)
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/**")
    assert page.get_by_text("申请人网上预填").first.is_visible()


def test_progress_works_without_script(chromium: Browser, live_server: LiveServer, demo_again: None) -> None:
    case = Case.objects.get(number=Desk("林小窗").receive())
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/progress/?number={case.number}")
    assert page.get_by_label("统一申报编码").input_value() == case.number
    page.get_by_label("查询密码").fill(case.query_password)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("heading", name="窗口已收到您的材料").wait_for()
    context.close()
