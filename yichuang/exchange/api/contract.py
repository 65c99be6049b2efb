"""What a department's system calls: token, cases, files, reports, feed (docs/exchange.md; S2-50…S2-52)."""

import hashlib
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import File, Query, Router, Status
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from yichuang.exchange import schemas as s
from yichuang.exchange.api.oauth import server
from yichuang.exchange.auth import caller, exchange_auth
from yichuang.exchange.operations.export_evidence import authority_certificate, evidence_for_system
from yichuang.exchange.operations.log_message import log_given
from yichuang.exchange.operations.pull import pull
from yichuang.exchange.operations.report import Message, report
from yichuang.exchange.operations.store_file import store_file, ticket_to
from yichuang.exchange.policies import actor_of
from yichuang.exchange.queries.feed import MOST
from yichuang.exchange.queries.payloads import case_data, status_data
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.message_chain import CASE, FILE_GIVEN, FILE_TAKEN, REPORT
from yichuang.exchange.rules.scopes import CASE_READ, FEED_READ, FILE_READ, FILE_WRITE
from yichuang.exchange.rules.wire import feed_bytes
from yichuang.exchange.serving import exact, in_the_log, logs_what_is_refused, package_response
from yichuang.files.operations.prepare import prepare
from yichuang.files.operations.redeem_ticket import redeem_ticket
from yichuang.files.serving import file_response
from yichuang.foundations import clock
from yichuang.foundations.http import GONE, PROBLEMS
from yichuang.foundations.metrics import REPORTS
from yichuang.foundations.traces import trace

router = Router(tags=["数据交换"], auth=exchange_auth)
TOKEN_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": ["client_credentials"]},
                        "scope": {"type": "string"},
                        "client_id": {"type": "string"},
                        "client_secret": {"type": "string"},
                        "client_assertion_type": {"type": "string"},
                        "client_assertion": {"type": "string"},
                    },
                }
            }
        },
    }
}


@router.post(
    "/exchange/token",
    auth=None,
    response={200: s.AccessTokenOut, 400: s.TokenRefused, 401: s.TokenRefused},
    operation_id="exchange_token",
    summary="取访问令牌",
    openapi_extra=TOKEN_BODY,
)
def post_token(request: HttpRequest) -> HttpResponse:
    """Issue an access token for client credentials; refusals are those of RFC 6749 5.2."""
    answer: HttpResponse = server.create_token_response(request)
    return answer


@router.get(
    "/exchange/cases/{number}",
    response={200: dict[str, Any], **PROBLEMS},
    operation_id="exchange_case",
    summary="办件基本信息提取",
)
def get_case(request: HttpRequest, number: str) -> HttpResponse:
    """Return base information, form, and materials with their files (S2-52①)."""
    system = caller(request, CASE_READ)
    case = reach(system, number)
    answer = exact(case_data(case))
    log_given(system, case.number, CASE, answer.content, now=clock.now(), keep=True)
    return answer


