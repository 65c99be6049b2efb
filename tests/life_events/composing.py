"""What tests of composing share: the demonstration's matters as specs, a draft that is clean, a draft on its way."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

from benchmarks.navigator import demo_specs
from tests.cases.people import who
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import Refused
from yichuang.life_events.models import JointCase, LifeEventDraft, LifeEventRun
from yichuang.life_events.operations.joint_receive import JointDeclaration, joint_receive
from yichuang.life_events.operations.open_draft import open_next_life_event_draft
from yichuang.life_events.operations.review_draft import arrange_life_event_review, review_life_event_draft
from yichuang.life_events.operations.run_simulation import agree_life_event_run, start_life_event_run
from yichuang.life_events.operations.save_draft import save_life_event_draft
from yichuang.life_events.operations.simulate_draft import arrange_life_event_simulation
from yichuang.life_events.operations.submit_draft import submit_life_event_draft
from yichuang.life_events.queries.composing import reviews_of, spec_of_draft, specs_in
from yichuang.life_events.queries.joint_plan import LeftOut, plan_for
from yichuang.life_events.queries.practice import candidate_of, key_of, life_event_of_run, runs_of, script_of
from yichuang.life_events.rules.joint_papers import defaults_of
from yichuang.life_events.rules.scripts import scripts_of
from yichuang.organizations.models import Window
from yichuang.studio.rules.simulation import propose

WRITER, ARRANGER, EXPERT = "谢区管", "邹主任", "柏评审"
CLERKS = ("林小窗", "陈一诺", "蒋晓月")
ON = date(2026, 11, 30)
BIRTH = ["birth_registration", "medical_insurance_child", "social_card_apply"]
DEATH = ["death_cancellation", "death_benefit", "gjj_withdraw_death"]


@cache
def demo_matters() -> dict[str, MatterSpec]:
    """Return the demonstration's matters by key."""
    return {spec.key: spec for spec in demo_specs()}


def clean_draft(now: datetime | None = None, summary: str = "孩子出生后，一次申请。") -> LifeEventDraft:
    """Return a draft of the next version of 出生 that the prover finds nothing in, changed in one sentence."""
    at = now or clock.now()
    draft = open_next_life_event_draft(actor=who(WRITER), key="birth", now=at, why="季度优化")
    document = {**draft.document, "summary": summary}
    return save_life_event_draft(actor=who(WRITER), draft_id=draft.pk, document=document, base_revision=1, now=at).draft


def in_review() -> LifeEventDraft:
    """Return a draft that the departments concerned are asked about."""
    draft = clean_draft()
    submit_life_event_draft(actor=who(WRITER), draft_id=draft.pk, now=clock.now())
    return arrange_life_event_review(actor=who(ARRANGER), draft_id=draft.pk, now=clock.now())


def graded(draft: LifeEventDraft, grade: str = "high", reason: str = "") -> LifeEventDraft:
    """Let the expert grade for every department."""
    for row in reviews_of(draft):
        draft = review_life_event_draft(
            actor=who(EXPERT), draft_id=draft.pk, department_id=row.department_id, grade=grade, reason=reason, now=clock.now()
        )  # fmt: skip
    return draft


def dealt(draft: LifeEventDraft, numbers: Sequence[str] = ("01", "02", "03")) -> list[LifeEventRun]:
    """Have the director deal the scripts to windows of the centre, as proposed, and return the runs."""
    windows = [Window.objects.get(site__key="centre", number=number).pk for number in numbers]
    spec = spec_of_draft(draft)
    scripts = [one.number for one in scripts_of(spec, specs_in(spec), ON)]
    draft = arrange_life_event_simulation(
        actor=who(ARRANGER), draft_id=draft.pk, pairs=propose(scripts, windows), now=clock.now()
    )
    return runs_of(candidate_of(draft))


def clerk_of(run: LifeEventRun) -> str:
    """Return who stands at the window of a run."""
    return CLERKS[int(run.window.number) - 1]


def declared(run: LifeEventRun, **more: Any) -> JointDeclaration:
    """Return the intake of a run as its script says it, everything brought and checked."""
    script, event = script_of(run), life_event_of_run(run)
    plan = plan_for(event, script["answers"], kind=script["kind"], left_out=LeftOut(), on=ON)
    papers = {line.id: replace(defaults_of(line), checked=True) for line in plan.reached.lines}
    given: dict[str, Any] = {"form": script["applicant"], "merged": script["merged"], "papers": papers}
    return JointDeclaration(event.key, script["answers"], script["kind"], practice=key_of(run.pk), **{**given, **more})


def received(run: LifeEventRun, **more: Any) -> JointCase:
    """Let the run's clerk begin it and receive its test piece."""
    clerk = who(clerk_of(run))
    start_life_event_run(actor=clerk, run_id=run.pk, now=clock.now())
    return joint_receive(actor=clerk, declaration=declared(run, **more), now=clock.now())


def agreed(run: LifeEventRun) -> LifeEventDraft:
    """Let the run's clerk receive its test piece and agree; return the draft."""
    received(run)
    done = agree_life_event_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    return done.candidate.draft


def approved() -> LifeEventDraft:
    """Return a draft that three windows have received without objection."""
    draft = graded(in_review())
    for run in dealt(draft):
        draft = agreed(run)
    return draft


def refused(status: int, act: Callable[..., Any], **given: Any) -> str:
    """Do what must be refused with a status, and return the code of its first reason."""
    with pytest.raises(Refused) as caught:
        act(now=clock.now(), **given)
    assert caught.value.status == status, str(caught.value)
    return caught.value.reasons[0].code


def types(stream: str) -> list[str]:
    """Return the types of a stream's events in order."""
    return [event.type for event in ledger.history(stream)]


def draft_of(run: LifeEventRun) -> LifeEventDraft:
    """Return the draft that a run is about."""
    return LifeEventDraft.objects.get(pk=run.candidate.draft_id)
