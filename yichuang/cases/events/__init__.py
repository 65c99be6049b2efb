"""What this room records in the ledger: one frozen dataclass an act, in the past tense.

Payloads hold what happened, never identity or telephone numbers. `type` is the stable name that readers and departments see.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar


@dataclass(frozen=True)
class CaseReceived:
    """A case was received at a counter: number issued, first handler named (行政许可法 32; S2-63)."""

    type: ClassVar[str] = "case.received"
    number: str
    matter: str
    matter_name: str
    version: int
    situation: str
    source: str
    site: str
    department: str
    applicant_kind: str
    answers: dict[str, Any]
    first_handler: str
    notice_due: date | None


@dataclass(frozen=True)
class MaterialsRecorded:
    """Materials and review points were recorded: what changed, item by item."""

    type: ClassVar[str] = "case.materials_recorded"
    items: list[dict[str, Any]]


@dataclass(frozen=True)
class SituationChanged:
    """The answers changed: another situation, materials dropped (but kept) and newly asked."""

    type: ClassVar[str] = "case.situation_changed"
    before: str
    after: str
    answers: dict[str, Any]
    dropped: list[str]
    added: list[str]


@dataclass(frozen=True)
class ScanAdded:
    """A scan was attached to a material."""

    type: ClassVar[str] = "case.scan_added"
    material: str
    file: str
    sha256: str


@dataclass(frozen=True)
class ScanRemoved:
    """A scan was taken off a material; the file stays in the record."""

    type: ClassVar[str] = "case.scan_removed"
    material: str
    file: str


@dataclass(frozen=True)
class SuggestionsMade:
    """The reader of certificates suggested findings; the values it read stay sealed."""

    type: ClassVar[str] = "case.suggestions_made"
    material: str
    points: dict[str, str]


@dataclass(frozen=True)
class CommitmentSigned:
    """The applicant signed a commitment to bring tolerated materials later (容缺承诺, S2-39)."""

    type: ClassVar[str] = "case.commitment_signed"
    materials: list[str]
    until: list[date]
    how: str


@dataclass(frozen=True)
class CorrectedOnTheSpot:
    """The applicant corrected something at the counter (行政许可法 32(一)3)."""

    type: ClassVar[str] = "case.corrected_on_the_spot"
    what: str
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CorrectionRequested:
    """The one-time notice was given with the complete list (行政许可法 32(一)4)."""

    type: ClassVar[str] = "case.correction_requested"
    sequence: int
    items: list[dict[str, Any]]
    repeat_reason: str


@dataclass(frozen=True)
class CorrectionSupplied:
    """Some or all of the listed corrections came in."""

    type: ClassVar[str] = "case.correction_supplied"
    supplied: list[str]
    still_open: list[str]


@dataclass(frozen=True)
class CaseAccepted:
    """The application was accepted; the decision clock runs from `accepted_on`."""

    type: ClassVar[str] = "case.accepted"
    number: str
    accepted_on: date
    complete_on: date
    promised_due: date | None
    statutory_due: date | None
    provisional: bool
    tolerated: list[str]
    deemed: bool = False
    why: str = ""
    responsible: str = ""


@dataclass(frozen=True)
class AcceptanceRefused:
    """The application was not accepted: refused, redirected, or nothing to apply for (`outcome`)."""

    type: ClassVar[str] = "case.acceptance_refused"
    outcome: str
    reasons: str
    legal_basis: str
    authority: str


@dataclass(frozen=True)
class ToleratedSupplied:
    """A tolerated material came in; the flag is cleared and no clock stood still for it."""

    type: ClassVar[str] = "case.tolerated_supplied"
    supplied: list[str]
    still_open: list[str]


@dataclass(frozen=True)
class CaseTakenUp:
    """A department's officer took the case up."""

    type: ClassVar[str] = "case.taken_up"
    officer: str


@dataclass(frozen=True)
class ReviewRecorded:
    """Content points were checked by the department."""

    type: ClassVar[str] = "case.review_recorded"
    items: list[dict[str, Any]]


@dataclass(frozen=True)
class ReviewCoSigned:
    """The second officer confirmed the shared check with his own sign-in and opinion (行政许可法 34)."""

    type: ClassVar[str] = "case.co_signed"
    officer: str
    opinion: str
    note: str


