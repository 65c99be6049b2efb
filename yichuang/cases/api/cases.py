"""Everything the counter, the department and the issuing counter do, over /api/cases/…; writes carry an Idempotency-Key."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.accounts.queries import staff_name
from yichuang.cases import schemas as s
from yichuang.cases.models import Case
from yichuang.cases.operations.accept import accept
from yichuang.cases.operations.change_situation import change_situation
from yichuang.cases.operations.co_sign import co_sign
from yichuang.cases.operations.correct_on_the_spot import correct_on_the_spot
from yichuang.cases.operations.courier import (
    Confirmation,
    confirm_courier,
    send_by_courier,
    take_back_from_courier,
)
from yichuang.cases.operations.decide import Ruling, complete_instantly, decide
from yichuang.cases.operations.decline import Grounds, decline
from yichuang.cases.operations.end import terminate, withdraw
from yichuang.cases.operations.extend import extend
from yichuang.cases.operations.hand_over_first_handler import hand_over_first_handler
from yichuang.cases.operations.issue import Receipt, hand_out, send_to_issuing
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.operations.receive import Declaration, receive
from yichuang.cases.operations.record_materials import MaterialInput, PointInput, record_materials
from yichuang.cases.operations.request_correction import CorrectionItem, request_correction
from yichuang.cases.operations.review import record_review, take_up
from yichuang.cases.operations.serve_electronically import offer_electronically
from yichuang.cases.operations.supplement import supplement
from yichuang.cases.operations.supplement_tolerated import supplement_tolerated
from yichuang.cases.operations.suspend import Procedure, resume, suspend
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.queries.lists import cases_of, filtered
from yichuang.cases.rules.receivers import Receiver
from yichuang.cases.rules.worklists import BY_KEY, WORKLISTS, order_of
from yichuang.files.operations.store import store
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Reason, Refused

router = Router(tags=["办件"], auth=staff_auth)
ANSWERS: dict[int, Any] = {200: s.CaseOut, **PROBLEMS}
Answer = Status[Any]


def _move(
    request: HttpRequest, operation: Callable[..., Case], number: str, body: s.Revised | None, **given: Any
) -> Answer:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    clean, revision = clean_number(number), body.revision if body else None

    def act() -> s.CaseOut:
        return s.case_out(operation(actor=actor, number=clean, now=now, revision=revision, **given))

    return write(request, act)


@router.get("/cases", response={200: s.CasePage, **PROBLEMS}, operation_id="list_cases", summary="办件列表")
def list_cases(request: HttpRequest, asked: Query[s.ListFilter], cursor: str = "", size: int = 20) -> s.CasePage:
    """Return one of the lists that the actor may see, narrowed and in order; without a word all cases, the most pressing first."""
    worklist = BY_KEY.get(asked.list or WORKLISTS[0].key)
    if worklist is None:
        known = "、".join(BY_KEY)
        said, todo = f"没有“{asked.list}”这个列表，只有 {known}。", "请改用其中一个。"
        raise Refused(Reason("list", said, field="list", todo=todo), status=422)
    rows = filtered(cases_of(request.actor, worklist, day_of(clock.now())), asked.words())  # type: ignore[attr-defined]
    page = page_of(rows, [order_of(asked.sort, worklist.order)], cursor, size)
    return s.CasePage(cases=[s.case_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get("/cases/{number}", response=ANSWERS, operation_id="get_case", summary="取办件")
def get_case(request: HttpRequest, number: str) -> s.CaseOut:
    """Return one case, by its number with or without check digit."""
    return s.case_out(case_for(request.actor, clean_number(number)))  # type: ignore[attr-defined]


@router.post("/cases", response={201: s.CaseOut, **PROBLEMS, **GONE}, operation_id="receive", summary="收件")
def post_case(request: HttpRequest, body: s.DeclareBody) -> Answer:
    """Receive an application."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    declaration = Declaration(**body.model_dump())
    return write(request, lambda: s.case_out(receive(actor=actor, declaration=declaration, now=now)), 201)


@router.post("/cases/{number}/materials", response=ANSWERS, operation_id="record_materials", summary="登记材料与要点")
def post_materials(request: HttpRequest, number: str, body: s.MaterialsBody) -> Answer:
    """Record materials and review points, all or nothing."""
    items = [
        MaterialInput(
            **item.model_dump(exclude={"points"}),
            points={key: PointInput(**point.model_dump()) for key, point in item.points.items()},
        )
        for item in body.items
    ]
    return _move(request, record_materials, number, body, items=items)


@router.post("/cases/{number}/situation", response=ANSWERS, operation_id="change_situation", summary="更改情形")
def post_situation(request: HttpRequest, number: str, body: s.SituationBody) -> Answer:
    """Answer the situation questions anew."""
    return _move(request, change_situation, number, body, answers=body.answers)


