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
