"""Simulated acceptance on screen: arrange → three clerks at three windows on the real desk → officer → passed (S2-21②)."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.visits import all_of, apart, sign_in
from tests.cases.people import who
from tests.studio.simulating import CLERKS, in_acceptance
from yichuang.cases.models import Case
from yichuang.foundations import clock
from yichuang.studio.models import Draft, SimulationRun, SimulationScript
from yichuang.studio.operations.arrange_simulation import make_scripts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def three_scripts() -> str:
    """Put a draft into acceptance with three scripts that lead to situations; return its key."""
    draft = in_acceptance()
    scripts = make_scripts(actor=who("邹主任"), draft_id=draft.pk, now=clock.now())
    kept = [one for one in scripts if one.expected["situation"] and one.kind == "person"][:3]
    SimulationScript.objects.filter(draft=draft).exclude(pk__in=[one.pk for one in kept]).delete()
    return str(draft.pk)


def receive(page: Page, answers: list[tuple[list[str], bool]], form: dict[str, str]) -> None:
    """Do at the desk what the script says."""
    page.get_by_role("link", name="打开收件台").click()
    page.locator("label.choice", has_text="个人").click()
    page.wait_for_load_state("networkidle")
    for chosen, several in answers:
        for one in chosen:
            page.locator("fieldset.question label.choice", has=page.get_by_text(one, exact=True)).click()
        if several:
            page.locator("fieldset.question input[type=checkbox]").first.wait_for()
            page.get_by_role("button", name="下一题").click()
        page.wait_for_load_state("networkidle")
    page.get_by_text("情形：").wait_for()
    for field, value in form.items():
        if field not in ("courier", "quantity"):
            page.locator(f"#f-{field}").fill(value)


def script_of(run: int) -> tuple[list[tuple[list[str], bool]], dict[str, str]]:
    """Return what the applicant of a run answers, each with whether several may be chosen, and his form."""
    row = SimulationRun.objects.select_related("script__candidate").get(pk=run)
    questions = {
        one["id"]: {o["id"]: o["text"] for o in one["options"]} for one in row.script.candidate.spec["questions"]
    }
    said = []
    for question, way in row.script.answers.items():
        chosen = [way] if isinstance(way, str) else way
        said.append(([questions[question][one] for one in chosen], not isinstance(way, str)))
    return said, row.script.applicant


def stand_at_the_window(page: Page, address: str, clerk: str, run: int) -> None:
    """Receive and accept the run's practice case on the real desk, compare, and agree."""
    looked = clerk == CLERKS[0]
    sign_in(page, address, clerk)
    page.goto(f"{address}/studio/simulations/")
    if looked:
        both_sizes(page, "tasks-clerk")
    page.locator(f'a[href="/studio/simulations/{run}/"]').click()
    page.get_by_role("button", name="我在这个窗口，开始受理").click()
    page.get_by_role("link", name="打开收件台").wait_for()
    answers, form = apart(lambda: script_of(run))
    receive(page, answers, form)
    if looked:
        both_sizes(page, "desk")
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/*/?desk=1")
    page.get_by_text("剧本：申请人怎么说").wait_for()
    if looked:
        both_sizes(page, "practice-case")
    page.keyboard.press("F8")
    for box in all_of(page.locator(".material-points input[type=checkbox]")):
        box.check()
    page.keyboard.press("F2")
    page.get_by_text("已受理").first.wait_for()
    page.get_by_role("link", name="回到任务").click()
    page.get_by_text("和材料与预期一致").wait_for()
    if looked:
        both_sizes(page, "run-clerk")
    page.get_by_role("button", name="受理人员无异议").click()
    page.get_by_text("已记录：受理人员无异议").wait_for()


def test_from_the_arrangement_to_the_pass(page: Page, live_server: LiveServer, demo_again: None) -> None:
    page.set_default_timeout(120_000)
    draft = apart(three_scripts)
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{live_server.url}/studio/simulations/")
    both_sizes(page, "tasks-director")
    page.get_by_role("link", name="普通货物运输经营许可（下一版）").click()
    both_sizes(page, "arrange")
    page.set_viewport_size({"width": 360, "height": 800})
    frame = page.locator(".table-frame", has=page.locator(".simulation-matrix"))
    wide = frame.evaluate("one => one.scrollWidth - one.clientWidth")
    assert wide <= 0, f"the matrix scrolls sideways by {wide} px on a telephone"
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("button", name="保存分配").click()
    page.get_by_text("分配已保存").wait_for()
    runs = apart(lambda: list(SimulationRun.objects.order_by("window__number").values_list("pk", flat=True)))
    assert len(runs) == 3
    for clerk, run in zip(CLERKS, runs, strict=True):
        stand_at_the_window(page, live_server.url, clerk, run)
    assert apart(Case.objects.count) == 0
    sign_in(page, live_server.url, "赵审查")
    page.goto(f"{live_server.url}/studio/simulations/")
    both_sizes(page, "tasks-officer")
    for run in runs:
        page.goto(f"{live_server.url}/studio/simulations/{run}/")
        page.get_by_role("link", name="打开练习件").click()
        page.get_by_text("练习件", exact=True).first.wait_for()
        page.get_by_role("link", name="回到任务").click()
        page.get_by_role("button", name="后台审批人员无异议").click()
        page.get_by_text("已记录：后台审批人员无异议").wait_for()
    page.get_by_text("模拟验收已通过").wait_for()
    assert apart(lambda: Draft.objects.get(pk=draft).state) == "approved"
    sign_in(page, live_server.url, "邹主任")
    page.goto(f"{live_server.url}/studio/{draft}/simulation/")
    both_sizes(page, "progress-passed")
    page.get_by_role("link", name="验收记录").click()
    page.get_by_text("送审稿哈希").wait_for()
    both_sizes(page, "record")


def test_an_objection_is_raised_and_dismissed(page: Page, live_server: LiveServer, demo_again: None) -> None:
    draft = apart(three_scripts)
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/studio/{draft}/simulation/")
    page.get_by_role("button", name="保存分配").click()
    page.get_by_text("分配已保存").wait_for()
    run = apart(lambda: SimulationRun.objects.order_by("window__number").values_list("pk", flat=True)[0])
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/studio/simulations/{run}/")
    page.get_by_role("button", name="我在这个窗口，开始受理").click()
    page.get_by_role("button", name="提出异议").click()
    page.get_by_text("请选择位置").first.wait_for()
    page.get_by_label("位置").select_option(index=2)
    page.get_by_label("哪里不对").fill("这个问题群众听不懂")
    page.get_by_role("button", name="提出异议").click()
    page.get_by_text("异议已记录").wait_for()
    both_sizes(page, "run-objected")
    sign_in(page, live_server.url, "谢区管")
    page.goto(f"{live_server.url}/studio/{draft}/simulation/")
    both_sizes(page, "progress-objected")
    page.get_by_label("不采纳的理由").fill("问题已附帮助说明")
    page.get_by_role("button", name="不采纳").click()
    page.get_by_text("理由已告知").wait_for()
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/studio/simulations/")
    page.get_by_text("不采纳：问题已附帮助说明").wait_for()
