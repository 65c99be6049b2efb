"""A clerk's part of a simulated acceptance: begin a script at a window, say that there is no objection, or object (S2-21②)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events.events_composing import LifeEventSimulated
from yichuang.life_events.events_practice import LifeEventRunAgreed, LifeEventRunStarted
from yichuang.life_events.models import LifeEventRun, LifeEventSimulation
from yichuang.life_events.operations.practice import end_with_run, lock, own, refuse
from yichuang.life_events.operations.simulate_draft import pass_if_complete, said_window
from yichuang.life_events.operations.submit_draft import NOT_CHANGED, give_back
from yichuang.life_events.queries import matters_composed
from yichuang.life_events.queries import practice as q
from yichuang.life_events.rules.practice import joint_differences, joint_end_of
from yichuang.life_events.rules.script_places import place_in
from yichuang.studio.rules.simulation import ASSIGNED, OBJECTED, PASSED, RUNNING, why_not_here


@unit_of_work()
def start_life_event_run(*, actor: Actor, run_id: int, now: datetime) -> LifeEventRun:
    """Begin a run as the clerk at its window and return it; who begins says by that where he stands.

    :raises NotFound: when it is not the actor's to see; NotAllowed away from its site; Refused 409 when it was begun, or the clerk stands
        at another window of this acceptance.
    """
    run = lock(actor, run_id)
    if run.state == RUNNING and run.clerk_id == actor.id:
        return run
    if run.state != ASSIGNED:
        refuse("begun", f"这次受理已由{run.clerk_name}开始。", "请选择其他任务。")
    if why := why_not_here(q.facts_of(q.runs_of(run.candidate)), actor.id, run.window_id):
        refuse("other_window", why, "请选择自己所在窗口的任务，或由其他人员在这个窗口受理。")
    run.state, run.clerk_id, run.clerk_name, run.started_at = RUNNING, actor.id, actor.name, now
    run.save(update_fields=["state", "clerk_id", "clerk_name", "started_at"])
    event = LifeEventRunStarted(run=run.pk, script=run.script, window=said_window(run.window))
    ledger.write(run.candidate.draft, event, actor=actor, at=now, update_fields=[])
    return run


@unit_of_work()
def agree_life_event_run(*, actor: Actor, run_id: int, now: datetime) -> LifeEventRun:
    """Say that there is no objection to a run, and return it; its test piece ends, the last one at the last window passes the acceptance.

    :raises Refused: 409 while nothing was received, or it is not the actor's run. :raises NotFound: as `start_life_event_run`.
    """
    run = lock(actor, run_id)
    own(run, actor)
    if not run.actual:
        refuse("not_done", "测试件还没有收件，不能说无异议。", "请先在联办收件页面收件；走不下去的，请提出异议。")
    run.state, run.done_at = PASSED, now
    run.save(update_fields=["state", "done_at"])
    end_with_run(run, actor=actor, now=now)
    draft = run.candidate.draft
    event = LifeEventRunAgreed(
        run=run.pk,
        script=run.script,
        window=said_window(run.window),
        number=run.joint.number if run.joint else "",
        differences=joint_differences(joint_end_of(q.script_of(run)["expected"]), joint_end_of(run.actual)),
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    here = [one for one in q.runs_of(run.candidate) if one.window_id == run.window_id]
    if all(one.state == PASSED for one in here):
        _record(run, here, actor, now)
        pass_if_complete(draft, run.candidate, actor=actor, now=now)
    return run


@unit_of_work()
def object_to_life_event_run(*, actor: Actor, run_id: int, place: str, text: str, now: datetime) -> LifeEventRun:
    """Object to a place of the content (`rules/script_places.py`) and return the run; the draft goes back to its authors with it.

    :raises Refused: 409 when it is not the actor's run; 422 for no such place or nothing said. :raises NotFound: as `start_life_event_run`.
    """
    run = lock(actor, run_id)
    own(run, actor)
    spec = q.spec_of_candidate(run.candidate_id)
    names = {one: matter.spec.name for one, matter in matters_composed(spec).items()}
    label, said = place_in(spec, place, names), text.strip()[:300]
    _demand_said(label, said)
    kind, _, key = place.partition(":")
    run.state, run.done_at = OBJECTED, now
    run.objection = {"kind": kind, "id": key, "label": label, "text": said}
    run.save(update_fields=["state", "done_at", "objection"])
    end_with_run(run, actor=actor, now=now)
    _record(run, [one for one in q.runs_of(run.candidate) if one.window_id == run.window_id], actor, now)
    reason = f"{said_window(run.window)}（{actor.name}）有异议：剧本 {run.script}，{label}：{said}"
    give_back(run.candidate.draft, actor, now, "simulation", [reason])
    return run


def _demand_said(label: str, said: str) -> None:
    reasons = []
    if not label:
        reasons.append(Reason("place", "没有选择异议的位置。", "place", "S2-21", NOT_CHANGED, "请选择哪里不对。"))
    if not said:
        reasons.append(Reason("no_reason", "没有写明异议。", "text", "S2-21", NOT_CHANGED, "请写明哪里不对。"))
    if reasons:
        raise Refused(*reasons, status=422, title="没有记录异议")


def _record(run: LifeEventRun, here: list[LifeEventRun], actor: Actor, now: datetime) -> None:
    """Write the window's result, script by script: the record of its runs."""
    draft = run.candidate.draft
    words = {one["number"]: one["words"] for one in run.candidate.scripts}
    done = [one for one in here if one.state in (PASSED, OBJECTED)]
    objection = "；".join(
        f"剧本 {one.script}，{one.objection['label']}：{one.objection['text']}" for one in done if one.objection
    )
    LifeEventSimulation.objects.update_or_create(
        draft=draft, round=run.candidate.round, window_id=run.window_id,
        defaults={
            "objection": objection, "at": now, "officer_id": actor.id,
            "officer_name": "、".join(sorted({one.clerk_name for one in done}))[:80],
            "results": [_line(one, words[one.script]) for one in done],
        },
    )  # fmt: skip
    event = LifeEventSimulated(
        key=draft.key, round=draft.round, window=said_window(run.window), scripts=len(done), objection=objection
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])


def _line(one: LifeEventRun, words: str) -> dict[str, object]:
    return {
        "number": one.script,
        "words": words,
        "agreed": one.state == PASSED,
        "reason": one.objection.get("text", ""),
        "piece": one.joint.number if one.joint else "",
    }