@dataclass(frozen=True)
class CaseSuspended:
    """A special procedure began; the clock stands from the service of the written notice (行政许可法 45)."""

    type: ClassVar[str] = "case.suspended"
    procedure: str
    legal_basis: str
    expected_days: int
    notice_served_on: date
    reason: str
    served_how: str = ""


@dataclass(frozen=True)
class CaseResumed:
    """The special procedure ended; the clock runs again."""

    type: ClassVar[str] = "case.resumed"
    outcome: str
    promised_due: date | None
    statutory_due: date | None


@dataclass(frozen=True)
class CaseExtended:
    """The head of the authority extended the period once (行政许可法 42)."""

    type: ClassVar[str] = "case.extended"
    days: int
    reason: str
    statutory_due: date | None


@dataclass(frozen=True)
class CaseDecided:
    """The decision: granted or denied, by two officers where substance is checked (行政许可法 34、38)."""

    type: ClassVar[str] = "case.decided"
    outcome: str
    reasons: str
    legal_basis: str
    decided_by: str
    second_officer: str
    delegation: str
    service_due: date | None


@dataclass(frozen=True)
class CaseClosed:
    """The case is closed and archived."""

    type: ClassVar[str] = "case.closed"
    closed_at: datetime


@dataclass(frozen=True)
class CaseWithdrawn:
    """The applicant withdrew the application."""

    type: ClassVar[str] = "case.withdrawn"
    reasons: str


@dataclass(frozen=True)
class CaseTerminated:
    """The authority ended the handling on a legal ground."""

    type: ClassVar[str] = "case.terminated"
    reasons: str
    legal_basis: str


@dataclass(frozen=True)
class FirstHandlerChanged:
    """The first-handler responsibility passed to a colleague (S2-63)."""

    type: ClassVar[str] = "case.first_handler_changed"
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True)
class PersonalDataRevealed:
    """Somebody looked at unmasked personal data, for a stated reason (个人信息保护法 51)."""

    type: ClassVar[str] = "case.personal_data_revealed"
    fields: list[str]
    reason: str


@dataclass(frozen=True)
class CasesExported:
    """A list was taken out as a spreadsheet."""

    type: ClassVar[str] = "export.taken"
    title: str
    asked: dict[str, str]
    rows: int


@dataclass(frozen=True)
class DocumentIssued:
    """An official document was issued; its PDF follows from a job."""

    type: ClassVar[str] = "document.issued"
    document: str
    kind: str
    title: str
    authority: str


@dataclass(frozen=True)
class DocumentRevoked:
    """A document was revoked; its verification page says so from now on."""

    type: ClassVar[str] = "document.revoked"
    document: str
    why: str


@dataclass(frozen=True)
class HandoverPrepared:
    """A hand-over batch was put together (S2-42)."""

    type: ClassVar[str] = "handover.prepared"
    number: str
    direction: str
    cases: list[str]
    slot: str
    way: str


@dataclass(frozen=True)
class HandoverArranged:
    """A site and a department agreed contacts, times and way of their hand-overs (S2-42)."""

    type: ClassVar[str] = "handover.arranged"
    site: str
    department: str
    site_contact: str
    department_contact: str
    slots: list[str]
    way: str


@dataclass(frozen=True)
class HandoverCancelled:
    """A hand-over batch that nobody had signed was taken back (S2-42)."""

    type: ClassVar[str] = "handover.cancelled"
    number: str
    reason: str


@dataclass(frozen=True)
class HandoverSigned:
    """One side signed a hand-over batch; differences are on record."""

    type: ClassVar[str] = "handover.signed"
    side: str
    differences: list[dict[str, str]]


@dataclass(frozen=True)
class DelegationRecorded:
    """A delegation instrument was put on record (S2-45②)."""

    type: ClassVar[str] = "delegation.recorded"
    number: str
    matter: str
    site: str


@dataclass(frozen=True)
class DelegationRevoked:
    """A delegation instrument was revoked."""

    type: ClassVar[str] = "delegation.revoked"
    number: str
    why: str
