"""Drafts of life events on screen: the list, beginning one, its overview, and what moves it (S2-23, S2-25)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import matter_names
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.life_events import policies
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.operations.open_draft import open_life_event_draft, open_next_life_event_draft
from yichuang.life_events.operations.publish_draft import publish_life_event_draft
from yichuang.life_events.operations.review_draft import arrange_life_event_review
from yichuang.life_events.operations.save_draft import restore_life_event_draft
from yichuang.life_events.operations.submit_draft import (
    discard_life_event_draft,
    recall_life_event_draft,
    submit_life_event_draft,
)
from yichuang.life_events.queries.composing import (
    SIMULATE,
    VIEW,
    WRITE,
    composing_departments,
    life_event_draft_for,
    open_life_event_draft_of,
    visible_life_event_drafts,
)
from yichuang.life_events.rules.drafting import STATE_NAMES, TONES
from yichuang.life_events.views.composing_frame import frame, overview_of
from yichuang.life_events.views.composing_sheet import sheet

HEADS = ("名称", "标识", "牵头部门", "状态", "文稿", "错误", "来由", "最近修改人", "最近修改时间")


class DraftFilter(forms.Form):
    """What narrows the list."""

    q = forms.CharField(label="名称或标识", required=False, max_length=80)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATE_NAMES.items()])


@require_safe
@signed_in
def list_drafts(request: HttpRequest) -> HttpResponse:
    """List the drafts that the actor may see, the latest first."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, VIEW, None, "查看一件事草稿")
    form, rows = _chosen(request)
    page = page_of(rows, ["-updated_at"], request.GET.get("cursor", ""), 30)
    lines = [(row, STATE_NAMES[row.state], TONES[row.state]) for row in page.rows]
    context = {
        "page": page,
        "lines": lines,
        "filter": form,
        "may_write": actor.may(WRITE),
        "may_simulate": actor.may(SIMULATE),
    }
    return render(request, "life_events/compose/drafts.html", context)


@require_safe
@signed_in
def export_drafts(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered on screen."""
    policies.demand(request.actor, VIEW, None, "查看一件事草稿")  # type: ignore[attr-defined]
    _, rows = _chosen(request)
    return sheet(
        request,
        "一件事草稿",
        HEADS,
        [_cells(row) for row in rows.order_by("-updated_at", "pk")[: LIMIT + 1]],
        "life-events",
    )


def _cells(row: LifeEventDraft) -> tuple[str | int, ...]:
    at = f"{row.updated_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return (
        row.name, row.key, row.department.name, STATE_NAMES[row.state], row.revision, row.errors, row.why, row.updated_by_name, at,
    )  # fmt: skip


def _chosen(request: HttpRequest) -> tuple[DraftFilter, Any]:
    form, rows = DraftFilter(request.GET), visible_life_event_drafts(request.actor)  # type: ignore[attr-defined]
    if form.is_valid():
        if text := form.cleaned_data["q"].strip():
            rows = rows.filter(Q(name__contains=text) | Q(key__startswith=text))
        if state := form.cleaned_data["state"]:
            rows = rows.filter(state=state)
    return form, rows


class NewForm(forms.Form):
    """A new life event: its name, who leads it, which matters, and why."""

    name = forms.CharField(label="名称", max_length=80, help_text="群众叫得出的一件事，例如“新生儿出生”")
    key = forms.CharField(
        label="标识", max_length=39, required=False, help_text="小写字母、数字、下划线；留空由系统生成"
    )
    department = forms.TypedChoiceField(label="牵头部门", coerce=int)
    why = forms.CharField(
        label="来由", max_length=300, required=False, help_text="为什么要合成一件事，例如文号、关联分析的结果"
    )
    matters = forms.MultipleChoiceField(label="联办事项", widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object, departments: list[tuple[int, str]], matters: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for name, choices in (("department", [("", "请选择"), *departments]), ("matters", matters)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.error_messages["required"] = field.error_messages["invalid_choice"] = f"请选择{field.label}。"
        self.fields["name"].error_messages["required"] = "请填写名称。"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft from matters in force, and open it."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, WRITE, None, "编排一件事")
    departments = [(one.pk, one.name) for one in composing_departments(actor)]
    form, refused = NewForm(request.POST or None, departments, matter_names()), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            draft = open_life_event_draft(
                actor, given["key"], given["name"], given["matters"], clock.now(), given["why"], given["department"]
            )
        except Refused as error:
            if error.status == 403:
                raise
            refused = error
        else:
            messages.success(request, "已合成草稿，相同的问题、栏目和材料已合并；请逐项核对。")
            return HttpResponseRedirect(reverse("life-event-draft", args=[draft.pk]))
    status = 422 if request.method == "POST" else 200
    return render(request, "life_events/compose/new.html", {"form": form, "refused": refused}, status=status)


@require_POST
@signed_in
def begin_next(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the next version of a life event and open it, or the draft that is open already."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, WRITE, None, "编排一件事")
    there = open_life_event_draft_of(key)
    if there is None:
        there = open_next_life_event_draft(actor=actor, key=key, why=request.POST.get("why", ""), now=clock.now())
        messages.success(request, "已从最新版本新建草稿。")
    else:
        life_event_draft_for(actor, there.pk)
        messages.info(request, "这件事已有一份草稿，已为您打开。")
    return HttpResponseRedirect(reverse("life-event-draft", args=[there.pk]))


@require_safe
@signed_in
def show(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show a draft's overview: what it spares, what the prover finds, and what may be done next."""
    return _overview(request, life_event_draft_for(request.actor, draft_id))  # type: ignore[attr-defined]


def _overview(request: HttpRequest, draft: LifeEventDraft, refused: Refused | None = None) -> HttpResponse:
    context = {**frame(request, draft, "overview"), **overview_of(draft, clock.now()), "refused": refused}
    return render(request, "life_events/compose/overview.html", context, status=refused.status if refused else 200)


SAID = {
    "submit": "已提交，等待组织评审。",
    "recall": "已撤回到草稿。",
    "discard": "草稿已作废。",
    "arrange": "已请各部门评审。",
    "restore": "已恢复，成为新的一稿。",
    "publish": "已发布，各窗口同时启用。",
}


@require_POST
@signed_in
def act(request: HttpRequest, draft_id: str, verb: str) -> HttpResponse:
    """Move a draft: submit, recall, discard, arrange the review, restore a revision, publish."""
    if verb not in SAID:
        raise NotFound("这个操作", "请从页面上的按钮操作。")

    def perform() -> str:
        _do(request, draft_id, verb)
        return SAID[verb]

    return acted(
        request,
        perform,
        lambda refused: _overview(request, life_event_draft_for(request.actor, draft_id), refused),  # type: ignore[attr-defined]
        reverse("life-event-draft", args=[draft_id]),
    )


def _do(request: HttpRequest, draft_id: str, verb: str) -> None:
    post, now = request.POST, clock.now()
    given: dict[str, Any] = {"actor": request.actor, "draft_id": draft_id, "now": now}  # type: ignore[attr-defined]
    match verb:
        case "submit":
            submit_life_event_draft(**given, revision=_number(post.get("revision", "")))
        case "recall":
            recall_life_event_draft(**given, reason=post.get("reason", ""))
        case "discard":
            discard_life_event_draft(**given, reason=post.get("reason", ""))
        case "arrange":
            arrange_life_event_review(**given)
        case "restore":
            restore_life_event_draft(**given, number=_number(post.get("number", "")) or 0)
        case "publish":
            publish_life_event_draft(**given)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
