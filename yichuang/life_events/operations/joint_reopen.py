"""Open a member by hand whose turn came but that could not open by itself (重新开办)."""

from datetime import datetime

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_beats import settle
from yichuang.life_events.operations.joint_open import open_child
from yichuang.life_events.queries.joint import children_of, joint_for, spec_of_joint, states_of
from yichuang.life_events.rules.joint_states import ready


@unit_of_work()
def joint_reopen(*, actor: Actor, number: str, member: str, now: datetime) -> JointCase:
    """Receive a waiting member's case at the counter with what the joint case keeps, and return the joint case.

    :raises NotFound: when it is not the actor's to see. :raises NotAllowed: outside the receiving counter.
    :raises Refused: 409 when it is not its turn, otherwise as `receive` does.
    """
    joint = joint_for(actor, number, lock=True)
    policies.demand_joint(actor, "joint.receive", joint, "重新开办")
    children, spec = children_of(joint), spec_of_joint(joint)
    if member not in ready(spec, states_of(children)):
        reason = Reason(
            "not_its_turn", "这个联办事项还没有轮到，或者已经开办。", f"member.{member[:40]}", "S2-25",
            "联办件没有改动。", "请刷新页面查看各事项的状态。",
        )  # fmt: skip
        raise Refused(reason, title="不能重新开办")
    child = next(one for one in children if one.member == member)
    opened = open_child(joint, child, spec, actor=actor, now=now)
    settle(joint, children, spec, [opened], actor=actor, now=now)
    return joint
