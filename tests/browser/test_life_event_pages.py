"""Life events in a browser, without script too: found, asked, changed, printed; what they brought (S2-25; interface.md, Public)."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.life_events.joint_news import ended, received, tell
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def choose(page: Page, answer: str) -> None:
    page.locator("label.choice").filter(has_text=answer).first.click()
    page.get_by_role("button", name="下一步").click()


def news() -> None:
    now = clock.now()
    for month in (9, 10, 11):
        tell(*[received() for _ in range(month)], at=now.replace(year=2026, month=month, day=3))
        tell(*[ended(date(2026, month, 20), 8) for _ in range(month - 1)], at=now)


def test_a_parent_is_led_to_one_checklist_and_prints_it(page: Page, live_server: LiveServer, demo_again: None) -> None:
    page.goto(f"{live_server.url}/public/")
    page.get_by_role("link", name="一件事").first.click()
    page.get_by_role("heading", name="您遇到了什么事？").wait_for()
    both_sizes(page, "life-events")
    page.get_by_label("遇到的事").fill("生小孩")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="出生“一件事”").click()
    both_sizes(page, "life-event")
    page.get_by_role("link", name="回答几个问题，生成我的材料清单").click()
    both_sizes(page, "life-event-ask")
    for answer in ("是", "随母亲", "参加", "申领"):
        choose(page, answer)
    page.get_by_role("heading", name="您要带的材料").wait_for()
    both_sizes(page, "life-event-arrived")
    page.get_by_role("link", name="修改 是否同时申领社会保障卡").click()
    expect(page.locator("label.choice").first.get_by_role("radio")).to_be_checked()
    choose(page, "暂不申领")
    page.get_by_text("“社会保障卡（市民卡）申领”不再一起办理。").wait_for()
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="打印一次性告知单").click()
    page.get_by_role("img", name="二维码：窗口扫码重新打开这些答案").wait_for()
    both_sizes(page, "life-event-checklist")


def test_it_works_without_script_and_in_large_type(
    chromium: Browser, live_server: LiveServer, demo_again: None
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": "yc_large", "value": "1", "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/life-events/death/ask/")
    for answer in ("医疗机构", "参加，已退休", "有"):
        choose(page, answer)
    page.get_by_role("heading", name="您要带的材料").wait_for()
    assert page.get_by_text("死亡证明").first.is_visible()
    context.close()


def test_an_officer_looks_at_what_it_brought(page: Page, live_server: LiveServer, demo_again: None) -> None:
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/birth/results/")
    page.get_by_text("还没有一起办的件").wait_for()
    both_sizes(page, "life-event-results-empty")
    apart(news)
    page.reload()
    page.get_by_role("heading", name="每月收件和办完").wait_for()
    both_sizes(page, "life-event-results")
    page.goto(f"{live_server.url}/life-events/birth/")
    page.get_by_text("以来一次办了 30 件").wait_for()
    both_sizes(page, "life-event-told")
