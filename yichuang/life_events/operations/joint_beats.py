"""What every act on a joint case shares: a member that ends, the clock that follows, and the end of the whole."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from yichuang.cases.queries.volumes import supplements_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.jobs import Later
from yichuang.life_events.events_joint import JointChildEnded, JointDueSet, JointEnded
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.models.joint import NO_DUE
from yichuang.life_events.queries.joint import names_of, states_of, times_of
from yichuang.life_events.rules import joint_states as s
from yichuang.life_events.rules.joint_clock import read_joint
from yichuang.life_events.rules.spec import LifeEventSpec

NEVER = date.fromisoformat(NO_DUE)
DUES = ["accepted_on", "promised_due", "statutory_due", "next_due"]


def end_child(
    children: Sequence[JointChild], child: JointChild, state: str, why: str, spec: LifeEventSpec, now: datetime
) -> JointChildEnded:
    """Let a member end and stop those that its end stops (rows saved); return the event that tells it."""
    names = names_of(children)
    child.state, child.why, child.ended_at = state, why[:600], now
    child.save(update_fields=["state", "why", "ended_at"])
    states = states_of(children)
    said = s.told(spec, states, child.member, names)
    follows = s.consequences(spec, states, child.member, names)
    by_member = {one.member: one for one in children}
    for one in follows:
        touched = by_member[one.member]
        touched.why = one.sentence[:600]
        if not one.asked:
            touched.state, touched.ended_at = s.STOPPED, now
        touched.save(update_fields=["state", "why", "ended_at"])
    return JointChildEnded(
        member=child.member,
        matter_name=child.matter_name,
        state=state,
        why=child.why,
        told=said,
        stopped=[one.member for one in follows if not one.asked],
        asked=[one.member for one in follows if one.asked],
    )


def refresh(
    joint: JointCase, children: Sequence[JointChild], spec: LifeEventSpec, now: datetime
) -> tuple[list[Any], list[Later]]:
    """Read the clock anew and write its days onto the joint case (unsaved, columns `DUES`); return what to tell and the alarms to arm."""
    today = day_of(now)
    times = times_of(joint, children)
    read = read_joint(times, spec, calendar(), today)
    before = (joint.accepted_on, joint.promised_due, joint.statutory_due)
    joint.accepted_on, joint.promised_due, joint.statutory_due = times.accepted, read.promised.due, read.statutory.due
    joint.next_due = read.due or NEVER if joint.state == s.RUNNING else NEVER
    if before == (joint.accepted_on, joint.promised_due, joint.statutory_due):
        return [], []
    event = JointDueSet(
        accepted_on=joint.accepted_on, promised_due=joint.promised_due, statutory_due=joint.statutory_due
    )
    # Nobody is waited for, and nobody is written to, when the day of a test piece passes (S0-26).
    due = (joint.promised_due, joint.statutory_due) if not joint.practice else ()
    days = sorted({day for day in due if day})
    return [event], [Later("life_events.watch_joint", {"number": joint.number}, at=_morning_after(day)) for day in days]


def _morning_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0, 1), tzinfo=CHINA)


def settle(
    joint: JointCase,
    children: Sequence[JointChild],
    spec: LifeEventSpec,
    events: list[Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Write what happened with the clock that follows, and end the whole when nothing is open and every result is served."""
    columns = [*DUES, "state", "closed_at"]
    ended: list[Any] = []
    if joint.state == s.RUNNING and s.over(states_of(children)) and all(_served(child) for child in children):
        withdrawn = all(child.state in (s.WITHDRAWN, s.SKIPPED) for child in children)
        joint.state, joint.closed_at = s.WITHDRAWN_WHOLE if withdrawn else s.ENDED, now
        ended = [_ended(joint, children, spec.key, now)]
    moved, later = refresh(joint, children, spec, now)
    if told := [*events, *moved, *ended]:
        ledger.write(joint, *told, actor=actor, at=now, update_fields=columns, later=later)


def _ended(joint: JointCase, children: Sequence[JointChild], key: str, now: datetime) -> JointEnded:
    ends = [{"member": one.member, "end": one.case.state if one.case else one.state} for one in children]
    return JointEnded(
        number=joint.number,
        key=key,
        received_on=day_of(joint.received_at),
        ended_on=day_of(now),
        members=ends,
        extra_visits=supplements_of(one.case_id for one in children if one.case_id),
    )


def _served(child: JointChild) -> bool:
    """Tell whether nothing of a member's case is left to do; one without a case has nothing."""
    return child.case is None or child.case.closed_at is not None
