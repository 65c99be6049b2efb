"""From a ticket served to a bad rating mended, rated again and published, by presses; complaints; with axe (rulebook 4.3)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.people import who as person
from tests.feedback.people import next_morning, served
from tests.hall.people import centre, window
from yichuang.feedback.models import Complaint, RatingOrder, RatingRequest
from yichuang.feedback.operations.complain import Saying, complain
from yichuang.feedback.operations.seal import seal_ratings
from yichuang.foundations import clock
from yichuang.hall.operations.devices import register_device
from yichuang.hall.rules.devices import Setting
from yichuang.organizations.models import Department

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_again"),
]


def seal(after: timedelta = timedelta()) -> None:
    """Seal as the worker does after midnight."""
    apart(lambda: seal_ratings(next_morning(clock.now() + after)))


def press(page: Page, fold: str, button: str, **filled: str) -> None:
    """Open one act of a work order or complaint, fill it in, press it, and confirm where it asks."""
    part = page.locator("details.fold").filter(has=page.locator("summary", has_text=re.compile(f"^{fold}$"))).first
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    for name, text in filled.items():
        field = part.locator(f"[name={name}]")
        field.select_option(label=text) if name in ("assignee", "department") else field.fill(text)
    part.get_by_role("button", name=button, exact=True).first.click()
    dialog = page.locator("dialog[open]")
    if dialog.count():
        dialog.locator("[data-confirm-yes]").click()
    page.get_by_text("已记录。").wait_for()


def look_around(page: Page, home: str, number: str) -> None:
    """Open every officers' page of ratings as somebody whose it is; the rated clerk reads no words."""
    for who, path, shows in (
        ("沈主管", "", "实名差评回访整改率"),
        ("沈主管", "ratings/", "没有一次告知"),
        ("沈主管", "orders/", number),
        ("林小窗", "mine/", "没有一次告知"),
        ("林小窗", f"orders/{number}/", "您是被评价人"),
        ("俞导服", "tell/", "代录评价"),
        ("邹主任", "settings/", "差评回访期限"),
    ):
        sign_in(page, home, who)
        page.goto(f"{home}/feedback/{path}")
        page.get_by_text(shows).first.wait_for()
        if who == "林小窗":
            assert page.get_by_text("来了两次才说要带原件").count() == 0
        both_sizes(page, f"feedback-{path.strip('/').split('/')[0] or 'figures'}-{who}")


def test_from_a_served_ticket_to_a_published_mending(page: Page, live_server: LiveServer) -> None:
    request: Any = apart(lambda: served(mobile="13900000999"))
    home = live_server.url
    page.goto(f"{home}/rate/{request.token}/")
    both_sizes(page, "rate-grade")
    page.get_by_role("link", name="不满意", exact=True).click()
    page.get_by_text("没有一次告知").click()
    page.get_by_label("想说的话").fill("来了两次才说要带原件")
    page.get_by_text("愿意接受回访").click()
    page.get_by_label("电话", exact=True).fill("13900000998")
    both_sizes(page, "rate-why")
    page.get_by_role("button", name="提交评价").click()
    page.get_by_role("heading", name="谢谢您的评价").wait_for()
    both_sizes(page, "rate-done")
    assert apart(RatingOrder.objects.count) == 0, "nothing before it is sealed"
    seal()
    order: Any = apart(RatingOrder.objects.get)

    sign_in(page, home, "沈主管")
    page.goto(f"{home}/feedback/orders/{order.number}/")
    page.get_by_text("来了两次才说要带原件").wait_for()
    assert page.get_by_text("13900000998").count() == 0
    both_sizes(page, "order-open")
    press(page, "指派回访人", "指派回访人", assignee="陈一诺")
    sign_in(page, home, "陈一诺")
    page.goto(f"{home}/feedback/orders/{order.number}/")
    page.locator("summary", has_text="查看评价人联系方式").click()
    page.get_by_label("查看的事由").fill("电话回访")
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_text("13900000998").wait_for()
    both_sizes(page, "order-author")
    page.goto(f"{home}/feedback/orders/{order.number}/")
    page.get_by_text("已联系到评价人").click()
    press(page, "登记回访核实", "登记回访核实", text="电话回访，属实，已致歉")
    press(page, "登记整改", "登记整改", text="已在窗口增设材料清单立牌")
    again: Any = apart(lambda: RatingRequest.objects.get(kind="rerate"))

    page.context.clear_cookies()
    page.goto(f"{home}/rate/{again.token}/?grade=4&at=message")
    page.get_by_role("button", name="提交评价").click()
    page.get_by_role("heading", name="谢谢您的评价").wait_for()
    seal()
    sign_in(page, home, "沈主管")
    page.goto(f"{home}/feedback/orders/{order.number}/")
    press(page, "公开整改情况", "公开整改情况", text="已增设材料清单立牌，窗口逐项告知")
    page.goto(f"{home}/ratings/")
    page.get_by_text("已增设材料清单立牌，窗口逐项告知").wait_for()
    page.get_by_text("整改后再评：满意").wait_for()
    assert page.get_by_text("来了两次才说要带原件").count() == 0
    both_sizes(page, "ratings-public")

    look_around(page, home, order.number)


