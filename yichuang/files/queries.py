"""Reads of the files room. Who may see a file is the owner's room's business: it asks with the owner it has checked."""

from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from django.db.models import QuerySet

from yichuang.files import images, pdfs
from yichuang.files.models import DocumentReading, FileAccess
from yichuang.files.models import StoredFile as StoredFile
from yichuang.files.storage import storage, thumbnail_key
from yichuang.foundations.problems import NotFound

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


def open_file(file: StoredFile) -> BinaryIO:
    """Return the content for reading; raises FileNotFoundError when the storage lost it."""
    return storage().open(file.blob.storage_key)


def read_bytes(file: StoredFile) -> bytes:
    """Return the whole content."""
    with open_file(file) as source:
        return source.read()


def thumbnail(file: StoredFile) -> bytes | None:
    """Return a small JPEG of a picture or of a scanned PDF's first page, made once and kept; None for anything else."""
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
