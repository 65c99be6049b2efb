"""The issuing counter (综合出件窗口): results to hand out, identity, signature, post, electronic service (行政许可法 44; S2-44)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.forms.issuing import (
    ConfirmationForm,
    ConsentForm,
    CourierForm,
    IssuingFilter,
    ReturnForm,
)
from yichuang.cases.operations.courier import (
    Confirmation,
    confirm_courier,
    send_by_courier,
    take_back_from_courier,
)
from yichuang.cases.operations.export_cases import shown_name
from yichuang.cases.operations.kept_files import keep_upload, picture_of
from yichuang.cases.operations.serve_electronically import offer_electronically
from yichuang.cases.operations.sign import Visitor, hand_out_signed, request_signature, sign_for_result
from yichuang.cases.ports import queue, together_with
from yichuang.cases.queries import issuing
from yichuang.cases.queries.access import clean_number
from yichuang.cases.rules.receivers import RELATIONS
from yichuang.cases.serving.receiver import ReceiverForm
from yichuang.cases.views.exports import exported
from yichuang.catalog.queries import spec_of
from yichuang.files.serving import recorded_response
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.paper.qr import qr_svg
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_id_number
from yichuang.foundations.spreadsheets import LIMIT

HEADS = ("统一申报编码", "申请人", "事项", "办理结果", "状态", "要求快递", "运单号", "送达期限", "送达时间")


@signed_in
@require_http_methods(["GET", "HEAD"])
def results(request: HttpRequest) -> HttpResponse:
    """Show the results at this counter, the most pressing first; one number found leads to its result at once."""
    asked = request.GET.get("q", "").strip()
    rows, first, order = _listed(request)
    page = page_of(rows, [order], request.GET.get("cursor", ""))
    if asked and len(page.rows) == 1 and not asked[0].isalpha():
        return HttpResponseRedirect(f"/issuing/{page.rows[0].number}/")
    ways = [issuing.Way(row, issuing.decision_of(row), issuing.issuing_of(row), row.arrived) for row in page.rows]
    state = request.GET.get("state", "waiting")
    waiting = [way.case.pk for way in ways if way.state == "waiting"]
    together = together_with(request.actor, waiting)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "ways": [(way, together.get(way.case.pk)) for way in ways],
        "q": asked,
        "state": state,
        "states": issuing.STATES.items(),
        "first": first,
        "filter": IssuingFilter(request.GET),
        "clear": f"?state={state}" if state in issuing.STATES else "?",
        "queue_bar": queue().bar(request, clock.now()),
    }
    return render(request, "cases/issuing.html", context)


def _listed(request: HttpRequest) -> tuple[Any, str, str]:
    """Return the results as the address narrows them, the list's own order, and the column to order by."""
    asked, state = request.GET.get("q", "").strip(), request.GET.get("state", "waiting")
    rows = issuing.filtered(issuing.look_up(request.actor, asked, state), request.GET)  # type: ignore[attr-defined]
    first = "-delivered" if state == "delivered" and not asked else "due"
    sorts = issuing.SORTS if first == "-delivered" else {**issuing.SORTS, "delivered": "next_due"}
    sort = request.GET.get("sort", "")
    name = sort.removeprefix("-")
    sort, name = (sort, name) if name in sorts else (first, first.removeprefix("-"))
    return rows, first, f"{'-' if sort.startswith('-') else ''}{sorts[name]}"


@signed_in
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered and sorted on screen; who took it is on record."""
    rows, _, order = _listed(request)
    state = request.GET.get("state", "waiting")
    title = f"出件{issuing.STATES.get(state, '')}" if not request.GET.get("q") else "出件查询"
    given = (_cells(row) for row in rows.order_by(order, "pk")[: LIMIT + 1])
    return exported(request, HEADS, given, title, "results")


def _cells(case: Any) -> list[str]:
    decision, kept = issuing.decision_of(case), issuing.issuing_of(case)
    way = issuing.Way(case, decision, kept, case.arrived)
    denied = decision is not None and decision.outcome == "denied"
    return [
        case.number,
        shown_name(case),
        case.matter_name,
        "不予决定书" if denied else (decision.result_name if decision else "") or "准予决定书",
        issuing.STATES[way.state],
        "是" if case.courier else "",
        kept.waybill if kept else "",
        case.service_due.isoformat() if case.service_due else "",
        f"{case.delivered_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if case.delivered_at else "",
    ]


@signed_in
@require_http_methods(["GET", "HEAD"])
def result_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show one result with what can be done with it now."""
    return show_result(request, clean_number(number))


