"""Object to places of the draft in a run, for the counter or the back office; each objection stands beside its place (S2-21②)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import SimulationObjected
from yichuang.studio.models import Remark, SimulationObjection, SimulationRun
from yichuang.studio.operations.examine_run import refuse_own
from yichuang.studio.operations.return_draft import Said
from yichuang.studio.operations.simulating import in_state, lock, own
from yichuang.studio.queries import simulations
from yichuang.studio.rules.simulation import BACK_OFFICE, CLERK_DONE, COUNTER, OBJECTED, RUNNING

LONGEST = 500


@unit_of_work()
def object_to_run(*, actor: Actor, run_id: int, side: str, objections: Sequence[Said], now: datetime) -> SimulationRun:
    """Record objections of the counter (`counter`) or the back office (`back_office`) and return the run.

    :raises Refused: 409 when it is not that side's turn; 422 without a place of the script or without words.
    """
    run = _lock(actor, run_id, side)
    _refuse_input(run, objections)
    outcome = simulations.outcome_of(run)
    run.actual = outcome.end.as_json()
    if side == COUNTER:
        run.done_at = now if outcome.counter_done else None
    else:
        run.officer_id, run.officer_name, run.examined_at = actor.id, actor.name, now
    run.state = OBJECTED
    run.save(update_fields=["state", "actual", "done_at", "officer_id", "officer_name", "examined_at"])
    for said in objections:
        remark = Remark.objects.create(
            draft=run.script.draft,
            source=side,
            place=asdict(said.place),
            text=said.text.strip(),
            at=now,
            author_id=actor.id,
            author_name=actor.name,
        )
        SimulationObjection.objects.create(run=run, remark=remark)
    event = SimulationObjected(
        run=run.pk,
        script=run.script.number,
        window=str(run.window),
        side=side,
        objections=[{**asdict(said.place), "text": said.text.strip()} for said in objections],
    )
    ledger.write(run.script.draft, event, actor=actor, at=now, update_fields=[])
    return run


def _lock(actor: Actor, run_id: int, side: str) -> SimulationRun:
    if side == COUNTER:
        run = lock(actor, run_id, simulations.RUN, "提出异议")
        own(run, actor, RUNNING)
        return run
    if side != BACK_OFFICE:
        said, todo = "没有写明是受理人员还是后台审批人员。", "请从任务页面提出异议。"
        raise Refused(Reason("side", said, field="side", todo=todo), status=422, title="没有记录")
    run = lock(actor, run_id, simulations.EXAMINE, "提出异议")
    in_state(run, CLERK_DONE)
    refuse_own(run, actor)
    return run


def _refuse_input(run: SimulationRun, objections: Sequence[Said]) -> None:
    known = {place for _, _, place in simulations.places_of(run)}
    reasons = []
    if not objections:
        reasons.append(_reason("place", "没有写任何异议。"))
    for said in objections:
        if said.place not in known:
            reasons.append(_reason("place", "异议没有指明剧本中的位置。"))
        if not 2 <= len(said.text.strip()) <= LONGEST:
            reasons.append(_reason("text", f"异议应为 2 至 {LONGEST} 个字。"))
    if reasons:
        raise Refused(*reasons, status=422, title="异议没有保存")


def _reason(field: str, said: str) -> Reason:
    todo = "请选择位置（问题、情形、材料或要点），写明哪里不对。"
    return Reason("objection", said, field=field, rule="S2-21", kept="没有记录异议。", todo=todo)
