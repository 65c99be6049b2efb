"""Materials on the case page: scans without leaving it, the reader's suggestion confirmed, a commitment signed, accepted (S2-18, S2-39)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible, both_sizes
from tests.browser.visits import all_of, apart, sign_in, sign_in_by_hand
from tests.cases.people import who
from tests.cases.test_scans import page_, picture
from tests.counter import Desk
from tests.files import samples
from tests.tablet import draw
from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.models import Case, MaterialScan
from yichuang.cases.operations.scan_material import add_scan, take_reading
from yichuang.files.models import DocumentReading, Upload
from yichuang.files.operations.destroy import destroy, due_files
from yichuang.files.queries import read_bytes
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


def test_what_was_destroyed_is_seen_and_a_case_is_held(page: Page, live_server: LiveServer, demo_again: None) -> None:
    number = Desk("林小窗").receive()

    def destroyed() -> None:
        add_scan(actor=who("林小窗"), number=number, material="m_safe", content=page_(), now=clock.now())
        Case.objects.filter(number=number).update(closed_at=clock.now())
        later = clock.now() + timedelta(days=3660)
        assert [destroy(due, later) for due in due_files(settings.RETENTION, later)]

    apart(destroyed)
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    page.get_by_text("已按保存期限销毁").wait_for()
    both_sizes(page, "scan-gone")
    sign_in_by_hand(page, live_server.url, "谢区管")
    page.get_by_role("link", name="文件保存期限").click()
    page.get_by_label("办件编号").fill(number)
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("没有写明理由").first.wait_for()
    assert page.get_by_label("办件编号").input_value() == number
    page.get_by_label("理由", exact=False).first.fill("行政复议期间")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("文件暂缓销毁").first.wait_for()
    page.get_by_text("解除").first.click()
    both_sizes(page, "retention")


class Line:
    """The network between page and server: portions go through until `left` is used up."""

    def __init__(self, page: Page, left: int) -> None:
        self.page, self.left = page, left
        self.offsets: list[int] = []
        page.route("**/uploads/*-*", self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method == "PATCH":
            if not self.left:
                route.abort("internetdisconnected")
                return
            self.left -= 1
            self.offsets.append(int(route.request.headers["upload-offset"]))
        route.continue_()

    def back(self) -> None:
        """Bring the network back, as the browser notices it."""
        self.page.context.set_offline(True)
        self.left = 100
        self.page.context.set_offline(False)


def test_a_large_scan_survives_a_lost_line_and_a_reload_and_is_there_once(
    page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path
) -> None:
    desk = Desk("林小窗")
    number, material = desk.receive(), "m_safe"
    large = [samples.pdf(1, b"/Pad (" + sign * (9 * 1024 * 1024) + b")") for sign in (b"x", b"y")]
    paths = [tmp_path / name for name in ("安全制度.pdf", "操作规程.pdf")]
    for path, data in zip(paths, large, strict=True):
        path.write_bytes(data)
    sign_in(page, live_server.url, "林小窗")
    page.goto(f"{live_server.url}/cases/{number}/")
    line = Line(page, left=2)
    page.locator(f"#file-{material}").set_input_files(paths[0])
    page.get_by_text("网络不通").wait_for()
    _both_sizes(page)
    line.back()
    page.get_by_alt_text("安全制度.pdf").wait_for()
    portion = 2 * 1024 * 1024
    assert line.offsets == [0, portion, 2 * portion, 3 * portion, 4 * portion]

    line.left, line.offsets = 1, []
    page.locator(f"#file-{material}").set_input_files(paths[1])
    page.get_by_text("网络不通").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    line.left = 100
    page.locator(f"#file-{material}").set_input_files(paths[1])
    page.get_by_text("上次传到 22%").wait_for()
    _both_sizes(page)
    page.get_by_role("button", name="接着传").click()
    page.get_by_alt_text("操作规程.pdf").wait_for()
    assert line.offsets[:2] == [0, portion]
    kept = apart(lambda: [read_bytes(scan.file) for scan in MaterialScan.objects.order_by("pk")])
    assert kept == large
    assert apart(lambda: Upload.objects.filter(file=None).count()) == 0
