"""The organisation on screen: lists, a site with its windows, adding, closing, the workbook; axe at both sizes (S0-15, S0-25)."""

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import sign_in
from tests.organizations.sheets import workbook
from yichuang.organizations.models import Division, Site, Window
from yichuang.organizations.rules.places import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_district_administrator_keeps_the_organisation(page: Page, live_server: LiveServer, demo_again: None) -> None:
    sign_in(page, live_server.url, "谢区管")
    for kind in KINDS:
        page.goto(f"{live_server.url}/organisation/{kind}/")
        both_sizes(page)
    page.goto(f"{live_server.url}/organisation/site/at/linpu/")
    both_sizes(page)
    page.locator("section", has_text="窗口").get_by_role("link", name="登记").last.click()
    expect(page.locator("#id_site")).to_have_value("linpu")
    both_sizes(page)
    page.locator("#id_number").fill("02")
    page.locator("#id_name").fill("第二综合窗口")
    page.locator("#id_kind").select_option("accept")
    page.locator("#id_board").fill("A")
    page.keyboard.press("F2")
    page.get_by_text("已登记窗口“第二综合窗口”").wait_for()
    assert Window.objects.filter(site__key="linpu", number="02").exists()
    page.goto(f"{live_server.url}/organisation/site/at/linpu/")
    page.get_by_text("停用", exact=True).first.click()
    page.locator("form[action$='/close/'] input[name=why]").fill("撤并")
    page.locator("form[action$='/close/'] button").click()
    page.locator("#ask-close [data-confirm-yes]").click()
    page.get_by_text("还有人员在岗：丁临浦、魏临浦").first.wait_for()
    both_sizes(page)
    assert Site.objects.get(key="linpu").closed_on is None


def test_a_workbook_is_compared_before_it_is_imported(page: Page, live_server: LiveServer, demo_again: None) -> None:
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/organisation/import/")
    both_sizes(page)
    wrong = workbook(division=(("330109118203", "西村", "村社区", "330109105"),))
    page.locator("input[type=file]").set_input_files(FilePayload(name="o.xlsx", mimeType=XLSX, buffer=wrong))
    page.get_by_role("button", name="读取并比较").click()
    page.get_by_text("行政区划!D2").wait_for()
    assert page.get_by_role("button", name="确认导入").count() == 0
    both_sizes(page)
    page.goto(f"{live_server.url}/organisation/import/")
    right = workbook(division=(("330109118203", "西村", "村社区", "330109118"),))
    page.locator("input[type=file]").set_input_files(FilePayload(name="o.xlsx", mimeType=XLSX, buffer=right))
    page.get_by_role("button", name="读取并比较").click()
    page.get_by_text("会新增 1 处").wait_for()
    both_sizes(page)
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已导入：新增 1 处").first.wait_for()
    assert Division.objects.filter(code="330109118203").exists()
