"""What this room records in the ledger."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class DraftOpened:
    """A draft was begun: blank, from a published version, from an import, or for an adjustment."""

    type: ClassVar[str] = "draft.opened"
    key: str
    name: str
    origin: str
    from_version: int


@dataclass(frozen=True)
class DraftSaved:
    """A draft was saved by its author's own decision (what is saved by itself is a revision, not an act)."""

    type: ClassVar[str] = "draft.saved"
    key: str
    name: str
    revision: int
    note: str


@dataclass(frozen=True)
class DraftDiscarded:
    """A draft was given up; its revisions stay on record."""

    type: ClassVar[str] = "draft.discarded"
    key: str
    name: str
    reason: str


@dataclass(frozen=True)
class DraftReturned:
    """What was examined goes back to its authors, with a reason to each place."""

    type: ClassVar[str] = "draft.returned"
    key: str
    name: str
    content_hash: str
    by: str
    reasons: list[str]


# Simulated acceptance (S2-21②)


@dataclass(frozen=True)
class SimulationArranged:
    """Scripts were dealt to windows; `runs` is (script number, window) as people read it."""

    type: ClassVar[str] = "simulation.arranged"
    key: str
    content_hash: str
    scripts: int
    runs: list[list[str]]


@dataclass(frozen=True)
class SimulationStarted:
    """A clerk began a run at a window."""

    type: ClassVar[str] = "simulation.started"
    run: int
    script: int
    window: str


@dataclass(frozen=True)
class SimulationReceived:
    """A run came to its practice case, or to an end without one (`number` empty)."""

    type: ClassVar[str] = "simulation.received"
    run: int
    script: int
    number: str
    end: str


@dataclass(frozen=True)
class SimulationAgreed:
    """The counter or the back office has no objection to a run; `differences` are those that it saw."""

    type: ClassVar[str] = "simulation.agreed"
    run: int
    script: int
    window: str
    side: str
    number: str
    differences: list[str]


@dataclass(frozen=True)
class SimulationObjected:
    """The counter or the back office objected to places of the draft."""

    type: ClassVar[str] = "simulation.objected"
    run: int
    script: int
    window: str
    side: str
    objections: list[dict[str, str]]


@dataclass(frozen=True)
class ObjectionDismissed:
    """The arranger dismissed an objection and said why."""

    type: ClassVar[str] = "simulation.objection_dismissed"
    run: int
    remark: int
    objector: str
    reason: str


@dataclass(frozen=True)
class SimulationPassed:
    """Three different windows or more ran every script and nobody objects: the content is approved."""

    type: ClassVar[str] = "simulation.passed"
    key: str
    name: str
    content_hash: str
    windows: list[str]
    clerks: list[str]
    officers: list[str]