def show_result(
    request: HttpRequest, number: str, refused: Refused | None = None, bound: forms.Form | None = None
) -> HttpResponse:
    """Show one result; after a refusal with the reasons and with what was typed."""
    way = issuing.way_of(request.actor, number)  # type: ignore[attr-defined]
    case = way.case
    spec = spec_of(case.version_id)
    denied = way.decision is not None and way.decision.outcome == "denied"
    form = case.form
    context = {
        "way": way,
        "case": case,
        "state_name": issuing.STATES[way.state],
        "number_shown": format_case_number(case.number),
        "case_url": f"/cases/{case.number}/",
        "has_list": request.actor.may("case.hand_out"),  # type: ignore[attr-defined]
        **_waiting(case.number),
        "denied": denied,
        "id_shown": mask_id_number(form.get("id_number") or form.get("uscc") or ""),
        "address": "".join(form.get(f"receiver_{part}") or "" for part in ("province", "city", "district", "address")),
        "electronic": denied or any(result.e_licence for result in spec.results),
        "receiver_form": _form(bound, ReceiverForm, organisation=case.applicant_kind != "person"),
        "courier_form": _form(bound, CourierForm),
        "confirm_form": _form(bound, ConfirmationForm),
        "return_form": _form(bound, ReturnForm),
        "consent_form": _form(bound, ConsentForm),
        "bound": bound,
        "refused": refused,
        "together": together_with(request.actor, [case.pk] if way.state == "waiting" else []).get(case.pk),  # type: ignore[attr-defined]
        "documents": case.documents.filter(kind__in=("service_receipt", "courier_slip")),
        **_service(request, way),
        **_signing(request, case),
    }
    status = refused.status if refused else 422 if bound is not None and bound.errors else 200
    return render(request, "cases/result.html", context, status=status)


def _waiting(number: str) -> dict[str, str]:
    return {"wait_url": f"/issuing/{number}/signing/", "back_to": f"/issuing/{number}/"}


def _form(bound: forms.Form | None, kind: type[forms.Form], **more: Any) -> forms.Form:
    return bound if isinstance(bound, kind) else kind(**more)


def _service(request: HttpRequest, way: issuing.Way) -> dict[str, Any]:
    if way.state != "offered" or way.issuing is None:
        return {}
    address = request.build_absolute_uri(issuing.service_address(way.issuing))
    return {"service_url": address, "service_qr": mark_safe(qr_svg(address))}


def _signing(request: HttpRequest, case: Any) -> dict[str, Any]:
    """Return how far the signature is: nothing asked, a page open, ended unsigned, or signed."""
    row = issuing.latest_request(case)
    now = clock.now()
    if row is None:
        return {"signing": None}
    address = request.build_absolute_uri(issuing.signature_address(row))
    return {
        "signing": row,
        "signing_state": row.state(now),
        "relation_name": RELATIONS[row.relation],
        "number_masked": mask_id_number(str(row.receiver_number)),
        "sign_path": issuing.signature_address(row),
        "sign_qr": mark_safe(qr_svg(address)),
        "minutes": issuing.minutes_left(row, now),
    }


@signed_in
@require_http_methods(["GET", "HEAD"])
def signing_part(request: HttpRequest, number: str) -> HttpResponse:
    """Return the waiting line while nobody has signed; once that changes, have the page shown again."""
    way = issuing.way_of(request.actor, clean_number(number))  # type: ignore[attr-defined]
    row = issuing.latest_request(way.case)
    if way.state == "offered" or (row is not None and row.state(clock.now()) == "open"):
        return render(request, "cases/parts/result_wait.html", {"way": way, **_waiting(way.case.number)})
    answer = HttpResponse(status=200)
    answer["HX-Refresh"] = "true"
    return answer


