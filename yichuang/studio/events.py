"""What this room records in the ledger."""

from dataclasses import dataclass
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
