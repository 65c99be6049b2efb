"""Submission, recall and business review, over /api/studio/drafts (S2-21, rulebook 6.4)."""

import uuid
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.problems import NotFound
from yichuang.studio.operations.arrange_review import arrange_review
from yichuang.studio.operations.finish_review import finish_review
from yichuang.studio.operations.grade_items import grade_items
from yichuang.studio.operations.recall_draft import recall_draft
from yichuang.studio.operations.replace_reviewer import remind_reviewer, replace_reviewer
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.reviews import rounds_of
from yichuang.studio.schemas import reviews as s

router = Router(tags=["业务评审"], auth=staff_auth)
ROUND: dict[int, Any] = {200: s.RoundOut, **PROBLEMS}
STATE: dict[int, Any] = {200: s.DraftStateOut, **PROBLEMS}
DRAFT = "/studio/drafts/{uuid:draft_id}"


@router.post(f"{DRAFT}/submit", response=ROUND, operation_id="submit_draft", summary="提交评审")
def post_submit(request: HttpRequest, draft_id: uuid.UUID, body: s.SubmitBody) -> Status[Any]:
    """Freeze the current revision and open a review round."""
    actor, now = _who(request), clock.now()

    def act() -> s.RoundOut:
        submit_draft(actor=actor, draft_id=draft_id, now=now, revision=body.revision)
        return _newest(actor, draft_id)

    return write(request, act)


@router.post(f"{DRAFT}/recall", response=STATE, operation_id="recall_draft", summary="撤回送审稿")
def post_recall(request: HttpRequest, draft_id: uuid.UUID, body: s.ReasonBody) -> Status[Any]:
    """Take a submitted draft back."""
    actor, now = _who(request), clock.now()
    return write(
        request, lambda: s.state_out(recall_draft(actor=actor, draft_id=draft_id, reason=body.reason, now=now))
    )


@router.get(f"{DRAFT}/review", response=ROUND, operation_id="get_review", summary="取最近一轮评审")
def get_review(request: HttpRequest, draft_id: uuid.UUID) -> s.RoundOut:
    """Return the newest round of a draft, with the grades that the actor may see."""
    return _newest(_who(request), draft_id)


@router.post(f"{DRAFT}/review/arrange", response=ROUND, operation_id="arrange_review", summary="指派评审专家")
def post_arrange(request: HttpRequest, draft_id: uuid.UUID, body: s.ArrangeReviewBody) -> Status[Any]:
    """Name experts for the open round."""
    actor, now = _who(request), clock.now()

    def act() -> s.RoundOut:
        arrange_review(actor=actor, draft_id=draft_id, reviewer_ids=body.reviewers, now=now)
        return _newest(actor, draft_id)

    return write(request, act)


@router.post(
    f"{DRAFT}/review/assignments/{{int:assignment_id}}/replace",
    response=ROUND,
    operation_id="replace_reviewer",
    summary="更换评审专家",
)
def post_replace(request: HttpRequest, draft_id: uuid.UUID, assignment_id: int, body: s.ReplaceBody) -> Status[Any]:
    """Put another expert in the place of one who is away."""
    actor, now = _who(request), clock.now()

    def act() -> s.RoundOut:
        replace_reviewer(
            actor=actor,
            draft_id=draft_id,
            assignment_id=assignment_id,
            reviewer_id=body.reviewer,
            reason=body.reason,
            now=now,
        )
        return _newest(actor, draft_id)

    return write(request, act)


@router.post(
    f"{DRAFT}/review/assignments/{{int:assignment_id}}/remind",
    response=ROUND,
    operation_id="remind_reviewer",
    summary="提醒评审专家",
)
def post_remind(request: HttpRequest, draft_id: uuid.UUID, assignment_id: int) -> Status[Any]:
    """Write to an expert who has not finished."""
    actor, now = _who(request), clock.now()

    def act() -> s.RoundOut:
        remind_reviewer(actor=actor, draft_id=draft_id, assignment_id=assignment_id, now=now)
        return _newest(actor, draft_id)

    return write(request, act)


@router.post(f"{DRAFT}/review/grade", response=ROUND, operation_id="grade_items", summary="逐项评定")
def post_grade(request: HttpRequest, draft_id: uuid.UUID, body: s.GradeBody) -> Status[Any]:
    """Keep the actor's grades for some items."""
    actor, now = _who(request), clock.now()

    def act() -> s.RoundOut:
        grade_items(actor=actor, draft_id=draft_id, given=s.given_of(body), now=now)
        return _newest(actor, draft_id)

    return write(request, act)


@router.post(f"{DRAFT}/review/finish", response=ROUND, operation_id="finish_review", summary="完成评审")
def post_finish(request: HttpRequest, draft_id: uuid.UUID) -> Status[Any]:
    """Finish the actor's review; the last expert to finish closes the round."""
    actor, now = _who(request), clock.now()

    def act() -> s.RoundOut:
        finish_review(actor=actor, draft_id=draft_id, now=now)
        return _newest(actor, draft_id)

    return write(request, act)


def _who(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _newest(actor: Actor, draft_id: uuid.UUID) -> s.RoundOut:
    draft = draft_for(actor, draft_id)
    rounds = rounds_of(draft)
    if not rounds:
        raise NotFound("这份草稿的评审", "它还没有提交过。")
    return s.round_out(actor, rounds[0])
