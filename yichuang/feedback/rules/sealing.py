"""When ratings are sealed: an officer may not guess from one rating who gave it (rulebook 4.3 评价人信息保密).

A window's ratings are opened together: all of a day once it is over, or as soon as there are `n` of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Unsealed:
    """A rating that nobody has seen: whose service it is about, and on which day it was given."""

    id: int
    about: str
    day: date


def due_to_seal(waiting: Sequence[Unsealed], today: date, after: int) -> list[int]:
    """Return the ids of what is sealed now: what is of an earlier day, and all about one when `after` of them wait."""
    counts: dict[str, int] = {}
    for one in waiting:
        counts[one.about] = counts.get(one.about, 0) + 1
    return [one.id for one in waiting if one.day < today or counts[one.about] >= max(after, 1)]
