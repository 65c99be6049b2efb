"""A clerk's part of a simulated acceptance: begin a script at a window, say that there is no objection, or object (S2-21②)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events.events_practice import LifeEventRunAgreed, LifeEventRunObjected, LifeEventRunStarted
from yichuang.life_events.models import LifeEventObjection, LifeEventRun
from yichuang.life_events.operations.practice import end_with_run, lock, own, refuse
from yichuang.life_events.operations.record_window import record_window
from yichuang.life_events.operations.simulate_draft import pass_if_complete, said_window
from yichuang.life_events.operations.submit_draft import NOT_CHANGED
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
    record_window(run, actor=actor, now=now)
    pass_if_complete(draft, run.candidate, actor=actor, now=now)
    return run


@unit_of_work()
def object_to_life_event_run(*, actor: Actor, run_id: int, place: str, text: str, now: datetime) -> LifeEventRun:
    """Object to a place of the content (`rules/script_places.py`) and return the run; whoever leads the acceptance settles it.

    What was received ends as a test piece; a run in which nothing was received yet goes on if the objection is dismissed.

    :raises Refused: 409 when it is not the actor's run; 422 for no such place or nothing said. :raises NotFound: as `start_life_event_run`.
    """
    run = lock(actor, run_id)
    own(run, actor)
    spec = q.spec_of_candidate(run.candidate_id)
    names = {one: matter.spec.name for one, matter in matters_composed(spec).items()}
    label, said = place_in(spec, place, names), text.strip()[:300]
    _demand_said(label, said)
    run.state, run.done_at = OBJECTED, now if run.actual else None
    run.save(update_fields=["state", "done_at"])
    given = {"place": place, "label": label, "text": said}
    objection = LifeEventObjection.objects.create(run=run, at=now, author_id=actor.id, author_name=actor.name, **given)
    end_with_run(run, actor=actor, now=now)
    event = LifeEventRunObjected(
        run=run.pk, script=run.script, window=said_window(run.window), objection=objection.pk, **given
    )
    ledger.write(run.candidate.draft, event, actor=actor, at=now, update_fields=[])
    record_window(run, actor=actor, now=now)
    return run


def _demand_said(label: str, said: str) -> None:
    reasons = []
    if not label:
        reasons.append(Reason("place", "没有选择异议的位置。", "place", "S2-21", NOT_CHANGED, "请选择哪里不对。"))
    if not said:
        reasons.append(Reason("no_reason", "没有写明异议。", "text", "S2-21", NOT_CHANGED, "请写明哪里不对。"))
    if reasons:
        raise Refused(*reasons, status=422, title="没有记录异议")