@signed_in
@require_http_methods(["GET", "HEAD"])
def signature_picture(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the signature that the receiver gave, to the counter that hands the result out."""
    row = issuing.latest_request(issuing.way_of(request.actor, clean_number(number)).case)  # type: ignore[attr-defined]
    if row is None or row.file is None:
        raise NotFound("领取人签名", "还没有签名。")
    return recorded_response(request, row.file, f"办件 {number} 领取人签名")


@signed_in
@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one thing with the result; a refusal shows the page again with everything that was typed."""
    if verb not in ACTS:
        raise NotFound("这个操作")
    way = issuing.way_of(request.actor, clean_number(number))  # type: ignore[attr-defined]
    kind, do, done = ACTS[verb]
    more = {"organisation": way.case.applicant_kind != "person"} if kind is ReceiverForm else {}
    form = kind(request.POST, request.FILES, **more)
    if not form.is_valid():
        return show_result(request, way.case.number, bound=form)

    def perform() -> str:
        do(request, way.case.number, form)
        return done

    return acted(
        request,
        perform,
        lambda refused: show_result(request, way.case.number, refused=refused, bound=form),
        f"/issuing/{way.case.number}/",
    )


def _ask_signature(request: HttpRequest, number: str, form: Any) -> None:
    kept = keep_upload(request.actor, number, form.cleaned_data["authorisation_file"], "authorisation", clock.now())  # type: ignore[attr-defined]
    visitor = Visitor(form.receiver(), form.checked(), kept)
    request_signature(actor=request.actor, number=number, visitor=visitor, now=clock.now())  # type: ignore[attr-defined]


def _sign_here(request: HttpRequest, number: str, form: Any) -> None:
    row = issuing.latest_request(issuing.way_of(request.actor, number).case)  # type: ignore[attr-defined]
    if row is None:
        raise Refused(Reason("no_receiver", "还没有登记领取人。", rule="S2-44", todo="请先核对并登记领取人。"))
    token = issuing.SIGNATURE.sign(str(row.pk))
    sign_for_result(number=number, token=token, picture=picture_of(request.POST.get("signature", "")), now=clock.now())


def _hand_out(request: HttpRequest, number: str, form: Any) -> None:
    hand_out_signed(actor=request.actor, number=number, now=clock.now())  # type: ignore[attr-defined]


def _send(request: HttpRequest, number: str, form: Any) -> None:
    given, now = form.cleaned_data, clock.now()
    kept = keep_upload(request.actor, number, given["waybill_file"], "waybill", now)  # type: ignore[attr-defined]
    send_by_courier(
        actor=request.actor,  # type: ignore[attr-defined]
        number=number,
        carrier=given["carrier"],
        waybill=given["waybill"],
        waybill_file=kept,
        now=now,
    )


def _confirm(request: HttpRequest, number: str, form: Any) -> None:
    given, now = form.cleaned_data, clock.now()
    kept = keep_upload(request.actor, number, given["file"], "waybill", now)  # type: ignore[attr-defined]
    confirmation = Confirmation(given["receiver_name"], given["proof"], kept)
    confirm_courier(actor=request.actor, number=number, confirmation=confirmation, now=now)  # type: ignore[attr-defined]


def _take_back(request: HttpRequest, number: str, form: Any) -> None:
    reasons = form.cleaned_data["reasons"]
    take_back_from_courier(actor=request.actor, number=number, reasons=reasons, now=clock.now())  # type: ignore[attr-defined]


def _offer(request: HttpRequest, number: str, form: Any) -> None:
    consent = form.cleaned_data["consent"]
    offer_electronically(actor=request.actor, number=number, consent=consent, now=clock.now())  # type: ignore[attr-defined]


ACTS: dict[str, tuple[Any, Any, str]] = {
    "receiver": (ReceiverForm, _ask_signature, "领取人已核对，请领取人签名。"),
    "sign-here": (forms.Form, _sign_here, "领取人已签名，请确认发放。"),
    "hand-out": (forms.Form, _hand_out, "已发放，正在生成送达回证。"),
    "courier": (CourierForm, _send, "已登记交寄，正在生成寄件凭单。"),
    "confirm": (ConfirmationForm, _confirm, "已登记快递签收，正在生成送达回证。"),
    "returned": (ReturnForm, _take_back, "已登记退回，办理结果回到待发放。"),
    "electronic": (ConsentForm, _offer, "已发起电子送达，请把链接告诉申请人。"),
}
