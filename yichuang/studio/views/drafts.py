"""The list of drafts, and beginning one."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.studio.forms import FilterForm, OpenForm
from yichuang.studio.operations.discard_draft import discard_draft
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.policies import place_of
from yichuang.studio.queries import VIEW, open_draft_of, visible_drafts, writable_departments
from yichuang.studio.rules.states import STATE_NAMES, TONES


@require_safe
@signed_in
def list_drafts(request: HttpRequest) -> HttpResponse:
    """List the drafts that the actor may see, the latest first."""
    return _list(request, None, None)


@require_http_methods(["POST"])
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the draft of a new matter and open it."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("draft.write"):
        raise NotAllowed("draft.write", "您没有编写事项的权限。")
    form = OpenForm(request.POST, writable_departments(actor))
    if not form.is_valid():
        return _list(request, form, None)
    given = form.cleaned_data
    try:
        draft = open_draft(actor=actor, department_id=given["department"], name=given["name"], now=clock.now())
    except Refused as refused:
        return _list(request, form, refused)
    messages.success(request, "已新建草稿。")
    return HttpResponseRedirect(f"/studio/{draft.pk}/")


@require_POST
@signed_in
def begin_next(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the next version of a matter and open it, or the draft that is open already."""
    actor = request.actor  # type: ignore[attr-defined]
    there = open_draft_of(actor, key)
    if there and actor.may("draft.write", place_of(there.department)):
        messages.info(request, "这个事项已有一份草稿，已为您打开。")
        return HttpResponseRedirect(f"/studio/{there.pk}/")
    draft = open_next_version(actor=actor, matter_key=key, now=clock.now())
    messages.success(request, "已从最新版本新建草稿。")
    return HttpResponseRedirect(f"/studio/{draft.pk}/")


@require_POST
@signed_in
def discard(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Discard a draft."""
    why = request.POST.get("why", "")
    draft = discard_draft(actor=request.actor, draft_id=draft_id, reason=why, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, f"“{draft.name}”的草稿已作废。")
    return HttpResponseRedirect("/studio/")


def _list(request: HttpRequest, form: OpenForm | None, refused: Refused | None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(VIEW):
        raise NotAllowed(VIEW, "您没有查看事项草稿的权限。")
    chosen = FilterForm(request.GET)
    rows = visible_drafts(actor)
    if chosen.is_valid():
        if text := chosen.cleaned_data["q"].strip():
            rows = rows.filter(Q(name__contains=text) | Q(basic_code__startswith=text))
        if state := chosen.cleaned_data["state"]:
            rows = rows.filter(state=state)
    page = page_of(rows, ["-updated_at"], request.GET.get("cursor", ""), 30)
    writable = writable_departments(actor)
    context: dict[str, Any] = {
        "page": page,
        "filter": chosen,
        "lines": [(row, STATE_NAMES[row.state], TONES[row.state]) for row in page.rows],
        "form": form or (OpenForm(None, writable) if writable else None),
        "refused": refused,
    }
    failed = refused.status if refused else 422 if form is not None and form.errors else 200
    return render(request, "studio/drafts.html", context, status=failed)
