"""What this room records: who was joined, with what keys and routes; what an operator did with a delivery; what a system reported."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class SystemRegistered:
    """A department's system was registered (S2-48)."""

    type: ClassVar[str] = "system.registered"
    key: str
    name: str
    department: str
    environment: str


@dataclass(frozen=True)
class SystemChanged:
    """What is known of a system changed: field by field, before and after."""

    type: ClassVar[str] = "system.changed"
    changes: dict[str, list[Any]]


@dataclass(frozen=True)
class SecretRenewed:
    """A secret was issued; the ones before it stay good until `overlap_until`."""

    type: ClassVar[str] = "system.secret_renewed"
    kind: str
    overlap_until: str


@dataclass(frozen=True)
class SystemStopped:
    """A system was shut out: its tokens stopped at once, its deliveries wait."""

    type: ClassVar[str] = "system.stopped"
    why: str


@dataclass(frozen=True)
class SystemResumed:
    """A system that had been shut out works again."""

    type: ClassVar[str] = "system.resumed"


@dataclass(frozen=True)
class MatterRouted:
    """A matter's cases go to this system from now on, or no longer (`on` false); on what basis (S0-22): the sheet's code or the reason."""

    type: ClassVar[str] = "system.matter_routed"
    matter: str
    on: bool
    basis: str = ""
    said: str = ""


@dataclass(frozen=True)
class DeliveriesRetried:
    """An operator sent deliveries again: parked ones once more, or delivered ones as a replay (`replay`)."""

    type: ClassVar[str] = "system.deliveries_retried"
    deliveries: list[int]
    replay: bool
    why: str


@dataclass(frozen=True)
class MessagesErased:
    """The texts of messages from before an instant were erased after the set period; hashes, chain and seals stay."""

    type: ClassVar[str] = "system.messages_erased"
    before: str
    messages: int
    deliveries: int


@dataclass(frozen=True)
class EvidenceExported:
    """Somebody took out the evidence of a case's exchange, and why; `contents`: with the messages' bytes (a system has its own)."""

    type: ClassVar[str] = "system.evidence_exported"
    number: str
    why: str
    contents: bool


@dataclass(frozen=True)
class Reconciled:
    """Both sides' books of a day were compared, with so many differences (S2-51)."""

    type: ClassVar[str] = "system.reconciled"
    day: str
    differences: int
    resolved: int


@dataclass(frozen=True)
class DifferenceRepaired:
    """Somebody dealt with a difference between the books: what it was, what was done, and why."""

    type: ClassVar[str] = "system.difference_repaired"
    number: str
    kind: str
    repair: str
    why: str


@dataclass(frozen=True)
class ReportTaken:
    """A system reported on a case and the platform acted on it (S2-50)."""

    type: ClassVar[str] = "case.reported"
    system: str
    message: str
    what: str
    node: str
    handler: str
