"""The main job in a house that really runs: web server, worker, reader and database as processes, a real browser, nothing in between.
Without the departments' own systems: the matter is handled natively, from beginning to end (S0-17).

From `phys` at the counter to the signature at the issuing counter; the identity card is really read, the notices are really rendered,
signed and verified. Nothing here touches the database: what a person cannot see on screen is not asserted.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.visits import all_of
from tests.files.test_reading_specimens import SHUNDA
from tests.processes.conftest import house as house_fixture
from tests.processes.house import House, until
from tests.tablet import draw, tablet_of
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.files.reading import specimens
from yichuang.files.reading.specimens import WANG

pytestmark = pytest.mark.browser

house = house_fixture
A_WHILE = 180_000


class Journey:
    """One screen in one house; whoever is named sits down at it."""

    def __init__(self, house: House, page: Page) -> None:
        self.address, self.page, self.number = f"http://127.0.0.1:{house.port}", page, ""

    def sit_down(self, name: str, path: str = "/cases/") -> None:
        """Sign in as somebody and open a page."""
        mobile = next(person.mobile for person in PEOPLE if person.name == name)
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/sign-in/")
        self.page.locator("input[name=mobile]").fill(mobile)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        self.page.goto(f"{self.address}{path}")

    def open_case(self, name: str) -> None:
        """Sit down in front of the case."""
        self.sit_down(name, f"/cases/{self.number}/")

    def move(self, verb: str, name: str, asks: bool = False) -> None:
        """Open a move's fold, press its button, and yes where it asks."""
        form = self.page.locator(f"form[action$='/{verb}/']")
        if not form.locator(".move-actions button").is_visible():
            self.page.locator("details.move > summary").get_by_text(name, exact=True).click()
        form.locator(".move-actions button").click()
        if asks:
            self.page.locator(f"#ask-{verb} [data-confirm-yes]").click()

    def see(self, text: str) -> None:
        """Wait until something stands on the page."""
        self.page.get_by_text(text).first.wait_for(timeout=A_WHILE)

    def stands(self, state: str) -> None:
        """Wait until the case stands in a state, as its page head says."""
        self.page.locator(".lead-line").get_by_text(state, exact=True).wait_for(timeout=A_WHILE)

    def document(self, title: str) -> bytes:
        """Wait until the worker has rendered a document; return the file as the browser gets it."""
        link = self.page.get_by_role("link", name=title)

        def ready() -> bool:
            self.page.reload()
            return link.count() > 0

        until(ready, f"{title} was never rendered")
        answer = self.page.request.get(self.address + str(link.first.get_attribute("href")))
        assert answer.ok and answer.headers["content-type"] == "application/pdf"
        return answer.body()


def test_from_phys_to_the_signature_with_nothing_in_between(house: House, chromium: Browser, tmp_path: Path) -> None:
    house.open(YICHUANG_DEMO="1", YICHUANG_BARE="1")
    assert f"叶子材料清单相同 7 组。逐条理由：{house.data / 'demo-report.txt'}" in house.said
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    journey = Journey(house, page)
    card = tmp_path / "身份证.jpg"
    card.write_bytes(specimens.as_jpeg(specimens.draw_id_both(WANG, beside=False)))

    _a_licence_and_a_blank_sheet(journey, tmp_path)
    _declare(journey, card)
    _register(journey, card)
    _tolerate(journey)
    notice = journey.document("受理通知书")
    _verify(journey, notice, tmp_path)
    _decide(journey)
    _hand_over(journey)
    _hand_out(journey)

    house.runs[-1].terminate()
    assert house.runs[-1].wait(60) == 0
    assert house.living() == []


def _a_licence_and_a_blank_sheet(journey: Journey, folder: Path) -> None:
    """A company's licence fills the company's form; what cannot be read says so and what to do."""
    page = journey.page
    journey.sit_down("林小窗", "/desk/freight_general/")
    journey.see("申报者类型")
    page.keyboard.press("2")
    for picture, name in (
        (Image.new("RGB", (900, 600), "white"), "白纸.jpg"),
        (specimens.draw_licence(SHUNDA), "执照.jpg"),
    ):
        path = folder / name
        path.write_bytes(specimens.as_jpeg(picture))
        page.locator("#card").set_input_files(path)
        if name == "白纸.jpg":
            journey.see("请检查是否清晰、完整")
    page.get_by_role("button", name="与证件一致，填入").wait_for(timeout=A_WHILE)
    page.keyboard.press("F8")
    read = {"organisation": SHUNDA.name, "uscc": SHUNDA.uscc, "address": SHUNDA.address}
    for field, value in read.items():
        expect(page.locator(f"#f-{field}")).to_have_value(value)
    assert_accessible(page)