def tablet_code() -> str:
    setting = Setting("tablet", "01 号窗口评价器", window("01").pk)
    return register_device(actor=person("沈主管"), site_id=centre().pk, setting=setting, now=clock.now()).code


def test_the_tablet_shows_what_has_just_ended_at_its_window(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/rate/window/")
    page.get_by_text("还没有配对").wait_for()
    page.goto(f"{live_server.url}/device/")
    page.get_by_label("6 位配对码").fill(apart(tablet_code))
    page.keyboard.press("Enter")
    page.get_by_text("01 号窗口").wait_for()
    assert page.url.endswith("/rate/window/"), "a rating tablet opens its window's page"
    both_sizes(page, "window-idle")
    apart(served)
    page.get_by_text("您对这次服务满意吗？").wait_for(timeout=15_000)
    both_sizes(page, "window-grade")
    page.get_by_role("button", name="不评价").click()
    page.get_by_text("欢迎您").wait_for()
    assert page.url.endswith("/rate/window/"), "the next person does not rate for the one before"


def test_a_complaint_from_writing_to_the_answer_read(page: Page, live_server: LiveServer) -> None:
    home = live_server.url
    page.goto(f"{home}/complain/")
    both_sizes(page, "complain")
    page.get_by_label("说说是什么情况").fill("跑了三趟还没办成，每次要的材料都不一样")
    page.get_by_label("在哪里办的").select_option(label=apart(centre).name)
    page.get_by_role("button", name="提交").click()
    page.get_by_text("请记下编号和查询密码").wait_for()
    both_sizes(page, "complain-done")
    row: Any = apart(Complaint.objects.get)
    transport = apart(lambda: Department.objects.get(key="xs-transport").name)
    page.goto(f"{home}/complain/query/")
    both_sizes(page, "complaint-query")

    sign_in(page, home, "沈主管")
    page.goto(f"{home}/feedback/complaints/")
    page.get_by_role("link", name=row.number).wait_for()
    both_sizes(page, "complaints")
    page.get_by_role("link", name=row.number).click()
    both_sizes(page, "complaint")
    press(page, "转部门办理", "转部门办理", department=transport, text="请核对三次收件的材料清单")
    page.goto(f"{home}/feedback/complaints/new/")
    page.get_by_role("heading", name="登记投诉代办").wait_for()
    both_sizes(page, "complaint-take")
    sign_in(page, home, "赵审查")
    page.goto(f"{home}/feedback/complaints/{row.number}/")
    press(page, "记录进展", "记录进展", text="已调取三次收件记录")
    press(page, "答复", "答复", text="系窗口告知不全，已当场补办")

    page.context.clear_cookies()
    page.goto(f"{home}/complain/query/?number={row.number}")
    page.get_by_label("查询密码").fill(row.query_password)
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_text("系窗口告知不全，已当场补办").first.wait_for()
    page.get_by_role("link", name="评价这次答复").wait_for()
    both_sizes(page, "complaint-told")


def test_late_complaints_are_red(page: Page, live_server: LiveServer) -> None:
    long_ago = clock.now() - timedelta(days=40)
    apart(lambda: complain(site=centre(), saying=Saying("delay", "等了一个月没有结果"), now=long_ago))
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{live_server.url}/feedback/complaints/?list=late")
    page.get_by_text("已超期").nth(1).wait_for()
    assert page.locator("tr.row-late").count() == 1
    both_sizes(page, "complaints-late")
