"""The back office's part of a simulated acceptance: no objection to a run; the last one approves the content (S2-21②)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import SimulationAgreed
from yichuang.studio.models import SimulationRun
from yichuang.studio.operations.simulating import in_state, lock, pass_if_complete, refuse
from yichuang.studio.queries import simulations
from yichuang.studio.rules.simulation import BACK_OFFICE, CLERK_DONE, PASSED


@unit_of_work()
def examine_run(*, actor: Actor, run_id: int, now: datetime) -> SimulationRun:
    """Say for the back office that there is no objection, and return the run.

    :raises Refused: 409 when the counter has not done its part, or the examiner received the practice case himself.
    """
    run = lock(actor, run_id, simulations.EXAMINE, "审查模拟受理")
    in_state(run, CLERK_DONE)
    refuse_own(run, actor)
    run.state, run.officer_id, run.officer_name, run.examined_at = PASSED, actor.id, actor.name, now
    run.save(update_fields=["state", "officer_id", "officer_name", "examined_at"])
    event = SimulationAgreed(
        run=run.pk,
        script=run.script.number,
        window=str(run.window),
        side=BACK_OFFICE,
        number=run.case_number,
        differences=simulations.differences_of(run, simulations.outcome_of(run)),
    )
    ledger.write(run.script.draft, event, actor=actor, at=now, update_fields=[])
    pass_if_complete(actor, run.script.draft, now)
    return run


def refuse_own(run: SimulationRun, actor: Actor) -> None:
    """Let nobody examine what he received himself: counter and back office are two people (S2-21②)."""
    if run.clerk_id == actor.id:
        refuse("own_run", "您受理的练习件不能由您自己审查。", "请由部门的其他审查人员审查。")
