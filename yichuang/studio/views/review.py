"""The review of one draft: submitting and recalling, naming experts, the results; the judging page is judging.py."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.nodes import by_place, nodes_of, place_words
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import acted, once_from_page
from yichuang.foundations.problems import Refused
from yichuang.studio.models import Draft
from yichuang.studio.operations.arrange_review import arrange_review
from yichuang.studio.operations.recall_draft import recall_draft
from yichuang.studio.operations.replace_reviewer import remind_reviewer, replace_reviewer
from yichuang.studio.operations.settle_remark import settle_remark
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.policies import place_of
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.reviews import (
    assignment_of,
    open_remarks,
    reviewers_needed,
    rounds_of,
    spec_of_round,
)
from yichuang.studio.rules.states import STATE_NAMES, TONES, after
from yichuang.studio.views.judging import judging_page
from yichuang.studio.views.places import draft_places
from yichuang.studio.views.review_content import whole
from yichuang.studio.views.review_panels import arrange_panel, round_panel


@require_safe
@signed_in
def review(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show where a draft stands in review: to an expert who has not finished the judging page, to others experts and results."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    rounds = rounds_of(draft)
    if rounds and rounds[0].closed_at is None:
        row = assignment_of(request.actor, rounds[0])  # type: ignore[attr-defined]
        if row is not None and row.done_at is None:
            return judging_page(request, draft, rounds[0], row)
    return _page(request, draft, None)


@require_safe
@signed_in
def report(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show the report of every round for print: who, when, on which content, every grade with its reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    draft = draft_for(actor, draft_id)
    rounds = rounds_of(draft)
    context = {
        "draft": draft,
        "state": STATE_NAMES[draft.state],
        "tone": TONES[draft.state],
        "rounds": [round_panel(actor, round_) for round_ in rounds],
    }
    return render(request, "studio/review_report.html", context)


@require_POST
@signed_in
def submit(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Submit the draft as the author saw it."""
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isdigit() else None
    return _act(
        request,
        draft_id,
        "已提交业务评审。",
        lambda actor: submit_draft(actor=actor, draft_id=draft_id, now=clock.now(), revision=revision),
    )


@require_POST
@signed_in
def recall(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Take the draft back."""
    reason = request.POST.get("reason", "")
    return _act(
        request,
        draft_id,
        "已撤回，可以继续修改。",
        lambda actor: recall_draft(actor=actor, draft_id=draft_id, reason=reason, now=clock.now()),
    )


@require_POST
@signed_in
def settle(request: HttpRequest, draft_id: uuid.UUID, remark_id: int) -> HttpResponse:
    """Say how a remark was dealt with."""
    note = request.POST.get("note", "")
    return _act(
        request,
        draft_id,
        "已记下处理说明。",
        lambda actor: settle_remark(actor=actor, draft_id=draft_id, remark_id=remark_id, note=note, now=clock.now()),
    )


@require_POST
@signed_in
def arrange(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Name experts."""
    ids = request.POST.getlist("reviewers")
    return _act(
        request,
        draft_id,
        "已指派评审专家并发送通知。",
        lambda actor: arrange_review(actor=actor, draft_id=draft_id, reviewer_ids=ids, now=clock.now()),
    )


@require_POST
@signed_in
def replace(request: HttpRequest, draft_id: uuid.UUID, assignment_id: int) -> HttpResponse:
    """Put another expert in the place of one who is away."""
    other, reason = request.POST.get("reviewer", ""), request.POST.get("reason", "")
    return _act(
        request,
        draft_id,
        "已更换评审专家并发送通知。",
        lambda actor: replace_reviewer(
            actor=actor,
            draft_id=draft_id,
            assignment_id=assignment_id,
            reviewer_id=other,
            reason=reason,
            now=clock.now(),
        ),
    )


@require_POST
@signed_in
def remind(request: HttpRequest, draft_id: uuid.UUID, assignment_id: int) -> HttpResponse:
    """Remind an expert who has not finished."""
    return _act(
        request,
        draft_id,
        "已发送提醒。",
        lambda actor: remind_reviewer(actor=actor, draft_id=draft_id, assignment_id=assignment_id, now=clock.now()),
    )


def _act(request: HttpRequest, draft_id: uuid.UUID, done: str, act: Callable[[Actor], object]) -> HttpResponse:
    """Do one act of the page once and come back; a refusal shows the page again with its reasons."""
    actor: Actor = request.actor  # type: ignore[attr-defined]

    def perform() -> str:
        once_from_page(request, lambda: act(actor))
        return done

    return acted(
        request,
        perform,
        lambda refused: _page(request, draft_for(actor, draft_id), refused),
        f"/studio/{draft_id}/review/",
    )


def _page(request: HttpRequest, draft: Draft, refused: Refused | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place, rounds = place_of(draft.department), rounds_of(draft)
    current = rounds[0] if rounds and rounds[0].closed_at is None else None
    author = actor.may("draft.submit", place)
    arranging = current is not None and actor.may("review.arrange", place)
    context: dict[str, Any] = {
        "draft": draft,
        "places": draft_places(actor, draft),
        "state": STATE_NAMES[draft.state],
        "tone": TONES[draft.state],
        "rounds": [round_panel(actor, round_) for round_ in rounds],
        "submits": author and after(draft.state, "submit") is not None,
        "recalls": author and after(draft.state, "recall") is not None,
        "remarks": _remarks(draft, author),
        "experts": arrange_panel(draft, current, day_of(clock.now())) if arranging and current else None,
        "needed": reviewers_needed(),
        "content": whole(spec_of_round(rounds[0]), {}) if rounds else [],
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "studio/review.html", context, status=refused.status if refused else 200)


def _remarks(draft: Draft, author: bool) -> list[tuple[Any, str, bool]]:
    """Return the open remarks with their places in words, as the content they are about called them."""
    found = open_remarks(draft)
    rounds = rounds_of(draft) if found else []
    nodes = by_place(nodes_of(spec_of_round(rounds[0]))) if rounds else {}
    return [(row, place_words(Place(**row.place), nodes), author) for row in found]
