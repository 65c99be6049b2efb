"""Requests for adjustment (动态调整, S2-26): the list, a new one, one with what everybody said, and its decision."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import latest_version
from yichuang.files.operations.prepare import prepare
from yichuang.files.operations.record_access import record_access
from yichuang.files.queries import file_for, files_of
from yichuang.files.serving import file_response
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT, write_sheet
from yichuang.studio.forms import AdjustmentFilter, AdjustmentForm
from yichuang.studio.models import AdjustmentRequest
from yichuang.studio.operations.decide_adjustment import (
    accept_adjustment,
    decline_adjustment,
    take_back_adjustment,
)
from yichuang.studio.operations.request_adjustment import ACT, OWNER, Wanted, request_adjustment
from yichuang.studio.policies import place_of
from yichuang.studio.queries import VIEW
from yichuang.studio.queries.adjustments import (
    adjustment_for,
    own_adjustments,
    visible_adjustments,
    voices_of,
)
from yichuang.studio.rules.adjustments import COMPLAINT, OPEN, SOURCES, STATES, TONES, TRIGGERS, WHOLE, places

SORTS = {"created": "created_at", "people": "people", "matter": "matter__name"}
HEADS = (
    "事项",
    "位置",
    "要调整什么",
    "触发原因",
    "来源",
    "提出人",
    "提出单位",
    "人数",
    "提出时间",
    "状态",
    "决定人",
    "决定理由",
)


@require_safe
@signed_in
def list_adjustments(request: HttpRequest) -> HttpResponse:
    """List the requests that the actor may see: his own, those of his department, those of the district."""
    actor = _admitted(request)
    chosen = AdjustmentFilter(request.GET)
    page = page_of(_filtered(actor, chosen), [_order(request)], request.GET.get("cursor", ""), 30)
    context = {"page": page, "lines": [_line(row) for row in page.rows], "filter": chosen, "may_view": actor.may(VIEW)}
    return render(request, "studio/adjustments.html", context)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered and sorted on screen."""
    actor = _admitted(request)
    rows = _filtered(actor, AdjustmentFilter(request.GET)).order_by(_order(request), "pk")[: LIMIT + 1]
    out = BytesIO()
    write_sheet(out, "动态调整", HEADS, map(_cells, rows))
    return spreadsheet(out.getvalue(), "adjustments", clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a change of one matter; a refusal keeps what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(ACT):
        raise NotAllowed(ACT, "您的岗位不提出动态调整。")
    version = latest_version(key)
    known = places(version.spec)
    choices = [(word, found.name) for word, found in known.items()]
    form = AdjustmentForm(request.POST or None, request.FILES or None, choices, initial=_initial(request))
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            row = _request(request, key, form, known[form.cleaned_data["place"]].place)
        except Refused as error:
            refused = error
        else:
            messages.success(request, "已提出，有权人决定后会显示在“我提出的”里。")
            return HttpResponseRedirect(f"/studio/adjustments/{row.pk}/")
    context = {"form": form, "version": version, "refused": refused}
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "studio/adjustment_new.html", context, status=status)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"place": request.GET.get("place", WHOLE), "trigger": request.GET.get("trigger", "")}


def _request(request: HttpRequest, key: str, form: AdjustmentForm, place: Any) -> AdjustmentRequest:
    given, now = form.cleaned_data, clock.now()
    actor = request.actor  # type: ignore[attr-defined]
    file = given.pop("file", None)
    attached = [prepare(file, name=file.name or "", declared_type=file.content_type or "")] if file else []
    wanted = Wanted(
        key,
        given["trigger"],
        given["text"],
        place,
        given["evidence"],
        given["reference"],
        COMPLAINT if given["complaint"] else "",
    )
    return request_adjustment(actor=actor, wanted=wanted, now=now, attached=attached)


@require_safe
@signed_in
def show(request: HttpRequest, request_id: str) -> HttpResponse:
    """Show one request with what everybody said; who decides on it does so here."""
    return _page(request, adjustment_for(request.actor, request_id))  # type: ignore[attr-defined]


