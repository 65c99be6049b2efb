"""The registry: which APIs there are, register one, one with its document, grants and what its owner does to it (S2-48)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.sharing import policies
from yichuang.sharing.forms import ApiFilter, AskForm, DocumentForm, RegisterForm, TermsForm, bytes_of, filled
from yichuang.sharing.models import SharedApi
from yichuang.sharing.models.apis import USES
from yichuang.sharing.operations.grant import ask_for_grant
from yichuang.sharing.operations.register_api import (
    change_api,
    offer_again,
    register_api,
    replace_document,
    withdraw_api,
)
from yichuang.sharing.queries import apis, grants
from yichuang.sharing.queries.upstreams import upstream_of
from yichuang.sharing.rules.ledger_words import in_words
from yichuang.sharing.rules.orders import APIS, order_of
from yichuang.sharing.rules.patterns import faults_of_patterns
from yichuang.sharing.rules.upstreams import is_away
from yichuang.sharing.views.sheets import sheet

HISTORY_SHOWN, GRANTS_SHOWN, UNTAKEN_SHOWN = 20, 50, 10
HEADS = (
    "接口", "标识", "提供部门", "提供系统", "共享类型", "柜台用途", "个人信息", "服务承诺", "每分钟次数", "状态", "告警", "登记日期",
)  # fmt: skip


@dataclass
class Said:
    """What came of an act: done with a word, or the page again with a form or a refusal."""

    done: str = ""
    form: TermsForm | None = None
    document_form: DocumentForm | None = None
    ask_form: AskForm | None = None
    refused: Refused | None = None
    why: str = ""

    @property
    def status(self) -> int:
        """Return the page's status."""
        bound = (self.form, self.document_form, self.ask_form)
        return (
            self.refused.status
            if self.refused
            else 422
            if any(one is not None and one.errors for one in bound)
            else 200
        )


@require_safe
@signed_in
@never_cache
def list_apis(request: HttpRequest) -> HttpResponse:
    """Show the catalogue of shared APIs."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看数据共享")
    form, rows, order = _chosen(request)
    context = {
        "page": page_of(rows, [order], request.GET.get("cursor", ""), 30),
        "filter": form,
        "may_register": actor.may(policies.REGISTER),
    }
    return render(request, "sharing/apis.html", context)


@require_safe
@signed_in
def export_apis(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as a spreadsheet, as it is filtered and sorted on screen."""
    policies.demand(request.actor, policies.VIEW, None, "查看数据共享")  # type: ignore[attr-defined]
    _, rows, order = _chosen(request)
    cells = [
        (
            one.name, one.key, one.department.name, one.provider.name, one.get_data_class_display(), USES[one.use],
            "涉及" if one.personal else "不涉及", one.service_level, one.per_minute, "在用" if one.active else "已停止",
            one.alarm if actor_owns(request, one) else "", f"{one.registered_at.astimezone(CHINA):%Y-%m-%d}",
        )
        for one in rows.order_by(order, "pk")[: LIMIT + 1]
    ]  # fmt: skip
    return sheet(request, "共享接口", HEADS, cells, "apis")


def actor_owns(request: HttpRequest, api: SharedApi) -> bool:
    """Tell whether the person may see what only an API's owner sees."""
    return bool(request.actor.may(policies.VIEW, policies.place_of_api(api)))  # type: ignore[attr-defined]


def _chosen(request: HttpRequest) -> tuple[ApiFilter, Any, str]:
    form = ApiFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = apis.narrowed(apis.registry(), given.get("q", "").strip(), given.get("state", ""))
    return form, rows, order_of(request.GET.get("sort", ""), APIS, "name")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """Register an API; a refusal keeps what was typed (a browser lets go of the file)."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.REGISTER, None, "登记共享接口")
    offered = [(row.key, f"{row.name}（{row.department.name}）") for row in apis.providers_for(actor)]
    form = RegisterForm(request.POST or None, request.FILES or None, offered)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = register_api(
                actor=actor,
                key=given["key"],
                provider=given["provider"],
                terms=form.terms(),
                document=bytes_of(form),
                now=clock.now(),
            )
        except Refused as error:
            refused = error
        else:
            messages.success(request, "已登记。使用部门可以申请授权了。")
            return HttpResponseRedirect(f"/sharing/apis/{row.key}/")
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    context = {"form": form, "refused": refused, "providers": offered}
    return render(request, "sharing/register.html", context, status=status)


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one API; its owner looks after it here, others apply."""
    policies.demand(request.actor, policies.VIEW, None, "查看数据共享")  # type: ignore[attr-defined]
    return _page(request, key, Said())


