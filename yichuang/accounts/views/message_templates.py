"""Templates of messages on screen (S2-32): the district's wording, tried with sample data, with its versions."""

from typing import Any

from django.conf import settings
from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms.messages import WordingForm
from yichuang.accounts.queries.message_regions import message_region, message_regions
from yichuang.accounts.views.messages import viewer
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications import policies
from yichuang.notifications.operations.change_wording import change_wording, restore_wording
from yichuang.notifications.queries import wordings as reads
from yichuang.notifications.rules import wordings as rules
from yichuang.notifications.rules.ledger_words import in_words
from yichuang.notifications.rules.templates import FIELDS, KINDS, Kind, sample
from yichuang.organizations.queries import division_name

STOP = "/stop/XXXXXXXXXX"


def region_of(request: HttpRequest, actor: Actor) -> str:
    """Return the division that is looked at. :raises NotFound: for somebody else's."""
    return message_region(actor, request.POST.get("division") or request.GET.get("division") or "")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def template_list(request: HttpRequest) -> HttpResponse:
    """Show every template as it is worded here, by kind."""
    actor = viewer(request)
    division = region_of(request, actor)
    found = reads.all_in_force(division)
    groups = [
        (kind, _said(kind), [_line(one) for one in found.values() if one.template.kind == code])
        for code, kind in KINDS.items()
    ]
    context = {
        "here": "templates",
        "groups": [group for group in groups if group[2]],
        "division": division,
        "regions": [(code, division_name(code)) for code in message_regions(actor)],
        "gateway": settings.MESSAGE_CHANNEL == "sms",
    }
    return render(request, "accounts/message_templates.html", context)


def _said(kind: Kind) -> str:
    night = "随时发出，夜间也发" if kind.urgent else "夜间暂缓，早上再发"
    return f"{night}；收信人{'可以' if kind.may_stop else '不能'}退订"


def _line(one: reads.InForce) -> dict[str, Any]:
    key = one.template.key
    return {"found": one, "key": key, "parts": _preview(key, one.text).parts}


def _preview(key: str, text: str) -> rules.Preview:
    base = settings.PUBLIC_URL
    return rules.preview(key, text, sample(key, base), base + STOP)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def template_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show one template with its preview and versions."""
    return _show(request, viewer(request), key)


@signed_in
@never_cache
@require_POST
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Try a wording, keep it, or go back to the original; a refusal keeps what was typed."""
    actor = viewer(request)
    reads.template_for(key)
    division = region_of(request, actor)
    if not actor.may(policies.MANAGE, Place(division=division)):
        raise NotAllowed(policies.MANAGE, "消息模板由区管理员和中心主任维护，您只能查看。")
    if verb not in ("preview", "change", "restore"):
        raise NotFound("这个操作")
    form = WordingForm(request.POST)
    if verb == "restore":
        form.fields["text"].required = False
    if not form.is_valid():
        return _show(request, actor, key, form, status=422)
    given = form.cleaned_data
    if verb == "preview":
        return _show(request, actor, key, form, faults=rules.faults(key, given["text"], given["gateway_code"]))
    common: dict[str, Any] = {"actor": actor, "division": division, "template": key, "now": clock.now()}
    try:
        if verb == "change":
            words = {"text": given["text"], "gateway_code": given["gateway_code"]}
            row = change_wording(version=given["version"], **words, **common)
        else:
            row = restore_wording(version=given["version"], **common)
    except Refused as refused:
        return _show(request, actor, key, form, refused, refused.status)
    told.success(request, f"已保存为第 {row.version} 版，新写的消息用新内容；已经写好待发的不变。")
    return HttpResponseRedirect(f"/messages/templates/{key}/?division={division}")


def _show(
    request: HttpRequest,
    actor: Actor,
    key: str,
    form: WordingForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
    faults: list[rules.Fault] | None = None,
) -> HttpResponse:
    template = reads.template_for(key)
    division = region_of(request, actor)
    found, own = reads.in_force(division, key), reads.wording_of(division, key)
    version = own.version if own else 0
    typed = str(form.data.get("text", "")) if form is not None and form.data.get("text") else found.text
    initial = {"text": found.text, "gateway_code": found.gateway_code, "version": version}
    context = {
        "template": template,
        "kind": KINDS[template.kind],
        "found": found,
        "own": own,
        "version": version,
        "division": division,
        "region": division_name(division),
        "manages": actor.may(policies.MANAGE, Place(division=division)),
        "form": form or WordingForm(initial=initial),
        "faults": faults or [],
        "tried": faults is not None,
        "preview": _preview(key, typed),
        "register": rules.to_register(key, typed, settings.PUBLIC_URL),
        "fields": [
            (name, FIELDS[name], name in template.needed, sample(key, "")[name]) for name in sorted(template.fields)
        ],
        "versions": reads.history_of(own),
        "history": [(event, in_words(event.type, event.payload)) for event in reversed(ledger.history(own.stream))]
        if own
        else [],
        "refused": refused,
    }
    return render(request, "accounts/message_template.html", context, status=status)