@require_POST
@signed_in
def decide(request: HttpRequest, request_id: str, verb: str) -> HttpResponse:
    """Accept, decline or take back."""
    actor = request.actor  # type: ignore[attr-defined]
    row = adjustment_for(actor, request_id)
    reason, now = request.POST.get("reason", "")[:500], clock.now()
    try:
        said = _decide(verb, actor, row, reason, now)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, adjustment_for(actor, request_id), refused, reason)
    messages.success(request, said)
    return HttpResponseRedirect(f"/studio/adjustments/{row.pk}/")


def _decide(verb: str, actor: Actor, row: AdjustmentRequest, reason: str, now: Any) -> str:
    if verb == "accept":
        accept_adjustment(actor=actor, request_id=row.pk, reason=reason, now=now)
        return "已采纳，意见已写到下一版草稿的相应位置。"
    if verb == "decline":
        decline_adjustment(actor=actor, request_id=row.pk, reason=reason, now=now)
        return "已决定不采纳，理由已告知提出人。"
    if verb == "take-back":
        take_back_adjustment(actor=actor, request_id=row.pk, now=now)
        return "已收回。"
    raise NotFound("这个操作")


@require_safe
@signed_in
def attachment(request: HttpRequest, request_id: str, file_id: str) -> HttpResponseBase:
    """Give one attachment; who looked is on record."""
    row = adjustment_for(request.actor, request_id)  # type: ignore[attr-defined]
    file = file_for(file_id, owner_kind=OWNER, owner_key=str(row.pk))
    record_access(request.actor, file=file, act="view", why="查看动态调整的附件", now=clock.now())  # type: ignore[attr-defined]
    return file_response(request, file)


def _page(
    request: HttpRequest, row: AdjustmentRequest, refused: Refused | None = None, reason: str = ""
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "row": row,
        "state": STATES[row.state],
        "tone": TONES[row.state],
        "trigger": TRIGGERS[row.trigger],
        "source": SOURCES[row.source],
        "voices": voices_of(row),
        "attachments": files_of(OWNER, str(row.pk)),
        "may_decide": row.state == OPEN and actor.may("adjustment.decide", place_of(row.department)),
        "may_take_back": row.state == OPEN and row.requester_id == actor.id and row.people == 1,
        "may_see_draft": actor.may(VIEW, place_of(row.department)),
        "refused": refused,
        "reason": reason,
    }
    return render(request, "studio/adjustment.html", context, status=refused.status if refused else 200)


def _admitted(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not (actor.may(ACT) or actor.may(VIEW)):
        raise NotAllowed(ACT, "您的岗位不提出也不查看动态调整。")
    return actor


def _filtered(actor: Actor, chosen: AdjustmentFilter) -> QuerySet[AdjustmentRequest]:
    if not chosen.is_valid():
        return visible_adjustments(actor)
    given = chosen.cleaned_data
    rows = own_adjustments(actor) if given["mine"] else visible_adjustments(actor)
    if text := given["q"].strip():
        rows = rows.filter(Q(matter__name__contains=text) | Q(text__contains=text) | Q(place_name__contains=text))
    exact = {name: given[name] for name in ("state", "trigger", "source") if given[name]}
    return rows.filter(**exact)


def _order(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "") or "-created"
    column = SORTS.get(asked.lstrip("-"), "created_at")
    return f"-{column}" if asked.startswith("-") else column


def _line(row: AdjustmentRequest) -> dict[str, Any]:
    return {"row": row, "state": STATES[row.state], "tone": TONES[row.state], "trigger": TRIGGERS[row.trigger],
            "source": SOURCES[row.source]}  # fmt: skip


def _cells(row: AdjustmentRequest) -> tuple[str | int, ...]:
    made = f"{row.created_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return (row.matter.name, row.place_name, row.text, TRIGGERS[row.trigger], SOURCES[row.source], row.requester_name,
            row.requester_office, row.people, made, STATES[row.state], row.decided_by_name, row.reason)  # fmt: skip
