"""Name the experts of a review round (S2-21): as many as the centre asks for, all of other than the authoring office."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import ReviewArranged
from yichuang.studio.models import ReviewAssignment, ReviewRound
from yichuang.studio.operations.assigning import KEPT, TITLE, assign, fit_experts, inherited_items, locked_round
from yichuang.studio.queries.reviews import reviewers_needed


@unit_of_work()
def arrange_review(
    *, actor: Actor, draft_id: uuid.UUID | str, reviewer_ids: Sequence[str], now: datetime
) -> ReviewRound:
    """Name experts, in addition to those named already, and return the round; naming the same again changes nothing.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not in review, 422 for too few or unfit experts.
    """
    draft, round_ = locked_round(actor, draft_id, "review.arrange", "组织业务评审")
    named = set(ReviewAssignment.objects.filter(round=round_, replaced_at=None).values_list("reviewer_id", flat=True))
    wanted = [one for one in dict.fromkeys(reviewer_ids) if one not in named]
    if not wanted and named:
        return round_
    experts = fit_experts(draft, wanted, now)
    needed = reviewers_needed()
    if len(named) + len(experts) < needed:
        said = f"至少要指派 {needed} 名评审专家，现在只有 {len(named) + len(experts)} 名。"
        reason = Reason("too_few", said, field="reviewers", rule="S2-21", kept=KEPT, todo="请再选专家。")
        raise Refused(reason, status=422, title=TITLE)
    items = inherited_items(round_)
    assign(actor, draft, round_, experts, items, now)
    if round_.arranged_at is None:
        round_.arranged_at = now
        round_.save(update_fields=["arranged_at"])
    event = ReviewArranged(
        key=draft.key,
        name=draft.name,
        content_hash=round_.content_hash,
        round=round_.number,
        reviewers=[expert.name for expert in experts],
        taken_over=sorted(items),
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return round_
