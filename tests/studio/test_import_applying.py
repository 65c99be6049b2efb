"""Many confirmed matters are written by a worker: all or none, progress seen, cancelled before it begins, faults told (lessons 2.4)."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.cases.people import signed_in, who
from tests.studio.api import Officer
from tests.studio.papers import NINE, material, workbook
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.foundations.transactions import beside
from yichuang.notifications.models import Message
from yichuang.organizations.models import Department
from yichuang.studio.models import Draft, ImportBatch
from yichuang.studio.operations import apply_import as applying
from yichuang.studio.operations import import_drafts as importing
from yichuang.studio.operations.apply_import import apply_import
from yichuang.studio.operations.hold_import import hold_import
from yichuang.studio.operations.import_drafts import import_drafts
from yichuang.studio.operations.open_draft import open_draft
from yichuang.studio.operations.read_import import cancel_import, read_import, restart_import

MATTERS = 25
FILE = workbook(["事项名称", *NINE], *[[f"第{number}号许可", *material("身份证")] for number in range(MATTERS)])
BROKEN = "yichuang.studio.operations.import_drafts.open_draft"


def held(data: bytes = FILE) -> ImportBatch:
    department = Department.objects.get(key="xs-transport").pk
    return hold_import(actor=who("赵审查"), department_id=department, name="许可.xlsx", data=data, now=clock.now())


def confirm(batch: ImportBatch, take: dict[int, bool] | None = None) -> ImportBatch:
    return import_drafts(actor=who("赵审查"), batch_id=batch.pk, take=take or {}, seen={}, now=clock.now())


def confirmed() -> ImportBatch:
    batch = confirm(held())
    assert (batch.state, batch.attempt, jobs()) == ("applying", 2, [2]) and not Draft.objects.exists()
    return batch


def write(batch: ImportBatch, attempt: int = 2) -> str:
    return apply_import(batch_id=batch.pk, attempt=attempt, tick=clock.now)


def jobs() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'attempt')::int FROM procrastinate_jobs WHERE task_name='studio.apply_import' ORDER BY id"
        )
        return [row[0] for row in cursor.fetchall()]


def test_many_matters_are_left_to_a_worker_and_the_uploader_is_told(demo_district: None) -> None:
    batch = confirmed()
    assert confirm(batch).state == "applying" and jobs() == [2], "confirmed twice, begun once"
    assert write(batch) == "applied"
    batch.refresh_from_db()
    assert Draft.objects.count() == MATTERS and batch.applied_at and batch.choices == []
    assert {draft.created_by_name for draft in Draft.objects.all()} == {"赵审查"}
    message = Message.objects.get(template="import_done")
    assert (message.data["file"], message.data["count"]) == ("许可.xlsx", str(MATTERS))
    assert write(batch) == "" and Draft.objects.count() == MATTERS, "a second worker finds nothing to do"


def test_what_was_chosen_is_what_the_worker_writes(demo_district: None) -> None:
    batch = confirm(held(), {0: False, 3: False})
    write(batch)
    assert Draft.objects.count() == MATTERS - 2 and not Draft.objects.filter(name="第3号许可").exists()


def test_progress_is_seen_from_outside_and_no_draft_before_the_end(demo_again: None) -> None:
    batch = confirmed()
    seen: list[tuple[Any, ...]] = []
    began = clock.now()

    def outside() -> tuple[Any, ...]:
        row = ImportBatch.objects.values_list("phase", "done", "total").get(pk=batch.pk)
        return (*row, Draft.objects.count())

    def tick() -> datetime:
        seen.append(beside(outside))
        return began + timedelta(seconds=2 * len(seen))

    assert apply_import(batch_id=batch.pk, attempt=2, tick=tick) == "applied"
    assert ("write", 7, MATTERS, 0) in seen and ("write", 20, MATTERS, 0) in seen
    assert {row[3] for row in seen} == {0} and Draft.objects.count() == MATTERS


def test_cancelled_before_writing_it_waits_for_confirmation_again(demo_district: None) -> None:
    batch = confirmed()
    assert cancel_import(actor=who("赵审查"), batch_id=batch.pk, now=clock.now()).state == "held"
    assert write(batch) == "" and not Draft.objects.exists()
    batch = confirm(batch, {0: False})
    assert jobs() == [2, 3] and write(batch, 2) == "" and write(batch, 3) == "applied"
    assert Draft.objects.count() == MATTERS - 1
    with pytest.raises(Refused, match="已导入"):
        cancel_import(actor=who("赵审查"), batch_id=batch.pk, now=clock.now())


def test_once_writing_has_begun_it_is_not_cancelled_unless_the_worker_died(demo_district: None) -> None:
    batch = confirmed()
    ImportBatch.objects.filter(pk=batch.pk).update(phase="write", beat_at=clock.now())
    with pytest.raises(Refused, match="已经开始写入") as refused:
        cancel_import(actor=who("赵审查"), batch_id=batch.pk, now=clock.now())
    assert "全部写入，或者一个也不写入" in refused.value.reasons[0].kept
    later = clock.now() + timedelta(minutes=2)
    assert cancel_import(actor=who("赵审查"), batch_id=batch.pk, now=later).state == "held"


def test_who_is_believed_dead_leaves_nothing_when_another_has_begun(
    demo_district: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirmed()
    opened: list[object] = []
    later = clock.now() + timedelta(minutes=2)

    def slow(**given: Any) -> Draft:
        if not opened:
            restart_import(actor=who("赵审查"), batch_id=batch.pk, now=later)
        opened.append(given["name"])
        return open_draft(**given)

    with monkeypatch.context() as patch:
        patch.setattr(BROKEN, slow)
        assert write(batch) == "" and len(opened) == MATTERS
    assert not Draft.objects.exists(), "undone with the whole unit"
    # The beginning anew was inside the unit that was undone; in a house it is somebody else's.
    restart_import(actor=who("赵审查"), batch_id=batch.pk, now=later)
    assert write(batch, 2) == "" and write(batch, 3) == "applied" and Draft.objects.count() == MATTERS


def test_a_draft_opened_meanwhile_gives_the_file_back_with_the_reason(demo_district: None) -> None:
    batch = confirmed()
    department = Department.objects.get(key="xs-transport").pk
    open_draft(actor=who("赵审查"), department_id=department, name="第7号许可", now=clock.now())
    assert write(batch) == "held" and Draft.objects.count() == 1
    page = signed_in("赵审查").get(f"/studio/import/{batch.pk}/").content.decode()
    assert "还没有选择是否更新" in page and "确认导入" in page and "没有导入" in page
    assert "还没有选择" in Message.objects.get(template="import_failed").data["why"]


def test_a_fault_is_told_with_a_number_that_the_log_has_too(
    demo_district: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    batch, count = confirmed(), []

    def broken(**given: Any) -> Draft:
        count.append(1)
        if len(count) == 20:
            raise ZeroDivisionError
        return open_draft(**given)

    number = f"DR-{batch.pk.hex[:8].upper()}-2"
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(BROKEN, broken)
        assert write(batch) == "held"
    assert not Draft.objects.exists() and number in caplog.text and "ZeroDivisionError" in caplog.text
    page = signed_in("赵审查").get(f"/studio/import/{batch.pk}/").content.decode()
    assert f"故障编号 {number}" in page and "没有进展" not in page
    assert number in Message.objects.get(template="import_failed").data["why"]
    again = confirm(ImportBatch.objects.get(pk=batch.pk))
    assert again.problem == [] and write(again, 3) == "applied"


def test_a_database_away_for_a_moment_is_no_fault(demo_district: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("the connection is closed")

    batch = confirmed()
    monkeypatch.setattr(applying, "write_drafts", away)
    with pytest.raises(OperationalError):
        write(batch)
    batch.refresh_from_db()
    assert batch.state == "applying", "the job is tried again"


def test_reading_that_fails_by_a_fault_says_so(demo_district: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.studio.operations.hold_import.AT_ONCE", 1000)
    batch = held()
    monkeypatch.setattr("yichuang.studio.operations.hold_import.parse", None)
    assert read_import(batch_id=batch.pk, attempt=1, tick=clock.now) == "failed"
    page = signed_in("赵审查").get(f"/studio/import/{batch.pk}/").content.decode()
    assert f"没有读取，故障编号 DR-{batch.pk.hex[:8].upper()}-1" in page and "没有进展" not in page


def test_few_matters_are_written_at_once(demo_district: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "WRITTEN_AT_ONCE", MATTERS)
    assert confirm(held()).applied_at and jobs() == [] and not Message.objects.exists()


def test_the_page_shows_how_far_it_is(demo_district: None) -> None:
    batch, http = held(), signed_in("赵审查")
    address = f"/studio/import/{batch.pk}/"
    page = http.post(f"{address}apply/", follow=True).content.decode()
    assert "正在导入" in page and "开始写入以后不能再取消" in page and "已导入" not in page
    ImportBatch.objects.filter(pk=batch.pk).update(phase="write", done=7, total=MATTERS, beat_at=clock.now())
    part = http.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f"写入草稿：7 / {MATTERS} 个事项" in part
    assert "/cancel/" in page and "/cancel/" not in http.get(address).content.decode()
    refused = http.post(f"{address}cancel/")
    assert refused.status_code == 409 and "已经开始写入草稿" in refused.content.decode()
    ImportBatch.objects.filter(pk=batch.pk).update(beat_at=clock.now() - timedelta(minutes=2))
    assert "导入没有进展" in http.get(address).content.decode()
    http.post(f"{address}restart/")
    assert write(batch, 3) == "applied"
    done = http.get(address, headers={"HX-Request": "true"})
    assert (done.status_code, done.headers["HX-Redirect"]) == (204, address)
    assert "导入结果" in http.get(address).content.decode()


def test_the_api_tells_steers_and_repeats(demo_district: None) -> None:
    batch, officer, other = held(), Officer("赵审查"), Officer("钱复核")

    def ask(method: str, verb: str = "", body: Any = None, key: str = "", who: Officer = officer) -> Any:
        return who.ask(method, f"/{batch.pk}{verb}", body, key, room="imports")

    told = ask("post", "/apply", {"choices": []}, "k-apply-1").json()
    assert (told["state"], told["phase"], told["total"], told["silent"]) == ("applying", "compare", MATTERS, False)
    assert ask("post", "/apply", {"choices": []}, "k-apply-1").json()["state"] == "applying" and jobs() == [2]
    assert ask("post", "/restart").status_code == 409
    assert ask("post", "/cancel").json()["state"] == "held"
    ask("post", "/apply", {"choices": [{"index": 0, "take": False}]})
    ImportBatch.objects.filter(pk=batch.pk).update(beat_at=clock.now() - timedelta(minutes=2))
    assert ask("get").json()["silent"] is True
    assert ask("post", "/restart").json()["silent"] is False
    assert write(batch, 4) == "applied"
    assert ask("get").json()["applied"] is True and Draft.objects.count() == MATTERS - 1
    assert ask("post", "/cancel", who=other).status_code == 404
