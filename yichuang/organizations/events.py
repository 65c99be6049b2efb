"""What this room records: each place's history is a stream of its own."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PlaceAdded:
    """A division, department, site, board or window was registered with these values."""

    type: ClassVar[str] = "place.added"
    kind: str
    key: str
    values: dict[str, str]


@dataclass(frozen=True)
class PlaceChanged:
    """Fields of a place were changed: field → [before, after]."""

    type: ClassVar[str] = "place.changed"
    kind: str
    key: str
    fields: dict[str, list[str]]


@dataclass(frozen=True)
class PlaceClosed:
    """A place is not used from a day on."""

    type: ClassVar[str] = "place.closed"
    kind: str
    key: str
    on: str
    why: str


@dataclass(frozen=True)
class PlaceReopened:
    """A closed place is used again."""

    type: ClassVar[str] = "place.reopened"
    kind: str
    key: str
    why: str
