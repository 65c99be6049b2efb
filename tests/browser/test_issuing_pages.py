"""The issuing counter on its pages: identity, a signature on the tablet, post and return, electronic service (S2-44)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import sign_in
from tests.counter import Desk
from tests.results import at_issuing
from tests.tablet import draw, tablet_of
from yichuang.cases.models import Case, Document, Issuing, SignatureRequest
from yichuang.cases.operations.render_document import render_document
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _both_sizes(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    assert_accessible(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    assert_accessible(page)


def _render(number: str, kind: str) -> None:
    """Render a document as a worker would, beside the browser's own event loop."""

    def work() -> None:
        render_document(Document.objects.get(case__number=number, kind=kind).pk, clock.now())
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def test_a_result_is_handed_out_against_a_signature_on_the_tablet(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    number = at_issuing(Desk("林小窗"))
    sign_in(page, live_server.url, "周出证")
    page.goto(f"{live_server.url}/issuing/")
    _both_sizes(page)
    page.get_by_label("编号、申请人姓名或扫码").fill(number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/issuing/{number}/")
    _both_sizes(page)
    page.get_by_label("证件号码").fill("330181199503070011")
    page.get_by_role("button", name="核对无误，请领取人签名").click()
    page.get_by_text("没有发放，办理结果还在出件窗口").first.wait_for()
    page.get_by_label("证件号码").fill("330181199503070010")
    page.get_by_role("button", name="核对无误，请领取人签名").click()
    page.get_by_text("等待领取人签名").wait_for()
    _both_sizes(page)

    tablet = tablet_of(page)
    tablet.goto(live_server.url + str(page.get_by_role("link", name="打开签名页").get_attribute("href")))
    tablet.get_by_text("道路运输经营许可证 浙交运管许可演示0001号").wait_for()
    assert_accessible(tablet)
    tablet.get_by_role("button", name="以上内容无误，确认签名").click()
    tablet.get_by_text("还没有签名").first.wait_for()
    draw(tablet)
    tablet.get_by_role("button", name="以上内容无误，确认签名").click()
    tablet.get_by_text("请把平板交还工作人员").wait_for()
    assert_accessible(tablet)

    page.get_by_role("img", name="王小明的签名").wait_for()  # the clerk's screen has seen it by itself
    _both_sizes(page)
    page.locator("form[action$='/hand-out/'] button").click()
    page.get_by_role("dialog").get_by_role("button", name="发放").click()
    page.get_by_text("已送达").first.wait_for()
    _both_sizes(page)
    issued = Issuing.objects.get(case__number=number)
    assert (issued.relation, issued.receiver_name) == ("申请人本人", "王小明")
    receipt = Document.objects.get(case__number=number, kind="service_receipt")
    assert "330181199503070010" not in str(receipt.data)


def test_a_signature_page_left_open_over_night_says_what_to_do(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    number = at_issuing(Desk("林小窗"))
    sign_in(page, live_server.url, "周出证")
    page.goto(f"{live_server.url}/issuing/{number}/")
    page.get_by_role("button", name="核对无误，请领取人签名").click()
    tablet = tablet_of(page)
    tablet.goto(live_server.url + str(page.get_by_role("link", name="打开签名页").get_attribute("href")))
    draw(tablet)
    row = SignatureRequest.objects.get(case__number=number)
    SignatureRequest.objects.filter(pk=row.pk).update(expires_at=row.requested_at - timedelta(hours=12))
    tablet.get_by_role("button", name="以上内容无误，确认签名").click()
    tablet.get_by_text("请工作人员在出件页重新发起签名").first.wait_for()
    assert_accessible(tablet)
    # The counter's page asks by itself and comes in anew; reloading it in that moment would abort one of the two.
    page.get_by_text("签名页已过期").wait_for()
    page.get_by_role("button", name="核对无误，请领取人签名").click()
    page.locator("summary", has_text="在本机签名").click()
    draw(page)
    page.get_by_role("button", name="签名完成").click()
    page.get_by_role("img", name="王小明的签名").wait_for()
    page.goto(f"{live_server.url}/cases/{number}/signature/1.made-up/")
    page.get_by_text("请让窗口工作人员重新打开签名页").first.wait_for()


def test_post_returned_and_posted_again(page: Page, live_server: LiveServer, demo_again: None) -> None:
    form = {"courier": "yes", "receiver_name": "王小明", "receiver_mobile": "13900001234"}
    place = {"receiver_province": "浙江省", "receiver_city": "杭州市", "receiver_district": "萧山区"}
    number = at_issuing(Desk("林小窗"), **form, **place, receiver_address="演示路1号")
    sign_in(page, live_server.url, "郑递送")
    page.goto(f"{live_server.url}/issuing/{number}/")
    page.get_by_text("浙江省杭州市萧山区演示路1号").wait_for()
    page.get_by_label("运单号").fill("EA123456784CN")
    page.get_by_role("button", name="登记交寄").click()
    page.get_by_text("校验位应为 5").first.wait_for()
    page.get_by_label("运单号").fill("EA123456785CN")
    page.get_by_role("button", name="登记交寄").click()
    page.get_by_text("已交寄，等待签收").wait_for()
    _both_sizes(page)
    page.locator("summary", has_text="快递退回").click()
    page.get_by_label("退回原因").fill("收件人电话无法接通")
    page.get_by_role("button", name="登记退回").click()
    page.get_by_text("收件人电话无法接通").wait_for()
    page.get_by_label("运单号").fill("EA123456785CN")
    page.get_by_role("button", name="登记交寄").click()
    page.goto(f"{live_server.url}/issuing/?state=sent")
    page.get_by_role("link", name=number).click()
    page.get_by_label("签收人").fill("王小明")
    page.get_by_role("button", name="登记签收").first.click()
    page.get_by_role("dialog").get_by_role("button", name="登记签收").click()
    page.get_by_text("邮寄送达").wait_for()
    slips = Document.objects.filter(case__number=number, kind="courier_slip")
    assert len(slips) == 2
    assert "演示路" not in str(slips[0].data)


def test_a_denial_is_served_electronically_when_it_is_read(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    number = at_issuing(Desk("林小窗"), "deny")
    sign_in(page, live_server.url, "周出证")
    page.goto(f"{live_server.url}/issuing/{number}/")
    page.locator("summary", has_text="电子送达").click()
    page.get_by_label("申请人同意电子送达的依据").select_option("当场书面同意电子送达")
    page.get_by_role("button", name="发起电子送达").click()
    address = page.locator(".address").inner_text()
    _both_sizes(page)
    phone = tablet_of(page)
    phone.set_viewport_size({"width": 360, "height": 800})
    phone.goto(address)
    assert_accessible(phone)
    phone.get_by_label("查询密码").fill("abc")
    phone.get_by_role("button", name="打开").click()
    phone.get_by_text("编码和查询密码不相符").wait_for()
    phone.get_by_label("查询密码").fill(str(Case.objects.get(number=number).query_password))
    phone.get_by_role("button", name="打开").click()
    phone.get_by_text("文书生成后才能签收").wait_for()
    _render(number, "denial_decision")
    phone.reload()
    paper = str(phone.get_by_role("link", name="不予行政许可决定书").get_attribute("href"))
    assert phone.request.get(live_server.url + paper).headers["content-type"] == "application/pdf"
    assert phone.request.get(live_server.url + paper.split("?")[0]).status == 404, "not without the password"
    assert_accessible(phone)
    phone.get_by_role("button", name="我已阅读，确认签收").click()
    phone.get_by_text("送达完成").wait_for()
    page.get_by_text("电子送达。系统会自动办结归档").wait_for(timeout=15_000)
    assert Case.objects.get(number=number).state == "delivered"
