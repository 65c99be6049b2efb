"""What this room records in the ledger."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class MatterPublished:
    """A version was published; new cases are received under it, running cases keep theirs."""

    type: ClassVar[str] = "matter.published"
    key: str
    name: str
    version: int
    content_hash: str


@dataclass(frozen=True)
class CandidateFrozen:
    """Content was frozen to be reviewed and simulated; nothing is received under it but practice cases."""

    type: ClassVar[str] = "matter.candidate_frozen"
    key: str
    name: str
    content_hash: str


@dataclass(frozen=True)
class CandidateSettled:
    """The examination of a candidate ended: approved for publication, or rejected."""

    type: ClassVar[str] = "matter.candidate_settled"
    key: str
    content_hash: str
    approved: bool
    why: str


@dataclass(frozen=True)
class MatterSuspended:
    """A matter was suspended: nothing new is received under it, running cases go on."""

    type: ClassVar[str] = "matter.suspended"
    key: str
    name: str
    version: int
    reason: str
    since: date | None = None
    until: date | None = None
    instead: str = ""


@dataclass(frozen=True)
class SuspensionAnnounced:
    """The public was told that a matter will be suspended from a later day; until then it is received."""

    type: ClassVar[str] = "matter.suspension_announced"
    key: str
    name: str
    reason: str
    since: date
    until: date | None
    instead: str


@dataclass(frozen=True)
class MatterResumed:
    """A suspended matter is received again under the same version; or an announced suspension was called off (`begun` false)."""

    type: ClassVar[str] = "matter.resumed"
    key: str
    name: str
    version: int
    begun: bool
    why: str


@dataclass(frozen=True)
class MatterWithdrawn:
    """A matter was withdrawn (取消) on a legal ground: only a newly published version brings it back."""

    type: ClassVar[str] = "matter.withdrawn"
    key: str
    name: str
    version: int
    reason: str
    legal_basis: str
    instead: str


@dataclass(frozen=True)
class SynonymAdded:
    """An everyday word was declared to stand for an official one."""

    type: ClassVar[str] = "synonym.added"
    everyday: str
    official: str


@dataclass(frozen=True)
class SynonymRemoved:
    """An everyday word no longer stands for an official one."""

    type: ClassVar[str] = "synonym.removed"
    everyday: str
    official: str


@dataclass(frozen=True)
class LifeEventKept:
    """The content of a life event (一件事) was stored."""

    type: ClassVar[str] = "life_event.kept"
    key: str
    name: str


@dataclass(frozen=True)
class MaterialTypeAdded:
    """A type of material was taken into the dictionary."""

    type: ClassVar[str] = "material_type.added"
    key: str
    standard_name: str
    aliases: list[str]


@dataclass(frozen=True)
class MaterialTypeCorrected:
    """Fields of a type were changed: field → before and after, in words."""

    type: ClassVar[str] = "material_type.corrected"
    key: str
    changes: dict[str, list[str]]


@dataclass(frozen=True)
class MaterialTypeRetired:
    """A type is not offered any more; published specs keep it."""

    type: ClassVar[str] = "material_type.retired"
    key: str
    standard_name: str
    reason: str


@dataclass(frozen=True)
class MaterialTypeMerged:
    """A type turned out to be another one under a different name; its names are the other's aliases now."""

    type: ClassVar[str] = "material_type.merged"
    key: str
    standard_name: str
    into: str
    into_name: str


@dataclass(frozen=True)
class MaterialTypeAbsorbed:
    """The other side of a merger: these names came to a type as aliases."""

    type: ClassVar[str] = "material_type.absorbed"
    key: str
    source: str
    source_name: str
    names: list[str]


@dataclass(frozen=True)
class TypeProposed:
    """Somebody misses a type in the dictionary."""

    type: ClassVar[str] = "type_proposal.made"
    name: str
    aliases: list[str]
    issuer: str
    why: str


@dataclass(frozen=True)
class TypeProposalAccepted:
    """A proposal became an entry of the dictionary."""

    type: ClassVar[str] = "type_proposal.accepted"
    name: str
    key: str
    standard_name: str


@dataclass(frozen=True)
class TypeProposalMerged:
    """The names of a proposal became aliases of an entry that was there."""

    type: ClassVar[str] = "type_proposal.merged"
    name: str
    key: str
    standard_name: str
    names: list[str]


@dataclass(frozen=True)
class TypeProposalRefused:
    """A proposal was not taken up, with the reason."""

    type: ClassVar[str] = "type_proposal.refused"
    name: str
    reason: str
