"""What naming an expert takes, shared by arranging and replacing: the locked draft, fitness, the message, what is taken over (S2-21)."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings

from yichuang.accounts.operations.message_staff import message_staff
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio import policies
from yichuang.studio.models import Draft, ReviewAssignment, ReviewMark, ReviewRound
from yichuang.studio.queries import lock_draft
from yichuang.studio.queries.reviews import earlier_of, experts_for, open_round
from yichuang.studio.rules.review_items import HIGH
from yichuang.studio.rules.reviewers import Expert
from yichuang.studio.rules.reviewing import taken_over
from yichuang.studio.rules.states import STATE_NAMES

KEPT, TITLE = "没有改动。", "没有安排"


def locked_round(actor: Actor, draft_id: uuid.UUID | str, act: str, doing: str) -> tuple[Draft, ReviewRound]:
    """Return a draft, locked and authorised, with its open round.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not in review.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, act, draft.department, doing)
    round_ = open_round(draft)
    if round_ is None:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，不在业务评审中。"
        raise Refused(Reason("state", said, rule="S2-21", kept=KEPT, todo="请刷新页面查看最新状态。"), title=TITLE)
    return draft, round_


def fit_experts(draft: Draft, ids: Sequence[str], now: datetime) -> list[Expert]:
    """Return the experts chosen.

    :raises Refused: 422 saying of each who may not, why.
    """
    fit, others = experts_for(draft, day_of(now))
    may = {one.id: one for one in fit}
    why = {one.id: (one.name, reasons) for one, reasons in others}
    wrong = []
    for one in ids:
        if one not in may:
            name, reasons = why.get(one, ("所选的人", ("不是本区划的评审专家",)))
            text = f"{name}不能评审：{'；'.join(reasons)}。"
            wrong.append(Reason("unfit", text, field="reviewers", rule="S2-21", kept=KEPT, todo="请另选专家。"))
    if wrong:
        raise Refused(*wrong, status=422, title=TITLE)
    return [may[one] for one in ids]


def inherited_items(round_: ReviewRound) -> frozenset[str]:
    """Return the items whose 高 of the round before stands, because nothing of what they are about was changed."""
    earlier = earlier_of(round_)
    return taken_over(earlier.grades, earlier.changes) if earlier else frozenset()


def assign(
    actor: Actor, draft: Draft, round_: ReviewRound, experts: Sequence[Expert], items: Collection[str], now: datetime
) -> None:
    """Name experts for a round, take over what stands, and write to each."""
    rows = [
        ReviewAssignment(
            round=round_,
            reviewer_id=expert.id,
            reviewer_name=expert.name,
            assigned_at=now,
            assigned_by_id=actor.id,
            assigned_by_name=actor.name,
        )
        for expert in experts
    ]
    ReviewAssignment.objects.bulk_create(rows)
    ReviewMark.objects.bulk_create(
        ReviewMark(assignment=row, item=item, grade=HIGH, inherited=True, at=now)
        for row in rows
        for item in sorted(items)
    )
    for row in rows:
        tell(row, draft, round_, "review_assigned", f"review-assigned:{row.pk}", now)


def tell(row: ReviewAssignment, draft: Draft, round_: ReviewRound, template: str, once_key: str, now: datetime) -> None:
    """Write to an expert about a round."""
    data = {
        "department": draft.department.name,
        "matter": draft.name,
        "round": str(round_.number),
        "link": f"{settings.PUBLIC_URL}/studio/{draft.pk}/review/",
    }
    message_staff(
        staff_id=row.reviewer_id, template=template, data=data, now=now, stream=draft.stream, once_key=once_key
    )
