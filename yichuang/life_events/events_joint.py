"""Facts about joint cases, in the past tense; payloads hold what happened, never identity or telephone numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar


@dataclass(frozen=True)
class JointReceived:
    """One application for a life event was received: which members, which were left out with the reason, and what it asks of the person
    against the members one by one (rules/savings.py).
    """

    type: ClassVar[str] = "joint.received"
    number: str
    key: str
    name: str
    version: int
    site: str
    applicant_kind: str
    answers: dict[str, Any]
    members: list[str]
    left_out: dict[str, str]
    materials_separately: int = 0
    materials_once: int = 0
    fields_separately: int = 0
    fields_once: int = 0
    visits_separately: int = 0
    visits_once: int = 0


@dataclass(frozen=True)
class JointChildOpened:
    """A member's case was received: at the intake, or by itself when what it waited for was done."""

    type: ClassVar[str] = "joint.child_opened"
    member: str
    matter_name: str
    case: str
    accepted: bool
    by_itself: bool


@dataclass(frozen=True)
class JointChildHeldUp:
    """A member's turn came, but its case could not be opened; why."""

    type: ClassVar[str] = "joint.child_held_up"
    member: str
    matter_name: str
    why: str


@dataclass(frozen=True)
class JointChildEnded:
    """A member ended: as what, what the person is told, and the members that are stopped or asked about because of it."""

    type: ClassVar[str] = "joint.child_ended"
    member: str
    matter_name: str
    state: str
    why: str
    told: str
    stopped: list[str]
    asked: list[str]


@dataclass(frozen=True)
class JointDueSet:
    """The clock over all began or moved: the promised and the statutory day."""

    type: ClassVar[str] = "joint.due_set"
    accepted_on: date | None
    promised_due: date | None
    statutory_due: date | None


@dataclass(frozen=True)
class JointOverdue:
    """The promised or statutory day passed; which members are not decided (行政许可法 42 II)."""

    type: ClassVar[str] = "joint.overdue"
    which: str
    due: date
    open_members: list[str]
    departments: list[str]


@dataclass(frozen=True)
class JointUrged:
    """Departments were urged to decide (催办): which, and how many people were written to."""

    type: ClassVar[str] = "joint.urged"
    departments: list[str]
    members: list[str]
    written_to: int
    note: str


@dataclass(frozen=True)
class JointWithdrawn:
    """The applicant withdrew one member or all, in writing (行政许可法 29)."""

    type: ClassVar[str] = "joint.withdrawn"
    whole: bool
    members: list[str]
    reasons: str


@dataclass(frozen=True)
class JointExtended:
    """The government's head extended the joint period once (行政许可法 42 II)."""

    type: ClassVar[str] = "joint.extended"
    days: int
    reasons: str
    statutory_due: date | None


@dataclass(frozen=True)
class JointHandedOut:
    """Results were handed out together: one identity check, one signature (S2-44)."""

    type: ClassVar[str] = "joint.handed_out"
    cases: list[str]
    receiver: str
    identity_checked: str
    outstanding: list[str]


@dataclass(frozen=True)
class JointEnded:
    """Every member is over and every result served: from when to when, and how each ended (`member`, `end`: the state of its case).

    `extra_visits`: how often the person had to come again, to supplement what was missing.
    """

    type: ClassVar[str] = "joint.ended"
    number: str
    key: str
    received_on: date
    ended_on: date
    members: list[dict[str, str]]
    extra_visits: int = 0
