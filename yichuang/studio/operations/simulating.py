"""What the moves of a simulated acceptance share: the lock with its right, and the pass when nothing is missing any more."""

from datetime import datetime
from typing import NoReturn

from yichuang.catalog.operations.candidates import settle_candidate
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.studio import policies
from yichuang.studio.events import SimulationPassed
from yichuang.studio.models import Draft, SimulationRun
from yichuang.studio.queries import simulations
from yichuang.studio.rules.simulation import STATE_NAMES
from yichuang.studio.rules.states import APPROVED

KEPT = "已做的受理和审查都在。"


def lock(actor: Actor, run_id: int, act: str, doing: str) -> SimulationRun:
    """Return a run for a move, its draft locked.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when the acceptance is over.
    """
    run = simulations.lock_run(actor, run_id)
    if act == simulations.EXAMINE:
        policies.demand(actor, act, run.script.draft.department, doing)
    elif not simulations.may_run(actor, run):
        raise NotAllowed(act, f"您不在{run.window.site.name}的窗口，没有权限{doing}。")
    if not simulations.is_going_on(run):
        refuse("over", "这次模拟验收已经结束（通过、退回或撤回）。", "请刷新任务列表。")
    return run


def refuse(code: str, said: str, todo: str) -> NoReturn:
    """Raise the 409 of a move that cannot be made now."""
    raise Refused(Reason(code, said, rule="S2-21", kept=KEPT, todo=todo), title="没有办成")


def own(run: SimulationRun, actor: Actor, *states: str) -> None:
    """Let only the clerk of a run go on, in one of these states."""
    if run.clerk_id != actor.id:
        refuse("not_yours", f"这次受理由{run.clerk_name or '还没有开始的人'}进行。", "请选择自己的任务。")
    in_state(run, *states)


def in_state(run: SimulationRun, *states: str) -> None:
    """Let a run go on only from these states."""
    if run.state not in states:
        refuse("state", f"这次受理是“{STATE_NAMES[run.state]}”，现在不能这样做。", "请刷新页面查看最新状态。")


def pass_if_complete(actor: Actor, draft: Draft, now: datetime) -> bool:
    """Approve the candidate of a locked draft once nothing is missing (S2-21②); tell whether it was."""
    scripts = simulations.scripts_of(draft)
    runs = simulations.runs_of(scripts)
    if draft.candidate is None or not simulations.standing_of(scripts, runs).passed:
        return False
    settle_candidate(actor=actor, version_id=draft.candidate.pk, approved=True, now=now)
    draft.state, draft.updated_at = APPROVED, now
    event = SimulationPassed(
        key=draft.key,
        name=draft.name,
        content_hash=draft.candidate.content_hash,
        windows=sorted({f"{run.window.site.name} {run.window.number} 号窗口" for run in runs}),
        clerks=sorted({run.clerk_name for run in runs}),
        officers=sorted({run.officer_name for run in runs}),
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])
    return True
