"""Personal data in clear, once, for a reason; and the list of who looked, for those who audit (个人信息保护法 51, 54)."""

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.events import PersonalDataRevealed
from yichuang.cases.operations.reveal import REASONS, reveal
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.queries.form_lines import sealed_lines
from yichuang.foundations import clock, ledger
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, Refused


class RevealForm(forms.Form):
    """Why somebody needs to see."""

    reason = forms.ChoiceField(
        label="查看的事由",
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择“查看的事由”，选定后才显示信息。",
            "invalid_choice": "请重新选择“查看的事由”。",
        },
    )
    words = forms.CharField(label="说明", max_length=200, required=False)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal_page(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the reason; the answer shows the data once and is kept by nobody."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    policies.demand(actor, "case.reveal", case, "查看申请人完整信息")
    form = RevealForm(request.POST or None)
    shown: dict[str, str] = {}
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            shown = reveal(
                actor=actor, number=case.number, reason=given["reason"], words=given["words"], now=clock.now()
            )
        except Refused as error:
            refused = error
    hidden = [(line.label, line.masked) for line in sealed_lines(case)]
    context = {"case": case, "form": form, "shown": shown.items(), "masked": hidden, "refused": refused}
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "cases/reveal.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD"])
def reveals(request: HttpRequest) -> HttpResponse:
    """Show who looked at whose data and why, the latest first, within the auditor's division."""
    actor = request.actor  # type: ignore[attr-defined]
    scopes = actor.scopes("case.audit_views")
    if not scopes:
        raise NotAllowed("case.audit_views", "只有中心主任和审计员可以查阅查看记录。")
    within = Q(pk__in=[])
    for grant in scopes:
        within |= Q(stream__startswith=f"case:{grant.value[:6]}")
    rows = ledger.of_type(PersonalDataRevealed.type).filter(within)
    page = page_of(rows, ["-id"], request.GET.get("cursor", ""), 30)
    return render(request, "cases/reveals.html", {"page": page})
