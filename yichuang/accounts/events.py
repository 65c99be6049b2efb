"""What this room records in the ledger."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class StaffRegistered:
    """An account was registered and authorised; it may sign in from the next day (S0-24)."""

    type: ClassVar[str] = "staff.registered"
    name: str
    authorised_on: str
    roles: list[str]
