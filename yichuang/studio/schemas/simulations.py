"""Shapes of the API of simulated acceptance (S2-21②)."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from yichuang.catalog.rules.findings import Kind, Place
from yichuang.studio.models import SimulationObjection, SimulationRun, SimulationScript
from yichuang.studio.operations.return_draft import Said
from yichuang.studio.operations.set_exercise import key_of
from yichuang.studio.queries import simulations
from yichuang.studio.rules.simulation import Standing, end_of


class PairBody(Schema):
    """A script (by number) at a window (by id)."""

    script: int
    window: int


class ArrangeSimulationBody(Schema):
    """The whole distribution; empty takes the proposed one."""

    pairs: list[PairBody] = Field(default=[], max_length=2000)


class ObjectionBody(Schema):
    """One objection: the node of the draft (`parent` is the material of a point) and what is wrong there."""

    kind: Kind
    id: str = ""
    parent: str = ""
    text: str

    def said(self) -> Said:
        """Return it as operations take it."""
        return Said(Place(self.kind, self.id, self.parent), self.text)


class ObjectBody(Schema):
    """The objections of one side: `counter` or `back_office`."""

    side: str
    objections: list[ObjectionBody] = Field(max_length=100)


class SimulationWhyBody(Schema):
    """Why."""

    reason: str


class ObjectionOut(Schema):
    """An objection and what was said to it."""

    id: int
    source: str
    place: dict[str, Any]
    text: str
    author: str
    at: datetime
    settled_at: datetime | None
    settled_by: str
    answer: str


class EndOut(Schema):
    """Where a journey leads: a situation with its materials, or an outcome."""

    situation: str
    situation_name: str
    outcome: str
    message: str
    materials: list[list[str]]


class ScriptOut(Schema):
    """A made-up applicant: what he says and answers, what that covers, where it must lead."""

    number: int
    kind: str
    answers: dict[str, Any]
    applicant: dict[str, str]
    covers: list[str]
    expected: EndOut


class RunOut(Schema):
    """One script at one window; `practice` is the key under which the desk receives its practice case."""

    id: int
    draft: str
    matter: str
    script: ScriptOut
    window: int
    window_name: str
    state: str
    practice: str
    clerk: str
    case_number: str
    officer: str
    started_at: datetime | None
    done_at: datetime | None
    examined_at: datetime | None


class RunDetailOut(RunOut):
    """A run with what came out, how that differs from the script, and the objections."""

    actual: EndOut
    case_state: str
    differences: list[str]
    objections: list[ObjectionOut]


class RunPage(Schema):
    """One page of runs with the cursors to its neighbours."""

    runs: list[RunOut]
    next: str
    previous: str


class SimulationOut(Schema):
    """A whole acceptance: scripts, runs, and everything that is missing before it is passed."""

    state: str
    content_hash: str
    scripts: list[ScriptOut]
    runs: list[RunOut]
    proposed: list[PairBody]
    missing: list[str]


def script_out(script: SimulationScript) -> ScriptOut:
    """Translate a script."""
    return ScriptOut(
        number=script.number,
        kind=script.kind,
        answers=script.answers,
        applicant=script.applicant,
        covers=script.covers,
        expected=EndOut(**end_of(script.expected).as_json()),
    )


def run_out(run: SimulationRun, draft_id: str, matter: str) -> RunOut:
    """Translate a run."""
    return RunOut(
        id=run.pk,
        draft=draft_id,
        matter=matter,
        script=script_out(run.script),
        window=run.window_id,
        window_name=f"{run.window.site.name} {run.window.number} 号窗口",
        state=run.state,
        practice=key_of(run),
        clerk=run.clerk_name,
        case_number=run.case_number,
        officer=run.officer_name,
        started_at=run.started_at,
        done_at=run.done_at,
        examined_at=run.examined_at,
    )


def detail_out(run: SimulationRun) -> RunDetailOut:
    """Translate a run with what came out of it."""
    outcome = simulations.outcome_of(run)
    draft = run.script.draft
    return RunDetailOut(
        **run_out(run, str(draft.pk), draft.name).model_dump(),
        actual=EndOut(**outcome.end.as_json()),
        case_state=outcome.case_state,
        differences=simulations.differences_of(run, outcome),
        objections=[objection_out(one) for one in run.objections.select_related("remark")],
    )


def objection_out(objection: SimulationObjection) -> ObjectionOut:
    """Translate an objection."""
    remark = objection.remark
    return ObjectionOut(
        id=objection.pk,
        source=remark.source,
        place=remark.place,
        text=remark.text,
        author=remark.author_name,
        at=remark.at,
        settled_at=remark.settled_at,
        settled_by=remark.settled_by_name,
        answer=remark.settled_note,
    )


def missing_of(standing: Standing, arranged: bool) -> list[str]:
    """Return what is missing before the acceptance is passed."""
    return list(standing.missing) if arranged else ["还没有安排剧本和窗口。"]
