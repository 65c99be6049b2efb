"""Approval on a telephone (S3-10), and delegation instruments with the single clerk's instant matter (S2-45②)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import sign_in
from tests.counter import Desk
from tests.results import accepted, first_answers
from yichuang.cases.models import Case, Decision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SINGLE = "individual_business_setup"


def _both_sizes(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    assert_accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    assert_accessible(page)


def test_an_approver_decides_on_a_telephone_with_two_taps(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    number = accepted(Desk("林小窗"))
    sign_in(page, live_server.url, "孙局长")
    page.goto(f"{live_server.url}/approvals/")
    _both_sizes(page)
    page.get_by_role("link", name="王小明").click()
    page.wait_for_url(f"**/approvals/{number}/")
    page.get_by_role("button", name="领办").click()
    page.get_by_role("button", name="确认领办").click()
    page.get_by_text("已领办").wait_for()
    page.get_by_text("另一名审查人员还没有确认").first.wait_for()
    _both_sizes(page)
    Desk("赵审查").must(number, "co-sign", opinion="deny", note="车辆与行驶证不符")
    page.reload()
    page.get_by_text("赵审查：同意不予").first.wait_for()
    page.get_by_role("button", name="不予", exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name="确认不予").click()
    page.get_by_text("请填写“理由”").first.wait_for()
    page.get_by_role("button", name="不予", exact=True).click()
    page.locator("#id_deny-reasons").fill("车辆不符合要求")
    page.get_by_role("button", name="确认不予").click()
    page.wait_for_url(f"**/approvals/{number}/")
    page.get_by_text("正在生成不予决定书").wait_for()
    assert Decision.objects.get(case__number=number).second_officer_name == "赵审查"


def test_a_single_clerk_completes_under_a_recorded_instrument(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    lin = Desk("林小窗")
    answers = first_answers(lin, SINGLE)
    numbers = []
    for _ in range(2):
        numbers.append(lin.receive(SINGLE, answers))
        lin.must(numbers[-1], "materials", items=lin.materials(SINGLE, answers))
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{numbers[0]}/")
    page.locator("details.move > summary", has_text="一人通办").click()
    page.get_by_text("没有有效的委托授权书").wait_for()

    sign_in(page, live_server.url, "韩局长")
    page.goto(f"{live_server.url}/delegations/")
    _both_sizes(page)
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("请填写“委托授权书文号”").first.wait_for()
    page.get_by_label("委托授权书文号").fill("萧市监委〔2026〕1号")
    page.locator("#id_matter").select_option(SINGLE)
    page.locator("#id_site_id").select_option(label="萧山区人民政府办事服务中心")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("已登记委托授权书 萧市监委〔2026〕1号").wait_for()
    _both_sizes(page)

    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{numbers[0]}/")
    page.locator("details.move > summary").get_by_text("一人通办", exact=True).click()
    page.locator("form[action$='/complete_instantly/'] .move-actions button").click()
    page.locator("#ask-complete_instantly [data-confirm-yes]").click()
    page.get_by_text("已一人通办").wait_for()
    assert Decision.objects.get(case__number=numbers[0]).delegation == "萧市监委〔2026〕1号"

    sign_in(page, live_server.url, "韩局长")
    page.goto(f"{live_server.url}/delegations/")
    page.locator("summary", has_text="撤销").click()
    page.get_by_label("撤销原因").fill("人员调整")
    page.get_by_role("button", name="撤销委托").click()
    page.get_by_text("已撤销委托授权书").wait_for()
    assert lin.move(numbers[1], "complete-instantly").json()["reasons"][0]["code"] == "no_delegation"
    assert Case.objects.get(number=numbers[1]).state == "received"