@router.post(
    "/cases/{number}/correct-on-the-spot", response=ANSWERS, operation_id="correct_on_the_spot", summary="当场更正"
)
def post_spot(request: HttpRequest, number: str, body: s.SpotBody) -> Answer:
    """Record a correction made at the counter."""
    return _move(request, correct_on_the_spot, number, body, what=body.what, form=body.form, own_form=body.own_form)


@router.post(
    "/cases/{number}/request-correction", response=ANSWERS, operation_id="request_correction", summary="一次性告知补正"
)
def post_correction(request: HttpRequest, number: str, body: s.CorrectionBody) -> Answer:
    """Give the one-time notice."""
    items = [CorrectionItem(**item.model_dump()) for item in body.items]
    return _move(request, request_correction, number, body, items=items, repeat_reason=body.repeat_reason)


@router.post("/cases/{number}/supplement", response=ANSWERS, operation_id="supplement", summary="补正")
def post_supplement(request: HttpRequest, number: str, body: s.SuppliedBody) -> Answer:
    """Take in corrections."""
    return _move(request, supplement, number, body, supplied=body.supplied)


@router.post("/cases/{number}/accept", response=ANSWERS, operation_id="accept", summary="受理")
def post_accept(request: HttpRequest, number: str, body: s.Revised) -> Answer:
    """Accept the application."""
    return _move(request, accept, number, body)


@router.post(
    "/cases/{number}/complete-instantly", response=ANSWERS, operation_id="complete_instantly", summary="一人通办"
)
def post_complete(request: HttpRequest, number: str, body: s.Revised) -> Answer:
    """Accept and grant at once under a delegation."""
    return _move(request, complete_instantly, number, body)


@router.post("/cases/{number}/refuse", response=ANSWERS, operation_id="refuse", summary="不予受理")
def post_refuse(request: HttpRequest, number: str, body: s.GroundsBody) -> Answer:
    """Refuse to accept."""
    return _decline(request, number, "refuse", body)


@router.post("/cases/{number}/redirect", response=ANSWERS, operation_id="redirect", summary="不属本机关")
def post_redirect(request: HttpRequest, number: str, body: s.GroundsBody) -> Answer:
    """Name the competent authority."""
    return _decline(request, number, "redirect", body)


@router.post(
    "/cases/{number}/declare-not-required", response=ANSWERS, operation_id="declare_not_required", summary="无需办理"
)
def post_not_required(request: HttpRequest, number: str, body: s.GroundsBody) -> Answer:
    """Say that nothing need be applied for."""
    return _decline(request, number, "declare_not_required", body)


def _decline(request: HttpRequest, number: str, verb: str, body: s.GroundsBody) -> Answer:
    grounds = Grounds(body.reasons, body.legal_basis, body.authority)
    return _move(request, decline, number, body, verb=verb, grounds=grounds)


@router.post(
    "/cases/{number}/supplement-tolerated",
    response=ANSWERS,
    operation_id="supplement_tolerated",
    summary="补交容缺材料",
)
def post_tolerated(request: HttpRequest, number: str, body: s.SuppliedBody) -> Answer:
    """Take in tolerated materials."""
    return _move(request, supplement_tolerated, number, body, supplied=body.supplied)


@router.post("/cases/{number}/take-up", response=ANSWERS, operation_id="take_up", summary="领办")
def post_take_up(request: HttpRequest, number: str, body: s.Revised) -> Answer:
    """Take the case up."""
    return _move(request, take_up, number, body)


@router.post("/cases/{number}/review", response=ANSWERS, operation_id="record_review", summary="记录审查")
def post_review(request: HttpRequest, number: str, body: s.ReviewBody) -> Answer:
    """Record content points."""
    return _move(request, record_review, number, body, points=body.points)


@router.post("/cases/{number}/suspend", response=ANSWERS, operation_id="suspend", summary="启动特别程序")
def post_suspend(request: HttpRequest, number: str, body: s.ProcedureBody) -> Answer:
    """Begin a special procedure."""
    return _move(request, suspend, number, body, procedure=Procedure(**body.model_dump(exclude={"revision"})))


@router.post("/cases/{number}/resume", response=ANSWERS, operation_id="resume", summary="结束特别程序")
def post_resume(request: HttpRequest, number: str, body: s.OutcomeBody) -> Answer:
    """End the special procedure."""
    return _move(request, resume, number, body, outcome=body.outcome)


@router.post("/cases/{number}/extend", response=ANSWERS, operation_id="extend", summary="延长期限")
def post_extend(request: HttpRequest, number: str, body: s.ExtensionBody) -> Answer:
    """Extend the period once."""
    return _move(request, extend, number, body, days=body.days, reasons=body.reasons)


