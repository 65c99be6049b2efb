"""A run of a simulated acceptance and its test piece: taken up by the intake, noted, ended with the run (S2-21②, S0-26)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

from yichuang.cases.ports import Exercise
from yichuang.cases.queries import facts
from yichuang.cases.rules.facts import NOT_RECEIVED
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events.events_practice import JointPracticeEnded, LifeEventRunReceived
from yichuang.life_events.models import JointCase, JointChild, LifeEventDraft, LifeEventRun
from yichuang.life_events.queries import practice as q
from yichuang.life_events.queries.composing import SIMULATE
from yichuang.life_events.queries.joint_plan import LeftOut, Plan, plan_for
from yichuang.life_events.queries.practice_exercise import exercise_for
from yichuang.life_events.rules.joint_papers import PaperGiven
from yichuang.life_events.rules.joint_states import ENDED, OPEN, RUNNING, WAITING
from yichuang.life_events.rules.practice import JointEnd, joint_differences, joint_end_of, order_seen, refusals_in
from yichuang.studio.rules import simulation

KEPT = "已做的受理都在。"


def lock(actor: Actor, run_id: int) -> LifeEventRun:
    """Return a run for a move of its clerk, its draft locked.

    :raises NotFound: when it is not the actor's to see; NotAllowed away from its site; Refused 409 when the acceptance is over.
    """
    run = q.lock_run(actor, run_id)
    if not q.may_run(actor, run):
        raise NotAllowed(SIMULATE, f"您不在{run.window.site.name}的窗口，没有权限模拟受理。")
    if not q.is_going_on(run):
        refuse("over", "这次模拟验收已经结束（通过、退回或撤回）。", "请刷新任务列表。")
    return run


def own(run: LifeEventRun, actor: Actor) -> None:
    """Let only the clerk of a run go on, and only while it is his turn."""
    if run.state != simulation.RUNNING:
        state = simulation.STATE_NAMES[run.state]
        refuse("state", f"这次受理是“{state}”，现在不能这样做。", "请刷新页面查看最新状态。")
    if run.clerk_id != actor.id:
        refuse("not_yours", f"这次受理由{run.clerk_name}进行。", "请选择自己的任务。")


def refuse(code: str, said: str, todo: str) -> NoReturn:
    """Raise the 409 of a move that cannot be made now."""
    raise Refused(Reason(code, said, rule="S2-21", kept=KEPT, todo=todo), title="没有办成")


def run_to_receive(actor: Actor, key: str, life_event: str) -> LifeEventRun:
    """Return the run that a test piece is received for, its draft locked.

    :raises NotFound: when there is no such run of this life event; Refused 409 when it has come to an end already.
    """
    run = lock(actor, q.run_id_in(key))
    own(run, actor)
    if run.candidate.draft.key != life_event:
        raise NotFound("这项练习的一件事", "请从模拟验收任务中重新打开。")
    if run.joint_id or run.actual:
        refuse("received", "这次模拟受理已经有了结果，不能再收一次。", "请回到任务核对结果。")
    return run


def make_practice(joint: JointCase, run: LifeEventRun) -> None:
    """Turn a new joint case (unsaved) into a test piece: no version in force, no ticket; its number was drawn as one."""
    joint.practice, joint.version_id, joint.candidate_id = True, None, run.candidate_id
    joint.window, joint.ticket = run.window.number, None


def take_up(run: LifeEventRun, joint: JointCase) -> None:
    """Put the test piece on its run: its members' cases are received for it from now on."""
    run.joint = joint
    run.save(update_fields=["joint"])


def end_of_intake(plan: Plan, children: Sequence[JointChild], papers: Mapping[str, PaperGiven]) -> JointEnd:
    """Return what an intake came to: members received, who was opened at once and who waits, papers that came in.

    An opened member is what its case is; one that waits is what is kept for it: its matter, its situation, what came in for it.
    """
    spec, received = plan.event.spec, [child for child in children if child.state in (OPEN, WAITING)]
    opened = [child.member for child in children if child.state == OPEN]
    waiting = [child.member for child in children if child.state == WAITING]
    came = {
        line.id: line.name for line in plan.reached.lines if papers.get(line.id, PaperGiven()).received_as != "none"
    }
    return JointEnd(
        members={child.member: child.matter_name for child in received},
        situations={child.member: said for child in received if (said := _situation(plan, child))},
        order=order_seen(spec, opened, waiting),
        papers=came,
        matters={child.member: child.matter for child in received},
        brings={child.member: _brought(plan, child) for child in received},
    )


