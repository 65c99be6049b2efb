"""Receive an application at a counter (收件): number, receipt, first handler, and the five-day clock (行政许可法 32; S2-39, S2-63)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.accounts.operations.remember_applicant import remember_applicant
from yichuang.cases import numbers, policies, ports
from yichuang.cases.events import CaseReceived
from yichuang.cases.models import Case
from yichuang.cases.operations import beats
from yichuang.cases.operations.prefill import use_prefill
from yichuang.cases.queries.facts import new_material
from yichuang.cases.rules import base_form
from yichuang.cases.rules.base_form import FormJudgement
from yichuang.cases.rules.origins import Origin, kept
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import PublishedMatter, published, version_for
from yichuang.catalog.rules import navigator, own_form_filling
from yichuang.catalog.rules.compiled import Arrived, Asked
from yichuang.catalog.rules.navigator import Checklist
from yichuang.catalog.rules.own_form_asked import asked_fields
from yichuang.catalog.rules.own_form_filling import Filled, place
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Post
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rows import made, new
from yichuang.foundations.transactions import hold, unit_of_work


@dataclass(frozen=True)
class Declaration:
    """What a counter brings to a new case: the matter, the answers, applicant kind and base form, the matter's own form."""

    matter: str
    answers: Mapping[str, Any]
    applicant_kind: str
    form: Mapping[str, Any]
    own_form: Mapping[str, Any]
    override_reason: str = ""
    window: str = ""
    # The key of the exercise for which this is a practice case; empty for a real application.
    practice: str = ""
    # Where values came from, by field of the base form or `own_form.<name>`; what is not named was typed at the counter.
    origins: Mapping[str, Origin] = field(default_factory=dict)
    # The code of what the applicant filled in online beforehand; empty for what was filled at the counter only.
    prefill: str = ""
    # The ticket that is being served at the actor's own window; empty without one.
    ticket: str = ""
    # The number under which it was applied for online (S2-46), drawn when it was submitted; empty: drawn now.
    number: str = ""
    # The query password of the joint case or online application that this case belongs to; empty: one of its own.
    query_password: str = ""


@unit_of_work()
def receive(*, actor: Actor, declaration: Declaration, now: datetime, later: list[Any] | None = None) -> Case:
    """Open a case from a declaration and return it, its materials listed and nothing yet received.

    :raises Refused: 422 with every fault of the form and the answers; 403 outside the actor's counter; 404 without such a matter.
    """
    post = policies.counter_of(actor)
    matter = _matter(actor, declaration)
    judged, own, checklist = _judge(declaration, matter, now)
    case = _open(actor, declaration, matter, post, (judged, own), checklist, now)
    if declaration.ticket:
        _take_ticket(actor, declaration.ticket, case)
    rows = [new_material(case, position, item.material) for position, item in enumerate(checklist.materials)]
    read = beats.recount(case, matter.spec, now)
    event = CaseReceived(
        number=case.number,
        matter=matter.key,
        matter_name=case.matter_name,
        version=matter.number,
        situation=case.situation_id,
        source=case.source,
        site=case.site_name,
        department=case.department_name,
        applicant_kind=case.applicant_kind,
        answers=dict(declaration.answers),
        first_handler=case.first_handler_name,
        notice_due=case.notice_due,
    )
    alarms = beats.alarms("cases.watch_notice", case, read.notice.due)
    hold(("materials", case.pk), rows)
    ledger.write(case, event, actor=actor, at=now, later=[*alarms, *(later or [])], also=[new(*rows)])
    if declaration.ticket:
        ports.queue().received(actor, declaration.ticket, matter.key, case.number, now)
    if declaration.prefill:
        use_prefill(code=declaration.prefill, number=case.number)
    if declaration.practice:
        ports.book_of(declaration.practice).received(actor, declaration.practice, case.number, now)
    return hold((actor.key, case.number), case)


def _take_ticket(actor: Actor, ticket: str, case: Case) -> None:
    """Let the case carry the ticket that is served at the actor's own window, and no other; an exercise carries none."""
    there = ports.queue().serving(actor)
    if there is None or there.id != ticket or case.practice:
        raise ports.not_served_here()
    case.ticket, case.ticket_number = UUID(there.id), there.number


def _matter(actor: Actor, declaration: Declaration) -> PublishedMatter:
    """Return the version in force, or for an exercise the version that it is about, which may be a candidate (S2-21②)."""
    if not declaration.practice:
        return published(declaration.matter)
    matter = version_for(ports.book_of(declaration.practice).exercise(actor, declaration.practice).version_id)
    if matter.key != declaration.matter:
        raise NotFound("这项练习的事项", "请从任务页面重新打开。")
    return matter


