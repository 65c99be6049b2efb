"""The public's API of life events: find one, read it, be led to one checklist, see what it saves; no sign-in, nothing kept."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from yichuang.catalog.ports import Bundle
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS
from yichuang.foundations.problems import Reason, Refused
from yichuang.life_events.queries.public import Shown, bundle, found, offered, shown_life_event
from yichuang.life_events.queries.savings import results_of
from yichuang.life_events.rules import asking, public_guide
from yichuang.life_events.rules.together import faults_of
from yichuang.life_events.serving import Led, checklist, counter_address, led, own_ways

router = Router(tags=["公众"])
Answers = dict[str, str | list[str]]


class LifeEventFound(Schema):
    """A life event in a list; `mark` says when it is not received together now."""

    key: str
    name: str
    theme: str
    summary: str
    mark: str


class LifeEventMemberOut(Schema):
    """One of its matters: when it is done, what follows when it cannot be, why it is not received now (`closed`) and
    what its notice says to do `instead`; `announced`: from which later day it will not be received, and why.
    """

    id: str
    matter: str
    name: str
    department: str
    when: str
    fails: str
    closed: str
    instead: str
    announced: str


class LifeEventSectionOut(Schema):
    """One part of the guide: rows of label and value."""

    title: str
    rows: list[tuple[str, str]]


class LifeEventGuideOut(Schema):
    """A life event in plain words."""

    key: str
    name: str
    version: int
    open: bool
    summary: str
    members: list[LifeEventMemberOut]
    steps: list[str]
    sections: list[LifeEventSectionOut]


class LifeEventAnswersBody(Schema):
    """The answers so far: question → option, or options."""

    answers: Answers = Field(default_factory=dict)


class LifeEventOptionOut(Schema):
    """One answer that may be given."""

    id: str
    text: str


class LifeEventQuestionOut(Schema):
    """The question to ask next."""

    id: str
    text: str
    help: str
    kind: str
    options: list[LifeEventOptionOut]


class LifeEventPaperOut(Schema):
    """One paper of the checklist: brought (with its counts) or not (with why not)."""

    name: str
    brought: bool
    counts: str
    used_by: str
    notes: list[str]


class LifeEventFieldOut(Schema):
    """One field that is filled once."""

    label: str
    how: str
    used_by: str


class LifeEventCountsOut(Schema):
    """Papers, fields and visits: each matter by itself, and together."""

    materials_separately: int
    materials_once: int
    fields_separately: int
    fields_once: int
    visits_separately: int
    visits_once: int


class LifeEventApartOut(Schema):
    """A matter that is done by itself; why it is not received now and what to do instead, if so."""

    name: str
    url: str
    why: str
    instead: str


class LifeEventAdvanceOut(Schema):
    """The next question; or the checklist with the counter's address; or, not together, the matters one by one and why."""

    question: LifeEventQuestionOut | None = None
    problems: list[str] = []
    members: list[str] = []
    papers: list[LifeEventPaperOut] = []
    fields: list[LifeEventFieldOut] = []
    counts: LifeEventCountsOut | None = None
    counter_url: str = ""
    why_apart: list[str] = []
    apart: list[LifeEventApartOut] = []


class LifeEventSavingsOut(Schema):
    """What it saved on average since a month; `published` is false under ten cases, and then nothing is told. Days withheld are a dash."""

    published: bool
    since: str = ""
    received: int = 0
    visits: str = "—"
    materials: str = "—"
    fields: str = "—"
    days: str = "—"


@router.get(
    "/public/life-events",
    response={200: list[LifeEventFound], **PROBLEMS},
    operation_id="public_life_events",
    summary="查一件事",
)
def get_life_events(request: HttpRequest, q: str = "") -> list[LifeEventFound]:
    """Return the life events by theme, or those that answer a query."""
    events = found(q.strip()[:60]) if q.strip() else offered()
    return [_found(event.key, event.spec.theme, bundle(event)) for event in events]


def _found(key: str, theme: str, one: Bundle) -> LifeEventFound:
    return LifeEventFound(key=key, name=one.name, theme=theme, summary=one.text, mark=one.mark)


