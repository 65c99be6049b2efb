"""The steps that an author can take back after he left the editor and came again: read from the states that are kept (S2-24)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SECTIONS = ("members", "questions", "fields", "materials")
MOST = 40


@dataclass(frozen=True)
class State:
    """One kept state of a draft, and who saved it."""

    number: int
    author: str
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """What one save of the author changed, and the part of the editor where most of it is seen."""

    before: State
    after: State

    @property
    def section(self) -> str:
        """Return the first part that changed, the terms where none of the lists did."""
        before, after = self.before.document, self.after.document
        return next((name for name in SECTIONS if before.get(name) != after.get(name)), "terms")


def steps_of(states: Sequence[State], author: str) -> tuple[list[Step], list[Step]]:
    """Return an author's own steps in order: those that he can take back, and those taken back that he can do again (the next one last).

    `states`: in order. What colleagues saved is no step of his; of what is no longer kept nobody knows whose it was, so nothing before it
    is taken back. A save that leads back to an earlier state of his own is no new step but one taken back.
    """
    past: list[Step] = []
    future: list[Step] = []
    for before, after in pairwise(states):
        if after.number != before.number + 1:
            past, future = [], []
        elif after.author == author and before.document != after.document:
            step = Step(before, after)
            if count := _back(past, step):
                future += [past.pop() for _ in range(count)]
            elif count := _again(future, step):
                past += [future.pop() for _ in range(count)]
            else:
                past, future = [*past, step], []
    return past[-MOST:], future[-MOST:]


def _back(past: Sequence[Step], step: Step) -> int:
    """Return how many of the last steps a save took back, 0 for none."""
    at = step.before.document
    for count, one in enumerate(reversed(past), 1):
        if one.after.document != at:
            return 0
        at = one.before.document
        if at == step.after.document:
            return count
    return 0


def _again(future: Sequence[Step], step: Step) -> int:
    """Return how many of the steps taken back a save did again, 0 for none."""
    at = step.before.document
    for count, one in enumerate(reversed(future), 1):
        if one.before.document != at:
            return 0
        at = one.after.document
        if at == step.after.document:
            return count
    return 0
