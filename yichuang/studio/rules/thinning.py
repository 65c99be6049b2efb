"""Which saved states of a draft are kept: all of the last day, then the last of each hour for a week, then the last of each day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

ALL_FOR, HOURLY_FOR = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class State:
    """One saved state: its number, when, and whether it is kept whatever its age (submitted, named, base of a merge, the first)."""

    number: int
    at: datetime
    kept: bool


def superfluous(states: Iterable[State], now: datetime) -> list[int]:
    """Return the numbers of the states to be let go; the last of all stays, as it is the draft."""
    newest_first = sorted(states, key=lambda state: -state.number)
    seen: set[tuple[int, ...]] = set()
    gone = []
    for place, state in enumerate(newest_first):
        age = now - state.at
        stretch = _stretch(state.at, hourly=age <= HOURLY_FOR)
        if place and age > ALL_FOR and stretch in seen and not state.kept:
            gone.append(state.number)
        seen.add(stretch)
    return gone


def _stretch(at: datetime, hourly: bool) -> tuple[int, ...]:
    return (at.year, at.month, at.day, *([at.hour] if hourly else []))