def _judge(declaration: Declaration, matter: PublishedMatter, now: datetime) -> tuple[FormJudgement, Filled, Checklist]:
    spec = matter.spec
    kind = declaration.applicant_kind
    judged = base_form.judge(kind, declaration.form, on=day_of(now), override_reason=declaration.override_reason)
    facts = navigator.facts_with_known(spec, declaration.answers, applicant_kind=kind, on=day_of(now))
    own = own_form_filling.judge(spec.form, declaration.own_form, on=day_of(now), asked=asked_fields(spec, facts))
    reasons = [*judged.errors, *own.errors]
    if kind not in spec.applicant_kinds:
        allowed = "、".join(base_form.KINDS[item] for item in spec.applicant_kinds)
        reasons.append(
            Reason(
                "applicant_kind",
                f"“{spec.name}”的服务对象是{allowed}。",
                field="kind",
                rule="S2-53",
                kept="已填内容都在。",
                todo="请改选申报者类型。",
            )
        )
    problems = navigator.validate_facts(spec, facts)
    reasons += [
        Reason("answers", text, field="answers", rule="S2-11", kept="已填内容都在。", todo="请重新回答情形问题。")
        for text in problems
    ]
    if reasons:
        raise Refused(*reasons, status=422, title="不能收件")
    step = navigator.advance(spec, facts)
    if not isinstance(step, Arrived):
        raise Refused(_not_arrived(step), status=422, title="不能收件")
    return judged, own, navigator.checklist(spec, facts)


def _not_arrived(step: Any) -> Reason:
    if isinstance(step, Asked):
        return Reason(
            "situation_open",
            f"还没有回答：“{step.question.text}”。",
            field="answers",
            rule="S2-11",
            kept="已填内容都在。",
            todo="请继续回答，直到确定办理情形。",
        )
    return Reason(
        "outcome",
        f"按所答情形：{step.outcome.message}",
        field="answers",
        rule="行政许可法 32(一)",
        kept="没有收件。",
        todo="请告知申请人；申请人坚持申请的，可收件后出具书面告知书。",
    )


def _open(
    actor: Actor,
    declaration: Declaration,
    matter: PublishedMatter,
    post: Post,
    forms: tuple[FormJudgement, Filled],
    checklist: Checklist,
    now: datetime,
) -> Case:
    values, kind = forms[0].values, declaration.applicant_kind
    practice = bool(declaration.practice)
    source = numbers.PRACTICE if practice else numbers.ONLINE if declaration.number else numbers.COUNTER
    drawn_for = (post.division, matter.department_code, day_of(now), source)
    number, key = numbers.draw_case(*drawn_for, given=declaration.number or "")
    return made(
        Case,
        pk=key,
        number=number,
        query_password=declaration.query_password or numbers.draw_password(),
        state=State.RECEIVED,
        source=source,
        practice=practice,
        matter_id=matter.matter_id,
        version_id=matter.version_id,
        matter_name=matter.spec.name,
        case_type=matter.spec.case_type,
        acceptance_role=matter.spec.acceptance_role,
        answers=dict(declaration.answers),
        situation_id=checklist.situation.id,
        situation_name=checklist.situation_path,
        department_id=matter.department_id,
        department_name=matter.department_name,
        site_id=post.site_id or 0,
        site_name=post.site_name,
        division=post.division,
        window=declaration.window or actor.window,
        applicant_id=None if practice else remember(kind, values, now),
        applicant_kind=kind,
        applicant_name=base_form.applicant_name(kind, values),
        form=values,
        own_form=forms[1].values,
        origins=kept(declaration.origins, [*(one for one in values if values[one]), *map(place, forms[1].values)]),
        courier=values["courier"] == "yes",
        received_at=now,
        received_by=actor.id,
        received_by_name=actor.name,
        first_handler=actor.id,
        first_handler_name=actor.name,
    )


def remember(kind: str, values: Mapping[str, str], now: datetime) -> int:
    """Keep the applicant of a form so that any counter recalls him by number, and return his key."""
    number_kind, number = base_form.applicant_number(kind, values)
    return remember_applicant(
        kind=kind,
        name=base_form.applicant_name(kind, values),
        id_type=number_kind,
        id_number=number,
        mobile=values["contact_mobile"],
        address=values["address"],
        legal_representative=values.get("legal_representative", ""),
        now=now,
    )
