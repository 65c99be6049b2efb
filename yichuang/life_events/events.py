"""Facts about life events, in the past tense."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LifeEventPublished:
    """A version came into force (S2-25)."""

    key: str
    name: str
    number: int
    content_hash: str
    members: list[str]

    type: ClassVar[str] = "life_event.published"
