"""Online applications over the API: the applicant's side under /api/public/applications, the officers' under /api/online (S2-46)."""

import base64
import binascii
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.look_up_progress import look_up
from yichuang.cases.queries.access import clean_number
from yichuang.cases.schemas import CaseOut, case_out
from yichuang.files.operations.prepare import prepare
from yichuang.foundations import clock, idempotency
from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, sent_body, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, NotFound, Reason, Refused
from yichuang.online import policies
from yichuang.online import schemas as s
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.begin import add_file, begin
from yichuang.online.operations.examine import give_back, preapprove
from yichuang.online.operations.receive_online import receive_online
from yichuang.online.operations.submit import submit, take_back
from yichuang.online.queries import application_for, narrowed, needed_of, today_of, visible

router = Router(tags=["网上申请"])
TOO_MANY: dict[int, Any] = {429: None}
ONE: dict[int, Any] = {200: s.ApplicationOut, **PROBLEMS}


def _out(row: OnlineApplication) -> s.ApplicationOut:
    return s.application_out(row, needed_of(row, today_of(row)))


def _begun(request: HttpRequest, code: str) -> OnlineApplication:
    return begin(code=code, address=request.META.get("REMOTE_ADDR", ""), now=clock.now())


def _once(request: HttpRequest, act: Callable[[], Any], status: int = 200) -> Any:
    """Run a write of somebody without a name once in effect for its Idempotency-Key."""
    key = request.headers.get(idempotency.HEADER, "")
    sent = f"{request.method} {request.path}\n".encode() + sent_body(request)
    answer = idempotency.once(
        PUBLIC, key, sent, clock.now(), lambda: idempotency.Answer(status, act().model_dump(mode="json"))
    )
    return Status(status, answer.body)


@router.post(
    "/public/applications", response={**ONE, **TOO_MANY}, operation_id="public_application", summary="开始网上申请"
)
def post_application(request: HttpRequest, body: s.ApplicationCodeBody) -> Any:
    """Begin, or open again, the application that follows a prefill code; answer with the materials to upload."""
    return _once(request, lambda: _out(_begun(request, body.code)))


@router.post(
    "/public/applications/files",
    response={**ONE, **TOO_MANY},
    operation_id="public_application_file",
    summary="上传材料文件",
)
def post_file(request: HttpRequest, body: s.ApplicationFileBody) -> Any:
    """Upload a file for a material of the application."""
    try:
        data = base64.b64decode(body.content, validate=True)
    except (ValueError, binascii.Error) as error:
        reason = Reason(
            "content", "文件内容不是 base64。", field="content", kept="没有保存。", todo="请检查编码后重发。"
        )
        raise Refused(reason, status=422, title="没有上传") from error

    def act() -> s.ApplicationOut:
        row = _begun(request, body.code)
        add_file(
            pk=row.pk, material=body.material, content=prepare(data, name=body.name, declared_type=""), now=clock.now()
        )
        return _out(_begun(request, body.code))

    return _once(request, act)


@router.post(
    "/public/applications/submit",
    response={200: s.ApplicationSubmittedOut, **PROBLEMS, **TOO_MANY},
    operation_id="public_application_submit",
    summary="提交网上申请",
)
def post_submit(request: HttpRequest, body: s.ApplicationSubmitBody) -> Any:
    """Submit the application; number and query password are told again for the same code once it is submitted."""
    row = _begun(request, body.code)
    done = submit(pk=row.pk, agreed=body.agreed, now=clock.now())
    return Status(
        200,
        s.ApplicationSubmittedOut(
            number=done.number, query_password=str(done.query_password), state=done.state, due=done.due
        ),
    )


@router.post(
    "/public/applications/take-back",
    response={**ONE, **TOO_MANY},
    operation_id="public_application_take_back",
    summary="撤回网上申请",
)
def post_take_back(request: HttpRequest, body: s.ApplicationProofBody) -> Any:
    """Take a submitted application back, by number and query password."""
    now, address = clock.now(), request.META.get("REMOTE_ADDR", "")
    found = look_up(number=body.number, password=body.password, address=address, now=now)
    if not isinstance(found, OnlineApplication):
        raise NotFound("这份网上申请", "窗口收件以后，请到收件窗口办理撤回。")
    return _once(request, lambda: _out(take_back(pk=found.pk, now=now)))


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not policies.looks(actor):
        raise NotAllowed(policies.VIEW, "您的岗位不查看网上申请：这由办理部门和窗口人员办理。")
    return actor


@router.get(
    "/online",
    response={200: s.ApplicationPage, **PROBLEMS},
    operation_id="list_applications",
    summary="网上申请列表",
    auth=staff_auth,
)
def get_applications(
    request: HttpRequest,
    list: Literal["", "waiting", "late", "returned", "preapproved", "ended"] = "",
    q: str = "",
    cursor: str = "",
    size: int = 20,
) -> s.ApplicationPage:
    """Return the online applications that concern the actor, the latest first."""
    rows = narrowed(visible(_viewer(request)), list, q.strip()[:40], day_of(clock.now()))
    page = page_of(rows, ["-submitted_at"], cursor, size)
    return s.ApplicationPage(rows=[s.application_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get("/online/{number}", response=ONE, operation_id="get_application", summary="取网上申请", auth=staff_auth)
def get_application(request: HttpRequest, number: str) -> s.ApplicationOut:
    """Return one application with its materials and what was found."""
    return _out(application_for(_viewer(request), clean_number(number)))


def _verdict(
    request: HttpRequest, number: str, body: s.ApplicationVerdictBody, act: Callable[..., OnlineApplication]
) -> Any:
    actor, clean = _viewer(request), clean_number(number)
    given: dict[str, Any] = {"findings": body.findings, "revision": body.revision}
    return write(request, lambda: _out(act(actor=actor, number=clean, now=clock.now(), **given)))


@router.post(
    "/online/{number}/preapprove", response=ONE, operation_id="preapprove", summary="预审通过", auth=staff_auth
)
def post_preapprove(request: HttpRequest, number: str, body: s.ApplicationVerdictBody) -> Any:
    """Find the application in order."""
    return _verdict(request, number, body, partial(preapprove, opinion=body.opinion))


@router.post(
    "/online/{number}/return", response=ONE, operation_id="return_application", summary="预审退回", auth=staff_auth
)
def post_return(request: HttpRequest, number: str, body: s.ApplicationVerdictBody) -> Any:
    """Return the application with every reason at once."""
    return _verdict(request, number, body, partial(give_back, reasons=body.opinion))


@router.post(
    "/online/{number}/receive",
    response={201: CaseOut, **PROBLEMS},
    operation_id="receive_application",
    summary="网上申请收件",
    auth=staff_auth,
)
def post_receive(request: HttpRequest, number: str) -> Any:
    """Receive a preapproved application: its case has the same number."""
    actor, clean = _viewer(request), clean_number(number)
    policies.demand(actor, policies.RECEIVE, None, "收件")
    return write(request, lambda: case_out(receive_online(actor=actor, number=clean, now=clock.now())), 201)