@require_safe
@signed_in
def document(request: HttpRequest, key: str) -> HttpResponse:
    """Give the API's document as a file."""
    policies.demand(request.actor, policies.VIEW, None, "查看数据共享")  # type: ignore[attr-defined]
    api = apis.api_for(key)
    answer = JsonResponse(apis.version_of(api).document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{api.key}-v{api.version}.json"'
    return answer


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Change, replace the document, withdraw, offer again, apply."""
    policies.demand(request.actor, policies.VIEW, None, "查看数据共享")  # type: ignore[attr-defined]
    api = apis.api_for(key)
    if verb not in ACTS:
        raise NotFound("这个操作")
    said = ACTS[verb](request, api)
    if said.refused is not None and said.refused.status in (403, 404):
        raise said.refused
    if said.done:
        messages.success(request, said.done)
        return HttpResponseRedirect(f"/sharing/apis/{key}/")
    return _page(request, key, said)


def _change(request: HttpRequest, api: SharedApi) -> Said:
    form = TermsForm(request.POST)
    policies.demand(request.actor, policies.REGISTER, policies.place_of_api(api), "维护这个共享接口")  # type: ignore[attr-defined]
    if not form.is_valid():
        return Said(form=form)
    try:
        change_api(actor=request.actor, key=api.key, terms=form.terms(), now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return Said(form=form, refused=refused)
    return Said("已保存。")


def _document(request: HttpRequest, api: SharedApi) -> Said:
    form = DocumentForm(request.POST, request.FILES)
    policies.demand(request.actor, policies.REGISTER, policies.place_of_api(api), "更新这个接口的文档")  # type: ignore[attr-defined]
    if not form.is_valid():
        return Said(document_form=form)
    try:
        replace_document(actor=request.actor, key=api.key, document=bytes_of(form), now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return Said(document_form=form, refused=refused)
    return Said("接口文档已更新，立即生效。")


def _withdraw(request: HttpRequest, api: SharedApi) -> Said:
    why = request.POST.get("why", "")[:200]
    try:
        withdraw_api(actor=request.actor, key=api.key, why=why, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return Said(refused=refused, why=why)
    return Said("已停止共享，调用立即终止。")


def _offer(request: HttpRequest, api: SharedApi) -> Said:
    try:
        offer_again(actor=request.actor, key=api.key, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return Said(refused=refused)
    return Said("已恢复共享，原有授权继续有效。")


def _ask(request: HttpRequest, api: SharedApi) -> Said:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.APPLY, None, "申请共享接口授权")
    form = AskForm(request.POST, grants.consumers_for(actor), api.per_minute)
    if not form.is_valid():
        return Said(ask_form=form)
    try:
        grant = ask_for_grant(actor=actor, application=form.application(api.key), now=clock.now())
    except Refused as refused:
        return Said(ask_form=form, refused=refused)
    return Said("已提交申请，等待提供部门审批。" if grant.state == "asked" else "无条件共享的接口，申请即授权。")


ACTS: dict[str, Callable[[HttpRequest, SharedApi], Said]] = {
    "change": _change,
    "document": _document,
    "withdraw": _withdraw,
    "offer": _offer,
    "ask": _ask,
}


def _page(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    api = apis.api_for(key)
    owns = actor.may(policies.VIEW, policies.place_of_api(api))
    manages = actor.may(policies.REGISTER, policies.place_of_api(api))
    held = upstream_of(api) if owns else None
    may_ask = api.active and actor.may(policies.APPLY)
    until = day_of(now) + timedelta(days=365)
    past = ledger.history(api.stream) if owns else []
    rows = list(grants.visible_grants(actor).filter(api=api).order_by("-pk")[:GRANTS_SHOWN])
    context: dict[str, Any] = {
        "api": api,
        "use": USES[api.use] if api.use else "",
        "operations": apis.reader_for(api).operations,
        "versions": apis.versions_of(api),
        "owns": owns,
        "untaken": list(faults_of_patterns(apis.version_of(api).document))[:UNTAKEN_SHOWN] if owns else [],
        "manages": manages,
        "upstream": held,
        "away": held is not None and is_away(held.failures, held.away_until, clock.wall()),
        "grants": [(row, grants.state_of(row, day_of(now))) for row in rows],
        "names": grants.consumer_names({row.consumer for row in rows}),
        "form": said.form or TermsForm(initial=filled(api)),
        "document_form": said.document_form or DocumentForm(),
        "ask_form": said.ask_form
        or (AskForm(None, grants.consumers_for(actor), api.per_minute, until) if may_ask else None),
        "refused": said.refused,
        "why": said.why,
        "history": [(event, in_words(event.type, event.payload)) for event in past[: -HISTORY_SHOWN - 1 : -1]],
    }
    return render(request, "sharing/api.html", context, status=said.status)
