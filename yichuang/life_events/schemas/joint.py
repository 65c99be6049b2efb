"""Shapes of the API of joint cases (联办件)."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from yichuang.cases.rules.states import TEXTS, State
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.queries.joint import Whole
from yichuang.life_events.rules.joint_states import CHILD_NAMES, JOINT_NAMES


class JointPaperBody(Schema):
    """One material brought once: paper, scan, shared, tolerated (to come later) or none; counts; whether every formal point passed.

    `ticked`: the texts of the points that passed, where not all of them did; `licence`: what `take_joint_licence` answered, which stands in
    for the paper: it is received as shared then, with the licence's number, source and time.
    """

    received_as: str = "none"
    originals: int = 0
    copies: int = 0
    checked: bool = False
    ticked: list[str] = []
    note: str = Field(default="", max_length=200)
    licence: str = Field(default="", max_length=2_000)


class JointCommitmentBody(Schema):
    """The one commitment for all papers that are to come later: the signature, a PNG as base64 (`on_paper`: the signed paper's scan)."""

    signature: str
    on_paper: bool = False


class JointBody(Schema):
    """A whole joint intake: answers and forms filled once, papers by joint line, members left out with the reason.

    `already`: member → number of the earlier case or what he has; `not_now`: member → why it is not done this time.
    """

    life_event: str = Field(max_length=40)
    answers: dict[str, str | list[str]] = {}
    applicant_kind: str = "person"
    form: dict[str, str]
    merged: dict[str, Any] = {}
    papers: dict[str, JointPaperBody] = {}
    already: dict[str, str] = {}
    not_now: dict[str, str] = {}
    ticket: str = ""
    practice: str = Field(
        default="", max_length=60, description="The key of the run of a simulated acceptance (测试件)"
    )
    commitment: JointCommitmentBody | None = None


class JointWithdrawBody(Schema):
    """Which members (none named: all), the applicant's reasons, and that he asked in writing."""

    members: list[str] = []
    reasons: str = Field(max_length=500)
    in_writing: bool


class JointExtendBody(Schema):
    """How many working days (at most 15) and why."""

    days: int
    reasons: str = Field(max_length=500)


class JointHandOutBody(Schema):
    """Who took the results, how identity was checked, and the signature as base64 of a PNG."""

    identity_checked: str = ""
    relation: str = "self"
    receiver_name: str = ""
    receiver_paper: str = "id_card"
    receiver_number: str = ""
    authorisation: str = ""
    signature: str = ""


class JointMemberBody(Schema):
    """The member to open by hand."""

    member: str = Field(max_length=40)


class JointUrgeBody(Schema):
    """What is said with the urging, for the record."""

    note: str = Field(default="", max_length=300)


class JointMemberOut(Schema):
    """One member: its state, its case where it has one, and why it is as it is."""

    member: str
    matter: str
    matter_name: str
    department: str
    state: str
    state_name: str
    why: str
    case: str = ""
    case_state: str = ""
    case_state_name: str = ""
    after: list[str] = []


class JointOut(Schema):
    """A joint case with its members and the clock over all."""

    number: str
    number_shown: str
    life_event: str
    version: int = Field(description="0 for a test piece: its content is not in force")
    practice: bool = Field(description="A test piece (测试件): nobody applied, it counts nowhere and ends with its run")
    state: str
    state_name: str
    applicant_name: str
    site: str
    received_at: datetime
    accepted_on: date | None
    promised_due: date | None
    statutory_due: date | None
    colour: str
    why: str
    extended_days: int
    handed_out_at: datetime | None
    closed_at: datetime | None
    members: list[JointMemberOut]


class JointReceiptOut(JointOut):
    """The joint case with its query password, given once: to who received it."""

    query_password: str


class JointLineOut(Schema):
    """A joint case in a list."""

    number: str
    name: str
    state: str
    state_name: str
    applicant_name: str
    site: str
    received_at: datetime
    promised_due: date | None


class JointPage(Schema):
    """A page of joint cases."""

    rows: list[JointLineOut]
    next: str = ""
    previous: str = ""


def joint_out(whole: Whole) -> JointOut:
    """Return a joint case as the API shows it."""
    joint, pressing = whole.joint, whole.clock.pressing
    return JointOut(
        number=joint.number,
        number_shown=format_case_number(joint.number),
        life_event=whole.spec.key,
        version=joint.version.number if joint.version else 0,
        practice=joint.practice,
        state=joint.state,
        state_name=JOINT_NAMES[joint.state],
        applicant_name=joint.applicant_name,
        site=joint.site_name,
        received_at=joint.received_at,
        accepted_on=joint.accepted_on,
        promised_due=joint.promised_due,
        statutory_due=joint.statutory_due,
        colour=pressing.colour,
        why=pressing.why,
        extended_days=joint.extended_days,
        handed_out_at=joint.handed_out_at,
        closed_at=joint.closed_at,
        members=[_member_out(whole, child) for child in whole.children],
    )


def joint_receipt_out(whole: Whole) -> JointReceiptOut:
    """Return a joint case just received, with its password; a test piece is shown to nobody outside and has none."""
    password = "" if whole.joint.practice else whole.joint.query_password
    return JointReceiptOut(**joint_out(whole).model_dump(), query_password=password)


def joint_line_out(joint: JointCase) -> JointLineOut:
    """Return a joint case as lists show it."""
    return JointLineOut(
        number=joint.number,
        name=joint.name,
        state=joint.state,
        state_name=JOINT_NAMES[joint.state],
        applicant_name=joint.applicant_name,
        site=joint.site_name,
        received_at=joint.received_at,
        promised_due=joint.promised_due,
    )


def _member_out(whole: Whole, child: JointChild) -> JointMemberOut:
    case = child.case
    return JointMemberOut(
        member=child.member,
        matter=child.matter,
        matter_name=child.matter_name,
        department=child.department_name,
        state=child.state,
        state_name=CHILD_NAMES[child.state],
        why=child.why,
        case=case.number if case else "",
        case_state=case.state if case else "",
        case_state_name=TEXTS[State(case.state)].name if case else "",
        after=[name for name in whole.spec.member(child.member).after if name in whole.states],
    )
