"""The arranger's answer to objections: dismiss one with a reason, or return the draft with all of them (S2-21②)."""

import uuid
from datetime import datetime

from yichuang.catalog.rules.findings import MATTER
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import ObjectionDismissed
from yichuang.studio.models import Draft, Remark, SimulationObjection
from yichuang.studio.operations.object_to_run import LONGEST
from yichuang.studio.operations.return_draft import Said, return_draft
from yichuang.studio.operations.simulating import in_state, pass_if_complete, refuse
from yichuang.studio.queries import lock_draft, simulations
from yichuang.studio.rules.simulation import OBJECTED, after_dismissal
from yichuang.studio.rules.states import SIMULATING, STATE_NAMES


@unit_of_work()
def dismiss_objection(*, actor: Actor, objection_id: int, reason: str, now: datetime) -> SimulationObjection:
    """Dismiss an objection with a reason that its author reads, and return it; the run goes on when none is left.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it was settled, 422 without a reason.
    """
    rows = SimulationObjection.objects.select_related("remark", "run__script")
    objection = rows.filter(pk=objection_id).first()
    if objection is None:
        raise NotFound("这条异议", "请从验收进度中选择。")
    draft = _lock(actor, objection.run.script.draft_id)
    said = _said(reason)
    objection.remark.refresh_from_db()
    run = objection.run
    run.refresh_from_db()
    if objection.remark.settled_at is not None or run.script.candidate_id != draft.candidate_id:
        refuse("settled", "这条异议已经处理。", "请刷新页面查看最新状态。")
    in_state(run, OBJECTED)
    remark = objection.remark
    remark.settled_at, remark.settled_by_name, remark.settled_note = now, actor.name, f"不采纳：{said}"[:300]
    remark.save(update_fields=["settled_at", "settled_by_name", "settled_note"])
    if not run.objections.filter(remark__settled_at=None).exists():
        run.state = after_dismissal(done=run.done_at is not None, examined=run.examined_at is not None)
        run.save(update_fields=["state"])
    event = ObjectionDismissed(run=run.pk, remark=remark.pk, objector=remark.author_name, reason=said)
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    pass_if_complete(actor, draft, now)
    return objection


@unit_of_work()
def return_simulated(*, actor: Actor, draft_id: uuid.UUID | str, reason: str, now: datetime) -> Draft:
    """Return the draft to its authors and return the draft: every open objection stays beside its place, with why it was returned.

    An objection is one remark, not two: only where nobody objected does the reason stand by itself, beside the whole matter.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not in acceptance, 422 without a reason.
    """
    draft = _lock(actor, draft_id)
    said = _said(reason)
    open_ = [objection.remark for objection in simulations.open_objections(draft)]
    why = f"模拟验收退回：{said}"
    for remark in open_:
        remark.text = f"{remark.text}（{why}）"[:LONGEST]
    Remark.objects.bulk_update(open_, ["text"])
    return_draft(
        actor=actor,
        draft=draft,
        source="simulation",
        remarks=[] if open_ else [Said(MATTER, why)],
        now=now,
        reasons=[f"模拟验收退回（异议 {len(open_)} 条）：{said}"],
    )
    return draft


def _lock(actor: Actor, draft_id: uuid.UUID | str) -> Draft:
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, simulations.ARRANGE, draft.department, "处理模拟验收的异议")
    if draft.state != SIMULATING:
        refuse("state", f"这份文稿是“{STATE_NAMES[draft.state]}”，不在模拟验收中。", "请刷新页面查看最新状态。")
    return draft


def _said(reason: str) -> str:
    said = reason.strip()
    if len(said) < 2:
        missing = Reason(
            "reason",
            "没有写明理由。",
            field="reason",
            rule="S2-21",
            kept="没有改动。",
            todo="请写明理由，提出人会看到。",
        )
        raise Refused(missing, status=422, title="没有处理")
    return said
