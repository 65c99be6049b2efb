"""Withdraw one member of a joint case or all of it on the applicant's written request (行政许可法 29; S2-25)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.cases.operations.end import withdraw
from yichuang.cases.rules.states import BEFORE_DECISION
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_joint import JointWithdrawn
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.operations.joint_beats import end_child, settle
from yichuang.life_events.operations.joint_open import open_ready
from yichuang.life_events.queries.joint import children_of, joint_for, spec_of_joint
from yichuang.life_events.rules.joint_states import CHILD_NAMES, OPEN, PENDING, RUNNING, WITHDRAWN

KEPT = "联办件没有改动。"
RULE = "行政许可法 29；S2-25"


@unit_of_work()
def joint_withdraw(
    *, actor: Actor, number: str, members: Sequence[str], reasons: str, in_writing: bool, now: datetime
) -> JointCase:
    """Withdraw the members named, or with none named all that are not decided yet; return the joint case.

    Those that wait are given up, those in hand are withdrawn as any case is; what follows for the others follows by the life event's rule.
    :raises Refused: with every reason: nothing in writing, no reason, a member that is decided or over.
    """
    joint = joint_for(actor, number, lock=True)
    policies.demand_joint(actor, "joint.withdraw", joint, "撤回")
    children, spec = children_of(joint), spec_of_joint(joint)
    chosen = _chosen(joint, children, members, reasons, in_writing)
    told: list[Any] = [JointWithdrawn(whole=not members, members=[one.member for one in chosen], reasons=reasons)]
    for child in chosen:
        if child.state == OPEN and child.case is not None:
            child.case = withdraw(
                actor=actor, number=child.case.number, reasons=reasons, in_writing=in_writing, now=now
            )
        child.state = WITHDRAWN  # all at once, so that none is called a consequence of another
    told += [end_child(children, child, WITHDRAWN, "申请人书面撤回。", spec, now) for child in chosen]
    if members:
        told += open_ready(joint, children, spec, now)
    settle(joint, children, spec, told, actor=actor, now=now)
    return joint


def _chosen(
    joint: JointCase, children: Sequence[JointChild], members: Sequence[str], reasons: str, in_writing: bool
) -> list[JointChild]:
    found: list[Reason] = []
    if not in_writing:
        found.append(
            _reason("request_missing", "还没有收到申请人的书面撤回申请。", "请收取书面申请后勾选。", "in_writing")
        )
    if not reasons.strip():
        found.append(_reason("reasons_missing", "没有填写撤回理由。", "请按申请人的书面申请填写。", "reasons"))
    by_member = {child.member: child for child in children}
    for name in members:
        child = by_member.get(name)
        if child is None:
            found.append(_reason("member_unknown", f"没有编号为“{name[:40]}”的联办事项。", "请刷新页面。"))
        elif not _may_withdraw(child):
            state = child.state if child.state != OPEN else "open"
            message = (
                f"“{child.matter_name}”{'已作出决定' if state == 'open' else f'现为“{CHILD_NAMES[state]}”'}，不能撤回。"
            )
            found.append(_reason("not_to_withdraw", message, "请刷新页面查看。", f"member.{name}"))
    chosen = [child for child in children if (not members or child.member in members) and _may_withdraw(child)]
    if joint.state != RUNNING or (not members and not chosen):
        found.append(_reason("nothing_to_withdraw", "没有可以撤回的事项：都已作出决定或已经结束。", "请刷新页面查看。"))
    if found:
        raise Refused(*found, title="不能撤回")
    return chosen


def _may_withdraw(child: JointChild) -> bool:
    if child.state == OPEN and child.case is not None:
        return child.case.state in BEFORE_DECISION
    return child.state in PENDING


def _reason(code: str, message: str, todo: str, field: str = "") -> Reason:
    return Reason(code, message, field=field, rule=RULE, kept=KEPT, todo=todo)
