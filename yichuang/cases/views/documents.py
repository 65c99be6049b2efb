"""Official documents, for those who may see their case: the signed PDF, the receipt to print, and revoking one."""

from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.cases.operations.issue_receipt import issue_receipt
from yichuang.cases.operations.revoke_document import revoke_document
from yichuang.cases.queries.access import case_for, clean_number, document_for
from yichuang.cases.queries.facts import materials_of
from yichuang.cases.rules.facts import NOT_RECEIVED
from yichuang.cases.rules.states import State
from yichuang.files.serving import recorded_response
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.paper.qr import qr_svg
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.rules.calendar import provisional_note
from yichuang.foundations.rules.identifiers import format_case_number


class RevokeForm(forms.Form):
    """Why a document is revoked."""

    why = forms.CharField(label="撤销的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


@signed_in
@require_http_methods(["GET", "HEAD"])
def document_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a document's signed PDF to those who may see its case."""
    document = document_for(request.actor, code)  # type: ignore[attr-defined]
    if document.file is None:
        raise NotFound("这份文书的文件", "文书正在生成，请稍后刷新。")
    return recorded_response(request, document.file, f"查看文书《{document.title}》", f"{document.title}.pdf")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_page(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the reason and revoke a document."""
    document = document_for(request.actor, code)  # type: ignore[attr-defined]
    assert document.case is not None
    policies.demand(request.actor, "document.revoke", document.case, "撤销文书")  # type: ignore[attr-defined]
    form = RevokeForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            revoke_document(actor=request.actor, code=code, why=form.cleaned_data["why"], now=clock.now())  # type: ignore[attr-defined]
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"已撤销《{document.title}》，核验页面即时显示。")
            return HttpResponseRedirect(f"/cases/{document.case.number}/")
    context = {"document": document, "case": document.case, "form": form, "refused": refused}
    return render(request, "cases/revoke.html", context, status=refused.status if refused else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt to print at once; posting issues the signed PDF of it."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    policies.demand(actor, "case.receive", case, "打印收件凭证")
    if request.method == "POST":
        issue_receipt(actor=actor, number=case.number, now=clock.now())
        messages.success(request, "已出具收件凭证，正在生成签章文件。")
        return HttpResponseRedirect(f"/cases/{case.number}/")
    link = f"{settings.PUBLIC_URL}/progress/?number={case.number}"
    context = {
        "case": case,
        "number_shown": format_case_number(case.number),
        "materials": [row for row in materials_of(case) if row.received_as != NOT_RECEIVED],
        "dues": _dues(case),
        "link": f"{settings.PUBLIC_URL}/progress/",
        "qr": mark_safe(qr_svg(link)),
        "may_issue": case.state == State.RECEIVED,
    }
    return render(request, "cases/receipt.html", context)


def _dues(case: Case) -> list[tuple[str, date, str, str]]:
    """Return the days that the receipt promises: name, day, what the day waits for where its year is not loaded, and what it means."""
    told = (
        ("最迟告知日", case.notice_due, "收到材料之日起五个工作日内告知是否受理或补正内容"),
        ("承诺办结日", case.promised_due, ""),
    )
    return [
        (name, due, provisional_note(calendar().unloaded_years(day_of(case.received_at), due)), what)
        for name, due, what in told
        if due
    ]
