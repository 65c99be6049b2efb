"""What happens to a joint case when one of its cases moves: the clock begins, a member ends, the next ones open, the whole ends (S2-25)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.operations.joint_beats import end_child, settle
from yichuang.life_events.operations.joint_open import open_ready
from yichuang.life_events.queries.joint import children_of, spec_of_joint
from yichuang.life_events.rules.joint_states import OPEN, RUNNING, ended_as

# Cases whose clock, state or end changed; what is not here does not touch the joint case.
MOVES = (
    *("case.accepted", "case.suspended", "case.resumed", "case.extended", "case.decided", "case.closed"),
    *("case.acceptance_refused", "case.withdrawn", "case.terminated"),
)


@unit_of_work()
def joint_follow(
    *, actor: Actor, number: str, event: str, payload: Mapping[str, Any], now: datetime
) -> JointCase | None:
    """Let a joint case follow an event of one of its cases (`number`) and return it; None for a case of its own."""
    joint_id = JointChild.objects.filter(case__number=number).values_list("joint_id", flat=True).first()
    if joint_id is None:
        return None
    joint = JointCase.objects.select_for_update().get(pk=joint_id)
    if joint.state != RUNNING:
        return joint
    children, spec = children_of(joint), spec_of_joint(joint)
    child = next(one for one in children if one.case is not None and one.case.number == number)
    told: list[Any] = []
    state = ended_as(event, payload)
    if state and child.state == OPEN:
        told.append(end_child(children, child, state, _why(event, payload), spec, now))
        told += open_ready(joint, children, spec, now)
    settle(joint, children, spec, told, actor=actor, now=now)
    return joint


def _why(event: str, payload: Mapping[str, Any]) -> str:
    """Return in words why a member ended; a denial's reasons stand in its decision, which the person has."""
    if event == "case.decided":
        return "" if payload.get("outcome") == "granted" else "部门作出不予决定，理由和救济途径见不予决定书。"
    if event == "case.withdrawn":
        return "申请人书面撤回。"
    if event == "case.terminated":
        return "部门终止办理，理由见终止办理通知书。"
    return "申请没有被受理，理由见告知书。"


@unit_of_work()
def recount_joint(*, actor: Actor, number: str, now: datetime) -> JointCase | None:
    """Count a running joint case's days again after its calendar changed and return it; None when it is over."""
    joint = JointCase.objects.select_for_update().filter(number=number, state=RUNNING).first()
    if joint is not None:
        settle(joint, children_of(joint), spec_of_joint(joint), [], actor=actor, now=now)
    return joint
