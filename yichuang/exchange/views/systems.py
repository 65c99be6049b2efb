"""Departments' systems: one look at all of them, register one, one with its profile, secrets, routes, and what is done to it (S2-48)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.exchange import policies
from yichuang.exchange.forms import ProfileForm, RegisterForm, SecretForm, filled
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.register_system import register_system
from yichuang.exchange.queries import health
from yichuang.exchange.queries.systems import (
    departments_for,
    matters_for,
    routes_of,
    secrets_of,
    system_for,
    visible_systems,
)
from yichuang.exchange.rules.ledger_words import in_words
from yichuang.exchange.rules.scopes import SCOPES
from yichuang.exchange.views.system_acts import ACTS, Said
from yichuang.foundations import clock, ledger
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.sealed import mask_phone

HISTORY_SHOWN = 30


@require_safe
@signed_in
@never_cache
def list_systems(request: HttpRequest) -> HttpResponse:
    """Show every system the actor may see with its queue, lag and health, and whether anybody sends; eight statements or fewer."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    page = page_of(visible_systems(actor), ["name"], request.GET.get("cursor", ""), 30)
    queues, look = health.queues_of(page.rows), health.look_of(visible_systems(actor))
    context = {
        "page": page,
        "lines": [health_line(row, queues.get(row.pk, health.Queue()), now) for row in page.rows],
        "look": look,
        "lag": health.lag_in_words(look.queue.lag(now)),
        "sending": health.sending(clock.wall()),
        "may_manage": actor.may(policies.MANAGE),
    }
    return render(request, "exchange/systems.html", context)


def health_line(system: ClientSystem, queue: health.Queue, now: Any) -> dict[str, Any]:
    """Return a system as a line shows it: state with its colour, queue and lag."""
    state, tone = "正常", "green"
    if not system.active:
        state, tone = "已停用", "grey"
    elif system.failures:
        state, tone = "接收失败", "red"
    elif queue.parked:
        state, tone = "有搁置", "yellow"
    lag = queue.lag(now)
    return {"row": system, "queue": queue, "lag": health.lag_in_words(lag) if queue.oldest else "", "state": state,
            "tone": tone}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """Register a system; a refusal keeps what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.MANAGE, None, "登记业务系统")
    offered = {str(row.pk): row for row in departments_for(actor)}
    form = RegisterForm(request.POST or None, {key: row.name for key, row in offered.items()})
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = register_system(
                actor=actor,
                key=given["key"],
                department=offered[given["department"]],
                environment=given["environment"],
                profile=form.profile(),
                now=clock.now(),
            )
        except Refused as error:
            refused = error
        else:
            messages.success(request, "已登记。请签发客户端密钥和签名密钥，再设置流转的事项。")
            return HttpResponseRedirect(f"/exchange/systems/{row.key}/")
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "exchange/register.html", {"form": form, "refused": refused}, status=status)


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one system; who manages it does so here."""
    policies.demand(request.actor, policies.VIEW, None, "查看业务系统")  # type: ignore[attr-defined]
    return _page(request, key, Said())


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Change, stop, resume, issue a secret, begin or end a matter's route."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    system = system_for(actor, key)
    if verb not in ACTS:
        raise NotFound("这个操作")
    policies.demand(actor, policies.MANAGE, system, "维护业务系统")
    said = ACTS[verb](request, system)
    if said.done:
        messages.success(request, said.done)
        return HttpResponseRedirect(f"/exchange/systems/{key}/")
    return _page(request, key, said)


def _page(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    system = system_for(actor, key)
    queue = health.queues_of([system]).get(system.pk, health.Queue())
    manages = actor.may(policies.MANAGE, policies.place_of(system))
    past = ledger.history(system.stream)
    context: dict[str, Any] = {
        "system": system,
        "line": health_line(system, queue, now),
        "phone": mask_phone(system.contact_phone) if system.contact_phone else "",
        "scopes": [SCOPES.get(scope, scope) for scope in system.scopes],
        "secrets": secrets_of(system, now),
        "routes": routes_of(system, now),
        "matters": matters_for(system) if manages else [],
        "manages": manages,
        "form": said.form or ProfileForm(initial=filled(system)),
        "secret_form": said.secret_form or SecretForm(),
        "issued": said.issued,
        "refused": said.refused,
        "why": said.why,
        "chosen": said.matter,
        "emergency": said.emergency,
        "may_hurry": system.live and actor.may(policies.EMERGENCY, policies.place_of(system)),
        "sending": health.sending(clock.wall()),
        "history": [(event, in_words(event.type, event.payload)) for event in past[: -HISTORY_SHOWN - 1 : -1]],
        "now": now,
    }
    return render(request, "exchange/system.html", context, status=said.status)
