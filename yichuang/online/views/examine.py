"""The department's desk for online applications, and the counter's simple check (S2-46)."""

from datetime import date
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.export_cases import export_rows
from yichuang.cases.ports import queue
from yichuang.cases.queries.access import clean_number
from yichuang.cases.rules.states import State
from yichuang.files.operations.record_access import record_access
from yichuang.files.serving import file_response
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.forms import PlainForm
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_name
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.online import policies
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.examine import give_back, preapprove
from yichuang.online.operations.receive_online import move_to_desk, receive_online
from yichuang.online.queries import LISTS, application_for, file_of, narrowed, needed_of, shown_lines, today_of, visible
from yichuang.online.rules.ledger_words import in_words
from yichuang.online.rules.standing import DEPTHS, FULL, is_late, state_name

HEADS = (
    "统一申报编码",
    "事项",
    "情形",
    "申请人",
    "办理部门",
    "网办深度",
    "状态",
    "提交时间",
    "提交次数",
    "预审期限",
    "超期",
)
SORTS = {"submitted": "submitted_at", "number": "number"}


class ApplicationFilter(PlainForm):
    """Narrows the list."""

    q = forms.CharField(label="编码、事项或申请人", required=False, max_length=40)


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not policies.looks(actor):
        raise NotAllowed(policies.VIEW, "您的岗位不查看网上申请：这由办理部门和窗口人员办理。")
    return actor


def _chosen(request: HttpRequest, actor: Actor) -> tuple[str, Any, str]:
    listed, text = request.GET.get("list", ""), request.GET.get("q", "").strip()
    rows = narrowed(visible(actor), listed, text, day_of(clock.now()))
    asked = request.GET.get("sort", "-submitted")
    column = SORTS.get(asked.removeprefix("-"), "submitted_at")
    return listed if listed in LISTS else "", rows, f"-{column}" if asked.startswith("-") else column


@require_safe
@signed_in
@never_cache
def list_applications(request: HttpRequest) -> HttpResponse:
    """Show the online applications that concern the actor: to examine, or at a counter to receive."""
    actor = _viewer(request)
    listed, rows, order = _chosen(request, actor)
    page, today = page_of(rows, [order], request.GET.get("cursor", ""), 30), day_of(clock.now())
    context = {
        "page": page,
        "lines": [(row, is_late(row.state, row.due, today), DEPTHS.get(row.depth, "")) for row in page.rows],
        "filter": ApplicationFilter(request.GET),
        "list": listed,
        "lists": LISTS.items() if actor.may(policies.VIEW) else (),
        "clear": f"?list={listed}" if listed else "?",
        "receives": actor.may(policies.RECEIVE) and not actor.may(policies.VIEW),
    }
    return render(request, "online/list.html", context)


