"""What this room records: a run's beginning, each step's outcome, its confirmation, and the opening of a matter."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class DebuggingBegun:
    """Joint debugging of a system for a matter began (S0-18)."""

    type: ClassVar[str] = "debugging.begun"
    system: str
    matter: str


@dataclass(frozen=True)
class DebuggingReceived:
    """The practice case of a run was received at a counter."""

    type: ClassVar[str] = "debugging.received"
    number: str


@dataclass(frozen=True)
class PushAsked:
    """Somebody had the bench push what a step asks for."""

    type: ClassVar[str] = "debugging.push_asked"
    step: str


@dataclass(frozen=True)
class StepJudged:
    """A step came out green or red; `evidence` is the hash of what was kept of it."""

    type: ClassVar[str] = "debugging.step_judged"
    step: str
    passed: bool
    seen: str
    evidence: str


@dataclass(frozen=True)
class DebuggingConfirmed:
    """A run with every step green was confirmed by its sheet (S0-18)."""

    type: ClassVar[str] = "debugging.confirmed"
    document: str
    evidence: str


@dataclass(frozen=True)
class MatterOpened:
    """A matter was opened for a live system on the strength of a confirmed run (S0-19, S0-21)."""

    type: ClassVar[str] = "debugging.matter_opened"
    document: str
    matter: str
    system: str
