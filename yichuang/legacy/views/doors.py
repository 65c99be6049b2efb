"""What older systems call: the messages, the file centre, the refreshing of secrets (docs/legacy.md)."""

import hashlib
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.exchange.policies import demand_scope
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.message_chain import FILE_TAKEN, REPORT
from yichuang.exchange.rules.scopes import FILE_READ, FILE_WRITE
from yichuang.files.operations.prepare import prepare
from yichuang.files.serving import file_response
from yichuang.foundations import clock
from yichuang.foundations.problems import Reason, Refused
from yichuang.legacy.auth import answered, caller, given, told
from yichuang.legacy.models import AppSecret
from yichuang.legacy.operations.app_keys import refresh_secrets
from yichuang.legacy.operations.hand_out_files import fetch_file, take_in_file, ticket_again
from yichuang.legacy.operations.hear import take
from yichuang.legacy.rules.answers import DONE
from yichuang.legacy.rules.signs import APP, REFRESH
from yichuang.legacy.views.logged import in_the_log, note_given, on_record


@csrf_exempt
@require_POST
@on_record(REPORT)
@answered
def message(request: HttpRequest, name: str) -> HttpResponseBase:
    """Take a message (rulebook 5.2); it counts once by its content."""
    system = caller(request)
    if take(system=system, name=name, given=request.POST.dict(), now=clock.now()):
        in_the_log(request)
    return told(DONE)


@csrf_exempt
@require_POST
@on_record(FILE_TAKEN)
@answered
def store(request: HttpRequest) -> HttpResponseBase:
    """Keep a file (`PROJID`, `file`) and tell its key, to be named as FILEURL."""
    system, number = caller(request), given(request, "PROJID")
    demand_scope(" ".join(system.scopes), FILE_WRITE)
    upload = request.FILES.get("file")
    if upload is None:
        missing = Reason(
            "file", "没有收到文件。", "file", "旧接口：文件", "没有保存。", "请以 multipart 的 file 字段上传。"
        )
        raise Refused(missing, status=422, title="没有保存")
    reach(system, number)
    received = hashlib.sha256()
    for part in upload.chunks():
        received.update(part)
    upload.seek(0)
    content = prepare(cast(BinaryIO, upload), name=upload.name or "", declared_type=upload.content_type or "")
    came = (received.digest(), upload.size or 0)
    kept = take_in_file(system=system, number=number, content=content, received=came, now=clock.now())
    in_the_log(request)
    hashes = {"SHA256": content.sha256, "RECEIVED_SHA256": received.hexdigest()}
    return told({**DONE, "datas": {"FILENAME": kept.file.original_name, "FILEURL": kept.key, **hashes}})


@csrf_exempt
@require_http_methods(["GET", "POST"])
@never_cache
@answered
def fetch(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand out the file of a key for its ticket (`FILEPWD`), once."""
    system = caller(request)
    demand_scope(" ".join(system.scopes), FILE_READ)
    file = fetch_file(system=system, key=key, ticket=given(request, "FILEPWD"), now=clock.now())
    response = file_response(request, file, download=True)
    note_given(system, file.owner_key if file.owner_kind == "case" else "", str(file.pk), response)
    return response


@csrf_exempt
@require_POST
@answered
def ticket(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give a new ticket for a key, after a download that broke off."""
    system = caller(request)
    demand_scope(" ".join(system.scopes), FILE_READ)
    issued = ticket_again(system=system, key=key, now=clock.now())
    return told({**DONE, "datas": {"FILEURL": key, "FILEPWD": issued}})


@csrf_exempt
@require_http_methods(["GET", "POST"])
@never_cache
@answered
def refresh_by_key(request: HttpRequest) -> HttpResponseBase:
    """Issue secrets for a call signed with the app secret (refreshTokenByKey)."""
    return _refreshed(request, APP)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@never_cache
@answered
def refresh_by_secret(request: HttpRequest) -> HttpResponseBase:
    """Issue secrets for a call signed with a refresh secret (refreshTokenBySec)."""
    return _refreshed(request, REFRESH)


def _refreshed(request: HttpRequest, by: str) -> HttpResponseBase:
    refresh, ask = refresh_secrets(
        app_key=given(request, "appKey"),
        sign=given(request, "sign"),
        request_time=given(request, "requestTime"),
        by=by,
        address=request.META.get("REMOTE_ADDR", ""),
        wall=clock.wall(),
    )
    datas = {
        "refreshSecret": refresh.value,
        "refreshSecretEndTime": _milliseconds(refresh),
        "requestSecret": ask.value,
        "requestSecretEndTime": _milliseconds(ask),
    }
    return told({"code": "00", "msg": "成功", "datas": datas, "dataCount": 1})


def _milliseconds(row: AppSecret) -> str:
    return str(int(row.expires_at.timestamp() * 1000))
