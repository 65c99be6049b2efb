"""Ask for a stored file to be read, or read again."""

from datetime import datetime
from uuid import UUID

from yichuang.files.events import ReadingRequested
from yichuang.files.models import DocumentReading, StoredFile
from yichuang.files.operations.store import reading_job
from yichuang.files.queries import READABLE
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def request_reading(actor: Actor, *, file_id: UUID, now: datetime) -> DocumentReading:
    """Put a file before the reader; one already read or waiting is returned as it is, one that failed is tried again.

    :raises NotFound: when there is no such file. :raises Refused: 422 for a kind that cannot be read.
    """
    file = StoredFile.objects.select_for_update(of=("self",)).select_related("blob").filter(pk=file_id).first()
    if file is None:
        raise NotFound("文件")
    if file.blob.kind not in READABLE:
        raise Refused(
            Reason("not_readable", "这类文件不能自动识别，只有图片和扫描的 PDF 可以。", field="file",
                   rule="统一文件存储中心：证照识别",
                   kept="文件已保存。", todo="请照原件手工录入。"),
            status=422, title="不能自动识别",
        )  # fmt: skip
    reading, created = DocumentReading.objects.get_or_create(
        file=file, defaults={"state": DocumentReading.PENDING, "requested_at": now}
    )
    if not created and reading.state != DocumentReading.FAILED:
        return reading
    if not created:
        reading.state, reading.reason, reading.requested_at = DocumentReading.PENDING, "", now
        reading.save(update_fields=["state", "reason", "requested_at"])
    event = ReadingRequested(str(file.id), file.owner_kind, file.owner_key)
    ledger.write(file, event, actor=actor, at=now, update_fields=[], later=[reading_job(file)])
    return reading
