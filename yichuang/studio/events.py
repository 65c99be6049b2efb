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
