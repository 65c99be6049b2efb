"""Urge the departments that have not decided (催办); a day of the joint clock that passed is put on record by itself (行政许可法 42 II)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yichuang.accounts.operations.message_staff import message_staff
from yichuang.accounts.queries import heads_of, officers_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.calendar import in_chinese
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_joint import JointOverdue, JointUrged
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.queries.joint import children_of, joint_for, open_departments, times_of
from yichuang.life_events.rules.joint_states import OPEN, RUNNING

TEMPLATE = "joint_urged"


@unit_of_work()
def joint_urge(*, actor: Actor, number: str, note: str, now: datetime) -> JointCase:
    """Write to the heads of the departments with a member in hand and return the joint case; once a day for each department.

    :raises Refused: 409 when no department has anything in hand.
    """
    joint = joint_for(actor, number, lock=True)
    policies.demand_joint(actor, "joint.receive", joint, "催办")
    children = children_of(joint)
    pending = [child for child in children if child.state == OPEN and _undecided(child)]
    if joint.state != RUNNING or not pending:
        reason = Reason(
            "nothing_to_urge",
            "没有部门正在办理的事项，不需要催办。",
            rule="S2-43",
            kept="没有发出催办。",
            todo="请刷新页面查看。",
        )
        raise Refused(reason, title="不能催办")
    written = _write(joint, pending, now)
    event = JointUrged(
        departments=sorted(open_departments(pending).values()),
        members=[child.member for child in pending],
        written_to=written,
        note=note.strip()[:300],
    )
    ledger.write(joint, event, actor=actor, at=now, update_fields=[])
    return joint


@unit_of_work()
def record_joint_overdue(*, actor: Actor, number: str, now: datetime) -> list[str]:
    """Record that the promised or statutory day has passed, each once, and write to the departments; return which were new."""
    joint = JointCase.objects.select_for_update().filter(number=number, state=RUNNING).first()
    if joint is None:
        return []
    children = children_of(joint)
    if times_of(joint, children).decided_at is not None:
        return []
    said = {
        (event.payload["which"], event.payload["due"])
        for event in ledger.history(joint.stream)
        if event.type == JointOverdue.type
    }
    passed = [
        (which, due)
        for which, due in (("promised", joint.promised_due), ("statutory", joint.statutory_due))
        if due is not None and due < day_of(now) and (which, due.isoformat()) not in said
    ]
    if not passed:
        return []
    pending = [child for child in children if child.state == OPEN and _undecided(child)]
    _write(joint, pending, now)
    events = [_overdue(which, due, pending) for which, due in passed]
    ledger.write(joint, *events, actor=actor, at=now, update_fields=[])
    return [which for which, _ in passed]


def _overdue(which: str, due: date, pending: Sequence[JointChild]) -> JointOverdue:
    departments = sorted(open_departments(pending).values())
    return JointOverdue(which=which, due=due, open_members=[one.member for one in pending], departments=departments)


def _undecided(child: JointChild) -> bool:
    return child.case is not None and child.case.decided_at is None


def _write(joint: JointCase, pending: Sequence[JointChild], now: datetime) -> int:
    """Write to each department's heads, to its officers where it has none, once a day; return to how many people."""
    today, count = day_of(now), 0
    for department_id in open_departments(pending):
        mine = [child for child in pending if child.department_id == department_id]
        data: dict[str, Any] = {
            "event": joint.name,
            "number": joint.number,
            "matters": "、".join(child.matter_name for child in mine),
            "due": in_chinese(joint.promised_due) if joint.promised_due else "受理后起算的承诺期限",
        }
        for staff_id, _ in heads_of(department_id, today) or officers_of(department_id, today):
            key = f"urged:{joint.number}:{staff_id}:{today.isoformat()}"
            message_staff(staff_id=staff_id, template=TEMPLATE, data=data, now=now, stream=joint.stream, once_key=key)
            count += 1
    return count