@router.post("/cases/{number}/co-sign", response=ANSWERS, operation_id="co_sign", summary="确认共同核查")
def post_co_sign(request: HttpRequest, number: str, body: s.OpinionBody) -> Answer:
    """Confirm the shared check as the second officer."""
    return _move(request, co_sign, number, body, opinion=body.opinion, note=body.note)


@router.post("/cases/{number}/decide", response=ANSWERS, operation_id="decide", summary="作出决定")
def post_decide(request: HttpRequest, number: str, body: s.RulingBody) -> Answer:
    """Grant or deny."""
    if body.verb not in ("grant", "deny"):
        said, todo = "决定应为准予（grant）或不予（deny）。", "请改用其中一个。"
        raise Refused(Reason("verb", said, field="verb", todo=todo), status=422)
    ruling = Ruling(**body.model_dump(exclude={"revision"}), second_officer_name=staff_name(body.second_officer))
    return _move(request, decide, number, body, ruling=ruling)


@router.post("/cases/{number}/send-to-issuing", response=ANSWERS, operation_id="send_to_issuing", summary="移交出件")
def post_issuing(request: HttpRequest, number: str, body: s.ResultBody) -> Answer:
    """Register the result and send it to the issuing counter."""
    return _move(request, send_to_issuing, number, body, result_name=body.result_name, result_number=body.result_number)


@router.post("/cases/{number}/hand-out", response=ANSWERS, operation_id="hand_out", summary="现场发放")
def post_hand_out(request: HttpRequest, number: str, body: s.HandOutBody) -> Answer:
    """Hand the result out against identity and signature."""

    def operation(*, actor: Any, number: str, now: datetime, revision: int | None) -> Case:
        picture = picture_of(body.signature) if body.signature else b""
        kept = picture and store(
            actor,
            data=picture,
            name="签名.png",
            declared_type="image/png",
            purpose="signature",
            owner_kind="case",
            owner_key=number,
            now=now,
        )
        receiver = Receiver(
            body.relation, body.receiver_name, body.receiver_paper, body.receiver_number, body.authorisation
        )
        receipt = Receipt(body.identity_checked, receiver, kept or None)
        return hand_out(actor=actor, number=number, receipt=receipt, now=now, revision=revision)

    return _move(request, operation, number, body)


@router.post("/cases/{number}/send-by-courier", response=ANSWERS, operation_id="send_by_courier", summary="交寄")
def post_courier(request: HttpRequest, number: str, body: s.CourierBody) -> Answer:
    """Record the waybill."""
    return _move(request, send_by_courier, number, body, carrier=body.carrier, waybill=body.waybill)


@router.post("/cases/{number}/confirm-courier", response=ANSWERS, operation_id="confirm_courier", summary="快递签收")
def post_confirm(request: HttpRequest, number: str, body: s.ReceiverBody) -> Answer:
    """Record that the delivery was signed for."""
    confirmation = Confirmation(body.receiver_name, body.proof)
    return _move(request, confirm_courier, number, body, confirmation=confirmation)


@router.post(
    "/cases/{number}/take-back-from-courier",
    response=ANSWERS,
    operation_id="take_back_from_courier",
    summary="登记快递退回",
)
def post_returned(request: HttpRequest, number: str, body: s.ReturnBody) -> Answer:
    """Record that the courier brought the result back."""
    return _move(request, take_back_from_courier, number, body, reasons=body.reasons)


@router.post(
    "/cases/{number}/offer-electronically",
    response=ANSWERS,
    operation_id="offer_electronically",
    summary="发起电子送达",
)
def post_electronic(request: HttpRequest, number: str, body: s.ConsentBody) -> Answer:
    """Lay the result out for the applicant to read; it is served when read."""
    return _move(request, offer_electronically, number, body, consent=body.consent)


@router.post("/cases/{number}/withdraw", response=ANSWERS, operation_id="withdraw", summary="撤回申请")
def post_withdraw(request: HttpRequest, number: str, body: s.WithdrawBody) -> Answer:
    """Withdraw on the applicant's written request."""
    return _move(request, withdraw, number, body, reasons=body.reasons, in_writing=body.in_writing)


@router.post("/cases/{number}/terminate", response=ANSWERS, operation_id="terminate", summary="终止办理")
def post_terminate(request: HttpRequest, number: str, body: s.GroundsBody) -> Answer:
    """End the handling on a legal ground."""
    return _move(request, terminate, number, body, reasons=body.reasons, legal_basis=body.legal_basis)


@router.post(
    "/cases/{number}/hand-over-first-handler",
    response=ANSWERS,
    operation_id="hand_over_first_handler",
    summary="移交首办责任",
)
def post_first_handler(request: HttpRequest, number: str, body: s.SuccessorBody) -> Answer:
    """Pass the first-handler responsibility to a colleague of the same counter."""
    return _move(request, hand_over_first_handler, number, body, successor=body.successor, reason=body.reason)
