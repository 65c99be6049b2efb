"""The judging page of one expert: the content in full, or what changed, beside the items with 高, 中, 低 (S2-21)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import once_from_page
from yichuang.foundations.problems import Refused
from yichuang.studio.forms import given_from
from yichuang.studio.models import Draft, ReviewAssignment, ReviewRound
from yichuang.studio.operations.finish_review import finish_review
from yichuang.studio.operations.grade_items import grade_items
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.reviews import assignment_of, earlier_of, given_by, open_round, spec_of_round
from yichuang.studio.rules.review_items import REVIEW_ITEMS
from yichuang.studio.rules.reviewing import Given
from yichuang.studio.views.review_content import only_changes, whole
from yichuang.studio.views.review_panels import GRADE_ROWS, item_rows


@require_POST
@signed_in
def grade(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Keep what was given so far; with `act=finish` finish the review too. An autosave is answered without a page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    finishing, given, now = request.POST.get("act") == "finish", given_from(request.POST), clock.now()
    try:
        if not (finishing and _finished(actor, draft_id)):
            grade_items(actor=actor, draft_id=draft_id, given=given, now=now)
        if request.headers.get("X-Autosave"):
            return HttpResponse(status=204)
        if finishing:
            once_from_page(request, lambda: finish_review(actor=actor, draft_id=draft_id, now=now))
    except Refused as refused:
        draft = draft_for(actor, draft_id)
        round_ = open_round(draft)
        row = assignment_of(actor, round_) if round_ else None
        if refused.status != 422 or round_ is None or row is None or row.done_at is not None:
            raise
        return judging_page(request, draft, round_, row, refused, given)
    messages.success(request, "已完成评审。" if finishing else "已保存。")
    return HttpResponseRedirect(f"/studio/{draft_id}/review/{'' if finishing else _kept_view(request)}")


def _finished(actor: Actor, draft_id: uuid.UUID) -> bool:
    """Tell whether the actor has finished the open round, as a form that is sent twice finds it."""
    round_ = open_round(draft_for(actor, draft_id))
    row = assignment_of(actor, round_) if round_ else None
    return round_ is None or (row is not None and row.done_at is not None)


def _kept_view(request: HttpRequest) -> str:
    return "?show=all" if request.POST.get("show") == "all" else ""


def judging_page(
    request: HttpRequest,
    draft: Draft,
    round_: ReviewRound,
    row: ReviewAssignment,
    refused: Refused | None = None,
    given: dict[str, Given] | None = None,
) -> HttpResponse:
    """Show the page to judge on; after a refusal with the reasons at their items and everything that was typed."""
    spec, earlier = spec_of_round(round_), earlier_of(round_)
    show_all = earlier is None or "all" in (request.GET.get("show"), request.POST.get("show"))
    inherited = frozenset(mark.item for mark in row.marks.all() if mark.inherited)
    given = given_by(row) if given is None else given
    items = item_rows(spec, given, inherited, earlier, refused.reasons if refused else ())
    changes = earlier.changes if earlier else ()
    context: dict[str, Any] = {
        "draft": draft,
        "round": round_,
        "earlier": earlier,
        "show_all": show_all,
        "content": whole(spec, {one.place: one for one in changes}) if show_all else only_changes(spec, changes),
        "items": [one for one in items if show_all or not _folds(one)],
        "folded": [] if show_all else [one for one in items if _folds(one)],
        "grades": GRADE_ROWS,
        "done": sum(bool(one.grade) for one in given.values()),
        "total": len(REVIEW_ITEMS),
        "refused": refused,
    }
    return render(request, "studio/review_judge.html", context, status=refused.status if refused else 200)


def _folds(one: dict[str, Any]) -> bool:
    """Tell whether an item is out of sight at first: its 高 stands, and nothing is said against it now."""
    return one["inherited"] and one["given"].grade == "high" and not one["wrong"]
