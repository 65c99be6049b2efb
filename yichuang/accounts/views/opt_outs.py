"""Who does not want which messages, on screen: the list, noting what somebody told an officer, taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms.messages import OptOutFilter, OptOutForm
from yichuang.accounts.forms.places import WhyForm
from yichuang.accounts.views.messages import exported, viewer
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.notifications import policies
from yichuang.notifications.operations.stop import stop_for, want_again
from yichuang.notifications.queries import opt_outs as reads
from yichuang.notifications.queries.wordings import divisions_of
from yichuang.organizations.queries import division_name

HEADS = ("号码", "消息类别", "状态", "方式", "说明", "时间")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def opt_out_list(request: HttpRequest) -> HttpResponse:
    """Show who does not want which messages."""
    return _show(request, viewer(request))


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as it is filtered and sorted on screen, numbers masked; who took it is on record."""
    rows = reads.filtered(reads.visible_opt_outs(viewer(request)), request.GET)
    found = rows.order_by(reads.order_of(request.GET.get("sort", "")), "-pk")[: LIMIT + 1]
    return exported(request, HEADS, map(_cells, found), "退订名单", "opt-outs")


def _cells(row: reads.OptOut) -> list[str]:
    state = "已退订" if row.active else "已恢复"
    at = f"{row.changed_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    return [row.masked_to, row.get_kind_display(), state, row.get_way_display(), row.why, at]


def _divisions(actor: Actor) -> list[tuple[str, str]]:
    return [(code, division_name(code)) for code in divisions_of(actor, policies.MANAGE)]


@signed_in
@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Note that somebody told an officer what not to send any more; a refusal keeps what was typed."""
    actor = viewer(request)
    divisions = _divisions(actor)
    if not divisions:
        raise NotAllowed(policies.MANAGE, "退订由区管理员和中心主任登记；也可以请本人回复短信 TD。")
    form = OptOutForm(request.POST, divisions)
    if not form.is_valid():
        return _show(request, actor, form=form, status=422)
    given = form.cleaned_data
    try:
        stop_for(
            actor=actor,
            number=given["number"],
            kinds=given["kinds"],
            division=given.get("division") or divisions[0][0],
            why=given["why"],
            now=clock.now(),
        )
    except Refused as refused:
        return _show(request, actor, form=form, refused=refused, status=refused.status)
    told.success(request, "已登记退订，立即生效。")
    return HttpResponseRedirect("/messages/opt-outs/")


@signed_in
@never_cache
@require_POST
def back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that somebody told an officer to send a kind of messages again."""
    actor = viewer(request)
    form = WhyForm(request.POST)
    if not form.is_valid():
        row = reads.opt_out_for(actor, str(uid))
        policies.demand(actor, policies.MANAGE, Place(division=row.division), "恢复接收")
        return _show(request, actor, why=form, status=422)

    def perform() -> str:
        row = want_again(actor=actor, uid=str(uid), why=form.cleaned_data["why"], now=clock.now())
        return f"{row.masked_to} 已恢复接收{row.get_kind_display()}。"

    return acted(
        request,
        perform,
        lambda refused: _show(request, actor, refused=refused, status=refused.status),
        "/messages/opt-outs/",
    )


def _show(
    request: HttpRequest, actor: Actor, refused: Refused | None = None, status: int = 200, **bound: Any
) -> HttpResponse:
    rows = reads.filtered(reads.visible_opt_outs(actor), request.GET)
    page = page_of(rows, [reads.order_of(request.GET.get("sort", ""))], request.GET.get("cursor", ""), 30)
    divisions = _divisions(actor)
    context = {
        "here": "opt-outs",
        "page": page,
        "lines": [(row, actor.may(policies.MANAGE, Place(division=row.division))) for row in page.rows],
        "filter": OptOutFilter(request.GET),
        "form": bound.get("form") or (OptOutForm(None, divisions) if divisions else None),
        "why": bound.get("why"),
        "refused": refused,
    }
    return render(request, "accounts/opt_outs.html", context, status=status)
