"""A stored file as a response: never sniffed, never cached by others, in part when a part is asked for.

For the views of the owner's room, once they have checked that the actor may see the file.
"""

import re

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from yichuang.files.models import StoredFile
from yichuang.files.operations.record_access import record_access
from yichuang.files.queries import open_file, thumbnail
from yichuang.foundations import clock
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.problems import NotFound

_SHOWN = ("image", "pdf")
# A picture or a PDF shown in a frame of ours may load nothing and run nothing.
_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def file_response(request: HttpRequest, file: StoredFile, *, download: bool = False) -> HttpResponseBase:
    """Return the file: shown in place when it is a picture or PDF and `download` is not asked, else as an attachment.

    Answers a single byte range with 206, one outside the file with 416. Logging the access is the caller's act.

    :raises NotFound: when the storage has lost the content.
    """
    try:
        source = open_file(file)
    except FileNotFoundError as error:
        raise NotFound("文件内容", todo="请联系系统管理员核对文件存储。") from error
    with source:
        size = file.blob.size
        part = _part(request.headers.get("Range", ""), size)
        if part is not None and part[0] > part[1]:
            return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), file, download)
        start, end = part or (0, size - 1)
        source.seek(start)
        response = HttpResponse(
            source.read(end - start + 1), status=206 if part else 200, content_type=file.blob.media_type
        )
    if part:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return _dressed(response, file, download)


def recorded_response(request: HttpRequest, file: StoredFile, why: str, filename: str = "") -> FileResponse:
    """Return a file whole, to be shown in place, the download on record with its reason (个人信息保护法 51, 54).

    :raises NotFound: when the storage has lost the content. :raises Refused: 410 when it was destroyed.
    """
    try:
        source = open_file(file)
    except FileNotFoundError as error:
        raise NotFound("文件内容", todo="请联系系统管理员核对文件存储。") from error
    actor = getattr(request, "actor", None) or PUBLIC
    record_access(actor, file=file, act="download", why=why, now=clock.now())
    return FileResponse(source, content_type=file.blob.media_type, filename=filename)


def thumbnail_response(file: StoredFile) -> HttpResponse:
    """Return the small picture of a file; 404 as a refusal where there is none to show."""
    small = thumbnail(file)
    if small is None:
        raise NotFound("缩略图", todo="这类文件没有缩略图，请下载后查看。")
    response = HttpResponse(small, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _dressed(response: HttpResponse, file: StoredFile, download: bool) -> HttpResponse:
    attachment = download or file.blob.kind not in _SHOWN
    response["Content-Disposition"] = content_disposition_header(attachment, file.original_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = _POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _part(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of the range asked for; None for the whole; first > last when it lies outside the
    file."""
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = str(asked[1]), str(asked[2])
    if not first:
        return max(size - int(last), 0), size - 1 if int(last) else -1
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < int(first):
        return None
    return (int(first), end) if int(first) < size else (size, 0)
