"""Arrange the simulated acceptance of a life event: its content frozen, its scripts dealt to three different windows or more (S2-21②)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_composing import LifeEventSimulationPassed
from yichuang.life_events.events_practice import LifeEventSimulationArranged
from yichuang.life_events.models import LifeEventCandidate, LifeEventDraft, LifeEventRun
from yichuang.life_events.operations.practice import refuse
from yichuang.life_events.operations.submit_draft import demand_move
from yichuang.life_events.queries import practice as q
from yichuang.life_events.queries.composing import ARRANGE, lock_life_event_draft, spec_of_draft, specs_in
from yichuang.life_events.rules.drafting import SIMULATING, STATE_NAMES
from yichuang.life_events.rules.scripts import written
from yichuang.organizations.queries import Window
from yichuang.studio.rules.simulation import ASSIGNED, plan_faults

PLAN_TODO = "请调整分配。"


@unit_of_work()
def arrange_life_event_simulation(
    *, actor: Actor, draft_id: uuid.UUID | str, pairs: Sequence[tuple[int, int]], now: datetime
) -> LifeEventDraft:
    """Deal scripts (by number) to windows (by id) and return the draft; what was begun stays, what was not may be dealt anew.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not simulated or a run that was begun would be
        dropped, 422 for a distribution that cannot pass.
    """
    draft = lock_life_event_draft(actor, draft_id)
    policies.demand(actor, ARRANGE, policies.place_of(draft.department), "组织模拟验收")
    if draft.state != SIMULATING:
        refuse("state", f"这份文稿是“{STATE_NAMES[draft.state]}”，不在模拟验收中。", "请刷新页面查看最新状态。")
    candidate, windows, wanted = _candidate(draft, now), q.windows_of(draft), sorted(set(pairs))
    numbers = [one["number"] for one in candidate.scripts]
    if faults := plan_faults(numbers, {key: window.name for key, window in windows.items()}, wanted):
        rule, kept = "S2-21、民法典 1259", "原来的分配没有改动。"
        reasons = [Reason("plan", said, field="pairs", rule=rule, kept=kept, todo=PLAN_TODO) for said in faults]
        raise Refused(*reasons, status=422, title="没有保存分配")
    _deal(candidate, wanted)
    event = LifeEventSimulationArranged(
        key=draft.key,
        round=draft.round,
        content_hash=candidate.content_hash,
        scripts=len(numbers),
        runs=[[str(script), said_window(windows[window])] for script, window in wanted],
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    # What was left out may have been the last thing missing.
    pass_if_complete(draft, candidate, actor=actor, now=now)
    return draft


def said_window(window: Window) -> str:
    """Return a window as records name it."""
    return f"{window.site.name} {window.number} 号窗口"


def _candidate(draft: LifeEventDraft, now: datetime) -> LifeEventCandidate:
    """Return what the round is about: the content as it was submitted, with its scripts, written once."""
    there = q.candidate_of(draft)
    if there is not None:
        return there
    spec = spec_of_draft(draft)
    scripts = written(spec, specs_in(spec), day_of(now))
    return LifeEventCandidate.objects.create(
        draft=draft, round=draft.round, content_hash=spec.digest, document=draft.document, scripts=scripts
    )


def _deal(candidate: LifeEventCandidate, wanted: Sequence[tuple[int, int]]) -> None:
    there = {(run.script, run.window_id): run for run in q.runs_of(candidate)}
    gone = [run for pair, run in there.items() if pair not in wanted]
    if begun := [run for run in gone if run.state != ASSIGNED]:
        names = "、".join(f"剧本 {run.script} 在 {run.window.number} 号窗口" for run in begun)
        refuse("begun", f"{names}已经开始，不能取消。", "请保留已经开始的分配。")
    LifeEventRun.objects.filter(pk__in=[run.pk for run in gone]).delete()
    fresh = [pair for pair in wanted if pair not in there]
    LifeEventRun.objects.bulk_create(
        LifeEventRun(candidate=candidate, script=script, window_id=window) for script, window in fresh
    )


def pass_if_complete(draft: LifeEventDraft, candidate: LifeEventCandidate, *, actor: Actor, now: datetime) -> bool:
    """Approve a locked draft once nothing of its acceptance is missing (S2-21②); tell whether it was."""
    runs = q.runs_of(candidate)
    if not q.standing_of(candidate, runs).passed:
        return False
    draft.state, draft.updated_at = demand_move(draft, "pass_simulation", "没有通过"), now
    event = LifeEventSimulationPassed(
        key=draft.key,
        round=draft.round,
        windows=sorted({said_window(run.window) for run in runs}),
        officers=sorted({run.clerk_name for run in runs}),
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])
    return True
