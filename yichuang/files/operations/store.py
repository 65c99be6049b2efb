"""Keep a file."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from yichuang.files.events import FileStored
from yichuang.files.models import Blob, DocumentReading, StoredFile, Upload, UploadPortion
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.files.queries import READABLE
from yichuang.files.rules.portions import RULE
from yichuang.files.storage import key_of, storage
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

READ_TASK = "files.read_document"


def store(
    actor: Actor,
    *,
    data: bytes | BinaryIO | Prepared,
    name: str = "",
    declared_type: str = "",
    purpose: str,
    owner_kind: str,
    owner_key: str,
    now: datetime,
    read: bool = False,
) -> StoredFile:
    """Keep a file for its owner and return it; equal content is kept once. With `read`, ask for a certificate to be
    read.

    The caller's room has decided that the actor may. Costs three statements, five with `read`. Pictures take a moment
    to encode: an
    operation that holds locks passes what `prepare` made beforehand.

    :raises Refused: 422 with every reason why the upload is not taken.
    """
    content = data if isinstance(data, Prepared) else prepare(data, name=name, declared_type=declared_type)
    return _record(actor, content, purpose, owner_kind, owner_key, now, read and content.kind in READABLE)


@unit_of_work()
def _record(
    actor: Actor, content: Prepared, purpose: str, owner_kind: str, owner_key: str, now: datetime, read: bool
) -> StoredFile:
    blob = _blob(content, now)
    # After the row: whoever sweeps content without a row claims its row first, and so never takes what is being put.
    storage().put(blob.storage_key, content.data)
    file = StoredFile(
        blob=blob, original_name=content.name, purpose=purpose, owner_kind=owner_kind,
        owner_key=owner_key,
        uploaded_by=actor.key, uploaded_by_name=actor.name, uploaded_at=now,
    )  # fmt: skip
    event = FileStored(
        str(file.id), content.sha256, len(content.data), content.media_type, purpose, owner_kind, owner_key
    )
    later = [reading_job(file)] if read else []
    ledger.write(file, event, actor=actor, at=now, later=later)
    if read:
        DocumentReading.objects.create(file=file, state=DocumentReading.PENDING, requested_at=now)
    if content.upload:
        _close(content.upload, actor, file)
    return file


def _close(upload_id: UUID, actor: Actor, file: StoredFile) -> None:
    """Note what an upload in portions became; two who finish it at once store it once."""
    ours = Upload.objects.filter(
        pk=upload_id, holder=actor.key, file=None, owner_kind=file.owner_kind, owner_key=file.owner_key
    )
    if not ours.update(file=file):
        reason = Reason(
            "upload_stored", "这个文件已经传完并保存。", field="file", rule=RULE,
            kept="文件已保存一份，没有重复保存。", todo="请刷新页面查看。",
        )  # fmt: skip
        raise Refused(reason, title="已经保存")
    UploadPortion.objects.filter(upload_id=upload_id).delete()


def reading_job(file: StoredFile) -> Later:
    """Return the job that reads a file, one at a time for each file."""
    return Later(READ_TASK, {"file_id": str(file.id)}, lock=f"read:{file.id}", queue="ocr")


def _blob(content: Prepared, now: datetime) -> Blob:
    """Insert the content's row, or find it: one statement, safe when two upload the same at once."""
    blob = Blob(
        sha256=content.sha256, size=len(content.data), media_type=content.media_type, width=content.width,
        height=content.height,
        pages=content.pages, storage_key=key_of(content.sha256), created_at=now,
    )  # fmt: skip
    return Blob.objects.bulk_create(
        [blob],
        update_conflicts=True,
        unique_fields=["sha256"],
        # Content that was destroyed comes back when somebody hands it in anew.
        update_fields=["size", "discarded_at"],
    )[0]
