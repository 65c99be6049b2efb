"""A joint case as its applicant sees it: every member in one view, in the public's words; names masked (S2-25, S2-39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.queries import Document
from yichuang.cases.queries.progress import Progress, progress_of
from yichuang.cases.rules.clocks import ClockReading
from yichuang.cases.rules.states import State
from yichuang.foundations import ledger
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_name
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.queries.joint import Whole, whole_of
from yichuang.life_events.rules.joint_public import PLAIN, STEPS, headline
from yichuang.life_events.rules.joint_states import CHILD_NAMES, CHILD_TONES, JOINT_NAMES, OPEN, WAITING


@dataclass(frozen=True)
class MemberProgress:
    """One member: how it stands in plain words, what to do, what to correct, papers to fetch."""

    matter: str
    department: str
    state: str
    state_name: str
    tone: str
    plain: str
    todo: str
    why: str
    number_shown: str
    corrections: Sequence[dict[str, str]]
    tolerated: Sequence[tuple[str, date | None]]
    documents: Sequence[Document]


@dataclass(frozen=True)
class JointProgress:
    """The whole: a headline, what the person does next, the days of the one clock, and every member."""

    number: str
    number_shown: str
    name: str
    applicant: str
    site: str
    state: str
    state_name: str
    plain: str
    todo: str
    dues: Sequence[tuple[str, ClockReading]]
    members: Sequence[MemberProgress]
    steps: Sequence[tuple[datetime, str]]


def joint_progress(joint: JointCase, today: date) -> JointProgress:
    """Return a joint case for its applicant."""
    whole = whole_of(joint, today)
    members = [_member(whole, child, today) for child in whole.children]
    dues = [("承诺全部办结", whole.clock.promised), ("法定办结", whole.clock.statutory)]
    plain, todo = headline(joint.state, whole.states, correcting=any(one.corrections for one in members))
    names = whole.names
    return JointProgress(
        number=joint.number,
        number_shown=format_case_number(joint.number),
        name=joint.name,
        applicant=mask_name(joint.applicant_name),
        site=joint.site_name,
        state=joint.state,
        state_name=JOINT_NAMES[joint.state],
        plain=plain,
        todo=todo,
        dues=[(name, one) for name, one in dues if one.state in ("running", "standing") and one.due],
        members=members,
        steps=[
            (event.at, STEPS[event.type].format(matter=names.get(str(event.payload.get("member")), "")))
            for event in ledger.history(joint.stream)
            if event.type in STEPS
        ],
    )


def _member(whole: Whole, child: JointChild, today: date) -> MemberProgress:
    found = progress_of(child.case, today) if child.case is not None else None
    plain, todo = _said(child, found)
    after = "、".join(whole.names[one] for one in whole.spec.member(child.member).after if one in whole.names)
    if child.state == WAITING and after:
        plain = f"“{after}”办好后自动开办。"
    return MemberProgress(
        matter=child.matter_name,
        department=child.department_name,
        state=found.state.value if found and child.state == OPEN else child.state,
        state_name=found.state_name if found and child.state == OPEN else CHILD_NAMES[child.state],
        tone=CHILD_TONES[child.state],
        plain=plain,
        todo=todo,
        # Why one waits although its turn has come is the counter's affair, not the person's.
        why="" if child.state == WAITING else child.why,
        number_shown=found.number_shown if found else "",
        corrections=found.corrections if found else (),
        tolerated=found.tolerated if found else (),
        documents=found.documents if found else (),
    )


def _said(child: JointChild, found: Progress | None) -> tuple[str, str]:
    """Return the words of the case while it goes on and until its result is served, else those of the member's end."""
    if found is not None and found.state not in (State.CLOSED, State.WITHDRAWN):
        return found.plain, found.todo
    return PLAIN[child.state]
