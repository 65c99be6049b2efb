"""Publication, suspension and adjustment in a browser, with axe at both sizes (issue 3, 7; S2-22, S2-26)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.counter import Desk
from tests.studio.approved import CARD, CARD_NAME, FREIGHT, approved_draft
from yichuang.foundations import clock, jobs, ledger
from yichuang.foundations.models import Event
from yichuang.studio import tasks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def movable(settings: Any) -> Any:
    settings.DEMO, settings.MOVABLE_CLOCK = True, True
    clock.forget_shift()
    yield settings
    clock.forget_shift()


def ring() -> list[str]:
    """Do the publications that are due, as the worker would; return what alarms rang."""
    jobs.ring(clock.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name='alarms' RETURNING task_name, args")
        due = cursor.fetchall()
    for name, args in due:
        if name == "studio.publish_planned":
            tasks.publish(**(args if isinstance(args, dict) else json.loads(args)))
    return [name for name, _ in due]


def test_a_plan_is_made_the_clock_is_moved_and_it_is_published(
    page: Page, live_server: LiveServer, demo_again: None, movable: Any
) -> None:
    apart(lambda: approved_draft(promised_limit={"value": 1, "unit": "workday"}))
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/studio/publications/")
    both_sizes(page)
    page.get_by_role("link", name=CARD_NAME).click()
    page.get_by_text("改为“1个工作日”").first.wait_for()
    both_sizes(page)
    page.get_by_label("发布日期").fill(f"{clock.now() + timedelta(days=2):%Y-%m-%d}")
    page.get_by_label("时间").fill("00:05")
    page.get_by_role("button", name="定时发布").click()
    page.get_by_text("将于").first.wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/demo/")
    page.get_by_role("button", name="往后 6 个工作日").click()
    page.get_by_text("时钟已拨到").first.wait_for()
    assert "studio.publish_planned" in apart(ring)
    page.goto(f"{live_server.url}/matters/{CARD}/")
    assert page.get_by_text("1个工作日").first.is_visible()
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/studio/publications/?show=published")
    page.get_by_text("第 2 版").wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/catalog/{CARD}/")
    page.get_by_role("link", name="对照最近两个版本").click()
    page.get_by_text("改为“1个工作日”").first.wait_for()
    both_sizes(page)


def test_a_suspension_is_announced_on_every_page_and_lifted(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/catalog/{FREIGHT}/")
    both_sizes(page)
    page.get_by_label("暂停原因").fill("许可系统升级")
    page.get_by_label("这期间办事人怎么办").fill("急需办理的，请到市中心 3 楼")
    page.get_by_role("button", name="暂停办理").click()
    page.get_by_role("dialog").get_by_role("button", name="暂停办理").click()
    page.get_by_text("已登记暂停公告").first.wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/matters/{FREIGHT}/")
    page.get_by_text("许可系统升级").first.wait_for()
    assert page.get_by_text("请到市中心 3 楼").first.is_visible()
    both_sizes(page)
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/desk/?q=货运")
    page.get_by_text("暂停办理").first.wait_for()
    both_sizes(page)
    page.get_by_role("link", name="普通货物运输经营许可").first.click()
    page.get_by_text("许可系统升级").first.wait_for()
    both_sizes(page)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/catalog/{FREIGHT}/")
    page.get_by_role("button", name="恢复办理").click()
    page.get_by_text("已恢复办理").first.wait_for()
    page.goto(f"{live_server.url}/matters/{FREIGHT}/")
    page.get_by_role("link", name="回答几个问题").wait_for()


def hear() -> int:
    uids = Event.objects.filter(type="case.point_questioned").values_list("uid", flat=True)
    return ledger.hear("studio.questions", [str(uid) for uid in uids], clock.now())


def test_one_key_at_the_counter_becomes_a_draft(page: Page, live_server: LiveServer, demo_again: None) -> None:
    number = Desk("林小窗").receive()
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    point = page.locator(".point").nth(1)
    ticked = page.locator(".point input").nth(0)
    ticked.check()
    point.locator("input").focus()
    place = point.get_attribute("data-place")
    page.keyboard.press("F10")
    page.get_by_role("dialog", name="这一条有问题").wait_for()
    assert page.locator("#question-place").input_value() == place
    both_sizes(page)
    page.keyboard.type("要点没有写明看哪一年")
    page.get_by_role("dialog").get_by_role("button", name="提出").click()
    page.locator(".toast-item", has_text="已提出").wait_for()
    assert ticked.is_checked() and page.get_by_role("dialog").count() == 0
    assert apart(hear) == 1
    page.goto(f"{live_server.url}/studio/adjustments/?mine=on")
    page.get_by_text("要点没有写明看哪一年").wait_for()
    both_sizes(page)
    sign_in(page, live_server.url, "孙局长")
    page.goto(f"{live_server.url}/studio/adjustments/")
    both_sizes(page)
    page.get_by_role("link", name="普通货物运输经营许可").click()
    both_sizes(page)
    page.get_by_role("button", name="采纳", exact=True).click()
    page.get_by_role("link", name="打开下一版草稿").wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/studio/queue/")
    page.locator("td", has_text="梳理中").first.wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/studio/progress/")
    both_sizes(page)
    page.goto(f"{live_server.url}/studio/")
    page.get_by_role("heading", name="事项梳理").wait_for()
    both_sizes(page)
    page.goto(f"{live_server.url}/studio/adjustments/new/{FREIGHT}/")
    both_sizes(page)
