"""Delegation instruments (委托授权书) on screen: list, record, revoke, print (S2-45②)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.queries import clerks_by_site
from yichuang.cases.forms.delegations import DelegationForm
from yichuang.cases.operations.record_delegation import record_delegation
from yichuang.cases.operations.revoke_delegation import revoke_delegation
from yichuang.cases.queries import delegations
from yichuang.files.serving import recorded_response
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def instruments(request: HttpRequest) -> HttpResponse:
    """Show the department's instruments with a form for a new one; a refusal keeps what was typed."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    matters = delegations.delegable_matters(actor)
    form = DelegationForm(request.POST or None, matters, clerks_by_site(day_of(now)), day_of(now))
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            row = record_delegation(actor=actor, instrument=form.instrument(), now=now)
        except Refused as error:
            if error.status in (403, 404):
                raise
            refused = error
        else:
            messages.success(request, f"已登记委托授权书 {row.number}，正在生成 PDF。")
            return HttpResponseRedirect("/delegations/")
    return _page(request, form, refused)


def _page(request: HttpRequest, form: DelegationForm | None, refused: Refused | None) -> HttpResponse:
    actor, today = request.actor, day_of(clock.now())  # type: ignore[attr-defined]
    if form is None:
        form = DelegationForm(None, delegations.delegable_matters(actor), clerks_by_site(today), today)
    page = page_of(delegations.visible_delegations(actor), ["-pk"], request.GET.get("cursor", ""), 20)
    context = {
        "page": page,
        "rows": [(row, delegations.state_of(row, today)) for row in page.rows],
        "form": form,
        "refused": refused,
    }
    failed = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "cases/delegations.html", context, status=failed)


@signed_in
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one instrument."""
    why = request.POST.get("why", "")

    def perform() -> str:
        row = revoke_delegation(actor=request.actor, pk=pk, why=why, now=clock.now())  # type: ignore[attr-defined]
        return f"已撤销委托授权书 {row.number}，窗口不能再据此一人通办。"

    return acted(request, perform, lambda refused: _page(request, None, refused), "/delegations/")


@signed_in
@require_http_methods(["GET", "HEAD"])
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the instrument's PDF."""
    document = delegations.delegation_for_page(request.actor, pk).document  # type: ignore[attr-defined]
    if document is None or document.file is None:
        raise NotFound("委托授权书的 PDF", "文书正在生成，请稍后刷新。")
    return recorded_response(request, document.file, f"查看文书《{document.title}》", f"{document.title}.pdf")
