"""Percentiles that can be added up: times are counted in steps that grow by a fifth, so that any hours together give one answer.

The answer is the upper end of its step, at most a fifth above the truth; adding true percentiles of hours would give no truth at all.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

_LONGEST_MILLISECONDS, _GROWTH = 300_000, 1.2


def _bounds() -> tuple[int, ...]:
    bounds, bound = [1], 1.0
    while bounds[-1] < _LONGEST_MILLISECONDS:
        bound *= _GROWTH
        if round(bound) > bounds[-1]:
            bounds.append(round(bound))
    return tuple(bounds)


BOUNDS = _bounds()
STEPS = len(BOUNDS) + 1


def step_of(milliseconds: int) -> int:
    """Return the step in which a time is counted."""
    return bisect_left(BOUNDS, milliseconds)


def counted(times: Iterable[int]) -> list[int]:
    """Return how many times fall in each step."""
    steps = [0] * STEPS
    for one in times:
        steps[step_of(one)] += 1
    return steps


def added(many: Iterable[Sequence[int]]) -> list[int]:
    """Return several counts together."""
    total = [0] * STEPS
    for steps in many:
        for place, count in enumerate(steps):
            total[place] += count
    return total


def percentile(steps: Sequence[int], percent: int) -> int:
    """Return the milliseconds within which `percent` of the calls ended, 0 when there was none."""
    total, seen = sum(steps), 0
    for place, count in enumerate(steps):
        seen += count
        if count and seen * 100 >= percent * total:
            return BOUNDS[min(place, len(BOUNDS) - 1)]
    return 0
