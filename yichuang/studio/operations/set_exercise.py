"""The studio's book of exercises for the desk: a run of a simulated acceptance is received under the candidate (S2-21②)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.ports import Exercise
from yichuang.cases.queries.practice import practice_result
from yichuang.cases.rules import base_form
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Ended
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import SimulationReceived
from yichuang.studio.models import SimulationRun
from yichuang.studio.operations.simulating import lock, own, refuse
from yichuang.studio.queries import simulations
from yichuang.studio.rules.scripts import answers_in_words
from yichuang.studio.rules.simulation import ASSIGNED, RUNNING, End

NAME = "simulation"


def key_of(run: SimulationRun) -> str:
    """Return the key by which the desk knows a run."""
    return f"{NAME}-{run.pk}"


def _pk(key: str) -> int:
    digits = key.removeprefix(f"{NAME}-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0


class SimulationBook:
    """Answers the desk for simulated acceptances (`cases.ports.Book`)."""

    def exercise(self, actor: Actor, key: str) -> Exercise:
        """Return the exercise of a run that the actor has begun. :raises NotFound: otherwise."""
        run = simulations.run_for(actor, _pk(key))
        if run.clerk_id != actor.id or run.state == ASSIGNED or not simulations.is_going_on(run):
            raise NotFound("您正在进行的这次模拟受理", "请从模拟验收的任务中开始。")
        return exercise_for(run)

    def about(self, number: str) -> Exercise | None:
        """Return the exercise of a practice case."""
        rows = SimulationRun.objects.filter(case_number=number)
        run = rows.select_related("script__draft", "script__candidate", "window__site").first()
        return exercise_for(run) if run else None

    @unit_of_work()
    def received(self, actor: Actor, key: str, number: str, now: datetime) -> None:
        """Note the practice case of a run. :raises Refused: when it has one, or the acceptance is over."""
        run = _open(actor, key)
        case = practice_result(number)
        assert case is not None
        end = End(case.situation, case.situation_name, materials=case.materials)
        _note(run, actor, number, end, now)

    @unit_of_work()
    def ended(self, actor: Actor, key: str, answers: Mapping[str, Any], now: datetime) -> None:
        """Note that the answers led to an outcome. :raises Refused: when they did not, or the run has come to an end already."""
        run = _open(actor, key)
        spec = spec_of(run.script.candidate_id)
        facts = navigator.facts_with_known(spec, answers, applicant_kind=run.script.kind, on=day_of(now))
        step = navigator.advance(spec, facts)
        if not isinstance(step, Ended):
            refuse("no_outcome", "所答情形没有走到不需要收件的结果。", "请继续回答，或收件。")
        _note(run, actor, "", End(outcome=step.outcome.id, message=step.outcome.message), now)


def _open(actor: Actor, key: str) -> SimulationRun:
    run = lock(actor, _pk(key), simulations.RUN, "模拟受理")
    own(run, actor, RUNNING)
    if run.case_number or run.actual:
        refuse("received", "这次模拟受理已经有了结果，不能再收一次。", "请回到任务核对结果。")
    return run


def _note(run: SimulationRun, actor: Actor, number: str, end: End, now: datetime) -> None:
    run.case_number, run.actual = number, end.as_json()
    run.save(update_fields=["case_number", "actual"])
    event = SimulationReceived(run=run.pk, script=run.script.number, number=number, end=end.words)
    ledger.write(run.script.draft, event, actor=actor, at=now, update_fields=[])


def exercise_for(run: SimulationRun) -> Exercise:
    """Return a run as the desk shows it."""
    script, spec = run.script, spec_of(run.script.candidate_id)
    labels = [(field.label, script.applicant.get(field.name, "")) for field in base_form.fields_for(script.kind)]
    return Exercise(
        key=key_of(run),
        version_id=script.candidate_id,
        window=run.window.number,
        title=f"模拟验收 · 剧本 {script.number} · {run.window.site.name} {run.window.number} 号窗口；不计入任何办件和统计",
        back=f"/studio/simulations/{run.pk}/",
        kind=base_form.KINDS[script.kind],
        says=(
            ("申报者类型", base_form.KINDS[script.kind]),
            *((label, text) for label, text in labels if text not in ("", "no")),
        ),
        answers=answers_in_words(spec, script.answers),
        brings=tuple(name for _, name in script.expected["materials"]),
    )
