"""The leader's figures, the lists of results, hand-overs, people and sign-ins in a browser: both sizes, axe, export."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import sign_in, sign_in_by_hand
from tests.cases.people import who
from tests.counter import Desk
from tests.results import accepted, at_issuing
from yichuang.cases.operations.count_days import roll_up
from yichuang.cases.operations.prepare_handover import Bundle, prepare_handover
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _taken(page: Page) -> str:
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Excel").first.click()
    return taken.value.suggested_filename


def test_every_list_is_read_at_both_sizes_and_taken_out(page: Page, live_server: LiveServer, demo_again: None) -> None:
    desk = Desk("林小窗")
    numbers = [at_issuing(desk) for _ in range(2)]
    bundle = Bundle("to_department", (accepted(desk),))
    prepare_handover(actor=who("林小窗"), bundle=bundle, now=clock.now())
    roll_up(clock.now())
    sign_in_by_hand(page, live_server.url, "邹主任")
    page.wait_for_url("**/overview/")
    both_sizes(page, "overview")
    page.get_by_role("link", name="近 7 天").click()
    page.wait_for_url("**/overview/?since=*")
    assert page.get_by_text("数字截至").is_visible()
    assert _taken(page).startswith("overview-")
    page.get_by_role("link", name="收件").last.click()
    page.wait_for_url("**/cases/?list=all&on=received&since=*")
    assert page.locator("tbody tr").count() == 3 and page.get_by_text("日期为收件日期").is_visible()
    both_sizes(page, "overview-list")
    sign_in(page, live_server.url, "周出证")
    page.goto(f"{live_server.url}/issuing/?sort=-number")
    assert page.locator("a.row-link").all_inner_texts() == sorted(numbers, reverse=True)
    both_sizes(page)
    assert _taken(page).startswith("results-")
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/handovers/")
    both_sizes(page)
    assert _taken(page).startswith("handovers-")
    sign_in(page, live_server.url, "谢区管")
    for address, name in (("/accounts/", "staff-"), ("/accounts/sign-ins/", "sign-ins-"), ("/account/", "sign-ins-")):
        page.goto(f"{live_server.url}{address}")
        both_sizes(page)
        assert _taken(page).startswith(name)
