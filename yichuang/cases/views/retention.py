"""How long files are kept, on screen: the table, what is held beyond its period, what was destroyed (个人信息保护法 19、47)."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.hold_files import ACT, hold_files, lift_files
from yichuang.cases.queries.access import clean_number
from yichuang.cases.queries.retention import destroyed_seen, holds_seen
from yichuang.foundations import clock
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """Show all of it; posting holds the files of a case. A refusal keeps what was typed."""
    if request.method != "POST":
        return _page(request, None)
    actor = request.actor  # type: ignore[attr-defined]
    number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    try:
        hold = hold_files(actor=actor, number=clean_number(number), reason=reason, now=clock.now())
    except Refused as refused:
        if refused.status == 403:
            raise
        return _page(request, refused)
    messages.success(request, f"已登记：办件 {hold.owner_key} 的文件暂缓销毁。")
    return HttpResponseRedirect("/retention/")


@signed_in
@require_POST
def lift(request: HttpRequest, hold: UUID) -> HttpResponse:
    """Lift a hold."""
    actor, reason = request.actor, request.POST.get("why", "")  # type: ignore[attr-defined]

    def perform() -> str:
        row = lift_files(actor=actor, hold_id=hold, reason=reason, now=clock.now())
        return f"已解除：办件 {row.owner_key} 的文件到期即销毁。"

    return acted(request, perform, lambda refused: _page(request, refused), "/retention/")


def _page(request: HttpRequest, refused: Refused | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "periods": settings.RETENTION.values(),
        "holds": holds_seen(actor),
        "page": page_of(destroyed_seen(actor), ["-id"], request.GET.get("cursor", ""), 30),
        "may_hold": actor.may(ACT),
        "refused": refused,
        "number": request.POST.get("number", ""),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "cases/retention.html", context, status=refused.status if refused else 200)
