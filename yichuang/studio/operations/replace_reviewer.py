"""Put another expert in the place of one who is away, or remind one who has not finished (S2-21)."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import ReviewerReminded, ReviewerReplaced
from yichuang.studio.models import ReviewAssignment, ReviewRound
from yichuang.studio.operations.assigning import KEPT, assign, fit_experts, inherited_items, locked_round, tell


@unit_of_work()
def replace_reviewer(
    *, actor: Actor, draft_id: uuid.UUID | str, assignment_id: int, reviewer_id: str, reason: str, now: datetime
) -> ReviewRound:
    """Replace an expert who has not finished and return the round; what was graded so far stays on record and does not count.

    :raises NotFound: when draft or assignment are not there to see; NotAllowed; Refused 409 after the expert finished, 422 without a
        reason or for one who may not review or is named already.
    """
    draft, round_ = locked_round(actor, draft_id, "review.arrange", "更换评审专家")
    row = _unfinished(round_, assignment_id, "没有更换")
    if not reason.strip() or len(reason.strip()) > 200:
        missing = Reason("reason", "更换原因应为 1 至 200 个字。", field="reason", kept=KEPT, todo="请写明为什么更换。")
        raise Refused(missing, status=422, title="没有更换")
    if ReviewAssignment.objects.filter(round=round_, reviewer_id=reviewer_id, replaced_at=None).exists():
        already = Reason("named", "这位专家已在本轮中。", field="reviewer", kept=KEPT, todo="请另选专家。")
        raise Refused(already, status=422, title="没有更换")
    (expert,) = fit_experts(draft, [reviewer_id], now)
    row.replaced_at, row.replaced_why = now, reason.strip()
    row.save(update_fields=["replaced_at", "replaced_why"])
    assign(actor, draft, round_, [expert], inherited_items(round_), now)
    event = ReviewerReplaced(
        key=draft.key,
        name=draft.name,
        round=round_.number,
        before=row.reviewer_name,
        after=expert.name,
        reason=row.replaced_why,
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return round_


@unit_of_work()
def remind_reviewer(*, actor: Actor, draft_id: uuid.UUID | str, assignment_id: int, now: datetime) -> ReviewAssignment:
    """Remind an expert who has not finished, at most once a day, and return the assignment.

    :raises NotFound: when draft or assignment are not there to see; NotAllowed; Refused 409 after the expert finished, or twice a day.
    """
    draft, round_ = locked_round(actor, draft_id, "review.arrange", "提醒评审专家")
    row = _unfinished(round_, assignment_id, "没有提醒")
    today = day_of(now)
    if row.reminded_at is not None and day_of(row.reminded_at) == today:
        said = f"今天已经提醒过{row.reviewer_name}。"
        raise Refused(Reason("reminded", said, kept="没有再发。", todo="明天再提醒，或更换专家。"), title="没有提醒")
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    tell(row, draft, round_, "review_reminded", f"review-reminded:{row.pk}:{today}", now)
    event = ReviewerReminded(key=draft.key, name=draft.name, round=round_.number, reviewer=row.reviewer_name)
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return row


def _unfinished(round_: ReviewRound, assignment_id: int, title: str) -> ReviewAssignment:
    row = ReviewAssignment.objects.filter(round=round_, pk=assignment_id, replaced_at=None).first()
    if row is None:
        raise NotFound("这项评审任务", "请从本轮的专家名单中选择。")
    if row.done_at is not None:
        said = f"{row.reviewer_name}已经完成评审。"
        raise Refused(Reason("done", said, kept=KEPT, todo="请刷新页面查看。"), title=title)
    return row
