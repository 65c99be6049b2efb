"""A life event composed on screen at both sizes, with axe: a conflict settled, both sides of a save kept (S2-25)."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.life_events.composing import clean_draft
from yichuang.foundations import clock
from yichuang.life_events.operations.save_draft import save_life_event_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def test_three_matters_become_one_and_a_conflict_is_settled(page: Page, live_server: LiveServer) -> None:
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/")
    both_sizes(page, "compose-list")
    page.keyboard.press("F2")
    page.get_by_label("名称").fill("身后事")
    page.get_by_label("牵头部门").select_option(label="萧山区民政局")
    for name in ("死亡注销户口", "职工基本养老保险丧葬补助金和抚恤金申领", "死亡提取住房公积金"):
        page.get_by_label(name, exact=True).check()
    both_sizes(page, "compose-new")
    page.get_by_role("button", name="合成草稿").click()
    page.get_by_text("已合成草稿").wait_for()
    both_sizes(page, "compose-overview")
    page.get_by_role("navigation", name="草稿的各部分").get_by_role("link", name="合并表单").click()
    page.get_by_text("可能是同一栏").click()
    both_sizes(page, "compose-fields")
    page.locator("button[value='join:relation:relation_2']").click()
    page.get_by_text("已保存第 2 稿").wait_for()
    row = page.locator("#row-relation")
    expect(row.get_by_text("含义未定")).to_be_visible()
    assert row.get_by_text("所在单位或者社区").count() >= 1, "both sides are shown"
    row.get_by_label("合并后的含义").fill("申请人与死者的关系；单位申报的不走一件事")
    page.keyboard.press("Control+s")
    page.get_by_text("已保存第 3 稿").wait_for()
    expect(page.locator("#row-relation").get_by_text("含义已定")).to_be_visible()
    both_sizes(page)
    for part in ("联办事项", "问题", "材料", "名称和期限", "预览", "修改记录", "部门评审", "模拟验收"):
        page.get_by_role("navigation", name="草稿的各部分").get_by_role("link", name=part).click()
        both_sizes(page, f"compose-{part}")


def test_a_colleague_s_save_is_named_and_both_sides_stay(page: Page, live_server: LiveServer) -> None:
    draft = apart(clean_draft)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/part/terms/")
    page.get_by_label("什么时候办").fill("满月以后")
    other = {**draft.document, "trigger": "出院以后"}
    apart(lambda: save_life_event_draft(
        actor=who("谢区管"), draft_id=draft.pk, document=other, base_revision=draft.revision, now=clock.now()
    ))  # fmt: skip
    page.get_by_role("button", name="保存").last.click()
    page.get_by_text("同事刚刚改了同样的地方").wait_for()
    assert page.get_by_text("出院以后").count() and page.get_by_label("什么时候办").input_value() == "满月以后"
    both_sizes(page, "compose-conflict")
    page.get_by_role("button", name="保存").last.click()
    page.get_by_text("已保存第 4 稿").wait_for()
    assert page.get_by_label("什么时候办").input_value() == "满月以后"
