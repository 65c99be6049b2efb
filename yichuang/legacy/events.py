"""What this room records: keys of the app-key door, and a department's own number for a case."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class AppKeyIssued:
    """A system was given an app key, or its key a new secret; those before ended at once."""

    type: ClassVar[str] = "system.app_key_issued"
    app_key: str


@dataclass(frozen=True)
class AppKeyEnded:
    """The app-key door was shut for a system."""

    type: ClassVar[str] = "system.app_key_ended"
    app_key: str


@dataclass(frozen=True)
class NumberFedBack:
    """A department's system said under which number it keeps a case (办件取号)."""

    type: ClassVar[str] = "case.number_fed_back"
    system: str
    own_number: str
