"""Shapes of the API of simulated acceptances of life events (S2-21②)."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from yichuang.life_events.models import LifeEventObjection, LifeEventRun
from yichuang.life_events.queries.practice import key_of, script_of
from yichuang.life_events.rules.practice import JointEnd, joint_differences, joint_end_of
from yichuang.studio.rules.simulation import STATE_NAMES


class LifeEventPairBody(Schema):
    """A script at a window."""

    script: int
    window: int


class LifeEventArrangeBody(Schema):
    """The whole distribution: what is left out is taken back, unless it was begun."""

    pairs: list[LifeEventPairBody] = Field(max_length=2_000)


class LifeEventObjectionBody(Schema):
    """An objection: its place (`whole:`, `question:<id>`, `member:<id>`, `field:<id>`, `material:<id>`), and what is wrong there."""

    place: str = Field(max_length=80)
    text: str = Field(max_length=300)


class LifeEventWhyBody(Schema):
    """Why an objection is dismissed, or the draft returned with all that are open."""

    reason: str = Field(max_length=300)


class LifeEventObjectionOut(Schema):
    """An objection, and how it was settled: `upheld` when the draft went back with it, otherwise dismissed with `answer`."""

    id: int
    run: int
    script: int
    window: int
    place: str
    label: str
    text: str
    author: str
    at: datetime
    settled_at: datetime | None
    settled_by: str
    answer: str
    upheld: bool


class JointEndOut(Schema):
    """What an intake comes to: members with their matters' names, who starts with whom, papers; or why nothing can be received.

    `matters`: each member's matter; `brings`: each member's own materials by id, with the line of `papers` they come in by.
    """

    members: dict[str, str]
    situations: dict[str, str]
    order: list[list[str]]
    papers: dict[str, str]
    refusals: list[str]
    matters: dict[str, str]
    brings: dict[str, dict[str, str]]


class LifeEventRunLine(Schema):
    """A script at a window, and how far it is; `practice` is what the intake is told for it, `piece` the test piece's number."""

    id: int
    life_event: str
    name: str
    script: int
    window: int
    site: str
    number: str
    state: str
    state_name: str
    clerk: str
    practice: str
    piece: str
    done_at: datetime | None


class LifeEventRunOut(LifeEventRunLine):
    """One run: the script, what must come out, what came out and the difference in words, objections."""

    kind: str
    answers: dict[str, Any]
    form: dict[str, str]
    merged: dict[str, Any]
    expected: JointEndOut
    actual: JointEndOut
    differences: list[str]
    objections: list[LifeEventObjectionOut]


class LifeEventRunPage(Schema):
    """Runs: all of an acceptance, or the tasks of a counter, a page at a time."""

    rows: list[LifeEventRunLine]
    next: str = ""
    previous: str = ""


def end_out(end: JointEnd) -> JointEndOut:
    """Return an end."""
    return JointEndOut(
        members=dict(end.members),
        situations=dict(end.situations),
        order=[list(stage) for stage in end.order],
        papers=dict(end.papers),
        refusals=list(end.refusals),
        matters=dict(end.matters),
        brings={one: dict(lines) for one, lines in end.brings.items()},
    )


def run_line(run: LifeEventRun) -> LifeEventRunLine:
    """Return a run in a list."""
    return LifeEventRunLine(**_line(run))


def run_out(run: LifeEventRun) -> LifeEventRunOut:
    """Return one run."""
    script = script_of(run)
    expected, actual = joint_end_of(script["expected"]), joint_end_of(run.actual)
    return LifeEventRunOut(
        **_line(run),
        kind=script["kind"],
        answers=script["answers"],
        form=script["applicant"],
        merged=script["merged"],
        expected=end_out(expected),
        actual=end_out(actual),
        differences=joint_differences(expected, actual),
        objections=[objection_out(one, run) for one in run.objections.all()],
    )


def objection_out(one: LifeEventObjection, run: LifeEventRun) -> LifeEventObjectionOut:
    """Return an objection in a run."""
    return LifeEventObjectionOut(
        id=one.pk,
        run=run.pk,
        script=run.script,
        window=run.window_id,
        place=one.place,
        label=one.label,
        text=one.text,
        author=one.author_name,
        at=one.at,
        settled_at=one.settled_at,
        settled_by=one.settled_by_name,
        answer=one.settled_note,
        upheld=one.upheld,
    )


def _line(run: LifeEventRun) -> dict[str, Any]:
    draft = run.candidate.draft
    return {
        "id": run.pk,
        "life_event": draft.key,
        "name": draft.name,
        "script": run.script,
        "window": run.window_id,
        "site": run.window.site.name,
        "number": run.window.number,
        "state": run.state,
        "state_name": STATE_NAMES[run.state],
        "clerk": run.clerk_name,
        "practice": key_of(run.pk),
        "piece": run.joint.number if run.joint else "",
        "done_at": run.done_at,
    }