@require_safe
@signed_in
def export_applications(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered and sorted on screen; the download is on record."""
    actor = _viewer(request)
    listed, rows, order = _chosen(request, actor)
    today, out, now = day_of(clock.now()), BytesIO(), clock.now()
    cells = [_cells(row, today) for row in rows.order_by(order, "pk")[: LIMIT + 1]]
    asked = {"list": listed, "q": request.GET.get("q", "")}
    export_rows(actor=actor, heads=HEADS, rows=cells, title="网上申请", asked=asked, out=out, now=now)
    return spreadsheet(out.getvalue(), "online", now)


def _cells(row: OnlineApplication, today: date) -> tuple[str | int, ...]:
    return (
        row.number, row.matter_name, row.situation_name, mask_name(row.applicant_name), row.department_name,
        DEPTHS.get(row.depth, ""), state_name(row.state),
        f"{row.submitted_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if row.submitted_at else "", row.submissions,
        row.due.isoformat() if row.due else "", "是" if is_late(row.state, row.due, today) else "",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Show one application to its department, and take its verdict: in order, or returned with reasons."""
    actor = _viewer(request)
    row, refused = application_for(actor, clean_number(number)), None
    if request.method == "POST":
        try:
            row = _judge(request, actor, row)
        except Refused as error:
            if error.status in (403, 404):
                raise
            refused = error
        else:
            messages.success(request, f"{row.matter_name}：{state_name(row.state)}，已短信告知申请人。")
            return HttpResponseRedirect("/online/?list=waiting")
    context = {**_context(actor, row), "refused": refused, "given": request.POST}
    if refused:
        context["needed"] = [(one, _typed(request, one)) for one, _ in context["needed"]]
    return render(request, "online/application.html", context, status=refused.status if refused else 200)


def _judge(request: HttpRequest, actor: Actor, row: OnlineApplication) -> OnlineApplication:
    found: dict[str, dict[str, str]] = {}
    for one in needed_of(row, today_of(row)):
        found[one.material.id] = {
            point.id: request.POST.get(f"{one.material.id}.{point.id}", "") for point, _ in one.points
        }
    revision = request.POST.get("revision", "")
    common: dict[str, Any] = {"revision": int(revision) if revision.isdigit() else None, "now": clock.now()}
    text = request.POST.get("opinion", "")
    if request.POST.get("act") == "return":
        return give_back(actor=actor, number=row.number, reasons=text, findings=found, **common)
    return preapprove(actor=actor, number=row.number, findings=found, opinion=text, **common)


def _typed(request: HttpRequest, one: Any) -> list[tuple[Any, str]]:
    """Return the points of a material with what was picked on the refused page."""
    return [(point, request.POST.get(f"{one.material.id}.{point.id}", "")) for point, _ in one.points]


def _context(actor: Actor, row: OnlineApplication) -> dict[str, Any]:
    needed = needed_of(row, today_of(row))
    return {
        "row": row,
        "number_shown": format_case_number(row.number),
        "depth": DEPTHS.get(row.depth, ""),
        "full": row.depth == FULL,
        "late": is_late(row.state, row.due, day_of(clock.now())),
        "lines": shown_lines(row),
        "needed": [(one, one.points) for one in needed],
        "waiting": row.state == State.SUBMITTED,
        "may_judge": row.state == State.SUBMITTED and actor.may(policies.PREAPPROVE, policies.place_of(row)),
        "may_receive": row.state == State.PREAPPROVED and row.division in policies.receives_for(actor),
        "history": [
            (event.at, in_words(event.type, event.payload), event.actor_name) for event in ledger.history(row.stream)
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def receive_page(request: HttpRequest, number: str) -> HttpResponse:
    """Let a counter check a preapproved application against the paper and receive it, or put it on the desk to be filled anew."""
    actor = _viewer(request)
    row, refused = application_for(actor, clean_number(number)), None
    policies.demand(actor, policies.RECEIVE, None, "收件")
    there = queue().serving(actor)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "desk":
                return HttpResponseRedirect(
                    f"/desk/{move_to_desk(actor=actor, number=row.number, now=clock.now())}/?draft=1"
                )
            ticket = there.id if there and request.POST.get("ticket") == there.id else ""
            case = receive_online(actor=actor, number=row.number, ticket=ticket, now=clock.now())
        except Refused as error:
            if error.status in (403, 404):
                raise
            refused = error
        else:
            messages.success(request, f"已收件，统一申报编码 {format_case_number(case.number)}。请逐份核对材料。")
            return HttpResponseRedirect(f"/cases/{case.number}/?desk=1")
    context = {
        **_context(actor, row),
        "refused": refused,
        "there": there,
        "queue_bar": queue().bar(request, clock.now()),
    }
    return render(request, "online/receive.html", context, status=refused.status if refused else 200)


@require_safe
@signed_in
def application_file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """Show an uploaded file to those who may see the application; the look is on record (个人信息保护法 51, 54)."""
    actor = _viewer(request)
    row = application_for(actor, clean_number(number))
    found = file_of(row, pk)
    record_access(actor, file=found.file, act="view", why=f"网上申请 {row.number} 材料核对", now=clock.now())
    return file_response(request, found.file)
