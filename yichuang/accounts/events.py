"""What this room records in the ledger. No event carries a number of a person: who and what, never the number itself."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class StaffRegistered:
    """An account was registered and authorised; it may sign in from the next day (S0-24)."""

    type: ClassVar[str] = "staff.registered"
    name: str
    authorised_on: str
    roles: list[str]
    tier: str = ""


@dataclass(frozen=True)
class AdministratorAppointed:
    """A district's administrator was appointed from the platform's console; the first of a district may sign in at once (S0-24)."""

    type: ClassVar[str] = "staff.administrator_appointed"
    district: str
    at_once: bool
    appointed_on: str


@dataclass(frozen=True)
class StaffCorrected:
    """Name, mobile number or identity number were changed; `fields` names which."""

    type: ClassVar[str] = "staff.corrected"
    fields: list[str]


@dataclass(frozen=True)
class PostingGranted:
    """A post was given, from a day on."""

    type: ClassVar[str] = "staff.posting_granted"
    posting: int
    role: str
    place: str
    window: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True)
class PostingEnded:
    """A post ends on a day."""

    type: ClassVar[str] = "staff.posting_ended"
    posting: int
    role: str
    ends_on: str
    why: str


@dataclass(frozen=True)
class StaffDisabled:
    """An account was closed: no sign-in, all sessions ended."""

    type: ClassVar[str] = "staff.disabled"
    why: str
    sessions_ended: int


@dataclass(frozen=True)
class StaffEnabled:
    """An account was opened again."""

    type: ClassVar[str] = "staff.enabled"
    why: str


@dataclass(frozen=True)
class StaffUnlocked:
    """A lock-out after wrong passwords was lifted before its time."""

    type: ClassVar[str] = "staff.unlocked"


@dataclass(frozen=True)
class SessionsEnded:
    """Sessions were ended by the person or by the administrator."""

    type: ClassVar[str] = "staff.sessions_ended"
    count: int
    why: str


@dataclass(frozen=True)
class AccountsExported:
    """A list of people or of sign-ins was taken out as a spreadsheet, by the person on whose stream this stands."""

    type: ClassVar[str] = "staff.list_exported"
    title: str
    asked: dict[str, str]
    rows: int


@dataclass(frozen=True)
class ResetRequested:
    """A code to set a new password was sent to the registered mobile number."""

    type: ClassVar[str] = "staff.reset_requested"
    by: str


@dataclass(frozen=True)
class PasswordChanged:
    """The password was changed; `how` is code (by reset code) or own (knowing the old one)."""

    type: ClassVar[str] = "staff.password_changed"
    how: str
    sessions_ended: int
