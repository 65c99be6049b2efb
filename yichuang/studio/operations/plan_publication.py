"""Plan the publication of an approved draft for a later hour, call it off, and do it when the hour has come (定时发布)."""

import uuid
from datetime import datetime, timedelta

from yichuang.accounts.operations.message_staff import message_staff
from yichuang.catalog.queries import notices_of
from yichuang.foundations.actors import Actor, Grant
from yichuang.foundations.clock import CHINA
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import PublicationCalledOff, PublicationFailed, PublicationPlanned
from yichuang.studio.models import Draft, PlannedPublication
from yichuang.studio.models.publications import CALLED_OFF, DONE, FAILED, WAITING
from yichuang.studio.operations.publish_draft import KEPT, demand_move, move, publish_locked, refuse_faults
from yichuang.studio.queries import lock_draft
from yichuang.studio.rules.states import SCHEDULED

LONGEST_AHEAD = timedelta(days=366)
TASK = "studio.publish_planned"


@unit_of_work()
def schedule_publication(*, actor: Actor, draft_id: uuid.UUID | str, at: datetime, now: datetime) -> PlannedPublication:
    """Plan the publication of an approved draft for `at` and return the plan.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not approved, 422 for an hour that is not
        within a year from now, or for errors that are found.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, "matter.publish", draft.department, "定时发布事项")
    demand_move(draft, "schedule", "没有定时")
    if not now < at <= now + LONGEST_AHEAD:
        said = f"发布时间 {at.astimezone(CHINA):%Y-%m-%d %H:%M} 不在现在起一年之内。"
        reason = Reason("at", said, field="at", kept="草稿仍是待发布。", todo="请填以后一年内的日期和时间。")
        raise Refused(reason, status=422, title="没有定时")
    refuse_faults(draft, now, "没有定时")
    # A plan that was overtaken by a recall may still wait; its alarm finds nothing to do.
    PlannedPublication.objects.filter(draft=draft, state=WAITING).update(state=CALLED_OFF, settled_at=now)
    plan = PlannedPublication.objects.create(
        draft=draft, at=at, planned_at=now, planned_by_id=actor.id, planned_by_name=actor.name
    )
    assert draft.candidate is not None
    event = PublicationPlanned(draft.key, draft.name, at, draft.candidate.content_hash)
    move(draft, "schedule", event, actor=actor, now=now, later=[Later(TASK, {"plan": plan.pk}, at=at)])
    return plan


@unit_of_work()
def unschedule(*, actor: Actor, draft_id: uuid.UUID | str, now: datetime) -> Draft:
    """Call a planned publication off and return the draft, approved as before.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when nothing is planned.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, "matter.publish", draft.department, "取消定时发布")
    demand_move(draft, "unschedule", "没有取消定时")
    plan = PlannedPublication.objects.filter(draft=draft, state=WAITING).first()
    at = plan.at if plan else now
    PlannedPublication.objects.filter(draft=draft, state=WAITING).update(state=CALLED_OFF, settled_at=now)
    move(draft, "unschedule", PublicationCalledOff(draft.key, draft.name, at), actor=actor, now=now)
    return draft


def publish_planned(*, plan_id: int, now: datetime) -> str:
    """Do what was planned, once: published; failed, and who planned it is told why; or nothing, when it was called off or recalled."""
    try:
        return _publish(plan_id, now)
    except Refused as refused:
        return _say_why_not(plan_id, refused, now)


@unit_of_work()
def _publish(plan_id: int, now: datetime) -> str:
    found = _waiting(plan_id)
    if found is None:
        return ""
    plan, draft = found
    if draft.state != SCHEDULED:
        plan.state, plan.settled_at = CALLED_OFF, now
        plan.save(update_fields=["state", "settled_at"])
        return ""
    # A suspension or withdrawal after the plan was made is news to who planned it: a person decides, not the clock.
    news = notices_of(draft.key).filter(lifted_at=None, begun_at__isnull=False, made_at__gt=plan.planned_at).first()
    if news is not None:
        said = f"定时以后，“{draft.name}”已由{news.made_by_name}暂停或取消：{news.text}。"
        raise Refused(Reason("notice", said, rule="S2-26", kept=KEPT, todo="请核实后再发布。"), title="没有发布")
    publish_locked(actor=_entitled(plan, draft), draft=draft, now=now, planned_by=plan.planned_by_name)
    plan.state, plan.settled_at = DONE, now
    plan.save(update_fields=["state", "settled_at"])
    return "published"


@unit_of_work()
def _say_why_not(plan_id: int, refused: Refused, now: datetime) -> str:
    found = _waiting(plan_id)
    if found is None:
        return ""
    plan, draft = found
    reasons = [reason.message for reason in refused.reasons]
    plan.state, plan.settled_at, plan.problem = FAILED, now, "；".join(reasons)[:1000]
    plan.save(update_fields=["state", "settled_at", "problem"])
    event = PublicationFailed(draft.key, draft.name, plan.at, plan.planned_by_name, reasons)
    move(draft, "unschedule", event, actor=_entitled(plan, draft), now=now)
    data = {
        "matter": draft.name,
        "at": f"{plan.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        "why": reasons[0] if reasons else "",
    }
    message_staff(
        staff_id=plan.planned_by_id,
        template="publication_failed",
        data=data,
        now=now,
        stream=draft.stream,
        once_key=f"plan:{plan.pk}",
    )
    return "failed"


def _waiting(plan_id: int) -> tuple[PlannedPublication, Draft] | None:
    """Lock the draft of a plan that still waits; None when the plan has had its end."""
    draft_id = PlannedPublication.objects.filter(pk=plan_id).values_list("draft_id", flat=True).first()
    rows = Draft.objects.select_for_update(of=("self",)).select_related("department", "candidate")
    draft = rows.filter(pk=draft_id).first() if draft_id else None
    plan = PlannedPublication.objects.filter(pk=plan_id, state=WAITING).first()
    return (plan, draft) if plan is not None and draft is not None else None


def _entitled(plan: PlannedPublication, draft: Draft) -> Actor:
    """Return the clock with the one right that its planner had: to publish this department's matter; his name is on record."""
    grant = Grant("matter.publish", "department", str(draft.department_id))
    return Actor(kind="clock", id="clock", name=f"{plan.planned_by_name}（定时发布）", grants=frozenset({grant}))
