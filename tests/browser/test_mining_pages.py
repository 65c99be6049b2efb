"""Association mining at both sizes, with axe: asked, watched, cancelled, proposals accepted and dismissed (S2-25, S3-9)."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import apart, sign_in, sign_in_by_hand
from tests.mining.ground import mined, people_come, work
from tests.mining.test_deciding import Recorder
from yichuang.accounts.queries import heads_of, officers_of
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.mining.models import MiningRun, Proposal
from yichuang.mining.ports import drafts, set_drafts
from yichuang.mining.queries.source import lead_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def worked() -> None:
    """Work on what waits, as the worker would."""
    for row in MiningRun.objects.filter(state="waiting"):
        work(row)


def how_far() -> None:
    """Say of what waits that it is half done."""
    MiningRun.objects.filter(state="waiting").update(
        rows_read=123_456, persons=98_765, progress=50, stage="mining", sets=12
    )


def test_an_analysis_and_its_proposals(page: Page, live_server: LiveServer) -> None:
    apart(lambda: people_come(400))
    sign_in_by_hand(page, live_server.url, "谢区管")
    page.get_by_role("link", name="关联分析").click()
    page.get_by_text("还没有分析过").wait_for()
    both_sizes(page, "mining-empty")
    page.get_by_role("link", name="新的分析").first.click()
    page.get_by_label("至少涉及多少人").fill("9")
    page.get_by_role("button", name="开始分析").click()
    page.get_by_label("至少涉及多少人").fill("10")
    both_sizes(page, "mining-start")
    page.get_by_role("button", name="开始分析").click()
    page.get_by_text("排队中").wait_for()
    apart(how_far)
    page.get_by_text("已读 123456 件").wait_for()
    both_sizes(page, "mining-progress")
    address = page.url
    page.get_by_role("button", name="取消分析").first.click()
    page.locator("#ask-cancel").get_by_role("button", name="取消分析").last.click()
    page.get_by_text("没有保存任何结果，此前的建议没有改动").wait_for()
    both_sizes(page, "mining-cancelled")
    page.goto(f"{live_server.url}/mining/runs/new/")
    page.get_by_label("至少涉及多少人").fill("10")
    page.get_by_role("button", name="开始分析").click()
    page.get_by_text("排队中").wait_for()
    assert page.url != address
    apart(worked)
    page.get_by_text("也办了").first.wait_for()
    both_sizes(page, "mining-run")
    page.goto(f"{live_server.url}/mining/runs/")
    both_sizes(page, "mining-runs")
    page.goto(f"{live_server.url}/mining/")
    page.get_by_text("合计约省＝").wait_for()
    both_sizes(page, "mining-proposals")


def test_a_proposal_is_accepted_and_another_dismissed(page: Page, live_server: LiveServer) -> None:
    apart(lambda: people_come(400))
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/mining/runs/new/")
    page.get_by_label("至少涉及多少人").fill("10")
    page.get_by_role("button", name="开始分析").click()
    page.get_by_text("排队中").wait_for()
    apart(worked)
    page.get_by_role("link", name="查看建议").click()
    page.get_by_role("link", name="个人住房公积金贷款").click()
    page.get_by_text("为什么建议").wait_for()
    page.get_by_text("不采纳", exact=True).first.click()
    both_sizes(page, "mining-proposal")
    page.get_by_label("理由").fill("不")
    page.get_by_role("button", name="不采纳").first.click()
    page.locator("#ask-dismiss").get_by_role("button", name="不采纳").last.click()
    page.get_by_text("四个字以上").wait_for()
    page.get_by_text("不采纳的理由应为").first.wait_for()
    page.get_by_label("理由").fill("两个部门各办各的更快")
    page.get_by_role("button", name="不采纳").first.click()
    page.locator("#ask-dismiss").get_by_role("button", name="不采纳").last.click()
    page.get_by_text("一年内不再提出").first.wait_for()
    kept, recorder = drafts(), Recorder()
    set_drafts(recorder)
    try:
        page.get_by_role("link", name="机动车行驶证").click()
        page.get_by_label("一件事名称").fill("货车上路一件事")
        with page.expect_navigation():
            page.get_by_role("button", name="采纳并建立草稿").click()
    finally:
        set_drafts(kept)
    assert recorder.opened[0]["name"] == "货车上路一件事"
    accepted = apart(lambda: Proposal.objects.get(state="accepted"))
    page.goto(f"{live_server.url}/mining/proposals/{accepted.pk}/")
    page.get_by_role("link", name="打开草稿").wait_for()
    both_sizes(page, "mining-accepted")


def test_the_director_asks_and_the_department_answers_by_one_click(page: Page, live_server: LiveServer) -> None:
    def ready() -> tuple[str, str]:
        people_come(400)
        row = mined()
        proposal = Proposal.objects.get(run=row, matters__contains=["housing_fund_loan"])
        lead = lead_of(proposal.matters)
        today = day_of(clock.now())
        return str(proposal.pk), (heads_of(lead.pk, today) or officers_of(lead.pk, today))[0][1]

    pk, head = apart(ready)
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{live_server.url}/mining/proposals/{pk}/")
    expect(page.get_by_text("都已逐次核算")).to_be_visible()
    expect(page.get_by_role("button", name="采纳并建立草稿")).to_have_count(0)
    both_sizes(page, "mining-ask")
    page.get_by_role("button", name="请牵头部门编排").click()
    expect(page.get_by_text("等它采纳或退回")).to_be_visible()
    sign_in(page, live_server.url, head)
    page.get_by_role("link", name="关联分析").click()
    page.get_by_role("link", name="个人住房公积金贷款").click()
    page.get_by_text("退回，不由本部门编排").click()
    both_sizes(page, "mining-asked")
    page.get_by_role("button", name="采纳并建立草稿").click()
    expect(page.get_by_text("建议已采纳，一件事草稿已建立")).to_be_visible()
