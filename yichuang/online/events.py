"""What this room records. Who applies and what he filled in is never in an event."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ApplicationBegun:
    """An online application was begun from what somebody had filled in."""

    type: ClassVar[str] = "online.begun"
    matter: str
    version: int


@dataclass(frozen=True)
class ApplicationFilled:
    """The forms of an online application were changed."""

    type: ClassVar[str] = "online.filled"


@dataclass(frozen=True)
class ApplicationFileAdded:
    """A file was uploaded for a material."""

    type: ClassVar[str] = "online.file_added"
    material: str
    file: str
    sha256: str


@dataclass(frozen=True)
class ApplicationFileRemoved:
    """A file was taken off a material; it stays in the record."""

    type: ClassVar[str] = "online.file_removed"
    material: str
    file: str


@dataclass(frozen=True)
class ApplicationSubmitted:
    """An online application was submitted (S2-46); `times`: how often by now, `due`: until when the department examines it."""

    type: ClassVar[str] = "online.submitted"
    number: str
    matter: str
    department: str
    times: int
    due: str


@dataclass(frozen=True)
class ApplicationPreapproved:
    """The department found it in order beforehand (预审通过)."""

    type: ClassVar[str] = "online.preapproved"
    number: str


@dataclass(frozen=True)
class ApplicationReturned:
    """The department returned it with reasons (预审退回)."""

    type: ClassVar[str] = "online.returned"
    number: str
    reasons: str


@dataclass(frozen=True)
class ApplicationReceived:
    """A counter received it: the case has the same number."""

    type: ClassVar[str] = "online.received"
    number: str


@dataclass(frozen=True)
class ApplicationEnded:
    """It ended without a case: taken back by the applicant, thrown away, or lapsed."""

    type: ClassVar[str] = "online.ended"
    why: str
