"""What this room records in the ledger."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class MatterPublished:
    """A version was published; new cases are received under it, running cases keep theirs."""

    type: ClassVar[str] = "matter.published"
    key: str
    name: str
    version: int
    content_hash: str
