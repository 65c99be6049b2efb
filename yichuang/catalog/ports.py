"""What the room shows from above: the life events (一件事) that a matter belongs to, and those that answer what people type (S2-25).

Without a room above that composes matters there are none.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Bundle:
    """A life event as a page of the catalogue names it: its address, name, one sentence, and a mark when it is not received now."""

    url: str
    name: str
    text: str = ""
    mark: str = ""


class Bundles(Protocol):
    """Who composes matters."""

    def found(self, typed: str) -> list[Bundle]:
        """Return what answers a query best, best first; nothing for an empty one."""

    def of_matter(self, key: str) -> list[Bundle]:
        """Return those that a matter is a part of."""


class NoBundles:
    """Nobody composes matters here."""

    def found(self, typed: str) -> list[Bundle]:
        """Return nothing."""
        return []

    def of_matter(self, key: str) -> list[Bundle]:
        """Return nothing."""
        return []


_bundles: list[Bundles] = [NoBundles()]


def set_bundles(bundles: Bundles) -> None:
    """Register who composes matters."""
    _bundles[:] = [bundles]


def bundles() -> Bundles:
    """Return who composes matters."""
    return _bundles[0]
