"""Messages, templates and opt-outs in a browser, and the public's page for stopping; axe at both sizes (S2-32)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in, sign_in_by_hand
from yichuang.foundations import clock
from yichuang.foundations.actors import Place
from yichuang.notifications.models import Message, MessageStep, Wording
from yichuang.notifications.operations.send import send
from yichuang.organizations.models import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TO = "13977770000"
OWN = "请为“{matter}”打分，网址 {link}。"


def failed() -> Message:
    site = Site.objects.get(key="centre")
    data = {"matter": "养犬登记", "link": "https://example.cn/r"}
    place = Place(division=site.division_id, site_id=site.pk)
    row = send(to=TO, template="rating_asked", data=data, now=clock.now(), place=place)
    why = "网关：短信账户余额不足（isv.AMOUNT_NOT_ENOUGH）"
    Message.objects.filter(pk=row.pk).update(state=Message.FAILED, failure=why, channel="sms", tries=12)
    MessageStep.objects.create(message=row, at=clock.now(), state=Message.FAILED, said=why)
    return row


def test_a_failed_message_is_found_and_sent_again(page: Page, live_server: LiveServer, demo_again: None) -> None:
    row = apart(failed)
    sign_in_by_hand(page, live_server.url, "谢区管")
    page.get_by_role("link", name="消息", exact=True).click()
    both_sizes(page, "messages")
    page.get_by_label("手机号或邮箱").fill(TO)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    page.locator("a.row-link").first.click()
    page.get_by_role("button", name="重新发送").first.wait_for()
    both_sizes(page, "message")
    page.get_by_role("button", name="重新发送").first.click()
    page.locator("#ask-again").wait_for()
    both_sizes(page, "message-again")
    page.locator("#ask-again [data-confirm-yes]").click()
    page.get_by_text("已重新发送").first.wait_for()
    assert apart(lambda: Message.objects.get(pk=row.pk).state) == Message.WAITING


def test_a_template_is_tried_kept_and_restored(page: Page, live_server: LiveServer, demo_again: None) -> None:
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{live_server.url}/messages/templates/")
    both_sizes(page, "message-templates")
    page.get_by_role("link", name="邀请评价").click()
    both_sizes(page, "message-template")
    page.get_by_label("内容").fill("请打分 {secret}")
    page.get_by_role("button", name="试排").click()
    page.get_by_text("这个模板没有字段").wait_for()
    both_sizes(page, "message-template-wrong")
    page.get_by_label("内容").fill(OWN)
    page.get_by_role("button", name="试排").click()
    page.get_by_text("可以保存").wait_for()
    page.keyboard.press("F2")
    page.get_by_text("已保存为第 1 版").wait_for()
    both_sizes(page, "message-template-own")
    page.get_by_role("button", name="恢复原文").first.click()
    page.locator("#ask-restore [data-confirm-yes]").click()
    page.get_by_text("已保存为第 2 版").wait_for()
    assert apart(lambda: Wording.objects.get().text) == ""


def test_opt_outs_are_kept_and_the_public_stops_without_script(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    row = apart(failed)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/messages/opt-outs/")
    both_sizes(page, "opt-outs-none")
    page.get_by_text("登记退订").first.click()
    page.locator("#id_number").fill("13977770001")
    page.locator("#id_why").fill("本人来电要求")
    page.get_by_label("预约提醒").check()
    both_sizes(page, "opt-outs-add")
    page.get_by_role("button", name="登记退订").click()
    page.get_by_text("已登记退订").wait_for()
    both_sizes(page, "opt-outs")
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{live_server.url}/stop/{row.stop_code}")
    plain.get_by_role("button", name="退订评价邀请").click()
    plain.get_by_text("已保存").wait_for()
    assert plain.get_by_role("button", name="恢复接收评价邀请").count() == 1
    plain.context.close()
    page.goto(f"{live_server.url}/stop/{row.stop_code}/")
    both_sizes(page, "stop")
    page.goto(f"{live_server.url}/stop/")
    both_sizes(page, "stop-ask")
    page.get_by_label("退订码").fill("AAAAAAAAAA")
    page.get_by_role("button", name="下一步").click()
    page.get_by_text("没有找到这个退订码").first.wait_for()
    both_sizes(page, "stop-wrong")
