"""Extend the joint period once, by the head of the government of its level (行政许可法 42 II: at most fifteen working days)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_joint import JointExtended
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_beats import DUES, refresh
from yichuang.life_events.queries.joint import children_of, joint_for, spec_of_joint, times_of
from yichuang.life_events.rules.joint_clock import read_joint, refusals_to_extend

COLUMNS = [*DUES, "extended_days", "extended_on", "extended_by_name", "extended_why"]


@unit_of_work()
def joint_extend(*, actor: Actor, number: str, days: int, reasons: str, now: datetime) -> JointCase:
    """Lengthen the statutory period of a joint case and return it; the promise stays, the reason is kept and told.

    :raises Refused: with every reason: not begun, over, late, given before, too long, without a reason.
    """
    joint = joint_for(actor, number, lock=True)
    policies.demand_joint(actor, "joint.extend", joint, "延长期限")
    children, spec = children_of(joint), spec_of_joint(joint)
    times = times_of(joint, children)
    read = read_joint(times, spec, calendar(), day_of(now))
    if found := refusals_to_extend(times, read, days, reasons):
        raise Refused(*found, title="不能延长期限")
    joint.extended_days, joint.extended_on = days, now
    joint.extended_by_name, joint.extended_why = actor.name, reasons.strip()[:500]
    moved, later = refresh(joint, children, spec, now)
    event = JointExtended(days=days, reasons=joint.extended_why, statutory_due=joint.statutory_due)
    ledger.write(joint, event, *moved, actor=actor, at=now, update_fields=COLUMNS, later=later)
    return joint
