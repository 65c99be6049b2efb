"""Reads of the files room. Who may see a file is the owner's room's business: it asks with the owner it has checked."""

from collections.abc import Collection, Iterable, Iterator
from typing import BinaryIO
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.files import images, pdfs
from yichuang.files.models import DocumentReading, FileAccess, UploadPortion
from yichuang.files.models import RetentionHold as RetentionHold
from yichuang.files.models import StoredFile as StoredFile
from yichuang.files.models import Upload as Upload
from yichuang.files.storage import portion_key, storage, thumbnail_key
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound, Reason, Refused

READABLE = ("image", "pdf")


def file_for(file_id: UUID | str, *, owner_kind: str, owner_key: str) -> StoredFile:
    """Return a file that belongs to this owner, with its blob (one statement).

    :raises NotFound: when there is none, or it belongs to somebody else.
    """
    files = StoredFile.objects.select_related("blob")
    file = files.filter(pk=file_id, owner_kind=owner_kind, owner_key=owner_key).first()
    if file is None:
        raise NotFound("文件", todo="请回到办件页面刷新后再打开。")
    return file


def files_of(owner_kind: str, owner_key: str) -> QuerySet[StoredFile]:
    """Return an owner's files with their blobs, oldest first."""
    files = StoredFile.objects.select_related("blob").filter(owner_kind=owner_kind, owner_key=owner_key)
    return files.order_by("uploaded_at", "pk")


def demand_kept(file: StoredFile) -> None:
    """Let nobody go on to a file that was destroyed. :raises Refused: 410 with when and why."""
    if file.destroyed_at is not None:
        text = f"这份文件已按保存期限销毁（{file.destroyed_at.astimezone(CHINA):%Y-%m-%d}，{file.destroyed_why}）。"
        kept = f"名称、时间和内容的 SHA-256（{file.blob.sha256[:16]}…）留存备查，内容不能恢复。"
        reason = Reason("file_destroyed", text, "file", "个人信息保护法 47", kept, "如有疑问，请联系本级管理员。")
        raise Refused(reason, status=410, title="文件已销毁")


def held_owners(owner_kind: str, keys: Collection[str]) -> set[str]:
    """Return those of some owners whose files must not be destroyed now."""
    holds = RetentionHold.objects.filter(owner_kind=owner_kind, owner_key__in=keys, lifted_at=None)
    return set(holds.values_list("owner_key", flat=True))


def holds_within(divisions: Iterable[str]) -> QuerySet[RetentionHold]:
    """Return the holds of divisions, standing and lifted."""
    within = Q(pk__in=[])
    for division in divisions:
        within |= Q(division__startswith=division)
    return RetentionHold.objects.filter(within)


def open_file(file: StoredFile) -> BinaryIO:
    """Return the content for reading; raises FileNotFoundError when the storage lost it, Refused 410 when it was destroyed."""
    demand_kept(file)
    return storage().open(file.blob.storage_key)


def read_bytes(file: StoredFile) -> bytes:
    """Return the whole content."""
    with open_file(file) as source:
        return source.read()


def thumbnail(file: StoredFile) -> bytes | None:
    """Return a small JPEG of a picture or of a scanned PDF's first page, made once and kept; None for anything else."""
    demand_kept(file)
    if file.blob.kind not in READABLE:
        return None
    key = thumbnail_key(file.blob.storage_key)
    try:
        with storage().open(key) as source:
            return source.read()
    except FileNotFoundError:
        picture = pdfs.inspect(read_bytes(file)).scan if file.blob.kind == "pdf" else read_bytes(file)
    if picture is None:
        return None
    small = images.thumbnail(picture)
    storage().put(key, small)
    return small


def readable(file: StoredFile) -> bool:
    """Tell whether the offline reader can try this kind of file."""
    return file.blob.kind in READABLE


def reading_of(file_id: UUID) -> DocumentReading | None:
    """Return what was read from a file, None when nobody asked."""
    return DocumentReading.objects.filter(file_id=file_id).first()


def readings_of(file_ids: Iterable[UUID]) -> dict[UUID, DocumentReading]:
    """Return the readings of several files by file id (one statement)."""
    return {reading.file_id: reading for reading in DocumentReading.objects.filter(file_id__in=list(file_ids))}


def accesses_of(file: StoredFile) -> QuerySet[FileAccess]:
    """Return who looked at a file, latest first."""
    return FileAccess.objects.filter(file=file).order_by("-at", "-pk")


def upload_for(actor: Actor, upload_id: UUID, **owner: str) -> Upload:
    """Return an upload that the actor began (one statement); `owner_kind` and `owner_key` say for whom it must be.

    :raises NotFound: for any other: a stranger cannot tell which there are.
    """
    upload = Upload.objects.select_related("file__blob").filter(pk=upload_id, holder=actor.key, **owner).first()
    if upload is None:
        raise NotFound("这次上传", "它已经取消、作废，或由别人开始；请重新上传。")
    return upload


def portions_of(upload: Upload) -> Iterator[bytes]:
    """Yield the portions of an upload in order, from the store."""
    for sha256 in UploadPortion.objects.filter(upload=upload).order_by("offset").values_list("sha256", flat=True):
        with storage().open(portion_key(upload.pk, sha256)) as source:
            yield source.read()
