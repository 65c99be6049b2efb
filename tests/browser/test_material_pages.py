"""Materials on the case page: scans without leaving it, the reader's suggestion confirmed, a commitment signed, accepted (S2-18, S2-39)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import all_of, sign_in
from tests.cases.test_scans import picture
from tests.counter import Desk
from tests.tablet import draw
from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.models import Case, MaterialScan
from yichuang.cases.operations.scan_material import take_reading
from yichuang.files.models import DocumentReading
from yichuang.foundations import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _both_sizes(page: Page) -> None:
    for width, height in ((360, 800), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)


def _read(number: str) -> None:
    """Let the reader finish, as its worker would, in a thread of its own."""

    def work() -> None:
        try:
            scan = MaterialScan.objects.get(material__case__number=number)
            fields = {"name": "王小明", "id_number": "330181199503070010"}
            found = {name: {"value": value, "confidence": 0.97, "check": "ok"} for name, value in fields.items()}
            reading = DocumentReading.objects.get(file=scan.file)
            reading.state, reading.kind, reading.fields = "done", "id_card", found
            reading.save()
            take_reading(actor=SYSTEM, file_id=str(scan.file_id), number=number, now=clock.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def test_a_clerk_scans_confirms_has_a_commitment_signed_and_accepts(
    page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path
) -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    lines = desk.checklist()
    card = next(line["id"] for line in lines if line["name"] == "居民身份证")
    missing = next(line["id"] for line in lines if line["tolerable"])
    others = [item for item in desk.materials() if item["material"] not in (card, missing)]
    desk.must(number, "materials", items=others)
    scan, lie = tmp_path / "身份证.jpg", tmp_path / "假照片.jpg"
    scan.write_bytes(picture(120, (1200, 760)))
    lie.write_bytes(b"MZ this is a program")
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    _both_sizes(page)
    page.locator(f"#way-{missing}").scroll_into_view_if_needed()
    other = page.locator(f"input[name='{others[0]['material']}.originals']")
    other.fill("9")
    page.locator(f"#file-{card}").set_input_files(lie)
    page.get_by_text("怎么办").first.wait_for()
    page.locator(f"#file-{card}").set_input_files(scan)
    page.get_by_text("正在识别证照").wait_for()
    assert other.input_value() == "9", "what was typed elsewhere is still there"
    assert page.locator(f"#way-{card}").input_value() == "scan"
    _read(number)
    page.get_by_text("识别相符").first.wait_for()
    _both_sizes(page)
    for box in all_of(page.locator(f"#m-{card} .point input")):
        box.check()
    other.fill(str(others[0]["originals"]))
    page.get_by_role("button", name="保存材料和要点").click()
    page.get_by_text("识别，已核对").first.wait_for()

    page.get_by_role("link", name="容缺承诺").click()
    _both_sizes(page)
    page.get_by_role("button", name="我已阅读并承诺").click()
    page.get_by_text("还没有签名").first.wait_for()
    draw(page)
    page.get_by_role("button", name="我已阅读并承诺").click()
    page.get_by_text("您的承诺已保存").wait_for()
    _both_sizes(page)
    page.get_by_role("link", name="返回办件").click()
    page.locator("details.move > summary", has_text="受理").first.click()
    page.locator("form[action$='/accept/'] button").click()
    page.get_by_text("已受理").first.wait_for()
    case = Case.objects.get(number=number)
    assert (case.state, case.tolerated_open) == ("accepted", 1)


def test_a_page_taken_off_is_put_back(page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path) -> None:
    desk = Desk("林小窗")
    number, material = desk.receive(), desk.checklist()[0]["id"]
    scan = tmp_path / "申请表.jpg"
    scan.write_bytes(picture(60))
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    page.locator(f"#file-{material}").set_input_files(scan)
    page.get_by_role("button", name="移除").click()
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="移除").wait_for()
    assert MaterialScan.objects.get(removed_at=None).material.received_as == "scan"
