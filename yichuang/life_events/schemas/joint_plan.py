"""Shapes of what an intake for a life event comes to."""

from typing import Any

from ninja import Schema
from pydantic import Field

from yichuang.life_events.queries.joint_plan import Plan, announced_in
from yichuang.life_events.rules.joint_papers import defaults_of, keeper_of
from yichuang.life_events.rules.together import Line, fields_asked


class JointPlanBody(Schema):
    """The life event, the answers so far, and the members that are left out (as the intake takes them)."""

    life_event: str = Field(max_length=40)
    answers: dict[str, str | list[str]] = {}
    applicant_kind: str = "person"
    already: dict[str, str] = {}
    not_now: dict[str, str] = {}
    practice: str = Field(
        default="", max_length=60, description="The key of the run of a simulated acceptance (测试件)"
    )


class JointLicenceBody(JointPlanBody):
    """An intake as it stands, the paper (`line`) that a licence is to stand in for, the applicant's number, and that he consents."""

    line: str = Field(max_length=90)
    id_number: str = Field(max_length=40)
    consent: bool = False


class JointLicenceOut(Schema):
    """What stands in for the paper: `licence` goes into `papers[line]` of the intake of this person, within a day."""

    line: str
    note: str
    licence: str


class JointChoiceOut(Schema):
    """One answer that may be given."""

    id: str
    text: str


class JointQuestionOut(Schema):
    """The question to answer next."""

    id: str
    text: str
    help: str
    kind: str
    options: list[JointChoiceOut]


class JointPlannedOut(Schema):
    """One member as it would begin: to be received (`waiting`), finished before or not done now; `closed`: why it cannot be received;
    `announced`: from which later day its matter will not be received, and why.
    """

    member: str
    matter: str
    matter_name: str
    department: str
    state: str
    why: str
    situation: str
    closed: str
    announced: str


class JointFieldOut(Schema):
    """One field of the merged form: its key in `merged`, and `row`: what may be filled in, as JSON Schema."""

    id: str
    label: str
    required: bool
    row: dict[str, Any]


class JointPointOut(Schema):
    """One formal review point of a paper."""

    matter_name: str
    text: str


class JointPaperOut(Schema):
    """One paper: its key in `papers`, for which members, what it is received as by default, and its formal points."""

    id: str
    name: str
    way: str
    members: list[str]
    kept_by: str
    received_as: str
    originals: int
    copies: int
    points: list[JointPointOut]


class JointPlanOut(Schema):
    """The next question, or – where there is none – members, fields and papers; `problems`: answers that cannot be used."""

    life_event: str
    name: str
    version: int
    question: JointQuestionOut | None
    problems: list[str]
    members: list[JointPlannedOut]
    fields: list[JointFieldOut]
    papers: list[JointPaperOut]


def joint_plan_out(plan: Plan, problems: list[str]) -> JointPlanOut:
    """Return a plan as the API shows it."""
    asked = plan.reached.asked
    question = None
    if asked is not None:
        options = [JointChoiceOut(id=one.id, text=one.text) for one in asked.options]
        question = JointQuestionOut(id=asked.id, text=asked.text, help=asked.help, kind=asked.kind, options=options)
    ahead = announced_in(plan)
    return JointPlanOut(
        life_event=plan.event.key,
        name=plan.event.name,
        version=plan.event.number,
        question=question,
        problems=problems,
        members=[_member(plan, key, ahead.get(key, "")) for key in plan.states],
        fields=[] if question else _fields(plan),
        papers=[_paper(plan, line) for line in plan.reached.lines],
    )


def _member(plan: Plan, key: str, announced: str) -> JointPlannedOut:
    matter = plan.matters.matters[key]
    return JointPlannedOut(
        member=key,
        matter=matter.key,
        matter_name=matter.spec.name,
        department=matter.department_name,
        state=plan.states[key],
        why=plan.whys.get(key, ""),
        situation=plan.reached.situations.get(key, ""),
        closed=plan.closed.get(key, ""),
        announced=announced,
    )


def _fields(plan: Plan) -> list[JointFieldOut]:
    asked = set(fields_asked(plan.event.spec, frozenset(plan.received)))
    return [
        JointFieldOut(id=one.id, label=str(one.row.get("title", one.id)), required=one.required, row=one.row)
        for one in plan.event.spec.fields
        if one.id in asked
    ]


def _paper(plan: Plan, line: Line) -> JointPaperOut:
    default = defaults_of(line)
    points = [
        JointPointOut(matter_name=plan.names[member], text=point.text)
        for member, stated in line.asked
        for point in stated.review_points
        if point.kind == "formal"
    ]
    return JointPaperOut(
        id=line.id,
        name=line.name,
        way=line.way,
        members=[member for member, _ in line.asked],
        kept_by=keeper_of(line),
        received_as=default.received_as,
        originals=default.originals,
        copies=default.copies,
        points=points,
    )
