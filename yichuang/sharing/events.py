"""What this room records: APIs registered, changed, withdrawn; grants asked for and decided; alarms. Never what a call was about."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class ApiRegistered:
    """An API was registered (S2-48)."""

    type: ClassVar[str] = "api.registered"
    key: str
    name: str
    department: str
    provider: str
    sha256: str


@dataclass(frozen=True)
class ApiChanged:
    """What is known of an API changed: field by field, before and after; secrets only that they changed."""

    type: ClassVar[str] = "api.changed"
    changes: dict[str, list[Any]]


@dataclass(frozen=True)
class ApiDocumentReplaced:
    """A new version of an API's document took effect."""

    type: ClassVar[str] = "api.document_replaced"
    version: int
    sha256: str


@dataclass(frozen=True)
class ApiWithdrawn:
    """An API is offered no more; calls end at once."""

    type: ClassVar[str] = "api.withdrawn"
    why: str


@dataclass(frozen=True)
class ApiOfferedAgain:
    """A withdrawn API is offered again."""

    type: ClassVar[str] = "api.offered_again"


@dataclass(frozen=True)
class ApiAlarmRaised:
    """An API's calls passed a threshold."""

    type: ClassVar[str] = "api.alarm_raised"
    what: str


@dataclass(frozen=True)
class ApiAlarmCleared:
    """An API's calls are back within the thresholds."""

    type: ClassVar[str] = "api.alarm_cleared"


@dataclass(frozen=True)
class GrantAsked:
    """Somebody applied for the use of an API, with purpose and legal basis."""

    type: ClassVar[str] = "grant.asked"
    api: str
    consumer: str
    purpose: str
    legal_basis: str
    expires_on: str


@dataclass(frozen=True)
class GrantDecided:
    """The owner decided on an application, or took a grant back."""

    type: ClassVar[str] = "grant.decided"
    state: str
    reason: str
