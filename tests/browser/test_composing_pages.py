"""A life event composed on screen at both sizes, with axe: a conflict settled, saved by itself, both sides of a save kept (S2-25)."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.life_events.composing import clean_draft
from yichuang.catalog.operations.suspend import suspend
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.rules.calendar import in_chinese
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.operations.save_draft import save_life_event_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def state(page: Page) -> Locator:
    """Return the line that says whether everything is saved."""
    return page.locator("[data-part='save-state']")


def stored(pk: uuid.UUID) -> dict[str, Any]:
    """Return the document as it is saved now."""
    return apart(lambda: LifeEventDraft.objects.get(pk=pk).document)


def colleague_saves(pk: uuid.UUID, document: dict[str, Any]) -> None:
    """Save a draft as somebody else of the district."""
    colleague = replace(who("谢区管"), id="colleague", name="同事")
    base = LifeEventDraft.objects.get(pk=pk).revision
    save_life_event_draft(actor=colleague, draft_id=pk, document=document, base_revision=base, now=clock.now())


def test_a_member_that_will_be_suspended_is_told_of_and_nothing_is_stopped(page: Page, live_server: LiveServer) -> None:
    draft = apart(clean_draft)
    begins = day_of(clock.now()) + timedelta(days=5)
    apart(lambda: suspend(
        actor=who("谢区管"), matter_key="social_card_apply", reason="制卡设备检修", now=clock.now(), since=begins
    ))  # fmt: skip
    told = f"{in_chinese(begins)}起暂停办理：制卡设备检修"
    sign_in(page, live_server.url, "谢区管")
    root = f"{live_server.url}/life-events/compose/{draft.pk}/"
    page.goto(f"{root}part/members/")
    row = page.locator("#row-social_card_apply")
    expect(row.get_by_text(told)).to_be_visible()
    expect(page.locator("#row-birth_registration").get_by_text("起暂停办理")).to_have_count(0)
    both_sizes(page, "compose-suspends-soon")
    page.goto(root)
    expect(page.get_by_text(told)).to_be_visible()
    both_sizes(page, "compose-overview-suspends-soon")
    page.locator(".compose-findings li", has_text=told).get_by_role("link").click()
    expect(page.locator("#row-social_card_apply")).to_be_visible()
    page.goto(root)
    page.get_by_role("button", name="提交评审").click()
    expect(page.get_by_text("待组织评审").first).to_be_visible()


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
    row = page.locator("#row-relation")
    expect(row.get_by_text("含义未定")).to_be_visible()
    assert row.get_by_text("所在单位或者社区").count() >= 1, "both sides are shown"
    expect(page.locator("[data-part='save-state']")).to_contain_text("已保存")
    row.get_by_label("合并后的含义").fill("申请人与死者的关系；单位申报的不走一件事")
    page.keyboard.press("Control+s")
    page.get_by_text("已保存第 3 稿").wait_for()
    expect(page.locator("#row-relation").get_by_text("含义已定")).to_be_visible()
    both_sizes(page)
    for part in ("联办事项", "问题", "材料", "名称和期限", "预览", "修改记录", "部门评审", "模拟验收"):
        page.get_by_role("navigation", name="草稿的各部分").get_by_role("link", name=part).click()
        both_sizes(page, f"compose-{part}")


def test_a_colleague_s_save_is_shown_side_by_side_and_nothing_is_overwritten(
    page: Page, live_server: LiveServer
) -> None:
    draft = apart(clean_draft)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/part/terms/")
    other = {**draft.document, "trigger": "出院以后", "summary": "同事写的一句话。"}
    apart(lambda: save_life_event_draft(
        actor=who("谢区管"), draft_id=draft.pk, document=other, base_revision=draft.revision, now=clock.now()
    ))  # fmt: skip
    page.get_by_label("什么时候办").fill("满月以后")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("也改了同样的地方")).to_be_visible()
    expect(dialog.get_by_text("出院以后")).to_be_visible()
    expect(dialog.get_by_text("满月以后")).to_be_visible()
    both_sizes(page, "compose-conflict")
    assert stored(draft.pk)["trigger"] == "出院以后", "nothing is overwritten before somebody chose"
    dialog.get_by_label("我的").check()
    dialog.get_by_role("button", name="按选择保存").click()
    expect(state(page)).to_contain_text("已保存")
    expect(page.get_by_label("一句话说明")).to_have_value("同事写的一句话。")
    found = stored(draft.pk)
    assert (found["trigger"], found["summary"]) == ("满月以后", "同事写的一句话。"), (
        "the colleague's other change stays"
    )


def test_what_is_typed_saves_itself_and_every_step_goes_back_and_forth(page: Page, live_server: LiveServer) -> None:
    draft = apart(clean_draft)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/part/terms/")
    expect(state(page)).to_contain_text("修改后自动保存")
    before = page.get_by_label("什么时候办").input_value()
    page.get_by_label("什么时候办").fill("满月以后")
    expect(state(page)).to_contain_text("已保存")
    assert stored(draft.pk)["trigger"] == "满月以后"
    expect(page.get_by_text("第 3 稿")).to_be_visible()
    page.get_by_role("navigation", name="草稿的各部分").get_by_role("link", name="联办事项").click()
    expect(page.locator("#row-social_card_apply")).to_be_visible()
    page.locator("button[value='remove:social_card_apply']").click()
    expect(page.locator("#row-social_card_apply")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#row-social_card_apply")).to_be_visible()
    page.evaluate("() => window.scrollTo(0, 0)")
    both_sizes(page, "compose-live")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("什么时候办")).to_have_value(before)
    page.keyboard.press("Control+y")
    expect(page.get_by_label("什么时候办")).to_have_value("满月以后")
    expect(state(page)).to_contain_text("已保存")
    found = stored(draft.pk)
    assert found["trigger"] == "满月以后" and len(found["members"]) == len(draft.document["members"])


def test_who_comes_again_takes_his_own_steps_back_and_leaves_a_colleague_s(page: Page, live_server: LiveServer) -> None:
    draft = apart(clean_draft)
    root = f"{live_server.url}/life-events/compose/{draft.pk}/"
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{root}part/terms/")
    before = page.get_by_label("什么时候办").input_value()
    page.get_by_label("什么时候办").fill("满月以后")
    expect(state(page)).to_contain_text("已保存")
    page.goto(f"{root}part/members/")
    page.locator("button[value='remove:social_card_apply']").click()
    expect(page.locator("#row-social_card_apply")).to_have_count(0)
    expect(state(page)).to_contain_text("已保存")
    page.goto(f"{live_server.url}/life-events/compose/")
    other = {**stored(draft.pk), "summary": "同事写的一句话。"}
    apart(lambda: colleague_saves(draft.pk, other))
    page.goto(f"{root}part/terms/")
    expect(page.locator("[data-step='undo']")).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(page.locator("#row-social_card_apply")).to_be_visible()
    both_sizes(page, "compose-undone-later")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("什么时候办")).to_have_value(before)
    expect(state(page)).to_contain_text("已保存")
    found = stored(draft.pk)
    assert (found["trigger"], found["summary"]) == (before, "同事写的一句话。")
    assert len(found["members"]) == len(draft.document["members"])
    page.keyboard.press("Control+y")
    expect(page.get_by_label("什么时候办")).to_have_value("满月以后")


def test_a_step_taken_back_can_be_done_again_after_coming_again(page: Page, live_server: LiveServer) -> None:
    draft = apart(clean_draft)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/part/terms/")
    before = page.get_by_label("什么时候办").input_value()
    page.get_by_label("什么时候办").fill("满月以后")
    expect(state(page)).to_contain_text("已保存")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("什么时候办")).to_have_value(before)
    expect(state(page)).to_contain_text("已保存")
    page.reload()
    expect(page.locator("[data-step='redo']")).to_be_enabled()
    page.keyboard.press("Control+y")
    expect(page.get_by_label("什么时候办")).to_have_value("满月以后")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("什么时候办")).to_have_value(before)


def test_without_network_the_work_stays_on_the_page_and_is_saved_afterwards(
    page: Page, live_server: LiveServer
) -> None:
    draft = apart(clean_draft)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/part/terms/")
    expect(state(page)).to_contain_text("修改后自动保存")
    page.context.set_offline(True)
    page.get_by_label("什么时候办").fill("断网时写的")
    expect(state(page)).to_contain_text("保存失败，内容留在本页")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("什么时候办")).not_to_have_value("断网时写的")
    page.keyboard.press("Control+y")
    expect(page.get_by_label("什么时候办")).to_have_value("断网时写的")
    assert stored(draft.pk)["trigger"] != "断网时写的"
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("已保存", timeout=20_000)
    assert stored(draft.pk)["trigger"] == "断网时写的"


def test_what_cannot_be_read_is_refused_and_stays_on_the_page(page: Page, live_server: LiveServer) -> None:
    draft = apart(clean_draft)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/part/terms/")
    page.locator("#f-promised").fill("三十")
    expect(state(page)).to_contain_text("保存失败，内容留在本页")
    expect(page.locator("#f-promised")).to_have_value("三十")
    page.locator("#f-promised").fill("30")
    expect(state(page)).to_contain_text("已保存")
    assert stored(draft.pk)["promised_limit"]["value"] == 30


def test_a_condition_of_any_all_and_none_is_picked_and_read_back(page: Page, live_server: LiveServer) -> None:
    draft = apart(clean_draft)
    one, two = [row for row in draft.document["questions"] if row["kind"] == "single"][:2]
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/part/members/")
    row = page.locator("#row-birth_registration")
    row.get_by_text("什么情况下办理").click()
    picker = row.get_by_role("group", name="什么情况下办理")
    picker.get_by_role("button", name="添加条件").click()
    picker.get_by_label("选择问题").select_option(one["id"])
    picker.get_by_label(one["options"][0]["text"], exact=True).check()
    picker.get_by_role("button", name="添加一组").click()
    inner = picker.locator(".condition-group .condition-group")
    inner.get_by_label("这一组条件").select_option(label="都不满足")
    inner.get_by_label("选择问题").select_option(two["id"])
    inner.locator("input[type=checkbox]").first.check()
    picker.get_by_label("这一组条件").first.select_option(label="任一满足")
    asked, inside = (row["text"].rstrip("？?") for row in (one, two))
    said = f"{asked}：{one['options'][0]['text']}；或者不属于（{inside}：{two['options'][0]['text']}）"
    expect(picker.locator(".condition-sentence")).to_contain_text(said)
    both_sizes(page, "compose-condition")
    expect(state(page)).to_contain_text("已保存")
    expect(row.locator("summary").filter(has_text="什么情况下办理")).to_contain_text(said)
    condition = next(found for found in stored(draft.pk)["members"] if found["id"] == "birth_registration")["needed_if"]
    assert condition == {
        "any": [
            {"fact": one["id"], "in": [one["options"][0]["id"]]},
            {"not": {"any": [{"fact": two["id"], "in": [two["options"][0]["id"]]}]}},
        ]
    }
    page.goto(f"{live_server.url}/life-events/compose/{draft.pk}/")
    expect(page.get_by_text(said)).to_be_visible()
