"""What the rules of a case look at: frozen facts made from the rows in one place (`queries.facts_of`)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from yichuang.cases.rules.receivers import Applicant, Receiver
from yichuang.cases.rules.states import State

# How a needed material can stand: nothing yet, paper in hand, a scan, fetched from shared data, or tolerated with a commitment (容缺).
NOT_RECEIVED, PAPER, SCAN, SHARED, TOLERATED = "none", "paper", "scan", "shared", "tolerated"
RECEIVED_AS = (PAPER, SCAN, SHARED)


@dataclass(frozen=True)
class PointFacts:
    """One review point of one material and what a person found: `passed`, `failed` or nothing yet."""

    id: str
    kind: str
    text: str
    found: str = ""


@dataclass(frozen=True)
class MaterialFacts:
    """One needed material of the case's situation, and how it stands."""

    id: str
    name: str
    received_as: str = NOT_RECEIVED
    tolerable: bool = False
    tolerance_days: int = 0
    shareable: bool = False
    originals_needed: int = 0
    copies_needed: int = 0
    originals: int = 0
    copies: int = 0
    tolerated_until: date | None = None
    commitment_signed: bool = False
    points: tuple[PointFacts, ...] = ()

    @property
    def settled(self) -> bool:
        """Tell whether nothing more is asked of this material for acceptance."""
        return self.received_as in RECEIVED_AS or self.received_as == TOLERATED


@dataclass(frozen=True)
class CoSigned:
    """A second officer's confirmation: id, name, opinion (`grant` or `deny`)."""

    officer: str
    name: str
    opinion: str


@dataclass(frozen=True)
class Awaited:
    """What must come from elsewhere before the counter may accept: what is missing, what to do, and the article that asks for it."""

    message: str
    todo: str
    rule: str


@dataclass(frozen=True)
class CaseFacts:
    """Everything the lifecycle's rules may ask of a case."""

    number: str
    state: State
    acceptance_role: str
    case_type: str
    received_by: str
    officer: str = ""
    department_id: int | None = None
    materials: tuple[MaterialFacts, ...] = ()
    corrections: int = 0
    outstanding: tuple[str, ...] = ()
    extended: bool = False
    max_extension: int = 10
    substance_checked: bool = True
    result_name: str = ""
    courier_wanted: bool = False
    sent_by_courier: bool = False
    delegation: str = ""
    received_at: datetime | None = None
    accepted_on: date | None = None
    co_signatures: tuple[CoSigned, ...] = ()
    e_licence: bool = False
    offered_electronically: bool = False
    # Fields of the matter's own form that a changed situation asks for and nobody has filled (S2-51).
    form_open: tuple[str, ...] = ()
    # What the department's own system has not sent yet: its form under a unified number (S2-52②).
    awaited: Awaited | None = None

    def material(self, material_id: str) -> MaterialFacts | None:
        """Return the facts of one material of the situation, or None when it is not needed."""
        return next((material for material in self.materials if material.id == material_id), None)


@dataclass(frozen=True)
class MoveInput:
    """What the person brings to a move; each requirement reads what it needs."""

    actor_id: str = ""
    actor_department_ids: frozenset[int] = frozenset()
    actor_may_repeat_correction: bool = False
    reasons: str = ""
    legal_basis: str = ""
    authority: str = ""
    items: tuple[str, ...] = ()
    repeat_reason: str = ""
    supplied: tuple[str, ...] = ()
    procedure: str = ""
    expected_days: int = 0
    notice_served_on: date | None = None
    extension_days: int = 0
    second_officer: str = ""
    result_name: str = ""
    result_number: str = ""
    identity_checked: str = ""
    signature: bool = False
    receiver: Receiver | None = None
    applicant: Applicant | None = None
    carrier: str = ""
    waybill: str = ""
    consent: str = ""
    opinion: str = ""
    what: str = ""
    successor: str = ""
    request_in_writing: bool = False
    today: date | None = None
    notice_deemed: str = ""
    extra: dict[str, str] = field(default_factory=dict)
