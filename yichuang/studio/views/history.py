"""The history of a draft: who saved what and when, what changed in words, and going back."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries.choices import type_words
from yichuang.catalog.rules.field_names import label_of
from yichuang.foundations import clock
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio.models import Draft
from yichuang.studio.operations.restore_revision import restore_revision
from yichuang.studio.policies import place_of
from yichuang.studio.queries import draft_for, revision_before, revision_of, revisions_of
from yichuang.studio.rules.changes import changes
from yichuang.studio.rules.states import DRAFT
from yichuang.studio.views.places import draft_places

TYPE = label_of("material", "standard_type")


@require_safe
@signed_in
def history(request: HttpRequest, draft_id: str) -> HttpResponse:
    """List the saved states of a draft, the newest first; on demand only those that somebody saved by hand."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    rows, by_hand = revisions_of(draft), request.GET.get("by") == "hand"
    page = page_of(rows.filter(explicit=True) if by_hand else rows, ["-number"], request.GET.get("cursor", ""), 30)
    return render(request, "studio/history.html", {**_common(request, draft), "page": page, "by_hand": by_hand})


@require_safe
@signed_in
def revision(request: HttpRequest, draft_id: str, number: int) -> HttpResponse:
    """Show what one saved state changed in the one kept before it, in words."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    chosen = revision_of(draft, number)
    before = revision_before(draft, number)
    word = type_words()
    found = changes(before.document, chosen.document) if before else []
    changed = [
        replace(one, before=word(one.before), after=word(one.after)) if one.label == TYPE else one for one in found
    ]
    context = {**_common(request, draft), "chosen": chosen, "before": before, "changes": changed}
    return render(request, "studio/revision.html", context)


@require_POST
@signed_in
def restore(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Go back to an earlier state and open it in the editor."""
    number = request.POST.get("number", "")
    if not number.isdigit() or len(number) > 9:
        reason = Reason(
            "number", "没有选择要恢复的那一稿。", "number", kept="文稿没有改动。", todo="请从修改记录中选择。"
        )
        raise Refused(reason, status=422, title="没有恢复")
    draft = restore_revision(actor=request.actor, draft_id=draft_id, number=int(number), now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, f"已恢复到第 {number} 稿，现在是第 {draft.revision} 稿。")
    return HttpResponseRedirect(reverse("studio:studio-draft", args=[draft.pk]))


def _common(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    writable = actor.may("draft.write", place_of(draft.department)) and draft.state == DRAFT
    return {"draft": draft, "writable": writable, "places": draft_places(actor, draft)}
