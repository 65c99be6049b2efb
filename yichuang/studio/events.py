"""What this room records in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class DraftOpened:
    """A draft was begun: blank, from a published version, from an import, or for an adjustment."""

    type: ClassVar[str] = "draft.opened"
    key: str
    name: str
    origin: str
    from_version: int


@dataclass(frozen=True)
class DraftSaved:
    """A draft was saved by its author's own decision (what is saved by itself is a revision, not an act)."""

    type: ClassVar[str] = "draft.saved"
    key: str
    name: str
    revision: int
    note: str


@dataclass(frozen=True)
class DraftDiscarded:
    """A draft was given up; its revisions stay on record."""

    type: ClassVar[str] = "draft.discarded"
    key: str
    name: str
    reason: str


@dataclass(frozen=True)
class DraftReturned:
    """What was examined goes back to its authors, with a reason to each place."""

    type: ClassVar[str] = "draft.returned"
    key: str
    name: str
    content_hash: str
    by: str
    reasons: list[str]


@dataclass(frozen=True)
class DraftPublished:
    """An approved draft was put in force; `planned_by` names who had planned it for this hour."""

    type: ClassVar[str] = "draft.published"
    key: str
    name: str
    version: int
    content_hash: str
    planned_by: str


@dataclass(frozen=True)
class PublicationPlanned:
    """An approved draft is to be published at a later hour by itself."""

    type: ClassVar[str] = "draft.publication_planned"
    key: str
    name: str
    at: datetime
    content_hash: str


@dataclass(frozen=True)
class PublicationCalledOff:
    """A planned publication will not happen; the draft stays approved."""

    type: ClassVar[str] = "draft.publication_called_off"
    key: str
    name: str
    at: datetime


@dataclass(frozen=True)
class PublicationFailed:
    """A planned publication could not happen when its hour came, for these reasons; the draft stays approved."""

    type: ClassVar[str] = "draft.publication_failed"
    key: str
    name: str
    at: datetime
    planned_by: str
    reasons: list[str]


@dataclass(frozen=True)
class AdjustmentRequested:
    """Somebody asked for a change of a published matter (S2-26)."""

    type: ClassVar[str] = "adjustment.requested"
    key: str
    name: str
    version: int
    trigger: str
    source: str
    place: str
    text: str
    reference: str


@dataclass(frozen=True)
class AdjustmentSeconded:
    """Somebody else said the same of the same place."""

    type: ClassVar[str] = "adjustment.seconded"
    key: str
    place: str
    text: str
    reference: str
    people: int


@dataclass(frozen=True)
class AdjustmentDecided:
    """A request was accepted (the next version is being written in `draft`), or declined with the reason."""

    type: ClassVar[str] = "adjustment.decided"
    key: str
    name: str
    accepted: bool
    reason: str
    draft: str


@dataclass(frozen=True)
class AdjustmentTakenBack:
    """Who asked took the request back."""

    type: ClassVar[str] = "adjustment.taken_back"
    key: str
    name: str


@dataclass(frozen=True)
class RemarkSettled:
    """An author dealt with a remark and said how."""

    type: ClassVar[str] = "draft.remark_settled"
    key: str
    name: str
    remark: int
    text: str
    note: str


@dataclass(frozen=True)
class DraftFileKept:
    """A picture with its private areas blurred, or a blank form, was taken in for a material; what was under the blur is nowhere."""

    type: ClassVar[str] = "draft.file_kept"
    key: str
    name: str
    file: str
    purpose: str
    sha256: str
    blurred_areas: int


# Business review (S2-21)


@dataclass(frozen=True)
class DraftSubmitted:
    """A revision was frozen and given to the business review."""

    type: ClassVar[str] = "draft.submitted"
    key: str
    name: str
    revision: int
    content_hash: str
    round: int


@dataclass(frozen=True)
class ReviewArranged:
    """Experts were named for a round; `taken_over` are the items that keep the grade of the round before."""

    type: ClassVar[str] = "review.arranged"
    key: str
    name: str
    content_hash: str
    round: int
    reviewers: list[str]
    taken_over: list[str]


@dataclass(frozen=True)
class ReviewerReplaced:
    """Another expert takes the place of one who is away."""

    type: ClassVar[str] = "review.reviewer_replaced"
    key: str
    name: str
    round: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class ReviewerReminded:
    """An expert was reminded of an unfinished review."""

    type: ClassVar[str] = "review.reminded"
    key: str
    name: str
    round: int
    reviewer: str


@dataclass(frozen=True)
class ReviewFinished:
    """One expert has graded every item; `grades` by item."""

    type: ClassVar[str] = "review.finished"
    key: str
    name: str
    content_hash: str
    round: int
    grades: dict[str, str]


@dataclass(frozen=True)
class ReviewPassed:
    """All experts graded every item 高: the content goes on to the simulated acceptance."""

    type: ClassVar[str] = "review.passed"
    key: str
    name: str
    content_hash: str
    round: int
    reviewers: list[str]


# Simulated acceptance (S2-21②)


@dataclass(frozen=True)
class SimulationArranged:
    """Scripts were dealt to windows; `runs` is (script number, window) as people read it."""

    type: ClassVar[str] = "simulation.arranged"
    key: str
    content_hash: str
    scripts: int
    runs: list[list[str]]


@dataclass(frozen=True)
class SimulationStarted:
    """A clerk began a run at a window."""

    type: ClassVar[str] = "simulation.started"
    run: int
    script: int
    window: str


@dataclass(frozen=True)
class SimulationReceived:
    """A run came to its practice case, or to an end without one (`number` empty)."""

    type: ClassVar[str] = "simulation.received"
    run: int
    script: int
    number: str
    end: str


@dataclass(frozen=True)
class SimulationAgreed:
    """The counter or the back office has no objection to a run; `differences` are those that it saw."""

    type: ClassVar[str] = "simulation.agreed"
    run: int
    script: int
    window: str
    side: str
    number: str
    differences: list[str]


@dataclass(frozen=True)
class SimulationObjected:
    """The counter or the back office objected to places of the draft."""

    type: ClassVar[str] = "simulation.objected"
    run: int
    script: int
    window: str
    side: str
    objections: list[dict[str, str]]


@dataclass(frozen=True)
class ObjectionDismissed:
    """The arranger dismissed an objection and said why."""

    type: ClassVar[str] = "simulation.objection_dismissed"
    run: int
    remark: int
    objector: str
    reason: str


@dataclass(frozen=True)
class SimulationPassed:
    """Three different windows or more ran every script and nobody objects: the content is approved."""

    type: ClassVar[str] = "simulation.passed"
    key: str
    name: str
    content_hash: str
    windows: list[str]
    clerks: list[str]
    officers: list[str]
