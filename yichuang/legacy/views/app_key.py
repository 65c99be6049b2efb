"""The page of a system's app key: open the door, renew its secret, shut it (rulebook 5.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.exchange import policies
from yichuang.exchange.queries.systems import system_for
from yichuang.foundations import clock, idempotency
from yichuang.foundations.http import sent_form
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.legacy.dialect import NAME
from yichuang.legacy.operations.app_keys import end_app_key, issue_app_key
from yichuang.legacy.queries import app_key_of
from yichuang.legacy.rules.reports import INCOMING
from yichuang.legacy.rules.tables import MESSAGES


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def app_key(request: HttpRequest, key: str) -> HttpResponse:
    """Show a system's app key and the messages; who manages it opens and shuts the door here."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    system = system_for(actor, key)
    issued: tuple[str, str] | None = None
    refused: Refused | None = None
    if request.method == "POST":
        policies.demand(actor, policies.MANAGE, system, "维护应用密钥")
        try:
            issued = _act(request, key)
        except Refused as error:
            if error.status == 404:
                raise
            refused = error
        else:
            if issued is None:
                messages.success(request, "已停用，旧接口立即不能再用这个密钥调用。")
                return HttpResponseRedirect(request.path)
    context = {
        "system": system,
        "row": app_key_of(system),
        "issued": issued,
        "refused": refused,
        "manages": actor.may(policies.MANAGE, policies.place_of(system)),
        "speaks": system.dialect == NAME,
        "lines": [(one, one.name in INCOMING, _sent(one.name)) for one in MESSAGES.values()],
    }
    return render(request, "legacy/app_key.html", context, status=refused.status if refused else 200)


def _sent(name: str) -> bool:
    return name != "projIdFeedback"


def _act(request: HttpRequest, key: str) -> tuple[str, str] | None:
    """Open or shut; a form sent twice opens once, and its secret is shown once. :raises Refused: with the secret told already."""
    actor, now, issued = request.actor, clock.now(), list[tuple[str, str]]()  # type: ignore[attr-defined]
    verb = request.POST.get("act", "")
    if verb == "end":
        end_app_key(actor=actor, key=key, now=now)
        return None
    if verb != "issue":
        raise NotFound("这个操作")

    def issue() -> idempotency.Answer:
        issued.append(issue_app_key(actor=actor, key=key, now=now))
        return idempotency.Answer(200, {})

    once, body = sent_form(request)
    answer = idempotency.once(actor, once, body, now, issue) if once else issue()
    if answer.repeated:
        text = "密钥已签发，只在签发时显示一次。"
        raise Refused(
            Reason("once", text, kept="已签发的密钥有效。", todo="没有记下的，请再签发一次。"), title="不再显示"
        )
    return issued[0]
