"""The hall's statistics and its twin at both sizes, with axe; a question asked, answered, compared (S2-6)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.hall.people import centre
from yichuang.accounts.permissions import CLOCK
from yichuang.demo.generate_hall import generate_hall
from yichuang.foundations import clock
from yichuang.hall.models import TwinScenario
from yichuang.hall.operations.twin import answer_twin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def answered() -> None:
    """Answer what waits, as the worker would."""
    for pk in TwinScenario.objects.exclude(state="done").values_list("pk", flat=True):
        answer_twin(scenario=str(pk), actor=CLOCK, tick=clock.now)


def test_statistics_and_twin(page: Page, live_server: LiveServer) -> None:
    apart(lambda: generate_hall(centre(), 3, now=clock.now()))
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{live_server.url}/hall/twin/")
    page.get_by_text("还没有推演方案").wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/hall/statistics/?period=28")
    page.get_by_text("星期与时段").wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/hall/twin/new/")
    page.get_by_label("逐个设置（在下方填写）").check()
    page.get_by_text("逐个设置受理窗口").click()
    both_sizes(page)
    page.get_by_label("全科无差别").check()
    page.get_by_label("方案名称").fill("全科")
    page.get_by_label("推演天数").select_option("10")
    page.get_by_role("button", name="开始推演").click()
    page.get_by_text("排队中").wait_for()
    both_sizes(page)
    address = page.url
    apart(answered)
    page.get_by_text("几点要几个窗口").first.wait_for()
    assert page.url == address, "the page came again by itself when the answer was there"
    both_sizes(page)
    page.goto(f"{live_server.url}/hall/twin/")
    page.get_by_label("比较 全科").check()
    both_sizes(page)
    page.get_by_role("button", name="比较选中的方案").click()
    page.get_by_text("各方案等候 P90").first.wait_for()
    both_sizes(page)
    page.goto(address)
    page.get_by_role("button", name="删除方案").click()
    page.locator("#ask-forget").get_by_role("button", name="删除").last.click()
    page.get_by_text("方案已删除").wait_for()
