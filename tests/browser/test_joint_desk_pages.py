"""The joint intake by keyboard: a card read, shared data fetched, a licence taken, a scan read, a signature that stays (S2-14, S2-53)."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.test_joint_pages import sign
from tests.browser.visits import apart, sign_in
from tests.counter import PERSON
from tests.examples.program import Program
from tests.exchange.conftest import plain_http  # noqa: F401 - a fixture
from tests.life_events.joint import DEAD, DEATH, child
from yichuang.cases.models import CaseMaterial
from yichuang.demo.sharing import share
from yichuang.files.models import DocumentReading
from yichuang.files.operations.read_document import read_document
from yichuang.files.reading.specimens import IdCard, as_jpeg, draw_id_both
from yichuang.foundations import clock
from yichuang.life_events.models import JointCase

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_again", "plain_http"),
]
CARD = IdCard("王小明", "男", "汉", date(1995, 3, 7), "浙江省杭州市萧山区益农镇新安路1号", PERSON["id_number"])
ANSWERS = "&".join(f"a.{key}={value}" for key, value in DEATH.items())


@pytest.fixture
def source(tmp_path: Path, demo_again: None, plain_http: None) -> Iterator[Program]:  # noqa: F811
    """Run the demo department's program and share its data."""
    program = Program(tmp_path / "source", "http://127.0.0.1:9").start()
    apart(lambda: share(base=program.url, credential="upstream", now=clock.now()))
    yield program
    program.stop()


def read_all() -> None:
    """Read every card that waits, as the worker does."""

    def work() -> None:
        for file in DocumentReading.objects.filter(state="pending").values_list("file_id", flat=True):
            read_document(file, now=clock.now())

    apart(work)


def test_what_the_ordinary_desk_can_the_joint_desk_can(
    page: Page, live_server: LiveServer, source: Program, tmp_path: Path
) -> None:
    card = tmp_path / "card.jpg"
    card.write_bytes(as_jpeg(draw_id_both(CARD)))
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/joint/receive/death/?kind=person&{ANSWERS}")
    fill_in_applicant(page, card)
    both_sizes(page, "joint-desk-read")
    assert page.evaluate("document.documentElement.scrollHeight") < 900, "the panes scroll, the page does not"
    scan = page.locator("#paper-id_card")
    page.locator("#s-id_card").set_input_files(card)
    kept = scan.locator(".joint-kept img")
    expect(kept).to_be_visible()
    expect(kept).to_have_js_property("complete", True)
    expect(kept).not_to_have_js_property("naturalWidth", 0)
    read_all()
    points = page.locator("#points-id_card")
    expect(points.get_by_text("识别相符")).to_have_count(3)
    expect(points.locator("input[name$='.point']:checked")).to_have_count(3)
    take_licence(page, source)
    page.locator("#w-death_benefit-m_rel").select_option("tolerated")
    page.locator("#commitment summary").click()
    sign(page)
    expect(page.get_by_text("已签 1 笔")).to_be_visible()
    page.keyboard.press("F2")
    expect(page.get_by_role("alert").get_by_text("“死者姓名”没有填写。")).to_be_visible()
    expect(page.get_by_text("签名保留着")).to_be_visible()
    expect(kept).to_be_visible()
    both_sizes(page, "joint-desk-refused")
    for name, value in DEAD.items():
        field = page.locator(f"#o-{name}")
        chosen = field.evaluate("one => one.tagName") == "SELECT"
        field.select_option("true" if value is True else str(value)) if chosen else field.fill(str(value))
    page.keyboard.press("F2")
    page.wait_for_url("**/receipt/**")
    number = apart(JointCase.objects.get).number
    apart(lambda: assert_kept(number))


def fill_in_applicant(page: Page, card: Path) -> None:
    """Read the card and take it over, fetch the rest from the register and take it over."""
    page.locator("#card").set_input_files(card)
    expect(page.get_by_text("正在识别，可以先录别的")).to_be_visible()
    page.locator("#f-contact_mobile").fill(PERSON["contact_mobile"])
    read_all()
    expect(page.locator("#card-read [data-fill-all]")).to_be_visible()
    page.keyboard.press("F8")
    expect(page.locator("#f-name")).to_have_value(PERSON["name"])
    expect(page.locator("[data-source-of=name]")).to_contain_text("证照识别（居民身份证）")
    page.keyboard.press("Alt+t")
    expect(page.get_by_text("请征得申请人同意")).to_be_visible()
    page.locator("[form=shared-form][name=consent]").check()
    page.keyboard.press("Alt+t")
    page.locator("#shared-read [data-fill-all]").click()
    expect(page.locator("[data-source-of=address]")).to_contain_text("提取（")
    expect(page.locator("#f-address")).to_have_value(re.compile("萧山区"))
    expect(page.locator("#f-contact_mobile")).to_have_value(PERSON["contact_mobile"])


def take_licence(page: Page, source: Program) -> None:
    """Ask for a licence while the source is away, then get it; the paper way stays open meanwhile."""
    paper = page.locator("#paper-id_card")
    source.misbehave(target="shared", kind="away")
    paper.locator("[name='consent.id_card']").check()
    paper.get_by_role("button", name="共享获取").click()
    expect(paper.get_by_text("没有取到共享数据")).to_be_visible()
    expect(page.locator("#w-id_card")).to_have_value("paper")
    source.misbehave(target="shared", kind="")
    paper.get_by_role("button", name="共享获取").click()
    expect(paper.get_by_text("共享获取，免提交")).to_be_visible()
    expect(page.locator("#w-id_card")).to_have_value("shared")
    both_sizes(page, "joint-desk-licence")
    page.locator("#w-id_card").select_option("scan")


def assert_kept(number: str) -> None:
    """The first member's case says where its values came from, and has the scan."""
    case = child(number, "death_cancellation").case
    assert case is not None
    assert case.origins["name"]["how"] == "shared" and case.origins["address"]["how"] == "shared"
    assert "contact_mobile" not in case.origins
    row = CaseMaterial.objects.get(case=case, material_id="m_id")
    assert row.scans.count() == 1 and row.points["id.name"]["how"] == "ocr"
