"""What happened to files, for readers above: never content, never personal data."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class FileStored:
    """A file was taken in; `sha256` names its content."""

    type: ClassVar[str] = "files.stored"
    file_id: str
    sha256: str
    size: int
    media_type: str
    purpose: str
    owner_kind: str
    owner_key: str


@dataclass(frozen=True)
class FileDestroyed:
    """A file's period has passed; `content_gone` is false while another file needs the same content."""

    type: ClassVar[str] = "files.destroyed"
    file_id: str
    sha256: str
    size: int
    kind: str
    why: str
    content_gone: bool
    purpose: str
    owner_kind: str
    owner_key: str


@dataclass(frozen=True)
class HoldPlaced:
    """An owner's files are kept beyond their period."""

    type: ClassVar[str] = "files.hold_placed"
    owner_kind: str
    owner_key: str
    reason: str


@dataclass(frozen=True)
class HoldLifted:
    """They are no longer."""

    type: ClassVar[str] = "files.hold_lifted"
    owner_kind: str
    owner_key: str
    reason: str


@dataclass(frozen=True)
class TicketIssued:
    """Somebody may fetch a file until `expires_at`."""

    type: ClassVar[str] = "files.ticket_issued"
    file_id: str
    ticket_id: int
    purpose: str
    holder: str
    once: bool
    expires_at: datetime


@dataclass(frozen=True)
class TicketRedeemed:
    """A ticket was used for the first time."""

    type: ClassVar[str] = "files.ticket_redeemed"
    file_id: str
    ticket_id: int
    holder: str


@dataclass(frozen=True)
class ReadingRequested:
    """Somebody asked for a file that could not be read to be read again."""

    type: ClassVar[str] = "files.reading_requested"
    file_id: str
    owner_kind: str
    owner_key: str


@dataclass(frozen=True)
class DocumentRead:
    """The reader has finished with a file; `field_names` says what it found, the values stay sealed in the reading."""

    type: ClassVar[str] = "files.document_read"
    file_id: str
    kind: str
    field_names: tuple[str, ...]
    failed_checks: tuple[str, ...]
    purpose: str
    owner_kind: str
    owner_key: str


@dataclass(frozen=True)
class ReadingFailed:
    """The reader could not make anything of a file; `reason` is for people."""

    type: ClassVar[str] = "files.reading_failed"
    file_id: str
    reason: str
    purpose: str
    owner_kind: str
    owner_key: str