def _declare(journey: Journey, card: Path) -> None:
    """S2-11, S2-53: search, answer by digits, have the card read, receive."""
    page = journey.page
    journey.sit_down("林小窗", "/desk/")
    page.keyboard.type("phys")
    page.get_by_role("link", name="普通货物运输经营许可").first.wait_for()
    page.keyboard.press("Enter")
    journey.see("申报者类型")
    page.keyboard.press("1")
    page.locator("#card").wait_for(state="attached")
    page.locator("#card").set_input_files(card)
    journey.see("正在识别，可以先录别的")
    page.locator("#f-contact_mobile").fill("13900001234")
    page.get_by_role("button", name="与证件一致，填入").wait_for(timeout=A_WHILE)
    assert page.locator("#f-contact_mobile").input_value() == "13900001234", "the page did not wait for the reader"
    assert_accessible(page)
    rows = page.locator(".card-fields > div")
    assert rows.count() == 3 and all(re.search(r"\d+%", text) for text in rows.all_inner_texts()), (
        "each with its confidence"
    )
    page.keyboard.press("F8")
    read = {"name": WANG.name, "id_number": WANG.number, "address": WANG.address}
    for name, value in read.items():
        expect(page.locator(f"#f-{name}")).to_have_value(value)
    page.locator("#f-contact_name").fill(WANG.name)
    choose(page, "首次申请", "是", "否")
    journey.see("情形：")
    page.wait_for_load_state()  # the words stand there before the keys are listened to
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/*/?desk=1")
    journey.number = urlsplit(page.url).path.split("/")[2]


def choose(page: Page, *choices: str) -> None:
    """Answer question after question, and go on past the last."""
    for choice in choices:
        asked = page.locator("fieldset.question legend").first.inner_text()
        page.locator("label.choice", has_text=choice).first.click()
        page.wait_for_function(
            "asked => (document.querySelector('fieldset.question legend') || {}).innerText !== asked", arg=asked
        )
    page.keyboard.press("F9")


def _register(journey: Journey, card: Path) -> None:
    """S2-17, S2-18: the card's points are ticked by the reader with its confidence, and hold when a person has saved."""
    page = journey.page
    material = page.locator("fieldset.material", has=page.get_by_text("居民身份证"))
    material.locator("input[type=file]").first.set_input_files(card)
    journey.see("正在识别证照")
    material.get_by_text("识别相符").nth(2).wait_for(timeout=A_WHILE)
    assert_accessible(page)
    for text in ("姓名与申请表一致", "身份证号码与申请表一致", "在有效期限内"):
        point = material.locator(".point", has_text=text)
        assert point.locator("input").is_checked() and re.search(r"把握 \d+%", point.inner_text())
    assert not material.locator(".point", has_text="照片为本人").locator("input").is_checked(), "nobody can read a face"
    page.keyboard.press("F8")
    for box in all_of(page.locator(".material-points input[type=checkbox]")):
        box.check()
    tolerable = page.locator("fieldset.material", has=page.get_by_text("可容缺")).first
    tolerable.locator("select").select_option(label="未收")
    for box in all_of(tolerable.locator(".material-points input")):
        box.uncheck()
    page.keyboard.press("F9")
    journey.see("识别，已核对")


def _tolerate(journey: Journey) -> None:
    """S2-39: a commitment signed, accepted, both due dates with the sentence why."""
    page = journey.page
    page.get_by_role("link", name="容缺承诺").click()
    draw(page)
    page.get_by_role("button", name="我已阅读并承诺").click()
    journey.see("您的承诺已保存")
    page.goto(f"{journey.address}/cases/{journey.number}/")
    page.keyboard.press("F2")
    journey.stands("已受理")
    journey.see("受理的次一工作日起算，承诺期限")
    journey.see("受理的次一工作日起算，法定期限")
    page.goto(f"{journey.address}/cases/{journey.number}/")


def _verify(journey: Journey, notice: bytes, folder: Path) -> None:
    """The public verifies the notice by the file itself; a changed one is found out."""
    page = tablet_of(journey.page)
    for name, data, heading in (("通知书.pdf", notice, "有效"), ("改过.pdf", notice[:-9] + b"x" + notice[-8:], "")):
        path = folder / name
        path.write_bytes(data)
        page.goto(f"{journey.address}/verify/")
        page.locator("input[type=file]").set_input_files(path)
        page.locator("form:has(input[type=file]) button[type=submit]").click()
        if heading:
            page.get_by_role("heading", name=heading).wait_for()
        else:
            page.wait_for_load_state("networkidle")
            assert page.get_by_role("heading", name="有效", exact=True).count() == 0
    page.context.close()


def _decide(journey: Journey) -> None:
    """行政许可法 34、45: taken up, inspected while the clock stands, confirmed by a second officer, granted, result registered."""
    page = journey.page
    journey.open_case("赵审查")
    journey.move("take_up", "领办")
    journey.see("已领办")
    page.locator("details.move > summary").get_by_text("启动特别程序", exact=True).click()
    today = page.locator("#id_suspend-notice_served_on")
    page.locator("#id_suspend-kind").select_option("实地核查")
    page.locator("#id_suspend-expected_days").fill("5")
    page.locator("#id_suspend-reason").fill("到停车场地核查车位与安全设施")
    page.locator("#id_suspend-served_how").select_option("当面送达")
    if not today.input_value():
        today.fill(page.locator("dt:has-text('受理日') + dd").inner_text().strip())
    journey.move("suspend", "启动特别程序")
    journey.see("正在生成特别程序告知书")
    page.locator("details.move > summary").get_by_text("结束特别程序", exact=True).click()
    page.locator("#id_resume-outcome").fill("场地符合要求")
    journey.move("resume", "结束特别程序")
    journey.see("已结束特别程序")
    for box in all_of(page.locator(".material-points input[type=checkbox]:not([disabled])")):
        box.check()
    page.keyboard.press("F9")
    journey.see("材料和要点已保存")
    _bring_the_tolerated(journey)
    journey.open_case("钱复核")
    page.locator("details.move > summary").get_by_text("确认共同核查", exact=True).click()
    page.get_by_label("同意准予").check()
    journey.move("co_sign", "确认共同核查")
    journey.see("已确认共同核查")
    journey.open_case("赵审查")
    journey.move("grant", "准予", asks=True)
    journey.see("正在生成准予决定书")
    page.locator("details.move > summary").get_by_text("移交出件", exact=True).click()
    page.locator("#id_send_to_issuing-result_number").fill("浙交运管许可演示0001号")
    journey.move("send_to_issuing", "移交出件")
    journey.stands("待出件")


def _bring_the_tolerated(journey: Journey) -> None:
    """What was promised comes before the decision; without it nothing is granted."""
    page = journey.page
    assert "现在不能办" in page.locator("details.move > summary", has_text="准予").inner_text()
    journey.open_case("林小窗")
    page.locator("details.move > summary").get_by_text("补交容缺材料", exact=True).click()
    for box in all_of(page.locator("form[action$='/supplement_tolerated/'] input[type=checkbox]")):
        box.check()
    journey.move("supplement_tolerated", "补交容缺材料")
    journey.see("已补交容缺材料")


def _hand_over(journey: Journey) -> None:
    """S2-42: the result goes to the issuing counter on a list that both sides sign."""
    page = journey.page
    journey.sit_down("赵审查", "/handovers/")
    page.get_by_role("button", name="生成移交清单").first.click()
    page.wait_for_url("**/handovers/JJ*/")
    page.get_by_role("button", name="签字移交").first.click()
    page.get_by_role("dialog").get_by_role("button", name="签字移交").click()
    journey.see("已移交，待接收")
    place = urlsplit(page.url).path
    journey.sit_down("周出证", place)
    page.get_by_role("button", name="全部已接收").click()
    page.get_by_role("button", name="签收").first.click()
    page.get_by_role("dialog").get_by_role("button", name="签收").click()
    journey.see("已签收")


def _hand_out(journey: Journey) -> None:
    """S2-44: identity checked, signed on the tablet, service receipt, closed."""
    page = journey.page
    journey.sit_down("周出证", f"/issuing/{journey.number}/")
    page.get_by_label("证件号码").fill(WANG.number)
    page.get_by_role("button", name="核对无误，请领取人签名").click()
    journey.see("等待领取人签名")
    tablet = tablet_of(page)
    tablet.goto(journey.address + str(page.get_by_role("link", name="打开签名页").get_attribute("href")))
    draw(tablet)
    tablet.get_by_role("button", name="以上内容无误，确认签名").click()
    tablet.get_by_text("请把平板交还工作人员").wait_for()
    page.get_by_role("img", name="王小明的签名").wait_for()
    page.locator("form[action$='/hand-out/'] button").click()
    page.get_by_role("dialog").get_by_role("button", name="发放").click()
    journey.see("已送达")
    page.goto(f"{journey.address}/cases/{journey.number}/")
    assert journey.document("送达回证").startswith(b"%PDF")
    closed = page.locator(".lead-line").get_by_text("办结", exact=True)
    until(lambda: page.reload() and closed.count() > 0, "the worker never closed the case")
