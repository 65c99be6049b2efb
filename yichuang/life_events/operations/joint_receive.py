"""Receive one application for a life event (联办收件): judge all members, say everything once, open those whose turn it is (S2-25, S3-9).

行政许可法 26 II, 32: one authority receives, and everything to be corrected is told at once. A refusal leaves nothing behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases import numbers
from yichuang.cases.policies import counter_of
from yichuang.cases.ports import shared_data
from yichuang.cases.rules import base_form, origins
from yichuang.cases.rules.facts import TOLERATED
from yichuang.cases.rules.origins import Origin
from yichuang.catalog.rules.own_form_filling import place
from yichuang.files.operations.prepare import Prepared
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place, Post
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_joint import JointReceived
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.operations.joint_beats import NEVER, settle
from yichuang.life_events.operations.joint_files import keep_commitment, keep_scans
from yichuang.life_events.operations.joint_open import open_child
from yichuang.life_events.operations.practice import (
    end_of_intake,
    make_practice,
    note_received,
    run_to_receive,
    take_up,
)
from yichuang.life_events.queries import life_event
from yichuang.life_events.queries.joint import states_of
from yichuang.life_events.queries.joint_plan import LeftOut, Plan, plan_for, refusals_of_plan
from yichuang.life_events.queries.practice import life_event_of_run
from yichuang.life_events.rules.joint_form import JointJudgement, judge_joint, refusals_to_reach
from yichuang.life_events.rules.joint_papers import PaperGiven, faults_of_papers, items_of
from yichuang.life_events.rules.joint_states import RUNNING, WAITING, ready
from yichuang.life_events.rules.savings import counted
from yichuang.life_events.rules.together import faults_of
from yichuang.organizations.queries import department_by_key


@dataclass(frozen=True)
class JointDeclaration:
    """What a counter brings to a new joint case: the answers and forms filled once, papers by joint line, members left out and why.

    `already`: member → number of the earlier case or what he has (已办); `not_now`: member → why it is not done this time; `files`: scans
    by joint line; `ticket`: the ticket served at the actor's own window; `commitment`: the one signature (or, `on_paper`, the scan of the
    signed paper) for all papers that are to come later (容缺, S2-39); `origins`: where values came from, by field of the base form or
    `own_form.<merged field>`, the others were typed; `calls`: the calls of shared data whose licences stand in for papers;
    `practice`: the key of the run for which this is a test piece (S2-21②), empty for a real application.
    """

    life_event: str
    answers: Mapping[str, Any]
    applicant_kind: str
    form: Mapping[str, Any]
    merged: Mapping[str, Any]
    papers: Mapping[str, PaperGiven] = field(default_factory=dict)
    already: Mapping[str, str] = field(default_factory=dict)
    not_now: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Sequence[Prepared]] = field(default_factory=dict)
    ticket: str = ""
    commitment: Prepared | None = None
    on_paper: bool = False
    origins: Mapping[str, Origin] = field(default_factory=dict)
    calls: Sequence[str] = ()
    practice: str = ""


@unit_of_work()
def joint_receive(*, actor: Actor, declaration: JointDeclaration, now: datetime) -> JointCase:
    """Open a joint case with the cases of its first stage and return it; what is complete is accepted at once where the counter accepts.

    :raises Refused: 422 with every fault of answers, forms, papers and choice of members; 409 for a ticket not served here.
    :raises NotAllowed: outside the actor's counter. :raises NotFound: without such a life event in force.
    """
    post = counter_of(actor)
    policies.demand(actor, "joint.receive", Place(division=post.division, site_id=post.site_id), "收件")
    left_out = LeftOut(declaration.already, declaration.not_now)
    kind, today = declaration.applicant_kind, day_of(now)
    run = run_to_receive(actor, declaration.practice, declaration.life_event) if declaration.practice else None
    asked = life_event_of_run(run) if run is not None else life_event(declaration.life_event)
    plan = plan_for(asked, declaration.answers, kind=kind, left_out=left_out, on=today)
    judged = _judge(plan, declaration, left_out, now)
    joint = _new(plan, declaration, judged, actor, post, now)
    if run is not None:
        make_practice(joint, run)
    kept = keep_scans(joint, declaration.files, actor=actor, now=now)
    signed = keep_commitment(joint, declaration.commitment, actor=actor, now=now)
    items = items_of(plan.reached.lines, declaration.papers, plan.names)
    children = _children(joint, plan, items, kept, now)
    for want in (want for child in children for want in child.wants if want["received_as"] == TOLERATED):
        want.update(commitment=signed, on_paper=declaration.on_paper)
    ledger.write(joint, _received(joint, plan), actor=actor, at=now)
    if declaration.calls and run is None:
        shared_data().belong(declaration.calls, joint.number)
    for child in children:
        child.joint = joint
    JointChild.objects.bulk_create(children)
    if run is not None:
        take_up(run, joint)
    turn = ready(plan.event.spec, states_of(children))
    opened: list[Any] = [
        open_child(joint, child, plan.event.spec, actor=actor, now=now, ticket="" if run else declaration.ticket)
        for child in children
        if child.member in turn
    ]
    settle(joint, children, plan.event.spec, opened, actor=actor, now=now)
    if run is not None:
        note_received(run, joint, end_of_intake(plan, children, declaration.papers), actor=actor, now=now)
    return joint


def _received(joint: JointCase, plan: Plan) -> JointReceived:
    return JointReceived(
        number=joint.number,
        key=plan.event.key,
        name=joint.name,
        version=plan.event.number,
        site=joint.site_name,
        applicant_kind=joint.applicant_kind,
        answers=dict(joint.answers),
        members=plan.received,
        left_out=dict(plan.whys),
        **asdict(counted(plan.event.spec, plan.specs, plan.reached)),
    )


def _judge(plan: Plan, declaration: JointDeclaration, left_out: LeftOut, now: datetime) -> JointJudgement:
    """Judge everything and refuse with all of it at once; a judgement of forms needs the answers to have led somewhere."""
    spec, kind = plan.event.spec, declaration.applicant_kind
    reasons = [_answer_fault(text) for text in faults_of(spec, declaration.answers)]
    if kind not in spec.applicant_kinds:
        allowed = "、".join(base_form.KINDS[one] for one in spec.applicant_kinds)
        reasons.append(
            Reason(
                "applicant_kind",
                f"“{spec.name}”的服务对象是{allowed}。",
                "kind",
                "S2-53",
                "已填内容都在。",
                "请改选申报者类型。",
            )
        )
    reasons += refusals_of_plan(plan, left_out)
    reasons += refusals_to_reach(spec, plan.reached, plan.names, plan.matters.newer)
    judged = judge_joint(
        spec, plan.specs, plan.reached, kind=kind, base=declaration.form, merged=declaration.merged, on=day_of(now)
    )
    reasons += judged.errors
    if plan.reached.asked is None:
        reasons += faults_of_papers(
            plan.reached.lines, declaration.papers, plan.known_lines, committed=declaration.commitment is not None
        )
    if reasons:
        raise Refused(*reasons, status=422, title="不能收件")
    return judged


def _answer_fault(text: str) -> Reason:
    return Reason("answers", text, "answers", "S2-11", "已填内容都在，没有收件。", "请重新回答。")


def _new(
    plan: Plan, declaration: JointDeclaration, judged: JointJudgement, actor: Actor, post: Post, now: datetime
) -> JointCase:
    lead = department_by_key(plan.event.spec.lead_departments[0])
    kind = declaration.applicant_kind
    source = numbers.PRACTICE if declaration.practice else numbers.COUNTER
    return JointCase(
        number=numbers.draw_number(post.division, lead.code2, day_of(now), source),
        query_password=numbers.draw_password(),
        state=RUNNING,
        version_id=plan.event.version_id,
        name=plan.event.name,
        answers=dict(declaration.answers),
        form=judged.base,
        merged=judged.merged,
        origins=origins.kept(declaration.origins, [*filter(judged.base.get, judged.base), *map(place, judged.merged)]),
        applicant_kind=kind,
        applicant_name=base_form.applicant_name(kind, judged.base),
        site_id=post.site_id or 0,
        site_name=post.site_name,
        division=post.division,
        window=actor.window,
        ticket=UUID(declaration.ticket) if declaration.ticket else None,
        received_at=now,
        received_by=actor.id,
        received_by_name=actor.name,
        next_due=NEVER,
    )


def _children(
    joint: JointCase,
    plan: Plan,
    items: Mapping[str, list[dict[str, Any]]],
    kept: Mapping[str, list[str]],
    now: datetime,
) -> list[JointChild]:
    found = []
    for position, (member, state) in enumerate(plan.states.items()):
        matter = plan.matters.matters[member]
        wants = [{**item, "files": kept.get(item["line"], [])} for item in items.get(member, [])]
        found.append(
            JointChild(
                joint=joint,
                member=member,
                position=position,
                matter=matter.key,
                matter_name=matter.spec.name,
                department_id=matter.department_id,
                department_name=matter.department_name,
                state=state,
                why=plan.whys.get(member, "")[:600],
                wants=wants,
                ended_at=None if state == WAITING else now,
            )
        )
    return found
