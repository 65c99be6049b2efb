"""Take an upload apart before anything is locked: judge it, encode pictures anew, look into PDF files, name it by its
hash."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO
from uuid import UUID

from yichuang.files import images, pdfs, scanning
from yichuang.files.rules import media, sniffing
from yichuang.foundations.problems import Reason, Refused


@dataclass(frozen=True)
class Prepared:
    """Content that may be stored: its bytes as they will be kept, true type, measures, clean name."""

    data: bytes
    sha256: str
    media_type: str
    kind: str
    name: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    # The upload it came by in portions: stored with it, once (`operations/portions.py`).
    upload: UUID | None = None


def prepare(data: bytes | BinaryIO, *, name: str, declared_type: str = "") -> Prepared:
    """Return the content ready to be stored; needs no database, so call it before an operation locks anything.

    `data` is bytes or a binary stream (a Django upload); no more than the largest limit of it is ever read.

    :raises Refused: 422 with every reason why the upload is not taken, or with the virus that was found; 503 when a scanner is configured
        and did not answer.
    """
    content, size = _taken(data)
    members = sniffing.archive_members(content) if size <= len(content) else ()
    verdict = sniffing.judge_upload(name, declared_type, content[: sniffing.HEAD], size, members)
    if isinstance(verdict, sniffing.Refused):
        raise Refused(*verdict.reasons, status=422, title="文件不能接收")
    scanning.scan(content, name)
    if verdict.kind == "image":
        picture = images.reencode(content, media.BY_MEDIA_TYPE[verdict.media_type])
        clean = sniffing.clean_name(name, picture.extension)
        return Prepared(
            picture.data, _digest(picture.data), picture.media_type, "image", clean, picture.width, picture.height, 1
        )
    pages = pdfs.inspect(content).pages if verdict.kind == "pdf" else None
    clean = sniffing.clean_name(name, verdict.extension)
    return Prepared(content, _digest(content), verdict.media_type, verdict.kind, clean, pages=pages)


def blur(content: Prepared, areas: Sequence[tuple[int, int, int, int]]) -> Prepared:
    """Return a prepared picture with areas made unreadable for good (S2-18); what was under them is not kept.

    :raises Refused: 422 when it is no picture.
    """
    if content.kind != "image":
        todo = "请把它存成 JPG 或 PNG 图片后再上传。"
        reason = Reason(
            "no_picture", f"“{content.name}”不是图片，不能标注和模糊处理。", "file", "S2-18", "没有保存。", todo
        )
        raise Refused(reason, status=422, title="示例不能接收")
    picture = images.blurred(content.data, media.BY_MEDIA_TYPE[content.media_type], areas)
    return replace(content, data=picture.data, sha256=_digest(picture.data))


def _taken(data: bytes | BinaryIO) -> tuple[bytes, int]:
    if isinstance(data, bytes):
        return data, len(data)
    content = data.read(media.LARGEST + 1)
    return content, max(getattr(data, "size", None) or 0, len(content))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
