"""A large file is read by a worker: how far he is can be seen, he can be stopped, and begun again when he died (lessons 2.4; issue 3)."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.studio.papers import NINE, OLE, material, workbook
from yichuang.foundations import clock
from yichuang.foundations.office import LARGEST
from yichuang.foundations.problems import NotFound, Refused
from yichuang.organizations.models import Department
from yichuang.studio.models import Draft, ImportBatch
from yichuang.studio.operations import hold_import as holding
from yichuang.studio.operations.import_drafts import import_drafts
from yichuang.studio.operations.open_draft import open_draft
from yichuang.studio.operations.read_import import cancel_import, read_import, restart_import
from yichuang.studio.queries.imports import plan, recent_imports

pytestmark = pytest.mark.usefixtures("demo_district")
ROWS = 600
FILE = workbook(
    ["事项名称", *NINE], *[[f"第{number // 200}号许可", *material(f"第{number}号证明")] for number in range(ROWS)]
)


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "AT_ONCE", 1000)


def hold(data: bytes = FILE, name: str = "材料.xlsx") -> ImportBatch:
    department = Department.objects.get(key="xs-transport").pk
    return holding.hold_import(actor=who("赵审查"), department_id=department, name=name, data=data, now=clock.now())


def read(batch: ImportBatch, attempt: int = 1, seen: list[Any] | None = None) -> str:
    """Let the worker read; what he has told so far is in `seen` each time he looks at the clock."""

    def tick() -> datetime:
        if seen is not None:
            seen.append(ImportBatch.objects.values_list("phase", "done", "total").get(pk=batch.pk))
        return clock.now()

    return read_import(batch_id=batch.pk, attempt=attempt, tick=tick)


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name='studio.read_import'")
        return int(cursor.fetchone()[0])


def test_a_large_file_is_left_to_a_worker_who_tells_how_far_he_is() -> None:
    batch = hold()
    assert (batch.state, bytes(batch.upload or b""), batch.matters, jobs()) == ("reading", FILE, [], 1)
    seen: list[Any] = []
    assert read(batch, seen=seen) == "held"
    assert ("rows", 250, ROWS + 1) in seen and ("compare", 2, 3) in seen
    batch.refresh_from_db()
    assert batch.upload is None and [one.name for one in plan(batch)] == ["第0号许可", "第1号许可", "第2号许可"]
    assert not Draft.objects.exists()
    assert read(batch) == "", "a second worker finds nothing to do"
    result = import_drafts(actor=who("赵审查"), batch_id=batch.pk, take={}, seen={}, now=clock.now())
    again = import_drafts(actor=who("赵审查"), batch_id=batch.pk, take={}, seen={}, now=clock.now())
    assert Draft.objects.count() == 3 and again.result == result.result


def test_the_comparison_is_kept_until_what_it_was_made_against_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = hold()
    read(batch)
    batch.refresh_from_db()
    with monkeypatch.context() as patch:
        patch.setattr("yichuang.studio.queries.imports.merge", None)
        assert [one.target for one in plan(batch)] == ["new", "new", "new"]
    department = Department.objects.get(key="xs-transport").pk
    open_draft(actor=who("赵审查"), department_id=department, name="第1号许可", now=clock.now())
    assert [one.target for one in plan(batch)] == ["new", "draft", "new"]


def test_a_file_that_says_nothing_fails_with_its_reasons_and_an_old_one_is_refused_at_once() -> None:
    batch = hold(workbook(["甲", "乙"], *[[f"{number}", "x" * 40] for number in range(900)]))
    assert read(batch) == "failed"
    page = signed_in("赵审查").get(f"/studio/import/{batch.pk}/").content.decode()
    assert "文件里没有一行可以使用的内容" in page and "不认识这张表" in page and "再导入一个文件" in page
    with pytest.raises(Refused, match="旧版"):
        hold(OLE * 10)
    with pytest.raises(Refused, match="超过 5 MB"):
        hold(b"PK" + b"x" * LARGEST)


def test_cancelled_the_worker_stops_and_nothing_is_left() -> None:
    batch = hold()
    seen: list[Any] = []

    def tick() -> datetime:
        seen.append(1)
        if len(seen) == 2:
            cancel_import(actor=who("赵审查"), batch_id=batch.pk, now=clock.now())
        return clock.now()

    assert read_import(batch_id=batch.pk, attempt=1, tick=tick) == ""
    batch.refresh_from_db()
    assert (batch.state, batch.upload, batch.matters) == ("cancelled", None, []) and len(seen) == 2
    cancel_import(actor=who("赵审查"), batch_id=batch.pk, now=clock.now())
    with pytest.raises(Refused, match="已取消，不能导入"):
        import_drafts(actor=who("赵审查"), batch_id=batch.pk, take={}, seen={}, now=clock.now())
    with pytest.raises(Refused, match="已取消"):
        restart_import(actor=who("赵审查"), batch_id=batch.pk, now=clock.now())


def test_a_dead_worker_is_said_and_the_reading_begun_again_once() -> None:
    batch, later = hold(), clock.now() + timedelta(minutes=2)
    with pytest.raises(Refused, match="正在读取，没有中断"):
        restart_import(actor=who("赵审查"), batch_id=batch.pk, now=clock.now())
    restart_import(actor=who("赵审查"), batch_id=batch.pk, now=later)
    with pytest.raises(Refused, match="没有中断"):
        restart_import(actor=who("赵审查"), batch_id=batch.pk, now=later)
    assert jobs() == 2 and read(batch, attempt=1) == "", "the one believed dead reads no more"
    assert read(batch, attempt=2) == "held"
    with pytest.raises(Refused, match="等待确认"):
        cancel_import(actor=who("赵审查"), batch_id=batch.pk, now=later)


def test_only_the_uploader_steers_it() -> None:
    batch = hold()
    for act in (cancel_import, restart_import):
        with pytest.raises(NotFound):
            act(actor=who("钱复核"), batch_id=batch.pk, now=clock.now())
    assert recent_imports(who("钱复核"), clock.now()) == []


def test_the_pages_show_progress_and_lead_back_to_it() -> None:
    batch, http = hold(), signed_in("赵审查")
    address = f"/studio/import/{batch.pk}/"
    ImportBatch.objects.filter(pk=batch.pk).update(done=250, total=601)
    page = http.get(address).content.decode()
    assert "读取各行：250 / 601 行" in page and "可以离开本页" in page and "重新开始" not in page
    part = http.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "250 / 601" in part and "<html" not in part
    assert "正在读取" in http.get("/studio/import/").content.decode()
    ImportBatch.objects.filter(pk=batch.pk).update(beat_at=clock.now() - timedelta(minutes=2))
    assert "读取没有进展" in http.get(address).content.decode()
    assert http.post(f"{address}restart/", follow=True).status_code == 200
    refused = http.post(f"{address}restart/")
    assert refused.status_code == 409 and "正在读取，没有中断" in refused.content.decode()
    read(batch, attempt=2)
    done = http.get(address, headers={"HX-Request": "true"})
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, address)
    assert "导入前的比较" in http.get(address).content.decode()


def test_thousands_of_notes_do_not_bury_what_was_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "AT_ONCE", 1_000_000)
    rows = [material(f"第{number // 2}号证明") for number in range(600)]

    def formula(book: Any, sheet: Any) -> None:
        sheet["B601"] = "=A1"

    batch, http = hold(workbook(NINE, *rows, change=formula)), signed_in("赵审查")
    page = http.get(f"/studio/import/{batch.pk}/").content.decode()
    listed = page.split("没有使用的内容和要核对的地方")[1]
    assert listed.index("Sheet1!B601") < listed.index("同名，请核对是否重复")
    assert listed.count("<tr>") == 201 and "还有 101 处没有列出" in listed
    sheet = load_workbook(BytesIO(http.get(f"/studio/import/{batch.pk}/troubles/").content)).active
    assert sheet is not None and sheet.max_row == 302
    assert "Sheet1!B601" in [cell.value for cell in sheet["A"]]
