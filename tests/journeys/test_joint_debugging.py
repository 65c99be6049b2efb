"""Joint debugging as a visitor of the demonstration walks it: house, worker, sender and the department's test system as real processes, a
browser in front, all nineteen steps, one of which fails first and says why, to both sheets (S0-18…S0-22).
"""

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.axe import both_sizes
from tests.browser.visits import all_of
from tests.counter import PERSON
from tests.exchange.pictures import jpeg
from tests.journeys.test_department_systems import open_there, send, sign_in_there, there
from tests.journeys.test_whole_house import A_WHILE, Journey, choose
from tests.processes.house import House, until
from yichuang.debugging.rules.steps import STEPS

pytestmark = pytest.mark.browser
KEY = "road-transport-test"


def seat(chromium: Browser) -> Page:
    """Return a screen of its own, with its own sign-in."""
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    page.set_default_timeout(A_WHILE)
    return page


def test_nineteen_steps_to_both_sheets(house: House, address: str, chromium: Browser, tmp_path: Path) -> None:
    base = there(house, "道路运输业务系统（联调）")
    officer, clerk, bench = seat(chromium), Journey(house, seat(chromium)), Journey(house, seat(chromium))
    sign_in_there(officer, base, "o1")
    _told_to_fail(officer, base)

    bench.sit_down("谢区管", f"/exchange/systems/{KEY}/debugging/")
    both_sizes(bench.page, "walk-runs")
    bench.page.get_by_role("button", name="开始联调").click()
    _pushes(bench.page)
    run = bench.page.url

    desk = str(bench.page.locator("#step-case a").get_attribute("href"))
    clerk.sit_down("林小窗", desk.removeprefix(address))
    _received(clerk, tmp_path)
    _worked(officer, clerk, base)
    bench.page.goto(run)
    for step in STEPS:
        expect(bench.page.locator(f"#step-{step.name}")).to_have_attribute("data-outcome", "green", timeout=A_WHILE)
    both_sizes(bench.page, "walk-green")
    _sheets(bench, run)


def _told_to_fail(page: Page, base: str) -> None:
    """The department's system refuses its first two pushes, as one does whose door is not finished."""
    page.goto(f"{base}/misbehave")
    form = page.locator("form", has=page.locator("input[name=target][value=events]"))
    form.locator("[name=kind]").select_option("fail")
    form.locator("[name=status]").fill("503")
    form.locator("[name=times]").fill("2")
    form.locator("button").click()
    page.get_by_text("当前：出错").wait_for()


def _pushes(page: Page) -> None:
    """What the bench pushes itself: the page says that it does and goes on by itself; the red step says why and is tried again."""
    page.get_by_text("正在推送").first.wait_for()
    last = [step for step in STEPS if step.kind == "probe"][-1]
    page.locator(f"#step-{last.name}[data-outcome=green]").wait_for()
    red = page.locator("tr[data-outcome=red]")
    assert red.count() == 1 and red.get_attribute("id") == "step-signed"
    text = red.inner_text()
    assert "应当收下" in text and "503" in text and "验签后答 2xx" in text, "what was seen, and what to do"
    red.locator("summary").click()
    expect(red.get_by_text("webhook-signature")).to_be_visible()
    page.wait_for_timeout(5_500)
    expect(
        red.get_by_text("webhook-signature")
    ).to_be_visible()  # the page looks for news and leaves what is read alone
    both_sizes(page, "walk-red")
    page.get_by_role("button", name="重试").click()
    page.locator("#step-signed[data-outcome=green]").wait_for()


