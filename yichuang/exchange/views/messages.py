"""A system's messages: what goes to it with every attempt, sending again, what it reported; lists as spreadsheets."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.exchange import policies
from yichuang.exchange.forms import STATES, DeliveryFilter, InboundFilter
from yichuang.exchange.models import ClientSystem, Delivery
from yichuang.exchange.models.deliveries import DELIVERED, PARKED
from yichuang.exchange.operations.retry import MOST, retry
from yichuang.exchange.queries.deliveries import Chosen, deliveries_of, ids_of, inbound_of, tries_of
from yichuang.exchange.queries.systems import system_for
from yichuang.exchange.rules.wire import INBOUND, OUTGOING
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT, write_sheet

HEADS = ("统一申报编码", "类型", "状态", "产生时间", "送达时间", "已尝试次数", "原因", "消息 id")
INBOUND_HEADS = ("统一申报编码", "类型", "环节", "经办人", "接收时间", "消息 id")
TONES = {"waiting": "blue", "parked": "red", "delivered": "green"}


def _system(request: HttpRequest, key: str) -> ClientSystem:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    return system_for(actor, key)


@require_safe
@signed_in
@never_cache
def deliveries(request: HttpRequest, key: str) -> HttpResponse:
    """List what goes to a system, with every attempt."""
    return _list(request, _system(request, key))


@require_POST
@signed_in
@never_cache
def send_again(request: HttpRequest, key: str) -> HttpResponse:
    """Send again what was ticked, all that the filter parks, or replay what the filter chose and was delivered, for a reason."""
    system, actor = _system(request, key), request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.MANAGE, system, "重新推送")
    form = DeliveryFilter(request.POST)
    chosen, what, why = form.chosen(), request.POST.get("what", ""), request.POST.get("why", "")[:300]
    replay = what == "replay"
    if what == "ticked":
        ids = [int(one) for one in request.POST.getlist("pk") if one.isascii() and one.isdecimal() and len(one) < 19]
    else:
        ids = ids_of(system, _of_state(chosen, DELIVERED if replay else PARKED), MOST)
    try:
        count = retry(actor=actor, key=key, ids=ids, now=clock.now(), replay=replay, why=why)
    except Refused as refused:
        return _list(request, system, refused, why)
    messages.success(request, f"{count} 条消息已重新排入推送，尝试次数从头计算。")
    return HttpResponseRedirect(f"/exchange/systems/{key}/deliveries/")


def _of_state(chosen: Chosen, state: str) -> Chosen:
    return Chosen(state, chosen.type, chosen.number, chosen.day)


def _list(request: HttpRequest, system: ClientSystem, refused: Refused | None = None, why: str = "") -> HttpResponse:
    form = DeliveryFilter(request.POST if request.method == "POST" else request.GET)
    chosen = form.chosen()
    page = page_of(deliveries_of(system, chosen), ["-pk"], request.GET.get("cursor", ""), 30)
    tries = tries_of(list(page.rows))
    manages = request.actor.may(policies.MANAGE, policies.place_of(system))  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "system": system,
        "page": page,
        "lines": [_line(row, tries.get(row.pk, [])) for row in page.rows],
        "filter": form,
        "manages": manages,
        "choosable": manages and any(row.state != DELIVERED for row in page.rows),
        "parked": len(ids_of(system, _of_state(chosen, PARKED), MOST)) if manages else 0,
        "delivered": len(ids_of(system, _of_state(chosen, DELIVERED), MOST)) if manages else 0,
        "most": MOST,
        "refused": refused,
        "why": why,
    }
    return render(request, "exchange/deliveries.html", context, status=refused.status if refused else 200)


def _line(row: Delivery, tries: list[Any]) -> dict[str, Any]:
    return {
        "row": row,
        "type": OUTGOING.get(row.type, row.type),
        "state": STATES[row.state],
        "tone": TONES[row.state],
        "tries": tries,
    }


@require_safe
@signed_in
def export_deliveries(request: HttpRequest, key: str) -> HttpResponse:
    """Give the list of deliveries as a spreadsheet, as it is filtered on screen."""
    rows = deliveries_of(_system(request, key), DeliveryFilter(request.GET).chosen()).order_by("-pk")[: LIMIT + 1]
    return _sheet("推送消息", HEADS, map(_cells, rows), "deliveries")


def _cells(row: Delivery) -> tuple[str | int, ...]:
    delivered = f"{row.delivered_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if row.delivered_at else ""
    made = f"{row.created_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    return (row.number, OUTGOING.get(row.type, row.type), STATES[row.state], made, delivered, row.attempts, row.reason,
            str(row.event_uid))  # fmt: skip


@require_safe
@signed_in
@never_cache
def inbound(request: HttpRequest, key: str) -> HttpResponse:
    """List what a system reported."""
    system = _system(request, key)
    form = InboundFilter(request.GET)
    page = page_of(inbound_of(system, form.chosen()), ["-pk"], request.GET.get("cursor", ""), 30)
    lines = [(row, INBOUND.get(row.type, row.type)) for row in page.rows]
    return render(request, "exchange/inbound.html", {"system": system, "page": page, "lines": lines, "filter": form})


@require_safe
@signed_in
def export_inbound(request: HttpRequest, key: str) -> HttpResponse:
    """Give the list of reports as a spreadsheet, as it is filtered on screen."""
    rows = inbound_of(_system(request, key), InboundFilter(request.GET).chosen()).order_by("-pk")[: LIMIT + 1]
    cells = (
        (row.number, INBOUND.get(row.type, row.type), row.node, row.handler_name,
         f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", row.message_id)
        for row in rows
    )  # fmt: skip
    return _sheet("回传消息", INBOUND_HEADS, cells, "inbound")


def _sheet(title: str, heads: tuple[str, ...], rows: Any, name: str) -> HttpResponse:
    out = BytesIO()
    write_sheet(out, title, heads, rows)
    return spreadsheet(out.getvalue(), name, clock.now())
