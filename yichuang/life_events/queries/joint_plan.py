"""What an intake for a life event comes to today: members, versions in force, what is asked and brought; page and operation ask it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.problems import NotFound, Reason
from yichuang.life_events.queries import MemberMatters, PublishedLifeEvent, announced_of, matters_composed, matters_of
from yichuang.life_events.rules.joint_form import KEPT
from yichuang.life_events.rules.joint_states import SKIPPED, STOPPED, WAITING, consequences
from yichuang.life_events.rules.together import Line, Reached, needed_members, only, reach


@dataclass(frozen=True)
class LeftOut:
    """Members that are not received this time: finished already (by number or reason), or not done now."""

    already: Mapping[str, str] = field(default_factory=dict)
    not_now: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """One intake as it stands: the answers' end for the members to be received, the state and reason with which each needed one begins.

    `known_lines`: the materials of all needed members, those left out too.
    """

    event: PublishedLifeEvent
    matters: MemberMatters
    reached: Reached
    states: dict[str, str]
    whys: dict[str, str]
    names: dict[str, str]
    known_lines: frozenset[str] = frozenset()

    @property
    def specs(self) -> dict[str, MatterSpec]:
        """Return the specs of the matters as received now, by member."""
        return {key: matter.spec for key, matter in self.matters.matters.items()}

    @property
    def received(self) -> list[str]:
        """Return the members that are to be received, in order."""
        return [key for key, state in self.states.items() if state == WAITING]

    @property
    def closed(self) -> dict[str, str]:
        """Return why a member that is to be received cannot be: suspended or withdrawn matters."""
        return {key: why for key, why in self.matters.closed.items() if key in self.received}


def plan_for(event: PublishedLifeEvent, answers: Mapping[str, Any], *, kind: str, left_out: LeftOut, on: date) -> Plan:
    """Return what an intake under this content comes to on a day; what is simulated has the matters it was composed with (S2-21②).

    :raises NotFound: when one of those is not there.
    """
    found = matters_of(event.spec) if event.version_id else MemberMatters(matters_composed(event.spec), {}, {}, {})
    specs = {name: matter.spec for name, matter in found.matters.items()}
    names = {name: matter.spec.name for name, matter in found.matters.items()}
    states = {member.id: WAITING for member in needed_members(event.spec, answers)}
    whys: dict[str, str] = {}
    for member, why in left_out.already.items():
        if member in states:
            states[member], whys[member] = SKIPPED, why
    for member, why in left_out.not_now.items():
        if states.get(member) == WAITING:
            states[member], whys[member] = STOPPED, why
            for one in consequences(event.spec, states, member, names):
                states[one.member], whys[one.member] = STOPPED, one.sentence
    reached = reach(event.spec, specs, answers, applicant_kind=kind, on=on)
    wanted = frozenset(member for member, state in states.items() if state == WAITING)
    known = frozenset(line.id for line in reached.lines)
    return Plan(event, found, only(reached, wanted), states, whys, names, known)


def announced_in(plan: Plan) -> dict[str, str]:
    """Return what is announced for the needed members from a later day on; whoever opens only after others may meet that day."""
    spec = plan.event.spec
    found = announced_of(spec) if plan.event.version_id else {}
    said = dict[str, str]()
    for member in plan.states:
        if member in found:
            waits = spec.member(member).after and plan.states[member] == WAITING
            said[member] = found[member].ahead + (WAITS_LONGER if waits else "")
    return said


def line_of(plan: Plan, name: str) -> Line:
    """Return a paper of an intake by its line.

    :raises NotFound: for one that the answers do not need.
    """
    found = next((line for line in plan.reached.lines if line.id == name), None)
    if found is None:
        raise NotFound("这份材料", "请刷新页面：情形可能已更改。")
    return found


def refusals_of_plan(plan: Plan, left_out: LeftOut) -> list[Reason]:
    """Return what of the choice of members stands in the way: matters not received now, unknown members, nothing left, all or nothing."""
    spec, names, found = plan.event.spec, plan.names, []
    for member, why in plan.closed.items():
        whole = spec.member(member).on_failure == "all_stop"
        todo = "这件“一件事”要求全部事项同时办理，请待恢复后再来。" if whole else NOT_THIS_ONE
        found.append(_of(member, "member_closed", f"“{names[member]}”现在不能受理：{why}", todo, "S2-26"))
    for member in left_out.not_now:
        if member in plan.states and spec.member(member).on_failure == "all_stop":
            message = f"这件“一件事”要求全部事项同时办理，“{names[member]}”不能单独不办。"
            found.append(_of(member, "all_or_nothing", message, "请一并办理，或分别按单个事项收件。"))
    for member in {*left_out.already, *left_out.not_now} - set(names):
        found.append(_of(member[:40], "member_unknown", f"没有编号为“{member[:40]}”的联办事项。", "请刷新页面。"))
    for member, why in left_out.already.items():
        if len(why.strip()) < 2:
            message = f"“{names.get(member, member[:40])}”勾选了“已办”，没有写明以前的编号或者证照。"
            found.append(_of(member[:40], "already_how", message, "请填写以前办件的编号，或已有证照的名称、号码。"))
    if plan.reached.asked is None and not plan.received:
        found.append(Reason("nothing_needed", "没有要收件的事项。", "answers", "S2-25", KEPT, "请核对答案和勾选。"))
    return found


WAITS_LONGER = "它要等前面的事项办好才开办；到那天还没有开办的，系统不会开办它，恢复后由窗口重新开办，请告知申请人。"
NOT_THIS_ONE = "可以勾选“本次不办”这一项，其余事项照常收件。"


def _of(member: str, code: str, message: str, todo: str, rule: str = "S2-25") -> Reason:
    return Reason(code, message, f"member.{member}", rule, KEPT, todo)
