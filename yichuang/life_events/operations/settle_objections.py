"""The leader's answer to objections: dismiss one with a reason, or return the draft with all that are open (S2-21②)."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_practice import LifeEventObjectionDismissed
from yichuang.life_events.models import LifeEventDraft, LifeEventObjection
from yichuang.life_events.operations.practice import refuse
from yichuang.life_events.operations.record_window import record_window
from yichuang.life_events.operations.simulate_draft import pass_if_complete
from yichuang.life_events.operations.submit_draft import give_back
from yichuang.life_events.queries import practice as q
from yichuang.life_events.queries.composing import ARRANGE, lock_life_event_draft
from yichuang.life_events.rules.drafting import SIMULATING, STATE_NAMES
from yichuang.studio.rules.simulation import OBJECTED, after_dismissal

LONGEST = 280


@unit_of_work()
def dismiss_life_event_objection(*, actor: Actor, objection_id: int, reason: str, now: datetime) -> LifeEventObjection:
    """Dismiss an objection with a reason that its author reads, and return it; the round goes on when none is left.

    A run whose test piece was received is done by that; one in which nothing was received yet is its clerk's again.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it was settled, 422 without a reason.
    """
    found = LifeEventObjection.objects.select_related("run__candidate").filter(pk=objection_id).first()
    if found is None:
        raise NotFound("这条异议", "请从模拟验收页面中选择。")
    draft = _lock(actor, found.run.candidate.draft_id)
    said = _said(reason)
    objection = q.objections_of(draft).filter(pk=objection_id).first()
    if objection is None or objection.settled_at is not None:
        refuse("settled", "这条异议已经处理，或者那次验收已经结束。", "请刷新页面查看最新状态。")
    objection.settled_at, objection.settled_by_name, objection.settled_note = now, actor.name, f"不采纳：{said}"
    objection.save(update_fields=["settled_at", "settled_by_name", "settled_note"])
    run = objection.run
    run.candidate.draft = draft
    if run.state == OBJECTED and not run.objections.filter(settled_at=None).exists():
        done = run.done_at is not None
        run.state = after_dismissal(done=done, examined=done)
        run.save(update_fields=["state"])
    event = LifeEventObjectionDismissed(run=run.pk, objection=objection.pk, objector=objection.author_name, reason=said)
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    record_window(run, actor=actor, now=now)
    pass_if_complete(draft, run.candidate, actor=actor, now=now)
    return objection


@unit_of_work()
def return_simulated_life_event(
    *, actor: Actor, draft_id: uuid.UUID | str, reason: str, now: datetime
) -> LifeEventDraft:
    """Return the draft to its authors and return the draft: every open objection is upheld and goes with it.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not in acceptance, 422 without a reason.
    """
    draft = _lock(actor, draft_id)
    said = _said(reason)
    open_ = list(q.open_objections(draft))
    told = {"settled_at": now, "settled_by_name": actor.name, "settled_note": f"采纳，退回修改：{said}", "upheld": True}
    LifeEventObjection.objects.filter(pk__in=[one.pk for one in open_]).update(**told)
    give_back(draft, actor, now, "simulation", [f"模拟验收退回：{said}", *(one.in_full for one in open_)])
    return draft


def _lock(actor: Actor, draft_id: uuid.UUID | str) -> LifeEventDraft:
    draft = lock_life_event_draft(actor, draft_id)
    policies.demand(actor, ARRANGE, policies.place_of(draft.department), "裁定异议、退回")
    if draft.state != SIMULATING:
        refuse("state", f"这份文稿是“{STATE_NAMES[draft.state]}”，不在模拟验收中。", "请刷新页面查看最新状态。")
    return draft


def _said(reason: str) -> str:
    said = " ".join(reason.split())
    if len(said) < 2:
        todo = "请写明理由，提出人会看到。"
        missing = Reason("reason", "没有写明理由。", "reason", "S2-21", "没有改动。", todo)
        raise Refused(missing, status=422, title="没有处理")
    return said[:LONGEST]
