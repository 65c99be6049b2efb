"""What this room records: that somebody had the ledger analysed, what came out as counts, and what was decided about proposals."""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class MiningAsked:
    """An analysis was asked for, with its parameters."""

    type: ClassVar[str] = "mining.asked"
    division: str
    engine: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MiningEnded:
    """An analysis ended: how much was read, how many sets were found, proposed, withheld; or why not."""

    type: ClassVar[str] = "mining.ended"
    counts: dict[str, int] = field(default_factory=dict)
    trouble: str = ""


@dataclass(frozen=True)
class MiningCancelled:
    """Somebody stopped an analysis; nothing of it was kept."""

    type: ClassVar[str] = "mining.cancelled"


@dataclass(frozen=True)
class ProposalMade:
    """Matters were proposed as a life event."""

    type: ClassVar[str] = "mining.proposed"
    matters: list[str]
    count: int
    minutes: int


@dataclass(frozen=True)
class ProposalSuperseded:
    """A newer analysis took a proposal's place."""

    type: ClassVar[str] = "mining.proposal_superseded"
    run: str


@dataclass(frozen=True)
class ProposalHandedOn:
    """Who decides asked a department to compose a proposal."""

    type: ClassVar[str] = "mining.proposal_handed_on"
    matters: list[str]
    department: str
    written_to: int


@dataclass(frozen=True)
class ProposalReturned:
    """The department that was asked gave a proposal back, with a reason."""

    type: ClassVar[str] = "mining.proposal_returned"
    department: str
    reason: str


@dataclass(frozen=True)
class ProposalAccepted:
    """A proposal became a draft of a life event."""

    type: ClassVar[str] = "mining.proposal_accepted"
    matters: list[str]
    name: str
    draft: str


@dataclass(frozen=True)
class ProposalDismissed:
    """Somebody decided, with a reason, that the matters are not to be one life event."""

    type: ClassVar[str] = "mining.proposal_dismissed"
    matters: list[str]
    reason: str
