"""The department's moves on the case page: take up, suspend, resume, second officer, decide; extension, denial, withdrawal (S2-43)."""

import base64

import pytest
from playwright.sync_api import FilePayload, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import all_of, sign_in
from tests.counter import Desk, signature
from tests.results import accepted
from yichuang.cases.models import Case, Correction, Decision, Document
from yichuang.files.models import StoredFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _both_sizes(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    assert_accessible(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    assert_accessible(page)


def _open(page: Page, name: str) -> None:
    """Open a move's fold by its name."""
    page.locator("details.move > summary").get_by_text(name, exact=True).click()


def _send(page: Page, verb: str, asks: bool = False) -> None:
    """Press the button of a move's form, and yes where it asks."""
    page.locator(f"form[action$='/{verb}/'] .move-actions button").click()
    if asks:
        page.locator(f"#ask-{verb} [data-confirm-yes]").click()


def _suspend_and_resume(page: Page, number: str) -> None:
    _open(page, "启动特别程序")
    page.locator("#id_suspend-kind").select_option("实地核查")
    page.locator("#id_suspend-expected_days").fill("5")
    page.locator("#id_suspend-reason").fill("到停车场地核查车位与安全设施")
    page.locator("#id_suspend-notice_served_on").fill("")
    _both_sizes(page)
    _send(page, "suspend")
    page.get_by_text("请填写“告知书送达日期”").first.wait_for()
    page.locator("#id_suspend-notice_served_on").fill("2099-01-01")
    page.locator("#id_suspend-served_how").select_option("当面送达")
    _send(page, "suspend")
    page.get_by_text("期限还不能停走").first.wait_for()
    page.locator("#id_suspend-notice_served_on").fill(f"{Case.objects.get(number=number).accepted_on}")
    _send(page, "suspend")
    page.get_by_text("正在生成特别程序告知书").wait_for()
    _open(page, "结束特别程序")
    page.locator("#id_resume-outcome").fill("场地符合要求")
    _send(page, "resume")
    page.get_by_text("已结束特别程序").wait_for()


def _refused_without_a_second_officer(page: Page) -> None:
    summary = page.locator("details.move > summary", has_text="准予")
    assert "现在不能办" in summary.inner_text()
    summary.click()
    page.get_by_text("另一名审查人员还没有确认").first.wait_for()
    _both_sizes(page)


def test_two_officers_decide_after_an_inspection(page: Page, live_server: LiveServer, demo_again: None) -> None:
    number = accepted(Desk("林小窗"))
    address = f"{live_server.url}/cases/{number}/"
    sign_in(page, live_server.url, "赵审查")
    page.goto(address)
    _both_sizes(page)
    _open(page, "领办")
    _send(page, "take_up")
    page.get_by_text("已领办").wait_for()
    _suspend_and_resume(page, number)
    _refused_without_a_second_officer(page)
    for box in all_of(page.locator("form[action$='/materials/'] input[type=checkbox]:not([disabled])")):
        box.check()
    page.get_by_role("button", name="保存材料和要点").click()
    page.get_by_text("材料和要点已保存").wait_for()

    sign_in(page, live_server.url, "钱复核")
    page.goto(address)
    _open(page, "确认共同核查")
    page.get_by_label("同意准予").check()
    _both_sizes(page)
    _send(page, "co_sign")
    page.get_by_text("已确认共同核查").wait_for()

    sign_in(page, live_server.url, "赵审查")
    page.goto(address)
    _open(page, "准予")
    _send(page, "grant", asks=True)
    page.get_by_text("正在生成准予决定书").wait_for()
    decision = Decision.objects.get(case__number=number)
    assert (decision.decided_by_name, decision.second_officer_name) == ("赵审查", "钱复核")
    _open(page, "移交出件")
    page.locator("#id_send_to_issuing-result_number").fill("浙交运管许可演示0001号")
    _send(page, "send_to_issuing")
    page.get_by_text("待出件").first.wait_for()


def test_the_head_extends_and_a_denial_shows_its_remedies(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    number = accepted(Desk("林小窗"))
    Desk("赵审查").must(number, "take-up")
    sign_in(page, live_server.url, "孙局长")
    page.goto(f"{live_server.url}/cases/{number}/")
    _open(page, "延长期限")
    page.locator("#id_extend-days").fill("30")
    page.locator("#id_extend-reasons").fill("案情复杂，需要进一步核实")
    _send(page, "extend", asks=True)
    page.get_by_text("延长期限应为 1 至 10 个工作日").first.wait_for()
    page.locator("#id_extend-days").fill("10")
    _send(page, "extend", asks=True)
    page.get_by_text("正在生成延长办理期限通知书").wait_for()
    Desk("钱复核").must(number, "co-sign", opinion="deny")
    page.reload()
    _open(page, "不予")
    page.get_by_text("申请行政复议").first.wait_for()
    _both_sizes(page)
    page.locator("#id_deny-reasons").fill("车辆不符合要求")
    _send(page, "deny", asks=True)
    page.get_by_text("正在生成不予决定书").wait_for()
    assert Document.objects.filter(case__number=number, kind="denial_decision").exists()


def test_the_one_time_notice_lists_what_is_missing(page: Page, live_server: LiveServer, demo_again: None) -> None:
    lin = Desk("林小窗")
    number = lin.receive()
    items = lin.materials()
    items[1]["points"] = {}
    lin.must(number, "materials", items=items[1:])
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    _open(page, "一次性告知补正")
    lines = page.locator(".correction-line")
    assert lines.count() >= 4  # the material that is missing, the open point or points, two blank lines
    assert page.locator("#line-1-what").input_value() == "未提交。"
    page.locator("#line-1-todo").fill("请提交原件 1 份，加盖公章。")
    _both_sizes(page)
    _send(page, "request_correction")
    page.get_by_text("已一次性告知补正").wait_for()
    notice = Correction.objects.get(case__number=number)
    assert notice.items[0]["todo"] == "请提交原件 1 份，加盖公章。"
    assert all(item["what"] for item in notice.items)
    _open(page, "补正")
    for box in all_of(page.locator("form[action$='/supplement/'] input[type=checkbox]")):
        box.check()
    _send(page, "supplement")
    page.get_by_text("已收件").first.wait_for()


def test_how_a_case_ends_early_on_screen(page: Page, live_server: LiveServer, demo_again: None) -> None:
    lin = Desk("林小窗")
    numbers = {verb: lin.receive() for verb in ("refuse", "redirect", "declare_not_required", "withdraw")}
    sign_in(page, live_server.url, "林小窗")
    names = {"refuse": "不予受理", "redirect": "不属本机关", "declare_not_required": "无需办理", "withdraw": "撤回申请"}
    for verb, number in numbers.items():
        page.goto(f"{live_server.url}/cases/{number}/")
        _open(page, names[verb])
        if verb == "withdraw":
            _send(page, verb, asks=True)
            page.get_by_text("没有申请人的书面撤回请求").first.wait_for()
            page.locator("#id_withdraw-in_writing").check()
            paper = FilePayload(name="撤回申请.png", mimeType="image/png", buffer=base64.b64decode(signature()))
            page.locator("#id_withdraw-application_file").set_input_files(paper)
        page.locator(f"#id_{verb}-reasons").fill("经核对，情况如申请人所述")
        if verb == "redirect":
            page.locator("#id_redirect-authority").fill("杭州市港航管理局")
        _send(page, verb, asks=True)
        page.get_by_text(f"已{names[verb]}。").wait_for()
    assert StoredFile.objects.filter(owner_key=numbers["withdraw"], purpose="withdrawal").exists()
    states = set(Case.objects.values_list("state", flat=True))
    assert states == {"refused", "redirected", "not_required", "withdrawn"}


def test_strangers_find_nothing_and_the_first_handler_is_handed_over(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    number = accepted(Desk("林小窗"))
    sign_in(page, live_server.url, "李登记")
    answer = page.goto(f"{live_server.url}/cases/{number}/")
    assert answer is not None and answer.status == 404
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    _open(page, "移交首办责任")
    page.locator("#id_hand_over_first_handler-successor").select_option(label="陈一诺")
    _send(page, "hand_over_first_handler")
    page.get_by_text("已移交首办责任").wait_for()
    assert Case.objects.get(number=number).first_handler_name == "陈一诺"
