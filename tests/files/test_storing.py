"""Keeping files: content once, files many, refusals with every reason, orphans swept."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.files import samples
from tests.files.conftest import LIN, NOW
from yichuang.files import queries
from yichuang.files.models import Blob, DocumentReading, StoredFile
from yichuang.files.operations.prepare import prepare
from yichuang.files.operations.record_access import record_access
from yichuang.files.operations.store import store
from yichuang.files.operations.sweep_orphans import Swept, sweep_orphans
from yichuang.files.rules.media import MEGABYTE
from yichuang.files.storage import LocalStorage
from yichuang.foundations import ledger
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.transactions import unit_of_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
CASE: dict[str, Any] = {"purpose": "material", "owner_kind": "case", "owner_key": "330109042611209000123"}


def keep(data: bytes = samples.pdf(), name: str = "合同.pdf", **more: Any) -> StoredFile:
    return store(LIN, data=data, name=name, now=NOW, **(CASE | more))


def test_a_stored_file_has_a_row_its_content_and_an_event() -> None:
    file = keep(samples.picture("PNG", (300, 200)), "身份证.png")
    kept = queries.file_for(file.id, owner_kind="case", owner_key=CASE["owner_key"])
    assert (kept.original_name, kept.blob.media_type, kept.blob.width, kept.blob.height) == (
        "身份证.jpg",
        "image/jpeg",
        300,
        200,
    )
    assert len(queries.read_bytes(kept)) == kept.blob.size
    (event,) = ledger.history(kept.stream)
    assert event.type == "files.stored"
    assert event.payload["sha256"] == kept.blob.sha256
    assert "身份证" not in str(event.payload)  # a name may be personal data


def test_a_pdf_is_kept_byte_for_byte_with_its_pages() -> None:
    data = samples.pdf(3)
    file = keep(data)
    assert queries.read_bytes(file) == data
    assert file.blob.pages == 3


def test_equal_content_is_kept_once_under_two_names(folder: LocalStorage) -> None:
    one, two = keep(name="甲.pdf"), keep(name="乙.pdf", owner_key="another")
    assert one.id != two.id and one.blob_id == two.blob_id
    assert Blob.objects.count() == 1 and len(list(folder.listing())) == 1


def test_a_stream_is_read_no_further_than_the_largest_limit() -> None:
    class Photo(io.BytesIO):
        size = 40 * MEGABYTE

        def read(self, size: int | None = -1) -> bytes:
            assert size == 30 * MEGABYTE + 1
            return samples.picture()

    with pytest.raises(Refused) as refusal:
        store(LIN, data=Photo(), name="a.jpg", declared_type="image/jpeg", now=NOW, **CASE)
    assert refusal.value.status == 422
    assert "40.0 MB" in str(refusal.value)
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "data, name",
    [
        (samples.PROGRAM, "a.pdf"),
        (b"", "a.pdf"),
        (samples.pdf(1, b"/OpenAction << /S /JavaScript /JS (x) >>"), "a.pdf"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(folder: LocalStorage, data: bytes, name: str) -> None:
    with pytest.raises(Refused):
        keep(data, name)
    assert StoredFile.objects.count() == Blob.objects.count() == len(list(folder.listing())) == 0


def test_names_with_folders_never_reach_the_disk(folder: LocalStorage) -> None:
    file = keep(name="../../../etc/cron.d/evil.pdf")
    assert file.original_name == "evil.pdf"
    assert [key for key, _ in folder.listing()] == [file.blob.storage_key]


def test_a_file_belongs_to_its_owner_only() -> None:
    file = keep()
    for owner in (
        {"owner_kind": "case", "owner_key": "other"},
        {"owner_kind": "matter", "owner_key": CASE["owner_key"]},
    ):
        with pytest.raises(NotFound):
            queries.file_for(file.id, **owner)
    assert list(queries.files_of("case", CASE["owner_key"])) == [file]


def test_storing_prepared_content_costs_two_statements_and_four_with_reading() -> None:
    prepared = prepare(samples.picture(), name="a.jpg")
    for read, statements in ((False, 2), (True, 4)):
        with (
            unit_of_work(),
            CaptureQueriesContext(
                connection,
            ) as captured,
        ):
            store(LIN, data=prepared, now=NOW, read=read, **CASE)
        # blob found or made, file inserted with its event; with reading: job deferred, reading noted
        assert len(captured) == statements, [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize(
    "data, name, asked", [(samples.picture(), "a.jpg", 1), (samples.pdf(), "a.pdf", 1), (samples.DOCX, "a.docx", 0)]
)
def test_reading_is_asked_for_only_where_it_can_be_done(data: bytes, name: str, asked: int) -> None:
    file = keep(data, name, read=True)
    assert DocumentReading.objects.filter(file=file, state="pending").count() == asked
    assert (
        ProcrastinateJob.objects.filter(
            queue_name="ocr", task_name="files.read_document", args__file_id=str(file.id)
        ).count()
        == asked
    )
    assert queries.readable(file) == bool(asked)


@pytest.mark.django_db(transaction=True)
def test_the_same_content_from_eight_counters_at_once_is_one_blob(folder: LocalStorage) -> None:
    prepared = prepare(samples.pdf(2), name="a.pdf")

    def one(_: int) -> UUID:
        try:
            return store(LIN, data=prepared, now=NOW, **CASE).id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as counters:
        ids = set(counters.map(one, range(8)))
    assert len(ids) == StoredFile.objects.count() == 8
    assert Blob.objects.count() == 1 and len(list(folder.listing())) == 1


def test_a_thumbnail_is_made_once_and_kept(folder: LocalStorage) -> None:
    file = keep(samples.picture("JPEG", (1000, 800)), "a.jpg")
    small = queries.thumbnail(file)
    assert small and small[:3] == b"\xff\xd8\xff" and len(small) < file.blob.size
    assert len(list(folder.listing())) == 2
    (folder.root / file.blob.storage_key).unlink()
    assert queries.thumbnail(file) == small


def test_a_scanned_pdf_has_a_thumbnail_and_a_word_document_has_none() -> None:
    assert queries.thumbnail(keep(samples.picture("PDF", (800, 600)), "a.pdf"))
    assert queries.thumbnail(keep(samples.pdf(), "b.pdf")) is None
    assert queries.thumbnail(keep(samples.DOCX, "c.docx")) is None


def test_every_look_is_on_record_latest_first() -> None:
    file = keep()
    record_access(LIN, file=file, act="view", why="审查材料", now=NOW)
    record_access(LIN, file=file, act="download", why="归档" * 200, now=NOW + timedelta(minutes=1))
    assert [(access.act, access.actor_name) for access in queries.accesses_of(file)] == [
        ("download", "林晓燕"),
        ("view", "林晓燕"),
    ]


def grow_old(folder: LocalStorage) -> None:
    then = (NOW - timedelta(days=2)).timestamp()
    for key, _ in folder.listing():
        os.utime(folder.root / key, (then, then))


def test_content_of_a_rolled_back_upload_is_swept_after_a_day_and_the_rest_stays(folder: LocalStorage) -> None:
    kept = keep(samples.picture("JPEG", (90, 90)), "a.jpg")
    queries.thumbnail(kept)
    with pytest.raises(RuntimeError), unit_of_work():
        keep()
        raise RuntimeError("the outer operation fails")
    assert len(list(folder.listing())) == 3
    assert sweep_orphans(NOW) == Swept(0, 0, 0)
    grow_old(folder)
    assert sweep_orphans(NOW) == Swept(0, 0, 1)
    assert queries.read_bytes(kept) and queries.thumbnail(kept)
    assert sweep_orphans(NOW) == Swept(0, 0, 0)


def test_a_row_that_no_file_keeps_is_swept_with_its_content(folder: LocalStorage) -> None:
    file = keep()
    blob = file.blob
    StoredFile.objects.all().delete()
    grow_old(folder)
    assert sweep_orphans(NOW + timedelta(hours=1)).blobs == 0
    assert sweep_orphans(NOW + timedelta(days=2)) == Swept(0, 1, 1)
    assert not Blob.objects.filter(pk=blob.pk).exists() and list(folder.listing()) == []