@router.get(
    "/exchange/cases/{number}/status",
    response={200: s.StatusOut, **PROBLEMS},
    operation_id="exchange_status",
    summary="办件状态",
)
def get_status(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return where a case stands (S2-51⑤)."""
    return status_data(reach(caller(request, CASE_READ), number))


@router.get(
    "/exchange/cases/{number}/evidence",
    response={200: None, **PROBLEMS},
    operation_id="exchange_evidence",
    summary="导出办件交换证据",
)
def get_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Return the signed evidence package of a case's exchange with this system."""
    system = caller(request, CASE_READ)
    case = reach(system, number)
    return package_response(evidence_for_system(system=system, number=case.number, now=clock.now()), case.number)


@router.get(
    "/exchange/authority",
    response={200: None, **PROBLEMS},
    operation_id="exchange_authority",
    summary="平台根证书",
)
def get_authority(request: HttpRequest) -> HttpResponse:
    """Return the root certificate that evidence is checked against; to be fetched once, compared and kept."""
    caller(request, CASE_READ)
    return HttpResponse(authority_certificate(), content_type="application/x-pem-file")


@router.post(
    "/exchange/cases/{number}/events",
    response={200: s.StatusOut, **PROBLEMS},
    operation_id="exchange_report",
    summary="办件办理信息接收",
)
@decorate_view(logs_what_is_refused(REPORT))
def post_report(request: HttpRequest, number: str, body: s.ReportBody) -> HttpResponse:
    """Take a report; it counts once by its `id` (S2-50, S2-52④)."""
    said = s.read_report(body.type, body.data)
    message = Message(body.id, body.type, body.time, body.data, said, request.body)
    system, scope = request.system, request.scope  # type: ignore[attr-defined]
    outcome = "refused"
    try:
        taken = report(system=system, scope=scope, number=number, message=message, now=clock.now())
        outcome = "taken" if taken.fresh else "repeated"
    finally:
        REPORTS.labels(system.key, body.type, outcome).inc()
        trace("reported", case=number, system=system.key, id=body.id, type=body.type, outcome=outcome)
    if taken.fresh:
        in_the_log(request)
    return exact(taken.answer)


@router.post(
    "/exchange/cases/{number}/files",
    response={201: s.StoredFileOut, **PROBLEMS},
    operation_id="exchange_upload",
    summary="上传文件",
)
@decorate_view(logs_what_is_refused(FILE_TAKEN))
def post_file(request: HttpRequest, number: str, file: UploadedFile = File(...)) -> HttpResponse:  # noqa: B008 - ninja's way
    """Keep a file for a case; equal content is kept once, so that a repeated upload costs nothing."""
    system = caller(request, FILE_WRITE)
    reach(system, number)
    received = hashlib.sha256()
    for part in file.chunks():
        received.update(part)
    file.seek(0)
    content = prepare(cast(BinaryIO, file), name=file.name or "", declared_type=file.content_type or "")
    came = (received.digest(), file.size or 0)
    answer = store_file(system=system, number=number, content=content, received=came, now=clock.now())
    in_the_log(request)
    return exact(answer, 201)


@router.post(
    "/exchange/cases/{number}/files/{file_id}/tickets",
    response={201: s.TicketOut, **PROBLEMS},
    operation_id="exchange_ticket",
    summary="取文件票据",
)
def post_ticket(request: HttpRequest, number: str, file_id: UUID, body: s.TicketBody) -> Status[Any]:
    """Issue a ticket that opens one file once, for this system."""
    system = caller(request, FILE_READ)
    issued = ticket_to(system=system, number=number, file_id=file_id, purpose=body.purpose, now=clock.now())
    url = request.build_absolute_uri(f"/api/exchange/tickets/{issued.token}")
    return Status(201, s.TicketOut(url=url, expires_at=issued.ticket.expires_at))


@router.get(
    "/exchange/tickets/{token}",
    response={200: None, **PROBLEMS, **GONE},
    operation_id="exchange_download",
    summary="凭票据下载文件",
)
def get_ticket(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand out the file of a ticket; ranges work."""
    system = caller(request, FILE_READ)
    file = redeem_ticket(actor_of(system), token=token, now=clock.now())
    response = file_response(request, file, download=True)
    if isinstance(response, HttpResponse) and response.status_code in (200, 206):
        part = {"range": response["Content-Range"]} if response.status_code == 206 else {}
        number = file.owner_key if file.owner_kind == "case" else ""
        status, content = response.status_code, response.content
        given: dict[str, Any] = {"status": status, "message_id": str(file.pk), "more": part}
        log_given(system, number, FILE_GIVEN, content, now=clock.now(), **given)
    return response


@router.get("/exchange/feed", response={200: s.FeedOut, **PROBLEMS}, operation_id="exchange_feed", summary="拉取事件")
def get_feed(request: HttpRequest, after: str = "", limit: int = Query(100, ge=1, le=MOST)) -> HttpResponse:
    """Return the events after a cursor, for a system that cannot receive pushes."""
    events, following = pull(system=caller(request, FEED_READ), after=after, limit=limit, now=clock.now())
    return HttpResponse(feed_bytes(events, following), content_type="application/json; charset=utf-8")
