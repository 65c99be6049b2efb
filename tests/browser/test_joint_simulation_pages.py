"""A life event graded, dealt to three windows, received there on the real joint intake as test pieces, published (S2-21, S2-25)."""

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import all_of, apart, sign_in
from tests.life_events.composing import CLERKS, dealt, graded, in_review
from yichuang.cases.models import Case
from yichuang.life_events.models import JointCase, LifeEventDraft, LifeEventRun
from yichuang.life_events.queries.practice import script_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def state_of(pk: uuid.UUID) -> str:
    return apart(lambda: LifeEventDraft.objects.get(pk=pk).state)


def script(run: int) -> dict[str, Any]:
    """Return the script of a run."""
    return apart(lambda: script_of(LifeEventRun.objects.select_related("candidate").get(pk=run)))


def fill(page: Page, said: dict[str, Any]) -> None:
    """Do at the joint intake what the script says: answer, fill in, tick every paper."""
    for place, (_, told) in enumerate(said["said"], start=1):
        page.locator("fieldset.question label.choice", has=page.get_by_text(told, exact=True)).click()
        expect(page.locator(".answered > li:has(button)")).to_have_count(place)
    for name, value in said["applicant"].items():
        if name not in ("courier", "quantity"):
            page.locator(f"#f-{name}").fill(value)
    for name, value in said["merged"].items():
        control = page.locator(f"[name='o.{name}']").first
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        elif control.get_attribute("type") == "radio":
            page.locator(f"[name='o.{name}'][value='{value}']").check()
        else:
            control.fill(value)
    for box in all_of(page.locator(".joint-paper input[type=checkbox]")):
        box.check()


def stand_at_the_window(page: Page, address: str, clerk: str, run: int) -> None:
    """Receive the run's test piece on the real joint intake, compare, and agree."""
    looked = clerk == CLERKS[0]
    sign_in(page, address, clerk)
    page.goto(f"{address}/life-events/compose/simulations/")
    if looked:
        both_sizes(page, "life-event-tasks")
    page.locator(f'a[href="/life-events/compose/simulations/{run}/"]').click()
    page.get_by_role("button", name="我在这个窗口，开始受理").click()
    expect(page.get_by_role("link", name="打开联办收件")).to_be_visible()
    page.keyboard.press("F2")
    page.get_by_text("剧本：申请人怎么说").wait_for()
    expect(page.locator(".practice-band")).to_contain_text("测试件")
    fill(page, script(run))
    if looked:
        both_sizes(page, "life-event-practice-intake")
    page.keyboard.press("F2")
    page.wait_for_url("**/joint/*/receipt/?new=1")
    page.get_by_text("没有申请人，不作任何承诺").wait_for()
    if looked:
        both_sizes(page, "life-event-practice-receipt")
        page.get_by_role("link", name="查看联办件").click()
        page.get_by_role("heading", name="联办事项").wait_for()
        both_sizes(page, "life-event-practice-joint")
    page.get_by_role("link", name="回到任务").first.click()
    page.get_by_text("事项、先后和材料与预期一致").wait_for()
    if looked:
        both_sizes(page, "life-event-run")
    page.get_by_role("button", name="无异议").click()
    page.get_by_text("已记录：无异议").wait_for()


def test_graded_received_at_three_windows_and_published(page: Page, live_server: LiveServer) -> None:
    page.set_default_timeout(120_000)
    draft = apart(in_review)
    root = f"{live_server.url}/life-events/compose/{draft.pk}/"
    sign_in(page, live_server.url, "柏评审")
    page.goto(f"{root}review/")
    both_sizes(page, "compose-review")
    while page.get_by_role("button", name="提交评审意见").count():
        page.get_by_label("高", exact=False).first.check()
        page.get_by_role("button", name="提交评审意见").click()
        page.get_by_text("已记录").wait_for()
    assert state_of(draft.pk) == "simulating"
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{root}simulation/")
    both_sizes(page, "compose-simulation-arrange")
    page.get_by_role("button", name="保存分配").click()
    page.get_by_text("分配已保存").wait_for()
    runs = apart(lambda: list(LifeEventRun.objects.order_by("window__number").values_list("pk", flat=True)))
    for clerk, run in zip(CLERKS, runs, strict=True):
        stand_at_the_window(page, live_server.url, clerk, run)
    page.get_by_text("模拟验收已通过").wait_for()
    assert state_of(draft.pk) == "approved"
    assert apart(lambda: (Case.objects.count(), JointCase.objects.count())) == (0, 0)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{root}simulation/")
    both_sizes(page, "compose-simulation")
    page.goto(root)
    page.get_by_role("button", name="发布").click()
    page.get_by_role("dialog").get_by_role("button", name="发布").click()
    page.get_by_text("已发布，各窗口同时启用").wait_for()
    page.goto(f"{live_server.url}/life-events/compose/published/birth/")
    page.get_by_text("一句话说明由").wait_for()
    both_sizes(page, "compose-versions")
    page.goto(f"{live_server.url}/life-events/compose/help/")
    both_sizes(page, "compose-help")


def test_an_objection_needs_its_place_and_is_settled_by_who_leads(page: Page, live_server: LiveServer) -> None:
    first, second = apart(lambda: dealt(graded(in_review()))[:2])
    for clerk, run in zip(CLERKS, (first, second), strict=False):
        sign_in(page, live_server.url, clerk)
        page.goto(f"{live_server.url}/life-events/compose/simulations/{run.pk}/")
        page.get_by_role("button", name="我在这个窗口，开始受理").click()
        page.get_by_role("button", name="提出异议").click()
        page.get_by_text("请选择位置").first.wait_for()
        if run == first:
            both_sizes(page, "life-event-run-objecting")
        page.get_by_label("位置").select_option("question:married")
        page.get_by_label("哪里不对").fill("群众听不懂")
        page.get_by_role("button", name="提出异议").click()
        page.get_by_text("异议已记录").wait_for()
        expect(page.get_by_text("等待组织方处理")).to_be_visible()
    both_sizes(page, "life-event-run-objected")
    root = f"{live_server.url}/life-events/compose/{first.candidate.draft_id}/"
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{root}simulation/")
    expect(page.get_by_text("2 次受理有异议，还没有处理。")).to_be_visible()
    both_sizes(page, "compose-simulation-objections")
    page.get_by_label("不采纳的理由").first.fill("原话照抄自登记机关的表")
    page.get_by_role("button", name="不采纳").first.click()
    page.get_by_text("没有采纳林小窗的异议").wait_for()
    expect(page.get_by_label("采纳没有处理的 1 条异议")).to_be_visible()
    sign_in(page, live_server.url, CLERKS[0])
    page.goto(f"{live_server.url}/life-events/compose/simulations/")
    expect(page.get_by_text("不采纳：原话照抄自登记机关的表")).to_be_visible()
    both_sizes(page, "life-event-tasks-objected")
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{root}simulation/")
    page.get_by_label("采纳没有处理的 1 条异议").fill("问题换一个说法")
    page.get_by_role("button", name="退回修改").click()
    page.get_by_role("dialog").get_by_role("button", name="退回修改").click()
    page.get_by_text("草稿连同没有处理的异议退回修改").wait_for()
    both_sizes(page, "compose-simulation-returned")
    sign_in(page, live_server.url, "谢区管")
    page.goto(root)
    expect(page.get_by_text("（陈一诺）有异议：剧本 2，问题：父母是否登记结婚：群众听不懂")).to_be_visible()
