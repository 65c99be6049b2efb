"""The tus 1.0 protocol (https://tus.io) over an upload in portions: headers in, headers out, refusals as problem details.

For the doors of the owner's room, once they have checked that the actor may give the owner a file. Core, creation, checksum
(sha256), expiration and termination; docs/exchange.md has it in the words of an integrator.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.http import http_date

from yichuang.files.operations.portions import begin_upload, end_upload, take_portion
from yichuang.files.queries import Upload, upload_for
from yichuang.files.rules import portions
from yichuang.files.rules.media import LARGEST
from yichuang.files.rules.portions import Announced
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import answer_problem
from yichuang.foundations.problems import Reason, Refused

VERSION = "1.0.0"
PORTION_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
# A long body is kept piece by piece, so that what came before the line was cut need not come again.
PIECE = 1024 * 1024
ABOUT = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,checksum,expiration,termination",
    "Tus-Max-Size": str(LARGEST),
    "Tus-Checksum-Algorithm": "sha256",
    "Cache-Control": "no-store",
}
# What the doors' descriptions in OpenAPI share.
STATUSES = (400, 401, 403, 404, 409, 410, 412, 413, 415, 422, CHECKSUM_MISMATCH, 503)
PROBLEMS: dict[int, None] = dict.fromkeys(STATUSES)
Door = Callable[..., HttpResponse]


def described(verb: str) -> dict[str, object]:
    """Return what OpenAPI cannot see of a door: its headers, and the bytes that a portion is."""
    wanted = {
        "POST": [
            ("Upload-Length", "integer", "文件的字节数"),
            ("Upload-Metadata", "string", "filename、filetype、sha256"),
        ],
        "PATCH": [
            ("Upload-Offset", "integer", "这一段从第几字节开始"),
            ("Upload-Checksum", "string", "sha256 加 Base64"),
        ],
    }.get(verb, [])
    parameters = [
        {
            "name": name,
            "in": "header",
            "required": name != "Upload-Checksum",
            "schema": {"type": kind},
            "description": text,
        }
        for name, kind, text in wanted
    ]
    extra: dict[str, object] = {"parameters": parameters} if parameters else {}
    if verb == "PATCH":
        binary = {"schema": {"type": "string", "format": "binary"}}
        extra["requestBody"] = {"required": True, "content": {PORTION_TYPE: binary}}
    return extra


def speaks_tus(door: Door) -> Door:
    """Give every answer of a door the protocol's headers, and its refusals as problem details with the offset to go on from."""

    @wraps(door)
    def answer(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
        try:
            response = door(request, *given, **named)
        except Refused as refused:
            response = answer_problem(refused, request)
            if "offset" in refused.more:
                response["Upload-Offset"] = str(refused.more["offset"])
        for name, value in ABOUT.items():
            response[name] = value
        return response

    return answer


def about() -> HttpResponse:
    """Answer OPTIONS: what is spoken here."""
    return HttpResponse(status=204)


def begin(
    request: HttpRequest, actor: Actor, *, purpose: str, owner_kind: str, owner_key: str, now: datetime
) -> HttpResponse:
    """Begin an upload for an owner (POST): 201 with its address."""
    _demand_version(request)
    file = _announced(request)
    upload = begin_upload(actor, file=file, purpose=purpose, owner_kind=owner_kind, owner_key=owner_key, now=now)
    response = _standing(HttpResponse(status=201), upload)
    # Without scheme and host: a proxy in front may have others.
    response["Location"] = f"{request.path.rstrip('/')}/{upload.pk}"
    return response


def go_on(
    request: HttpRequest, actor: Actor, upload_id: UUID, *, owner_kind: str, owner_key: str, now: datetime
) -> HttpResponse:
    """Answer where an upload stands (HEAD), take its next portion (PATCH) or give it up (DELETE)."""
    upload = upload_for(actor, upload_id, owner_kind=owner_kind, owner_key=owner_key)
    _demand_version(request)
    if request.method == "DELETE":
        end_upload(actor, upload_id=upload_id)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        upload = _take(request, actor, upload, now)
    elif upload.file_id is None:
        _demand_open(upload, now)
    return _standing(HttpResponse(status=204 if request.method == "PATCH" else 200), upload)


def _standing(response: HttpResponse, upload: Upload) -> HttpResponse:
    response["Upload-Offset"] = str(upload.received)
    response["Upload-Length"] = str(upload.size)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def _demand_open(upload: Upload, now: datetime) -> None:
    verdict = portions.judge_open(upload.progress, now)
    if verdict.reasons:
        raise Refused(*verdict.reasons, status=verdict.status, title="这次上传已作废")


def _take(request: HttpRequest, actor: Actor, upload: Upload, now: datetime) -> Upload:
    if request.content_type != PORTION_TYPE:
        raise _refusal("tus_type", f"一段内容的类型应为 {PORTION_TYPE}。", 415)
    offset = _number(request, "Upload-Offset")
    for piece in _pieces(request, upload.size - offset):
        upload = take_portion(actor, upload_id=upload.pk, offset=offset, data=piece, now=now)
        offset = upload.received
    return upload


def _pieces(request: HttpRequest, wanted: int) -> Iterator[bytes]:
    """Yield the body in pieces; with a checksum as one, compared first, so that nothing wrong is kept."""
    checksum = request.headers.get("Upload-Checksum", "")
    # One byte more than may come: the rule then says that it is too much.
    most = max(wanted, 0) + 1
    if checksum:
        whole = request.read(most)
        _compare(checksum, whole)
        yield whole
        return
    yield _read(request, min(PIECE, most))
    while piece := _read(request, PIECE):
        yield piece


def _read(request: HttpRequest, most: int) -> bytes:
    """Return what is left of the body, nothing once the sender is gone: what came before is kept."""
    try:
        return request.read(most)
    except UnreadablePostError:
        return b""


def _compare(checksum: str, data: bytes) -> None:
    algorithm, _, wanted = checksum.partition(" ")
    if algorithm != "sha256":
        raise _refusal("tus_checksum", "校验算法只支持 sha256。", 400)
    if base64.b64encode(hashlib.sha256(data).digest()).decode() != wanted.strip():
        raise _refusal("tus_checksum", "这一段的校验值不符，在途中变了样。", CHECKSUM_MISMATCH)


def _announced(request: HttpRequest) -> Announced:
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    name, kind = said.get("filename", said.get("name", "")), said.get("filetype", said.get("type", ""))
    return Announced(name, kind, _number(request, "Upload-Length"), said.get("sha256", ""))


def _metadata(header: str) -> dict[str, str]:
    """Return the pairs of a header: names, each with its value in Base64."""
    found = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise _refusal("tus_metadata", "Upload-Metadata 里有不是 Base64 的值。", 400) from error
    if any("\0" in value for value in found.values()):
        raise _refusal("tus_metadata", "Upload-Metadata 里有不能保存的字符。", 400)
    return found


def _number(request: HttpRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise _refusal("tus_header", f"请求头 {name} 应为字节数。", 400)
    return int(text)


def _demand_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable", VERSION) != VERSION:
        raise _refusal("tus_version", f"分段上传用 tus {VERSION} 协议。", 412)


def _refusal(code: str, message: str, status: int) -> Refused:
    todo = "请对照 docs/exchange.md“分段上传”更正后重试。"
    reason = Reason(code, message, field="file", rule=portions.RULE, kept="已收到的部分都在。", todo=todo)
    return Refused(reason, status=status, title="分段上传没有成功")
