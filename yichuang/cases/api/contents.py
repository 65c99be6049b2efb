"""All of one case in one answer, its scans and documents as files, its receipt, and the recall of an earlier applicant (issue 2, 10)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from ninja import File, Router, Status
from ninja.files import UploadedFile

from yichuang.accounts.auth import staff_auth
from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.cases.operations.issue_receipt import issue_receipt
from yichuang.cases.operations.scan_material import add_scan, remove_scan
from yichuang.cases.queries import desk
from yichuang.cases.queries.access import case_for, clean_number, document_for
from yichuang.cases.queries.facts import materials_of
from yichuang.cases.queries.scans import scan_of
from yichuang.cases.queries.whole import whole
from yichuang.cases.rules import base_form
from yichuang.cases.rules.facts import NOT_RECEIVED
from yichuang.cases.schemas import CaseOut, case_out
from yichuang.cases.schemas import contents as s
from yichuang.files.operations.prepare import prepare
from yichuang.files.operations.record_access import record_access
from yichuang.files.serving import file_response
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS, write
from yichuang.foundations.problems import NotFound
from yichuang.foundations.rules.identifiers import format_case_number

router = Router(tags=["办件"], auth=staff_auth)
FILE = {"schema": {"type": "string", "format": "binary"}}
FILES = {
    "responses": {
        200: {"description": "文件", "content": dict.fromkeys(("application/pdf", "image/jpeg", "image/png"), FILE)}
    }
}


def _case(request: HttpRequest, number: str) -> Case:
    return case_for(request.actor, clean_number(number))  # type: ignore[attr-defined]


@router.get(
    "/cases/{number}/whole",
    response={200: s.WholeCase, **PROBLEMS},
    operation_id="get_whole_case",
    summary="取办件全部内容",
)
def get_whole(request: HttpRequest, number: str) -> s.WholeCase:
    """Return all of one case as its page shows it; personal data is masked."""
    case = _case(request, number)
    return s.WholeCase(**case_out(case).model_dump(), **whole(case, day_of(clock.now())))


@router.post(
    "/cases/{number}/materials/{material}/scans",
    response={200: CaseOut, **PROBLEMS},
    operation_id="add_scan",
    summary="上传材料扫描件",
)
def post_scan(request: HttpRequest, number: str, material: str, file: File[UploadedFile]) -> Status[Any]:
    """Take in one page of a material (JPEG, PNG or PDF); the reader of certificates looks at it afterwards."""
    actor, now, clean = request.actor, clock.now(), clean_number(number)  # type: ignore[attr-defined]
    case_for(actor, clean)
    sent: Any = file  # read in portions like any open file
    content = prepare(sent, name=file.name or "", declared_type=file.content_type or "")

    def act() -> CaseOut:
        add_scan(actor=actor, number=clean, material=material, content=content, now=now)
        return case_out(case_for(actor, clean))

    return write(request, act, body=content.sha256.encode())


@router.post(
    "/cases/{number}/scans/{int:scan}/take-off",
    response={200: CaseOut, **PROBLEMS},
    operation_id="take_off_scan",
    summary="移除扫描件",
)
def post_take_off(request: HttpRequest, number: str, scan: int, body: s.TakeOffBody) -> Status[Any]:
    """Take a page off its material, or put it back; the file stays on record."""
    actor, now, clean = request.actor, clock.now(), clean_number(number)  # type: ignore[attr-defined]

    def act() -> CaseOut:
        remove_scan(actor=actor, number=clean, scan_id=scan, back=body.back, now=now)
        return case_out(case_for(actor, clean))

    return write(request, act)


@router.get(
    "/cases/{number}/scans/{int:scan}",
    operation_id="get_scan",
    summary="取扫描件文件",
    response={**PROBLEMS, **GONE},
    openapi_extra=FILES,
)
def get_scan(request: HttpRequest, number: str, scan: int) -> HttpResponseBase:
    """Return one scanned page; the look is on record (个人信息保护法 51, 54)."""
    found = scan_of(_case(request, number), scan)
    actor = request.actor  # type: ignore[attr-defined]
    record_access(actor, file=found.file, act="view", why=f"办件 {number} 材料核对（接口）", now=clock.now())
    return file_response(request, found.file)


@router.get(
    "/documents/{code}",
    operation_id="get_document",
    summary="取文书文件",
    response={**PROBLEMS, **GONE},
    openapi_extra=FILES,
)
def get_document(request: HttpRequest, code: str) -> HttpResponseBase:
    """Return a document's signed PDF."""
    document = document_for(request.actor, code)  # type: ignore[attr-defined]
    if document.file is None:
        raise NotFound("这份文书的文件", "文书正在生成，请稍后再取。")
    actor = request.actor  # type: ignore[attr-defined]
    record_access(actor, file=document.file, act="download", why=f"文书《{document.title}》（接口）", now=clock.now())
    return file_response(request, document.file)


@router.get(
    "/cases/{number}/receipt",
    response={200: s.ReceiptOut, **PROBLEMS},
    operation_id="get_receipt",
    summary="取收件凭证内容",
)
def get_receipt(request: HttpRequest, number: str) -> s.ReceiptOut:
    """Return what the counter prints for the applicant, the query password with it."""
    case = _case(request, number)
    policies.demand(request.actor, "case.receive", case, "打印收件凭证")  # type: ignore[attr-defined]
    return s.ReceiptOut(
        number=case.number,
        number_shown=format_case_number(case.number),
        query_password=case.query_password,
        progress=f"{settings.PUBLIC_URL}/progress/?number={case.number}",
        materials=[row.name for row in materials_of(case) if row.received_as != NOT_RECEIVED],
    )


@router.post(
    "/cases/{number}/receipt",
    response={200: s.DocumentOut, **PROBLEMS},
    operation_id="issue_receipt",
    summary="出具签章收件凭证",
)
def post_receipt(request: HttpRequest, number: str) -> Status[Any]:
    """Issue the signed receipt of what has come in so far; its file is rendered a moment later."""
    actor, now, clean = request.actor, clock.now(), clean_number(number)  # type: ignore[attr-defined]

    def act() -> s.DocumentOut:
        row = issue_receipt(actor=actor, number=clean, now=now)
        names = ("code", "kind", "title", "number", "state", "issued_at")
        return s.DocumentOut(**{name: getattr(row, name) for name in names}, revoked=False)

    return write(request, act)


@router.post(
    "/applicants/recall",
    response={200: s.RecallOut, **PROBLEMS},
    operation_id="recall_applicant",
    summary="带出老办事人",
)
def post_recall(request: HttpRequest, body: s.RecallBody) -> s.RecallOut:
    """Return the base form of somebody who applied before, found by a full number; nobody is found by part of one."""
    policies.counter_of(request.actor)  # type: ignore[attr-defined]
    kinds = [body.applicant_kind] if body.applicant_kind else list(base_form.KINDS)
    kind, form = desk.earlier_applicant(kinds, body.number)
    return s.RecallOut(applicant_kind=kind, form={name: value for name, value in form.items() if value})