def _received(clerk: Journey, folder: Path) -> None:
    """The counter receives the practice case, scans a material, registers the rest on paper, issues the receipt."""
    page = clerk.page
    clerk.see("接口联调：道路运输业务系统（联调）")
    page.locator("label.choice", has_text="个人").first.click()
    page.locator("#f-name").wait_for()
    for name in ("name", "id_number", "contact_name", "contact_mobile"):
        page.locator(f"#f-{name}").fill(PERSON[name])
    choose(page, "首次申请", "是", "否")
    clerk.see("情形：")
    both_sizes(page, "walk-desk")
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/*/?desk=1")
    clerk.number = urlsplit(page.url).path.split("/")[2]
    picture = folder / "材料.jpg"
    picture.write_bytes(jpeg(140))
    page.locator("fieldset.material input[type=file]").first.set_input_files(picture)
    page.locator("fieldset.material .scan, fieldset.material img").first.wait_for()
    page.keyboard.press("F8")
    for box in all_of(page.locator(".material-points input[type=checkbox]")):
        box.check()
    page.keyboard.press("Alt+P")
    page.get_by_role("button", name="出具签章 PDF").click()
    page.wait_for_load_state()


def _worked(officer: Page, clerk: Journey, base: str) -> None:
    """The department corrects, accepts, reports a stage, suspends, resumes and concludes with a result file of its own."""
    number, page = clerk.number, clerk.page
    open_there(officer, base, number, shows="已取到")
    send(officer, "correction_requested", material1="m_app", what1="没有签字", todo1="请签字后重交")
    clerk.open_case("林小窗")
    clerk.stands("待补正")
    page.locator("details.move > summary").get_by_text("补正", exact=False).first.click()
    for box in all_of(page.locator("form[action$='/supplement/'] input[type=checkbox]")):
        box.check()
    page.locator("form[action$='/supplement/'] .move-actions button").click()
    open_there(officer, base, number, shows="补齐补正")
    send(officer, "accepted")
    send(officer, "node_changed", node="site_inspection")
    served = officer.locator("details#form-special_begin [name=notice_served_on]")
    today = served.input_value() or officer.evaluate("() => new Date().toLocaleDateString('sv')")
    send(officer, "special_begin", procedure="检测", expected_days="5", notice_served_on=today, reason="检测车辆")
    send(officer, "special_end", outcome="检测合格")
    second = {"outcome": "granted", "second_handler": "o2", "legal_basis": "道路运输条例 24"}
    send(officer, "concluded", **second, result_name="道路运输经营许可证", result_number="浙交运管许可联调字1号")


def _sheets(bench: Journey, run: str) -> None:
    """Both sheets are issued, signed, opened and read; the live route stands on the second one."""
    page = bench.page
    page.get_by_role("button", name="出具接口联调确认单").click()
    page.get_by_role("dialog").get_by_role("button", name="出具").click()
    bench.see("已出具接口联调确认单")
    joint = _sheet(page, run, "joint")
    assert "接口联调确认单" in joint and "共19项，全部通过" in joint and "道路运输业务系统（联调）" in joint
    page.get_by_label("正式环境的系统").select_option("road-transport")
    page.get_by_role("button", name="开通事项并出具确认单").click()
    page.get_by_role("dialog").get_by_role("button", name="开通").click()
    bench.see("已出具事项开通确认单")
    opening = _sheet(page, run, "opening")
    assert "事项开通确认单" in opening and "普通货物运输经营许可" in opening and "业务负责人" in opening
    both_sizes(page, "walk-opened")
    page.goto(f"{bench.address}/exchange/systems/road-transport/")
    page.get_by_role("link", name="事项开通确认单").click()
    page.get_by_text("普通货物运输经营许可").or_(page.get_by_text("事项开通确认单")).first.wait_for()


def _sheet(page: Page, run: str, kind: str) -> str:
    """Wait until the worker has made a sheet, and return what it says, without its line breaks."""
    link = page.locator(f"a[href$='/sheets/{kind}/']")

    def ready() -> bool:
        page.goto(run)
        return link.count() > 0

    until(ready, f"the {kind} sheet was never made")
    answer = page.request.get(f"{run}sheets/{kind}/")
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    return re.sub(r"\s", "", _text(answer.body()))


def _text(pdf: bytes) -> str:
    """Return the words of a PDF."""
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
