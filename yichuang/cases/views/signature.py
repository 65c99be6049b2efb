"""Pages for whoever takes a result, without a sign-in: the one-time signature page, and electronic service."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.cases.models import Issuing
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.operations.look_up_progress import look_up_progress
from yichuang.cases.operations.serve_electronically import e_deliver
from yichuang.cases.operations.sign import WHY_NOT, sign_for_result
from yichuang.cases.queries import issuing
from yichuang.cases.rules.receivers import RELATIONS
from yichuang.files.serving import recorded_response
from yichuang.foundations import clock
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_id_number

READING = signing.TimestampSigner(salt="yichuang.cases.reading", sep=".")
READING_SECONDS = 1800


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signature_page(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Let the receiver sign once; a page that ended says so and what to do, also when it stood open over night."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            picture = picture_of(request.POST.get("signature", ""))
            sign_for_result(number=number, token=token, picture=picture, now=clock.now())
        except Refused as error:
            if error.status == 404:
                raise
            refused = error
        else:
            return HttpResponseRedirect(request.path)
    row = issuing.request_of(number, token)
    state = row.state(clock.now())
    context = {
        "row": row,
        "case": row.case,
        "state": state,
        "why_not": WHY_NOT.get(state, ("", "", ""))[1:],
        "number_shown": format_case_number(row.case.number),
        "relation": RELATIONS[row.relation],
        "number_masked": mask_id_number(str(row.receiver_number)),
        "decision": issuing.decision_of(row.case),
        "refused": refused,
    }
    return render(request, "cases/signature.html", context, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def signature_state(request: HttpRequest, number: str, token: str) -> HttpResponse:
    """Answer nothing while the page is open; once it has ended have it shown anew, so that it explains itself."""
    answer = HttpResponse(status=204)
    if issuing.request_of(number, token).state(clock.now()) != "open":
        answer = HttpResponse(status=200)
        answer["HX-Refresh"] = "true"
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def service_page(request: HttpRequest, token: str) -> HttpResponse:
    """Electronic service: the query password opens the decision, reading is confirmed with one click."""
    row = issuing.service_of(token)
    key = request.POST.get("key") or request.GET.get("key", "")
    opened, refused = _opened(row, key), None
    if request.method == "POST" and opened:
        try:
            e_deliver(token=token, how="电子送达页，凭查询密码阅读并确认签收", now=clock.now())
        except Refused as error:
            refused = error
        else:
            return HttpResponseRedirect(f"{request.path}?key={key}")
    elif request.method == "POST":
        try:
            look_up_progress(
                number=row.case.number,
                password=request.POST.get("password", ""),
                address=request.META.get("REMOTE_ADDR", ""),
                now=clock.now(),
            )
        except Refused as error:
            refused = error
        else:
            return HttpResponseRedirect(f"{request.path}?key={READING.sign(str(row.pk))}")
    context = {
        "row": row,
        "case": row.case,
        "number_shown": format_case_number(row.case.number),
        "opened": opened,
        "key": key,
        "refused": refused,
        "ready": opened and all(one.state == "ready" for one in issuing.decision_documents(row.case)),
        "documents": issuing.decision_documents(row.case) if opened else [],
        "decision": issuing.decision_of(row.case),
        "token": token,
    }
    return render(request, "cases/service.html", context, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def service_document(request: HttpRequest, token: str, code: str) -> HttpResponseBase:
    """Give the served document to the reader who opened the page with the query password."""
    row = issuing.service_of(token)
    document = next((one for one in issuing.decision_documents(row.case) if one.code == code), None)
    if document is None or not _opened(row, request.GET.get("key", "")):
        raise NotFound("这份文书", "请回到送达页，输入查询密码后再打开。")
    if document.file is None:
        raise NotFound("这份文书的文件", "文书正在生成，请稍后再打开。")
    return recorded_response(request, document.file, f"送达页下载《{document.title}》", f"{document.title}.pdf")


def _opened(row: Issuing, key: str) -> bool:
    try:
        return READING.unsign(key, max_age=READING_SECONDS) == str(row.pk)
    except signing.BadSignature:
        return False