def _situation(plan: Plan, child: JointChild) -> str:
    """Return the situation of a member's case; of one that waits, where the answers lead under the matter that is kept for it."""
    if child.case is not None:
        return child.case.situation_name
    kept = plan.matters.matters.get(child.member)
    return plan.reached.situations.get(child.member, "") if kept is not None and kept.key == child.matter else ""


def _brought(plan: Plan, child: JointChild) -> dict[str, str]:
    """Return a member's materials that came in, each with its line: those of its case, or those kept until its turn."""
    lines = {
        stated.id: line.id for line in plan.reached.lines for member, stated in line.asked if member == child.member
    }
    if child.case is None:
        ids = [str(want["material"]) for want in child.wants]
    else:
        ids = [row.material_id for row in facts.materials_of(child.case) if row.received_as != NOT_RECEIVED]
    return {one: lines.get(one, one) for one in ids}


def note_received(run: LifeEventRun, joint: JointCase | None, end: JointEnd, *, actor: Actor, now: datetime) -> None:
    """Note what a run came to."""
    run.actual = end.as_json()
    run.save(update_fields=["actual"])
    number = joint.number if joint is not None else ""
    differences = joint_differences(joint_end_of(q.script_of(run)["expected"]), end)
    event = LifeEventRunReceived(run=run.pk, script=run.script, number=number, differences=differences)
    ledger.write(run.candidate.draft, event, actor=actor, at=now, update_fields=[])


@unit_of_work()
def note_refused(
    *, actor: Actor, key: str, life_event: str, answers: Mapping[str, Any], kind: str, now: datetime
) -> LifeEventRun:
    """Note that the answers lead to no joint case, and return the run.

    :raises Refused: 409 when they do lead to one, or the run has come to an end already; NotFound without such a run.
    """
    run = run_to_receive(actor, key, life_event)
    plan = plan_for(q.life_event_of_run(run), answers, kind=kind, left_out=LeftOut(), on=day_of(now))
    found = refusals_in(plan.reached, plan.names) if plan.reached.asked is None else ()
    if not found:
        refuse("no_outcome", "所答情形没有走到不能收件的结果。", "请继续回答，或收件。")
    note_received(run, None, JointEnd(refusals=found), actor=actor, now=now)
    return run


def end_with_run(run: LifeEventRun, *, actor: Actor, now: datetime) -> None:
    """End the test piece of a run: nothing of it goes on."""
    if run.joint_id is None:
        return
    joint = JointCase.with_practice.select_for_update().get(pk=run.joint_id)
    if joint.state != RUNNING:
        return
    joint.state, joint.closed_at = ENDED, now
    event = JointPracticeEnded(number=joint.number, run=run.pk)
    ledger.write(joint, event, actor=actor, at=now, update_fields=["state", "closed_at"])


def end_runs_of(draft: LifeEventDraft, *, actor: Actor, now: datetime) -> None:
    """End every test piece of a locked draft whose acceptance is over."""
    for run in LifeEventRun.objects.filter(candidate__draft=draft, joint__state=RUNNING, joint__isnull=False):
        end_with_run(run, actor=actor, now=now)


class JointBook:
    """Answers the counter for the members' practice cases of test pieces (`cases.ports.Book`); the joint intake receives them."""

    def exercise(self, actor: Actor, key: str) -> Exercise:
        """Return the exercise of a member whose test piece is being received. :raises NotFound: at any other time."""
        run = q.run_under(actor, key)
        member = key.partition(".")[2]
        if run.joint_id is None or run.actual or not member:
            raise NotFound("这项练习", "一件事的测试件请在联办收件页面收件。")
        return exercise_for(run, member, q.version_of_member(run, member))

    def about(self, number: str) -> Exercise | None:
        """Return the exercise of a member's practice case."""
        found = q.run_of_case(number)
        return exercise_for(*found) if found is not None else None

    def received(self, actor: Actor, key: str, number: str, now: datetime) -> None:
        """Leave it to the joint intake, which keeps the case with its member in the same transaction."""

    def ended(self, actor: Actor, key: str, answers: Mapping[str, Any], now: datetime) -> None:
        """:raises Refused: always; a member's own end is noted at the joint intake."""
        refuse("joint", "一件事的测试件不能按单个事项结束。", "请回到联办收件页面。")
