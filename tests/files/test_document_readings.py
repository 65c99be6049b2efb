"""Readings of stored certificates: sealed, idempotent, failures told in plain Chinese, events without values."""

from uuid import uuid4

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.files import samples
from tests.files.conftest import LIN, NOW
from tests.files.lines import FRONT, at
from yichuang.files import queries
from yichuang.files.models import DocumentReading, StoredFile
from yichuang.files.operations.read_document import READER, read_document
from yichuang.files.operations.request_reading import request_reading
from yichuang.files.operations.store import store
from yichuang.files.reading import engine, specimens
from yichuang.files.rules.lines import Line
from yichuang.files.storage import LocalStorage
from yichuang.files.tasks import read
from yichuang.foundations import ledger
from yichuang.foundations.problems import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def keep(data: bytes = samples.picture(), name: str = "a.jpg", read: bool = True) -> StoredFile:
    return store(LIN, data=data, name=name, purpose="material", owner_kind="case", owner_key="1", now=NOW, read=read)


def front(_: bytes) -> list[Line]:
    return FRONT


def types(file: StoredFile) -> list[str]:
    return [event.type for event in ledger.history(file.stream)]


def test_a_reading_is_kept_sealed_and_announced_without_its_values() -> None:
    file = keep()
    reading = read_document(file.id, now=NOW, read_lines=front)
    assert (reading.state, reading.kind) == ("done", "id_card_front")
    kept = queries.reading_of(file.id)
    assert kept is not None
    assert kept.fields["id_number"] == {
        "value": "330181199503070010",
        "confidence": 0.98,
        "box": [330, 548, 726, 588],
        "check": "ok",
    }
    event = ledger.history(file.stream)[-1]
    assert (event.type, event.actor_name, event.payload["owner_key"]) == ("files.document_read", READER.name, "1")
    assert event.payload["field_names"] == ["address", "birth_date", "ethnicity", "id_number", "name", "sex"]
    assert "330181" not in str(event.payload)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM files_documentreading WHERE id = %s", [kept.pk])
        assert b"330181199503070010" not in bytes(cursor.fetchone()[0])


def test_reading_again_changes_nothing() -> None:
    file = keep()
    read_document(file.id, now=NOW, read_lines=front)

    def never(_: bytes) -> list[Line]:
        raise AssertionError("read twice")

    assert read_document(file.id, now=NOW, read_lines=never).state == "done"
    assert types(file).count("files.document_read") == 1


def test_two_workers_on_one_file_leave_one_reading_and_one_event() -> None:
    file = keep()

    def overtaken(_: bytes) -> list[Line]:
        read_document(file.id, now=NOW, read_lines=front)
        return [at("别的结果", 0, 0)]

    assert read_document(file.id, now=NOW, read_lines=overtaken).kind == "id_card_front"
    assert types(file) == ["files.stored", "files.document_read"]


def test_failed_checks_are_named_in_the_event() -> None:
    file = keep()
    wrong = [line for line in FRONT if not line.text.startswith("3301")] + [at("330181199503070019", 330, 548)]
    read_document(file.id, now=NOW, read_lines=lambda _: wrong)
    assert ledger.history(file.stream)[-1].payload["failed_checks"] == ["id_number"]


def missing(_: bytes) -> list[Line]:
    raise engine.ModelsMissing


def broken(_: bytes) -> list[Line]:
    raise RuntimeError("onnx: bad allocation at 0x7f")


@pytest.mark.parametrize(
    "data, name, lines, said",
    [
        (samples.picture(), "a.jpg", lambda _: [], "没有认出身份证或营业执照"),
        (samples.picture(), "a.jpg", missing, "没有安装证照识别组件"),
        (samples.picture(), "a.jpg", broken, "识别程序没有读出这份文件"),
        (samples.pdf(), "a.pdf", front, "没有扫描图像"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, name: str, lines: object, said: str) -> None:
    file = keep(data, name)
    reading = read_document(file.id, now=NOW, read_lines=lines)  # type: ignore[arg-type]
    assert (reading.state, reading.fields) == ("failed", {})
    assert said in reading.reason and "手工录入" in reading.reason and "0x7f" not in reading.reason
    assert types(file)[-1] == "files.reading_failed"


def test_content_lost_by_the_storage_is_a_reason_too(folder: LocalStorage) -> None:
    file = keep()
    (folder.root / file.blob.storage_key).unlink()
    assert "存储中找不到" in read_document(file.id, now=NOW, read_lines=front).reason


def test_a_failed_reading_can_be_asked_for_again_and_a_done_one_stays() -> None:
    file = keep()
    read_document(file.id, now=NOW, read_lines=broken)
    assert request_reading(LIN, file_id=file.id, now=NOW).state == "pending"
    assert read_document(file.id, now=NOW, read_lines=front).state == "done"
    assert request_reading(LIN, file_id=file.id, now=NOW).state == "done"
    assert types(file) == ["files.stored", "files.reading_failed", "files.reading_requested", "files.document_read"]


def test_a_file_stored_without_reading_can_be_put_before_the_reader_later() -> None:
    file = keep(read=False)
    with pytest.raises(NotFound):
        read_document(file.id, now=NOW, read_lines=front)
    request_reading(LIN, file_id=file.id, now=NOW)
    request_reading(LIN, file_id=file.id, now=NOW)
    assert ProcrastinateJob.objects.filter(args__file_id=str(file.id), queue_name="ocr").count() == 1
    assert set(queries.readings_of([file.id])) == {file.id}


def test_a_document_without_pictures_cannot_be_put_before_the_reader() -> None:
    file = keep(samples.DOCX, "a.docx", read=False)
    with pytest.raises(Refused) as refusal:
        request_reading(LIN, file_id=file.id, now=NOW)
    assert refusal.value.reasons[0].code == "not_readable"
    with pytest.raises(NotFound):
        request_reading(LIN, file_id=uuid4(), now=NOW)


@pytest.mark.parametrize("kind", ["JPEG", "PDF"])
def test_the_job_reads_a_scanned_card_for_real(kind: str) -> None:
    image = specimens.draw_id_front(specimens.WANG)
    data = specimens.as_jpeg(image) if kind == "JPEG" else samples.saved(image, "PDF")
    file = keep(data, "身份证.jpg" if kind == "JPEG" else "身份证.pdf")
    read(str(file.id))
    reading = DocumentReading.objects.get(file=file)
    assert reading.fields["name"]["value"] == "王小明"
    assert reading.fields["id_number"]["check"] == "ok"
    assert reading.engine.startswith("rapidocr")
