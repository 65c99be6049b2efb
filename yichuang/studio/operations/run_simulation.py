"""The clerk's part of a simulated acceptance: begin a run at a window, and say that there is no objection (S2-21②)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import SimulationAgreed, SimulationStarted
from yichuang.studio.models import SimulationRun
from yichuang.studio.operations.simulating import in_state, lock, own, refuse
from yichuang.studio.queries import simulations
from yichuang.studio.rules.simulation import ASSIGNED, CLERK_DONE, COUNTER, RUNNING, why_not_here


@unit_of_work()
def start_run(*, actor: Actor, run_id: int, now: datetime) -> SimulationRun:
    """Begin a run as the clerk at its window and return it; who begins says by that where he stands.

    :raises Refused: 409 when it was begun, or the clerk stands at another window of this acceptance.
    """
    run = lock(actor, run_id, simulations.RUN, "模拟受理")
    if run.state == RUNNING and run.clerk_id == actor.id:
        return run
    in_state(run, ASSIGNED)
    runs = simulations.runs_of(simulations.scripts_of(run.script.draft))
    if why := why_not_here(simulations.facts_of(runs), actor.id, run.window_id):
        refuse("other_window", why, "请选择自己所在窗口的任务，或由其他人员在这个窗口受理。")
    run.state, run.clerk_id, run.clerk_name, run.started_at = RUNNING, actor.id, actor.name, now
    run.save(update_fields=["state", "clerk_id", "clerk_name", "started_at"])
    event = SimulationStarted(run=run.pk, script=run.script.number, window=str(run.window))
    ledger.write(run.script.draft, event, actor=actor, at=now, update_fields=[])
    return run


@unit_of_work()
def finish_run(*, actor: Actor, run_id: int, now: datetime) -> SimulationRun:
    """Say for the counter that there is no objection, and return the run; what came out is kept with it.

    :raises Refused: 409 while the practice case is not accepted (or collected, S2-40), or nothing has come out.
    """
    run = lock(actor, run_id, simulations.RUN, "模拟受理")
    own(run, actor, RUNNING)
    outcome = simulations.outcome_of(run)
    if not outcome.counter_done:
        refuse(
            "not_done",
            "练习件还没有受理（或还没有走到结果），不能说无异议。",
            "请先在收件台走完；走不下去的，请提出异议。",
        )
    run.state, run.actual, run.done_at = CLERK_DONE, outcome.end.as_json(), now
    run.save(update_fields=["state", "actual", "done_at"])
    event = SimulationAgreed(
        run=run.pk,
        script=run.script.number,
        window=str(run.window),
        side=COUNTER,
        number=run.case_number,
        differences=simulations.differences_of(run, outcome),
    )
    ledger.write(run.script.draft, event, actor=actor, at=now, update_fields=[])
    return run