@router.get(
    "/public/life-events/{key}",
    response={200: LifeEventGuideOut, **PROBLEMS},
    operation_id="public_life_event",
    summary="取一件事办事指南",
)
def get_life_event(request: HttpRequest, key: str) -> LifeEventGuideOut:
    """Return a life event in plain words; `open` tells whether it is received together now."""
    shown = shown_life_event(key)
    return LifeEventGuideOut(
        key=shown.event.key,
        name=shown.event.name,
        version=shown.event.number,
        open=shown.open,
        summary=shown.spec.summary,
        members=[
            LifeEventMemberOut(
                id=part.member.id,
                matter=part.member.matter,
                name=part.name,
                department=part.department,
                when=part.when,
                fails=part.fails,
                closed=part.closed,
                instead=part.instead,
                announced=part.announced,
            )
            for part in shown.parts
        ],
        steps=public_guide.steps(shown.spec, shown.parts),
        sections=[
            LifeEventSectionOut(title=part.title, rows=list(part.rows))
            for part in public_guide.sections(shown.spec, shown.parts, shown.event.number)
        ],
    )


@router.post(
    "/public/life-events/{key}/advance",
    response={200: LifeEventAdvanceOut, **PROBLEMS, **GONE},
    operation_id="public_life_event_advance",
    summary="一件事情形导航",
)
def post_advance(request: HttpRequest, key: str, body: LifeEventAnswersBody) -> LifeEventAdvanceOut:
    """Answer what comes next; keeps nothing."""
    shown = shown_life_event(key)
    if not shown.open:
        raise _stopped(shown)
    if faults := faults_of(shown.spec, body.answers):
        return LifeEventAdvanceOut(problems=faults)
    where = led(shown, body.answers, day_of(clock.now()))
    problems = asking.problems(shown.spec, body.answers)
    question = where.reached.asked
    if question is not None:
        options = [LifeEventOptionOut(id=one.id, text=one.text) for one in question.options]
        asked = LifeEventQuestionOut(
            id=question.id, text=question.text, help=question.help, kind=question.kind, options=options
        )
        return LifeEventAdvanceOut(question=asked, problems=problems)
    if not where.together:
        why = [*where.closed.values(), *(f"{shown.names[one]}：{said}" for one, said in where.reached.ended.items())]
        apart = [
            LifeEventApartOut(name=way.name, url=way.url, why=way.why, instead=way.instead) for way in own_ways(where)
        ]
        return LifeEventAdvanceOut(problems=problems, why_apart=why, apart=apart)
    return _listed(where, problems)


def _stopped(shown: Shown) -> Refused:
    reason = Reason(
        "life_event_withdrawn" if shown.withdrawn else "life_event_suspended",
        f"{shown.event.name}{'不再' if shown.withdrawn else '现在不能'}一起办理。",
        field="key",
        rule="S2-25",
        kept="没有收件；已经一起受理的件继续办完。",
        todo="请按各事项的办事指南分别办理。",
    )
    return Refused(reason, status=410 if shown.withdrawn else 409, title="不能一起办理")


def _listed(where: Led, problems: list[str]) -> LifeEventAdvanceOut:
    found: dict[str, Any] = checklist(where)
    papers = [
        LifeEventPaperOut(name=one.name, brought=True, counts=one.counts, used_by=one.used_by, notes=list(one.notes))
        for one in found["bring"]
    ]
    papers += [
        LifeEventPaperOut(name=name, brought=False, counts="", used_by=users, notes=[why])
        for name, why, users in found["shared"]
    ]
    return LifeEventAdvanceOut(
        problems=problems,
        members=[part.member.id for part, _ in found["members"]],
        papers=papers,
        fields=[LifeEventFieldOut(label=label, how=how, used_by=users) for label, how, users in found["fill"]],
        counts=LifeEventCountsOut(**found["saved"].__dict__),
        counter_url=counter_address(where.shown.event.key, where.answers),
    )


@router.get(
    "/public/life-events/{key}/savings",
    response={200: LifeEventSavingsOut, **PROBLEMS},
    operation_id="public_life_event_savings",
    summary="一件事省了多少",
)
def get_savings(request: HttpRequest, key: str) -> LifeEventSavingsOut:
    """Return what the life event saved on average; nothing under ten cases."""
    results = results_of(shown_life_event(key))
    if not results.told or results.since is None:
        return LifeEventSavingsOut(published=False)
    whole = results.whole
    return LifeEventSavingsOut(
        published=True,
        since=f"{results.since:%Y-%m}",
        received=whole.received,
        visits=whole.mean_visits,
        materials=whole.mean_materials,
        fields=whole.mean_fields,
        days=whole.saved_days,
    )
