"""Arrange the simulated acceptance of a candidate: make its scripts and deal them to three different windows or more (S2-21②)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.prover import Script, applicants
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import SimulationArranged
from yichuang.studio.models import Draft, SimulationRun, SimulationScript
from yichuang.studio.operations.simulating import pass_if_complete, refuse
from yichuang.studio.queries import lock_draft, simulations
from yichuang.studio.rules.made_up import made_up
from yichuang.studio.rules.simulation import ASSIGNED, End, plan_faults
from yichuang.studio.rules.states import SIMULATING, STATE_NAMES


@unit_of_work()
def make_scripts(*, actor: Actor, draft_id: uuid.UUID | str, now: datetime) -> list[SimulationScript]:
    """Write the scripts of the candidate in acceptance, once, and return them.

    :raises NotFound: for a draft that is not the actor's to see; NotAllowed; Refused 409 when it is not in acceptance.
    """
    draft = _lock(actor, draft_id)
    if there := simulations.scripts_of(draft):
        return there
    assert draft.candidate is not None
    spec = spec_of(draft.candidate.pk)
    rows = [
        _row(draft, spec, number, script)
        for number, script in enumerate(applicants(spec, on=day_of(now)).scripts, start=1)
    ]
    return SimulationScript.objects.bulk_create(rows)


@unit_of_work()
def arrange_simulation(
    *, actor: Actor, draft_id: uuid.UUID | str, pairs: Sequence[tuple[int, int]], now: datetime
) -> Draft:
    """Deal scripts (by number) to windows (by id) and return the draft; what was begun stays, what was not may be dealt anew.

    :raises Refused: 409 when it is not in acceptance or a run that was begun would be dropped; 422 for a distribution that cannot pass.
    """
    scripts = {script.number: script for script in make_scripts(actor=actor, draft_id=draft_id, now=now)}
    draft = _lock(actor, draft_id)
    windows = simulations.windows_for(draft)
    wanted = sorted(set(pairs))
    if faults := plan_faults(scripts, {key: window.name for key, window in windows.items()}, wanted):
        reasons = [
            Reason(
                "plan", said, field="pairs", rule="S2-21、民法典 1259", kept="原来的分配没有改动。", todo="请调整分配。"
            )
            for said in faults
        ]
        raise Refused(*reasons, status=422, title="没有保存分配")
    there = {(run.script.number, run.window_id): run for run in simulations.runs_of(list(scripts.values()))}
    gone = [run for pair, run in there.items() if pair not in wanted]
    if begun := [run for run in gone if run.state != ASSIGNED]:
        names = "、".join(f"剧本 {run.script.number} 在 {run.window.number} 号窗口" for run in begun)
        refuse("begun", f"{names}已经开始，不能取消。", "请保留已经开始的分配。")
    SimulationRun.objects.filter(pk__in=[run.pk for run in gone]).delete()
    fresh = [
        SimulationRun(script=scripts[script], window=windows[window])
        for script, window in wanted
        if (script, window) not in there
    ]
    SimulationRun.objects.bulk_create(fresh)
    assert draft.candidate is not None
    event = SimulationArranged(
        key=draft.key,
        content_hash=draft.candidate.content_hash,
        scripts=len(scripts),
        runs=[[str(script), f"{windows[window].site.name} {windows[window].number} 号"] for script, window in wanted],
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    # What was left out may have been the last thing missing.
    pass_if_complete(actor, draft, now)
    return draft


def _lock(actor: Actor, draft_id: uuid.UUID | str) -> Draft:
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, simulations.ARRANGE, draft.department, "组织模拟验收")
    if draft.state != SIMULATING or draft.candidate is None:
        refuse("state", f"这份文稿是“{STATE_NAMES[draft.state]}”，不在模拟验收中。", "请刷新页面查看最新状态。")
    return draft


def _row(draft: Draft, spec: MatterSpec, number: int, script: Script) -> SimulationScript:
    names = {material.id: material.name for material in spec.materials}
    messages = {outcome.id: outcome.message for outcome in spec.outcomes}
    end = End(
        situation=script.leaf,
        situation_name=script.path,
        outcome=script.outcome,
        message=messages.get(script.outcome, ""),
        materials=tuple((key, names[key]) for key in script.materials),
    )
    return SimulationScript(
        draft=draft,
        candidate=draft.candidate,
        number=number,
        kind=script.kind,
        answers=script.answers,
        applicant=made_up(script.kind, number, spec.name),
        covers=list(script.covers),
        expected=end.as_json(),
    )
