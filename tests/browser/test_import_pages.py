"""Import in a browser: upload, read what would change, decide, confirm; accessible at both sizes (issue 3, 5)."""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible
from tests.browser.visits import apart, sign_in
from tests.studio.papers import NINE, material, workbook
from yichuang.foundations import clock
from yichuang.studio.models import Draft, ImportBatch
from yichuang.studio.operations import hold_import
from yichuang.studio.operations.read_import import read_import

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ((360, 800), (1366, 768))


def look(page: Page) -> None:
    """Check a page at both sizes."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)


def choose(page: Page, file: Path) -> None:
    """Upload a file and wait for its comparison."""
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="读取并比较").click()


def test_an_officer_imports_a_table(page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path) -> None:
    table, broken = tmp_path / "网约车.xlsx", tmp_path / "指南.docx"
    rows = [
        material("居民身份证", situation="新办"),
        material("", source="公安局"),
        material("车辆行驶证", tolerable="视情况"),
    ]
    table.write_bytes(workbook(NINE, *rows, title="网络预约出租汽车经营许可"))
    broken.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    sign_in(page, live_server.url, "赵审查")
    page.goto(f"{live_server.url}/studio/")
    page.get_by_role("link", name="导入", exact=True).click()
    look(page)
    choose(page, broken)
    page.get_by_text("旧版 Word 文档（.doc）").wait_for()
    look(page)

    choose(page, table)
    page.get_by_role("heading", name="导入前的比较").wait_for()
    look(page)
    for where in ("网络预约出租汽车经营许可!B3", "网络预约出租汽车经营许可!F4"):
        page.get_by_text(where).wait_for()
    assert apart(lambda: Draft.objects.count()) == 0
    address = page.url
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已导入 1 份草稿").wait_for()
    look(page)
    assert page.url == address and page.get_by_role("link", name="网络预约出租汽车经营许可").count() == 1

    page.get_by_role("link", name="再导入一个文件").click()
    table.write_bytes(
        workbook(NINE, material("居民身份证", situation="新办", source="申请人"), title="网络预约出租汽车经营许可")
    )
    choose(page, table)
    page.get_by_text("已有一份草稿").wait_for()
    look(page)
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("还没有选择是否更新").wait_for()
    page.get_by_label("更新已有草稿").check()
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已更新草稿").wait_for()
    draft = apart(lambda: Draft.objects.get())
    assert draft.revision == 2 and [one["name"] for one in draft.document["materials"]] == ["居民身份证"]

    page.goto(f"{live_server.url}/studio/naming/")
    page.get_by_role("heading", name="导入草稿检查").wait_for()
    look(page)


def test_a_large_file_is_waited_for_also_when_the_house_is_away_for_a_while(
    page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hold_import, "AT_ONCE", 1000)
    table = tmp_path / "网约车.xlsx"
    table.write_bytes(workbook(NINE, material("居民身份证"), title="网络预约出租汽车经营许可"))
    sign_in(page, live_server.url, "赵审查")
    page.goto(f"{live_server.url}/studio/import/")
    choose(page, table)
    page.get_by_role("heading", name="正在读取").wait_for()
    look(page)
    page.context.set_offline(True)
    for _ in range(2):
        page.wait_for_event("requestfailed")
    assert page.locator(".toast-item").count() == 1, "told once, asked again"
    page.context.set_offline(False)
    batch = apart(lambda: ImportBatch.objects.get())
    assert apart(lambda: read_import(batch_id=batch.pk, attempt=1, tick=clock.now)) == "held"
    page.get_by_role("heading", name="导入前的比较").wait_for()
    page.goto(f"{live_server.url}/studio/import/")
    page.get_by_text("等待确认").wait_for()
    look(page)
