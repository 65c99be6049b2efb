"""The commitment page (容缺承诺书): text, materials, signature on a tablet-sized screen, or the scan of the signed paper."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.operations.record_materials import tolerated_until
from yichuang.cases.operations.sign_commitment import sign_commitment
from yichuang.cases.queries import facts
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.rules.facts import NOT_RECEIVED
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.foundations import clock
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import format_case_number

OPENED = signing.TimestampSigner(salt="yichuang.cases.commitment", sep=".")
# How long the page may stand open before it must be opened anew, in seconds.
LIVES = 30 * 60


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_page(request: HttpRequest, number: str) -> HttpResponse:
    """Let the applicant sign for materials to be brought later; a page left open too long says so and loses nothing else."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    policies.demand(actor, "case.receive", case, "签署容缺承诺")
    refused: Refused | None = None
    if request.method == "POST":
        try:
            _sign(request, case)
        except Refused as error:
            if error.status in (403, 404):
                raise
            refused = error
        else:
            return HttpResponseRedirect(f"/cases/{case.number}/commitment/?signed=1")
    return render(
        request, "cases/commitment.html", _context(request, case, refused), status=refused.status if refused else 200
    )


def _sign(request: HttpRequest, case: Case) -> None:
    try:
        OPENED.unsign(request.POST.get("opened", ""), max_age=LIVES)
    except signing.BadSignature as error:
        reason = Reason(
            "page_too_old",
            "这一页打开太久了（超过 30 分钟），不能再签名。",
            rule="S2-39",
            kept="签名没有保存；已收的材料和登记都在。",
            todo="请工作人员刷新本页，由申请人核对后重新签名。",
        )
        raise Refused(reason, title="签名页已过期") from error
    content, on_paper = _signature(request)
    sign_commitment(
        actor=request.actor,  # type: ignore[attr-defined]
        number=case.number,
        materials=request.POST.getlist("material"),
        signature=content,
        on_paper=on_paper,
        now=clock.now(),
    )


def _signature(request: HttpRequest) -> tuple[Prepared, bool]:
    upload: Any = request.FILES.get("paper")
    if upload is not None:
        return prepare(upload, name=upload.name or "", declared_type=upload.content_type or ""), True
    drawn = request.POST.get("signature", "")
    if not drawn:
        reason = Reason(
            "not_signed",
            "还没有签名。",
            field="signature",
            rule="S2-39",
            kept="没有保存任何改动。",
            todo="请申请人在框内签名，或上传已签字的承诺书扫描件。",
        )
        raise Refused(reason, status=422, title="承诺没有保存")
    return prepare(picture_of(drawn), name="容缺承诺签名.png", declared_type="image/png"), False


def _context(request: HttpRequest, case: Case, refused: Refused | None) -> dict[str, Any]:
    spec, now = spec_of(case.version_id), clock.now()
    open_rows = [
        (row, tolerated_until(spec.material(row.material_id), now))
        for row in facts.materials_of(case)
        if row.received_as == NOT_RECEIVED and spec.material(row.material_id).tolerable
    ]
    return {
        "case": case,
        "number_shown": format_case_number(case.number),
        "rows": open_rows,
        "chosen": request.POST.getlist("material") or request.GET.getlist("material"),
        "opened": OPENED.sign(case.number),
        "signed": request.GET.get("signed") and not refused,
        "may_sign": case.state == State.RECEIVED,
        "refused": refused,
    }
