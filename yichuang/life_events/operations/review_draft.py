"""The review of a life event by every department concerned: 高 passes, any 中 or 低 returns the draft with all reasons (S2-21①)."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_composing import LifeEventGraded, LifeEventReviewArranged, LifeEventReviewPassed
from yichuang.life_events.models import LifeEventDraft, LifeEventReview
from yichuang.life_events.operations.submit_draft import NOT_CHANGED, demand_move, give_back
from yichuang.life_events.queries.composing import (
    ARRANGE,
    REVIEW,
    concerned_departments,
    lock_life_event_draft,
    reviews_of,
)
from yichuang.life_events.rules.drafting import IN_REVIEW, STATE_NAMES, verdict
from yichuang.studio.rules.review_items import GRADES, HIGH

TITLE = "没有评审"


@unit_of_work()
def arrange_life_event_review(*, actor: Actor, draft_id: uuid.UUID | str, now: datetime) -> LifeEventDraft:
    """Ask every department concerned for its grade, and return the draft.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it was not submitted.
    """
    draft = lock_life_event_draft(actor, draft_id)
    policies.demand(actor, ARRANGE, policies.place_of(draft.department), "组织评审")
    draft.state, draft.updated_at = demand_move(draft, "arrange", "没有组织评审"), now
    asked = concerned_departments(draft)
    LifeEventReview.objects.bulk_create(
        [LifeEventReview(draft=draft, round=draft.round, department_id=one.pk) for one in asked]
    )
    event = LifeEventReviewArranged(key=draft.key, round=draft.round, departments=[one.name for one in asked])
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])
    return draft


@unit_of_work()
def review_life_event_draft(
    *, actor: Actor, draft_id: uuid.UUID | str, department_id: int, grade: str, reason: str, now: datetime
) -> LifeEventDraft:
    """Grade a draft for one department concerned, and return it: in simulation or a draft again once all have graded.

    :raises NotFound: when it is not the actor's to see, or that department is not asked; NotAllowed; Refused 409 when it is not in review,
        graded already or the actor's own, 422 for a grade that is none or 中, 低 without a reason.
    """
    draft = lock_life_event_draft(actor, draft_id)
    row = next((one for one in reviews_of(draft) if one.department_id == department_id), None)
    if row is None:
        raise NotFound("这个部门的评审", "请从评审页选择部门。")
    policies.demand(actor, REVIEW, policies.place_of(row.department), f"代{row.department.name}评审")
    _demand_gradable(draft, row, actor)
    _demand_said(grade, reason)
    row.grade, row.reason, row.graded_at = grade, reason.strip()[:400], now
    row.grader_id, row.grader_name = actor.id, actor.name
    row.save(update_fields=["grade", "reason", "graded_at", "grader_id", "grader_name"])
    event = LifeEventGraded(
        key=draft.key, round=draft.round, department=row.department.name, grade=grade, reason=row.reason
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    _conclude(draft, actor, now)
    return draft


def _demand_gradable(draft: LifeEventDraft, row: LifeEventReview, actor: Actor) -> None:
    if draft.state != IN_REVIEW:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，不在评审中。"
        raise Refused(Reason("state", said, rule="S2-21", kept=NOT_CHANGED, todo="请刷新页面。"), title=TITLE)
    if row.grade:
        said = f"{row.grader_name}已代{row.department.name}评为“{GRADES[row.grade]}”。"
        raise Refused(
            Reason("graded", said, rule="S2-21", kept=NOT_CHANGED, todo="如有不同意见，请与他商量。"), title=TITLE
        )
    if actor.id == draft.submitted_by_id:
        said = "这份文稿是您提交的，不能由您评审。"
        todo = "请由本部门其他负责人或评审专家评审。"
        raise Refused(Reason("own", said, rule="S2-21", kept=NOT_CHANGED, todo=todo), title=TITLE)


def _demand_said(grade: str, reason: str) -> None:
    if grade not in GRADES:
        found = Reason("grade", "等次应为高、中、低。", "grade", "S2-21", NOT_CHANGED, "请选择等次。")
    elif grade != HIGH and not reason.strip():
        found = Reason(
            "reason", "评为中或低的，应当写明理由。", "reason", "S2-21", NOT_CHANGED, "请写明哪里看不懂、怎样改。"
        )
    else:
        return
    raise Refused(found, status=422, title=TITLE)


def _conclude(draft: LifeEventDraft, actor: Actor, now: datetime) -> None:
    rows = reviews_of(draft)
    move = verdict({row.department.name: row.grade for row in rows})
    if move == "return":
        low = [row for row in rows if row.grade != HIGH]
        give_back(
            draft, actor, now, "review", [f"{row.department.name}（{GRADES[row.grade]}）：{row.reason}" for row in low]
        )
    elif move == "pass_review":
        draft.state, draft.updated_at = demand_move(draft, "pass_review", TITLE), now
        event = LifeEventReviewPassed(key=draft.key, round=draft.round, content_hash=draft.content_hash)
        ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])
