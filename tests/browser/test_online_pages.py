"""An online application in a browser: on a phone, at the department, at the counter; both sizes and axe on every page (S2-46)."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.test_scans import picture
from tests.counter import PERSON
from yichuang.cases.models import Case, Document
from yichuang.cases.operations.render_document import render_document
from yichuang.foundations import clock
from yichuang.online.models import OnlineApplication

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_applied_for_on_a_phone_examined_returned_mended_and_received(
    page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path
) -> None:
    row = _apply(page, live_server.url, tmp_path)
    password = str(row.query_password)
    _return(page, live_server.url, row.number)
    _mend(page, live_server.url, row.number, password)
    _preapprove(page, live_server.url, row.number)
    _open(page, live_server.url, row.number, password)
    page.get_by_role("link", name="下载打印件").wait_for()
    both_sizes(page)
    _receive(page, live_server.url, row.number)
    case = Case.objects.get(number=row.number)
    assert case.own_form["trucks"] == 2 and case.materials.filter(received_as="scan").exists()


def _apply(page: Page, url: str, folder: Path) -> OnlineApplication:
    page.goto(f"{url}/prefill/freight_general/?kind=person&a.q2=a&a.q3=a&a.q4=b&a.q5=")
    for name, value in PERSON.items():
        if name != "courier":
            page.locator(f"#f-{name}").fill(value)
    page.get_by_label("拟投入车辆数（辆）").fill("3")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="保存，取预填码").click()
    page.wait_for_url("**/prefill/")
    both_sizes(page)
    page.get_by_role("button", name="网上申请").click()
    page.get_by_role("heading", name="申请还没有提交").wait_for()
    both_sizes(page)
    page.get_by_role("button", name="提交").click()
    page.get_by_text("没有确认材料真实").wait_for()
    page.get_by_label("我确认").check()
    page.get_by_role("button", name="提交").click()
    page.get_by_text("还没有上传。").first.wait_for()
    both_sizes(page)
    _upload_everything(page, folder)
    page.get_by_label("我确认").check()
    page.get_by_role("button", name="提交").click()
    page.get_by_role("heading", name="部门正在网上预审").wait_for()
    both_sizes(page)
    return OnlineApplication.objects.get()


def _return(page: Page, url: str, number: str) -> None:
    sign_in(page, url, "赵审查")
    page.goto(f"{url}/online/?list=waiting")
    both_sizes(page)
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="预审通过").wait_for()
    both_sizes(page)
    page.get_by_label("意见").fill("车辆数与行驶证不符，请更正。")
    page.get_by_role("button", name="退回修改").click()
    page.get_by_text("已短信告知申请人").wait_for()


def _mend(page: Page, url: str, number: str, password: str) -> None:
    _open(page, url, number, password)
    page.get_by_text("车辆数与行驶证不符").first.wait_for()
    both_sizes(page)
    page.get_by_role("link", name="修改申请表").click()
    expect(page.get_by_label("拟投入车辆数（辆）")).to_have_value("3")
    page.get_by_label("拟投入车辆数（辆）").fill("2")
    both_sizes(page)
    page.get_by_role("button", name="保存修改").click()
    page.get_by_text("申请表已修改").wait_for()
    page.get_by_label("我确认").check()
    page.get_by_role("button", name="提交").click()
    page.get_by_role("heading", name="部门正在网上预审").wait_for()


def _preapprove(page: Page, url: str, number: str) -> None:
    sign_in(page, url, "赵审查")
    page.goto(f"{url}/online/{number}/")
    for material in page.get_by_role("button", name="这份的要点都符合").all():
        material.click()
    for point in page.get_by_label("符合", exact=True).all():
        point.check()
    page.get_by_role("button", name="预审通过").click()
    page.get_by_text("已短信告知申请人").wait_for()
    apart(lambda: render_document(Document.objects.get(kind="online_print").pk, clock.now()))


def _receive(page: Page, url: str, number: str) -> None:
    sign_in(page, url, "林小窗")
    page.goto(f"{url}/desk/")
    page.locator("#q").fill(number)
    page.get_by_role("link", name="普通货物运输经营许可").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("请简单核对").first.wait_for()
    both_sizes(page)
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/**")
    page.get_by_text("网上预审通过").first.wait_for()
    both_sizes(page)


def _open(page: Page, url: str, number: str, password: str) -> None:
    """Open an application as its applicant does: by number and query password."""
    page.goto(f"{url}/progress/?number={number}")
    page.get_by_label("查询密码").fill(password)
    page.get_by_role("button", name="查询").click()
    page.wait_for_url("**/apply/**")


def _upload_everything(page: Page, folder: Path) -> None:
    """Choose a picture for every material, as long as one asks for it."""
    names = page.locator(".apply-add input[type=file]").count()
    for place in range(names):
        file = folder / f"{place}.jpg"
        file.write_bytes(picture(place, (900, 600)))
        page.locator(".apply-add input[type=file]").nth(place).set_input_files(file)
        page.locator(".apply-add button").nth(place).click()
        page.get_by_text("已上传").first.wait_for()
