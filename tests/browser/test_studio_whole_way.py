"""Issue 3 in one piece, in a browser and without a mock: written, proved, reviewed, simulated, published, questioned, written again."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import whole_way as way
from tests.browser.axe import both_sizes
from tests.browser.studio_steps import document, row, saved
from tests.browser.test_publication_pages import hear
from tests.browser.visits import apart, sign_in
from tests.counter import Desk
from tests.studio.simulating import CLERKS
from yichuang.cases.models import Case
from yichuang.studio.models import Draft, SimulationRun

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MATTER, NAME = "vehicle_licence_replace", "机动车行驶证补领、换领"
KINDS = {"person": "个人", "enterprise": "企业", "other_organisation": "其他组织"}
EXPERTS = ("柏评审", "水评审")


def test_a_matter_goes_the_whole_way(page: Page, live_server: LiveServer, demo_again: None) -> None:
    page.set_default_timeout(25_000)
    address = live_server.url
    running = apart(lambda: Desk("林小窗").receive(MATTER, {"q1": "a"}))
    draft = _written(page, address)
    _reviewed_twice(page, address, draft)
    _objected_and_mended(page, address, draft)
    _simulated(page, address, draft)
    _published(page, address, draft)
    _every_channel_has_it(page, address, running)
    _questioned_and_begun_again(page, address)


def _written(page: Page, address: str) -> str:
    """Build the next version by keyboard and one-click repairs until the prover has nothing to say; walk the preview."""
    sign_in(page, address, "许户籍")
    page.goto(f"{address}/studio/queue/")
    both_sizes(page, "01-queue")
    page.goto(f"{address}/catalog/{MATTER}/")
    both_sizes(page, "02-versions")
    page.get_by_role("button", name="编写下一版").click()
    page.wait_for_selector("#editor[data-ready]")
    draft = page.url.rstrip("/").rsplit("/", 1)[-1]
    way.ask_who_comes(page)
    page.locator("[data-act=checks]").click()
    expect(page.locator("[data-part=summary]")).to_contain_text("2 处错误")
    both_sizes(page, "03-findings")
    pressed = way.repair_everything(page)
    assert pressed == ["拆分为 2 个四级情形"] * 2
    expect(page.locator("[data-part=summary]")).to_contain_text("0 处错误")
    both_sizes(page, "04-proven")
    page.goto(f"{address}/studio/{draft}/preview/")
    both_sizes(page, "05-preview")
    for answer in ("丢失", "个人", "是"):
        page.get_by_text(answer, exact=True).click()
        page.get_by_role("button", name="下一步").click()
    page.get_by_text("您要带的材料").first.wait_for()
    page.get_by_text(way.PAPER).first.wait_for()
    both_sizes(page, "06-preview-checklist")
    page.get_by_role("link", name="回到编辑").click()
    page.wait_for_selector("#editor[data-ready]")
    way.submit(page)
    both_sizes(page, "07-submitted")
    return draft


def _review(page: Page, address: str, draft: str, medium: bool) -> None:
    """Let two experts of another office rate what was submitted; the first gives 中 once where asked."""
    sign_in(page, address, "邹主任")
    page.goto(f"{address}/studio/reviews/")
    page.get_by_role("link", name=NAME).first.click()
    way.name_experts(page, EXPERTS)
    for name in EXPERTS:
        sign_in(page, address, name)
        page.goto(f"{address}/studio/reviews/")
        page.get_by_role("link", name=NAME).first.click()
        way.grade_high(page)
        if medium and name == EXPERTS[0]:
            way.grade_medium(page, "points", way.PAPER, "看不出单位委托要不要盖章")
        both_sizes(page, f"08-judging-{name}-{medium}")
        way.finish_review(page)


def _reviewed_twice(page: Page, address: str, draft: str) -> None:
    _review(page, address, draft, medium=True)
    assert _state(draft) == "draft"
    sign_in(page, address, "许户籍")
    way.open_editor_page(page, f"{address}/studio/{draft}/")
    row(page, way.PAPER).click()
    page.get_by_text("看不出单位委托要不要盖章").first.wait_for()
    both_sizes(page, "09-remark")
    page.get_by_label("受理标准").fill("单位委托的加盖公章")
    way.settle_in_the_editor(page, "写明了单位盖章")
    way.submit(page)
    _review(page, address, draft, medium=False)
    page.goto(f"{address}/studio/{draft}/review/report/")
    expect(page.get_by_role("heading", name="第 2 轮")).to_be_visible()
    both_sizes(page, "10-report")
    assert _state(draft) == "simulating"


def _state(draft: str) -> str:
    return str(apart(lambda: Draft.objects.get(pk=draft).state))


def _arranged(page: Page, address: str, draft: str) -> list[tuple[int, str, str, Any, dict[str, str]]]:
    """Deal the scripts to three windows; return of each run its id, clerk, kind, answers and form."""
    sign_in(page, address, "邹主任")
    page.goto(f"{address}/studio/{draft}/simulation/")
    page.get_by_role("button", name="编写剧本").click()
    page.get_by_text("建议的分配", exact=True).first.wait_for()
    both_sizes(page, "11-arrange")
    page.get_by_role("button", name="保存分配").click()
    page.get_by_text("分配已保存").first.wait_for()
    return apart(lambda: _runs(draft))


def _runs(draft: str) -> list[tuple[int, str, str, Any, dict[str, str]]]:
    rows = SimulationRun.objects.filter(script__draft__pk=draft, script__candidate__state="candidate")
    rows = rows.select_related("script__candidate", "window").order_by("script__number")
    windows = sorted({run.window.number for run in rows})
    assert len(windows) == 3
    return [(run.pk, CLERKS[windows.index(run.window.number)], KINDS[run.script.kind], _said(run), run.script.applicant)
            for run in rows]  # fmt: skip


def _said(run: SimulationRun) -> list[tuple[list[str], bool]]:
    texts = {
        one["id"]: {option["id"]: option["text"] for option in one["options"]}
        for one in run.script.candidate.spec["questions"]
    }
    return [
        ([texts[question][one] for one in ([given] if isinstance(given, str) else given)], not isinstance(given, str))
        for question, given in run.script.answers.items()
    ]


def _objected_and_mended(page: Page, address: str, draft: str) -> None:
    """One window objects; the arranger returns it; the author mends it; the experts look at the change only."""
    run, clerk, kind, said, form = _arranged(page, address, draft)[0]
    sign_in(page, address, clerk)
    page.goto(f"{address}/studio/simulations/")
    both_sizes(page, "12-tasks")
    page.locator(f'a[href="/studio/simulations/{run}/"]').click()
    both_sizes(page, "13-run")
    way.start_run(page)
    way.declare(page, kind, said, form)
    both_sizes(page, "14-practice-case")
    page.get_by_role("link", name="回到任务").click()
    page.get_by_label("位置").wait_for()
    way.object_to(page, way.ASKED, "群众会以为帮家人来办也算委托")
    both_sizes(page, "15-objected")
    sign_in(page, address, "邹主任")
    page.goto(f"{address}/studio/{draft}/simulation/")
    both_sizes(page, "16-objection")
    page.get_by_label("退回的理由").fill("题目要说清楚")
    page.get_by_role("button", name="退回修改").first.click()
    page.locator("#ask-return [data-confirm-yes]").click()
    page.get_by_text("已退回修改").first.wait_for()
    sign_in(page, address, "许户籍")
    way.open_editor_page(page, f"{address}/studio/{draft}/")
    row(page, way.ASKED).click()
    page.get_by_text("群众会以为帮家人来办也算委托（模拟验收退回：题目要说清楚）").first.wait_for()
    page.get_by_label("提示").fill("车主本人没有到场的，都算委托")
    saved(page)
    way.settle_in_the_editor(page, "加了提示")
    both_sizes(page, "17-mended")
    page.goto(f"{address}/studio/{draft}/review/")
    expect(page.get_by_placeholder("怎样改了，或者为什么不改")).to_have_count(0)
    page.get_by_role("button", name="提交评审").click()
    page.get_by_text("已提交业务评审。").first.wait_for()
    _review(page, address, draft, medium=False)


def _simulated(page: Page, address: str, draft: str) -> None:
    """Receive every script at its window on the real desk; window and back office have no objection."""
    runs = _arranged(page, address, draft)
    for run, clerk, kind, said, form in runs:
        sign_in(page, address, clerk)
        page.goto(f"{address}/studio/simulations/{run}/")
        way.start_run(page)
        way.declare(page, kind, said, form)
        way.accept(page)
        page.get_by_role("link", name="回到任务").click()
        page.get_by_text("和材料与预期一致").first.wait_for()
        page.get_by_role("button", name="受理人员无异议").click()
        page.get_by_text("已记录：受理人员无异议").first.wait_for()
    sign_in(page, address, "许户籍")
    for run, *_ in runs:
        page.goto(f"{address}/studio/simulations/{run}/")
        page.get_by_role("button", name="后台审批人员无异议").click()
        page.get_by_text("已记录：后台审批人员无异议").first.wait_for()
    page.get_by_text("模拟验收已通过").first.wait_for()
    both_sizes(page, "18-passed")
    assert _state(draft) == "approved"
    assert apart(Case.objects.count) == 1, "practice cases never count"


def _published(page: Page, address: str, draft: str) -> None:
    sign_in(page, address, "谢区管")
    page.goto(f"{address}/studio/publications/")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_text("正在办理的 1 件按受理时的版本办完").first.wait_for()
    both_sizes(page, "19-publish")
    page.get_by_role("button", name="现在发布").click()
    page.locator("#publish-now [data-confirm-yes]").click()
    page.get_by_text("窗口、网上、自助终端和接口同时启用").first.wait_for()
    both_sizes(page, "20-published")


def _every_channel_has_it(page: Page, address: str, running: str) -> None:
    """The guide, the navigator, the desk and the API show the new version; the running case and its page keep the old one."""
    page.context.clear_cookies()
    page.goto(f"{address}/matters/{MATTER}/")
    page.get_by_text(way.PAPER).first.wait_for()
    expect(page.get_by_text("第 2 版").first).to_be_visible()
    both_sizes(page, "21-guide")
    page.goto(f"{address}/matters/{MATTER}/ask/?a.q1=a&a.q2=a")
    page.get_by_text(way.ASKED).first.wait_for()
    assert apart(lambda: Desk("林小窗").get(f"/matters/{MATTER}").json())["version"] == 2
    assert apart(lambda: Case.objects.get(number=running).version.number) == 1
    sign_in(page, address, "林小窗")
    page.goto(f"{address}/desk/{MATTER}/")
    page.locator("label.choice", has_text="个人").click()
    page.get_by_text("丢失", exact=True).first.click()
    page.get_by_text(way.ASKED).first.wait_for()
    page.goto(f"{address}/cases/{running}/")
    page.get_by_text("机动车牌证申请表").first.wait_for()
    assert page.get_by_text(way.PAPER).count() == 0
    sign_in(page, address, "许户籍")
    page.goto(f"{address}/catalog/{MATTER}/")
    page.get_by_role("link", name="对照最近两个版本").click()
    expect(page.locator("main .card li").first).to_contain_text(f"需要多交“{way.PAPER}”")
    both_sizes(page, "22-compared")


def _questioned_and_begun_again(page: Page, address: str) -> None:
    """F10 at the counter, decided yes by the district, and a draft of the third version is there."""
    question = apart(lambda: _asked_fact(MATTER))
    number = apart(lambda: Desk("林小窗").receive(MATTER, {"q1": "a", question: _yes(MATTER, question)}))
    sign_in(page, address, "林小窗")
    page.goto(f"{address}/cases/{number}/")
    page.get_by_label("委托人签字，写明委托事项").first.focus()
    page.keyboard.press("F10")
    page.get_by_role("dialog", name="这一条有问题").wait_for()
    page.keyboard.type("没有写明受托人要带什么")
    page.get_by_role("dialog").get_by_role("button", name="提出").click()
    page.locator(".toast-item", has_text="已提出").wait_for()
    assert apart(hear) == 1
    sign_in(page, address, "谢区管")
    page.goto(f"{address}/studio/adjustments/")
    page.get_by_role("link", name=NAME).click()
    both_sizes(page, "23-adjustment")
    page.get_by_role("button", name="采纳", exact=True).click()
    page.get_by_role("link", name="打开下一版草稿").click()
    page.wait_for_selector("#editor[data-ready]")
    assert [one["name"] for one in document(page)["materials"]].count(way.PAPER) == 1
    both_sizes(page, "24-next-draft")
    assert apart(lambda: Draft.objects.filter(key=MATTER, state="draft", base_version__number=2).count()) == 1


def _asked_fact(key: str) -> str:
    spec = Draft.objects.get(key=key, state="published").document
    return next(str(one["id"]) for one in spec["questions"] if one["text"] == way.ASKED)


def _yes(key: str, question: str) -> str:
    spec = Draft.objects.get(key=key, state="published").document
    asked = next(one for one in spec["questions"] if one["id"] == question)
    return next(str(option["id"]) for option in asked["options"] if option["text"] == "是")
