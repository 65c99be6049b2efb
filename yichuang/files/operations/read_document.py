"""Read a certificate; runs in the worker of the queue "ocr"."""

import logging
from datetime import datetime
from functools import partial
from uuid import UUID

from yichuang.files import pdfs
from yichuang.files.events import DocumentRead, ReadingFailed
from yichuang.files.models import DocumentReading, StoredFile
from yichuang.files.queries import read_bytes
from yichuang.files.reading import engine
from yichuang.files.reading.certificates import ReadLines, read_certificate
from yichuang.files.rules.fields import FAILED, Reading
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.rules.identifiers import check_id_number, check_uscc
from yichuang.foundations.transactions import unit_of_work

READER = Actor(kind="system", id="document-reader", name="证照识别")
_BY_HAND = "请照原件手工录入；文件已保存，不影响办理。"
_log = logging.getLogger(__name__)


def read_document(file_id: UUID, *, now: datetime, read_lines: ReadLines = engine.read_lines) -> DocumentReading:
    """Read a file and keep what was found, or why nothing was; doing it again changes nothing.

    No row is locked while the engine works. Whatever goes wrong in the engine becomes a reason a person can read: the
    counter goes on.

    :raises NotFound: when no reading was asked for.
    """
    reading = DocumentReading.objects.select_related("file__blob").filter(file_id=file_id).first()
    if reading is None:
        raise NotFound("识别任务")
    if reading.state != DocumentReading.PENDING:
        return reading
    found, reason = _attempt(reading.file, now, read_lines)
    return _keep(reading.pk, found, reason, now)


def _attempt(file: StoredFile, now: datetime, read_lines: ReadLines) -> tuple[Reading, str]:
    try:
        picture = _picture(file)
        if picture is None:
            return Reading("unknown"), f"PDF 里没有扫描图像，无法自动识别。{_BY_HAND}"
        found = read_certificate(picture, partial(_id_holds, now=now), _uscc_holds, read_lines)
    except FileNotFoundError:
        return Reading("unknown"), "存储中找不到这份文件的内容，请联系系统管理员核对存储，并重新上传。"
    except engine.ModelsMissing:
        return Reading("unknown"), f"本机没有安装证照识别组件。{_BY_HAND}"
    except Refused as refusal:
        return Reading("unknown"), f"{refusal}{_BY_HAND}"
    except Exception:  # an engine of foreign make: any failure of it must not stop the counter
        _log.exception("reading of file %s failed", file.pk)
        return Reading("unknown"), f"识别程序没有读出这份文件。{_BY_HAND}"
    return found, (
        "" if found.fields else f"图片上没有认出身份证或营业执照。请检查是否清晰、完整，或{_BY_HAND.removeprefix('请')}"
    )


def _picture(file: StoredFile) -> bytes | None:
    data = read_bytes(file)
    return pdfs.inspect(data).scan if file.blob.kind == "pdf" else data


def _id_holds(text: str, now: datetime) -> bool:
    return check_id_number(text, on=day_of(now)).ok


def _uscc_holds(text: str) -> bool:
    return check_uscc(text).ok


@unit_of_work()
def _keep(reading_id: int, found: Reading, reason: str, now: datetime) -> DocumentReading:
    reading = DocumentReading.objects.select_for_update(of=("self", "file")).select_related("file").get(pk=reading_id)
    if reading.state != DocumentReading.PENDING:
        return reading
    file = reading.file
    reading.state = DocumentReading.FAILED if reason else DocumentReading.DONE
    reading.kind, reading.fields, reading.reason = found.document_kind, found.as_json(), reason
    reading.engine, reading.read_at = engine.engine_version(), now
    reading.save(update_fields=["state", "kind", "fields", "reason", "engine", "read_at"])
    event: DocumentRead | ReadingFailed
    if reason:
        event = ReadingFailed(str(file.id), reason, file.purpose, file.owner_kind, file.owner_key)
    else:
        failed = tuple(sorted(name for name, field in found.fields.items() if field.check == FAILED))
        names = tuple(sorted(found.fields))
        event = DocumentRead(
            str(file.id), found.document_kind, names, failed, file.purpose, file.owner_kind, file.owner_key
        )
    ledger.write(file, event, actor=READER, at=now, update_fields=[])
    return reading
