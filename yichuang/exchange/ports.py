"""What the room needs from above: other dialects than the contract's (how a push is worded and how its answer is judged), other pages
of a system, and what proves that a live system may be opened for a matter.

A room that speaks a dialect registers it under a short name; a system is set to that name. Without any, all systems speak the contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from yichuang.exchange.rules.attempts import Outcome
from yichuang.exchange.rules.opening import Proof

CONTRACT, CONTRACT_LABEL = "contract", "对接契约（JSON）"


@dataclass(frozen=True)
class Push:
    """A delivery about to be sent: to whom and where, the event as the contract says it, the signing secrets, both clocks."""

    delivery_id: int
    system_id: int
    system: str
    receiver: str
    number: str
    event: Mapping[str, Any]
    secrets: Sequence[str]
    now: datetime
    wall: datetime


@dataclass(frozen=True)
class Dressed:
    """A push in the words of a dialect; `fault` says why there is nothing to send."""

    address: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""


class Dialect(Protocol):
    """How a kind of system is spoken to."""

    label: str

    def dress(self, push: Push) -> Dressed:
        """Return a push as it goes out; every attempt says the same."""

    def judge(self, outcome: Outcome, answer: bytes) -> Outcome:
        """Return how an attempt ended, in the light of what the receiver answered."""

    def last_call(self, system_id: int, since: datetime) -> datetime | None:
        """Return when a system last called with good credentials of this dialect since an instant, None when it did not."""


@dataclass(frozen=True)
class SystemPage:
    """A page of a system that an upper room has: its name, its label, what follows the system's own address."""

    name: str
    label: str
    tail: str


class Openings(Protocol):
    """Who keeps the joint debuggings and their sheets."""

    def proof(self, system_id: int, matter_id: int) -> Proof:
        """Return what speaks for a live system and a matter (S0-22)."""


class NothingProven:
    """Stands in where nobody keeps joint debuggings: nothing is proven then."""

    def proof(self, system_id: int, matter_id: int) -> Proof:
        """Return that nothing is proven."""
        return Proof()


_openings: Openings = NothingProven()
_dialects: dict[str, Dialect] = {}
_pages: dict[str, SystemPage] = {}


def add_dialect(name: str, dialect: Dialect) -> None:
    """Register a dialect that systems may be set to."""
    _dialects[name] = dialect


def dialect_of(name: str) -> Dialect | None:
    """Return a dialect, None for the contract's own (or one whose room is gone: `known` tells)."""
    return _dialects.get(name)


def dialects() -> dict[str, str]:
    """Return the name and label of every dialect a system may be set to, the contract's first."""
    return {CONTRACT: CONTRACT_LABEL, **{name: dialect.label for name, dialect in _dialects.items()}}


def set_openings(openings: Openings) -> None:
    """Let a room prove openings."""
    global _openings
    _openings = openings


def openings() -> Openings:
    """Return who proves openings."""
    return _openings


def add_page(page: SystemPage) -> None:
    """Register a page that each system has."""
    _pages[page.name] = page


def pages() -> list[SystemPage]:
    """Return the pages that upper rooms have for a system."""
    return list(_pages.values())
