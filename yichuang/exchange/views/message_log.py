"""A system's message log, and the evidence of one case taken out of it (issue 4, 7)."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.cases.queries.access import clean_number
from yichuang.exchange import policies
from yichuang.exchange.forms import EvidenceForm, LogFilter
from yichuang.exchange.models import ClientSystem, LoggedMessage
from yichuang.exchange.operations.export_evidence import export_evidence
from yichuang.exchange.queries.deliveries import messages_of
from yichuang.exchange.queries.systems import system_for
from yichuang.exchange.rules.message_chain import DIRECTIONS, KINDS
from yichuang.exchange.rules.wire import INBOUND, OUTGOING, READS
from yichuang.exchange.serving import package_response
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT, write_sheet

HEADS = (
    "统一申报编码",
    "链内序号",
    "时间",
    "方向",
    "报文",
    "类型",
    "消息 id",
    "状态码",
    "字节数",
    "SHA-256",
    "答复 SHA-256",
)
TYPES = {**OUTGOING, **INBOUND, **READS}


def _system(request: HttpRequest, key: str) -> ClientSystem:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    return system_for(actor, key)


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, key: str) -> HttpResponse:
    """List every message with a system, in and out, with the hashes that are chained and sealed."""
    return _page(request, _system(request, key), EvidenceForm(initial={"number": request.GET.get("number", "")[:21]}))


@require_POST
@signed_in
@never_cache
def evidence(request: HttpRequest, key: str) -> HttpResponse:
    """Give the evidence package of one case; a refusal keeps what was typed."""
    system, form = _system(request, key), EvidenceForm(request.POST)
    if not form.is_valid():
        return _page(request, system, form, status=422)
    try:
        number = clean_number(form.cleaned_data["number"])
        actor, why = request.actor, form.cleaned_data["why"]  # type: ignore[attr-defined]
        return package_response(export_evidence(actor=actor, key=key, number=number, why=why, now=clock.now()), number)
    except Refused as refused:
        return _page(request, system, form, refused, refused.status)


def _page(
    request: HttpRequest, system: ClientSystem, form: EvidenceForm, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    chosen = LogFilter(request.GET)
    page = page_of(messages_of(system, chosen.chosen()), ["-pk"], request.GET.get("cursor", ""), 30)
    lines = [
        {
            "row": row,
            "direction": DIRECTIONS[row.direction],
            "kind": KINDS[row.kind],
            "type": TYPES.get(row.type, row.type),
            "sha256": bytes(row.sha256).hex(),
        }
        for row in page.rows
    ]
    context: dict[str, Any] = {"system": system, "page": page, "lines": lines, "filter": chosen, "form": form}
    return render(request, "exchange/messages.html", {**context, "refused": refused}, status=status)


@require_safe
@signed_in
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Give the log as a spreadsheet, as it is filtered on screen."""
    rows = messages_of(_system(request, key), LogFilter(request.GET).chosen()).order_by("-pk")[: LIMIT + 1]
    out = BytesIO()
    write_sheet(out, "报文日志", HEADS, map(_cells, rows))
    return spreadsheet(out.getvalue(), "messages", clock.now())


def _cells(row: LoggedMessage) -> tuple[str | int, ...]:
    return (
        *(row.number, row.seq, f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", DIRECTIONS[row.direction]),
        *(KINDS[row.kind], TYPES.get(row.type, row.type), row.message_id, row.status, row.size),
        *(bytes(row.sha256).hex(), bytes(row.answer_sha256).hex()),
    )
