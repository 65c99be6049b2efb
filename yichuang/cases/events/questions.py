"""What an officer says of the guide while handling."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CasePointQuestioned:
    """A material or a review point was called wrong (S2-26 ④): of which matter and version, at which office, on which case if any."""

    type: ClassVar[str] = "case.point_questioned"
    matter: str
    version_id: int
    material: str
    point: str
    text: str
    number: str
    office: str
    at_counter: bool
