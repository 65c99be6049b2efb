"""Which item sets are worth proposing as a life event, and in which order (S2-25, S3-9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

from yichuang.mining.rules.baskets import matter_of
from yichuang.mining.rules.expected import Expectation, Way
from yichuang.mining.rules.measures import Counts, Items, lift_of

OPEN, ASKED, ACCEPTED, DISMISSED, SUPERSEDED = "open", "asked", "accepted", "dismissed", "superseded"
STATE_NAMES = {
    OPEN: "待处理",
    ASKED: "已请部门编排",
    ACCEPTED: "已采纳",
    DISMISSED: "不采纳",
    SUPERSEDED: "已被新结果替代",
}
TONES = {OPEN: "blue", ASKED: "yellow", ACCEPTED: "green", DISMISSED: "grey", SUPERSEDED: "grey"}
# What somebody dismissed with a reason is not brought before him again for a year; after that the numbers may have changed.
DISMISSED_FOR = timedelta(days=365)
# A part of a larger set is not proposed beside it where the larger one is done at least half as often.
PART_OF = Fraction(1, 2)


@dataclass(frozen=True)
class Candidate:
    """A set of matters that is done together: how often, by how many persons, how many times as often as by chance."""

    matters: frozenset[str]
    items: Items
    count: int
    persons: int
    lift: Fraction

    @property
    def mark(self) -> str:
        """Return the name of the set of matters, the same in every run."""
        return mark_of(self.matters)


def mark_of(matters: Iterable[str]) -> str:
    """Return a short name of a set of matters that does not depend on their order."""
    return sha256("\n".join(sorted(matters)).encode()).hexdigest()[:16]


def candidates(counts: Counts, persons: Mapping[Items, int], total: int, least_lift: int) -> list[Candidate]:
    """Return the sets of two matters or more that are done together more often than chance has it, the parts of larger ones left out.

    `least_lift`: in hundredths; the exact lift counts.
    Where items are matters with their situations, the sets of one group of matters are told once, by the most frequent.
    """
    best: dict[frozenset[str], Candidate] = {}
    for items, count in counts.items():
        matters = frozenset(matter_of(item) for item in items)
        if len(matters) < 2 or len(matters) < len(items):
            continue
        lift = lift_of(items, counts, total)
        known = best.get(matters)
        if lift >= Fraction(least_lift, 100) and (known is None or count > known.count):
            best[matters] = Candidate(matters, items, count, persons[items], lift)
    return [
        one
        for one in best.values()
        if not any(one.matters < other.matters and other.count >= one.count * PART_OF for other in best.values())
    ]


@dataclass(frozen=True)
class Judged:
    """What is known of a set of matters from before: its state, and when somebody decided."""

    state: str
    at: datetime | None


@dataclass(frozen=True)
class Sorted:
    """Candidates by what becomes of them."""

    fresh: tuple[Candidate, ...]
    recognised: tuple[Candidate, ...]
    judged: tuple[Candidate, ...]


def sort_out(
    found: Iterable[Candidate],
    in_force: Iterable[frozenset[str]],
    before: Mapping[str, Judged],
    now: datetime,
) -> Sorted:
    """Tell candidates that are new from those that a life event in force covers and those that somebody has decided about.

    `in_force`: the matters of each life event in force; `before`: what was decided, by mark.
    """
    covered = list(in_force)
    fresh, recognised, judged = list[Candidate](), list[Candidate](), list[Candidate]()
    for one in found:
        known = before.get(one.mark)
        if any(one.matters <= members for members in covered):
            recognised.append(one)
        elif known and (known.state in (ASKED, ACCEPTED) or (known.at is not None and known.at + DISMISSED_FOR > now)):
            judged.append(one)
        else:
            fresh.append(one)
    return Sorted(tuple(fresh), tuple(recognised), tuple(judged))


def basis_of(expected: Expectation, names: Mapping[str, str]) -> dict[str, Any]:
    """Return on what a proposal's savings stand, as it is kept: ways in words (`names` by matter), what stands together, what is a bound.

    `bounded` None: a few baskets, too few to tell how many, count with the lower bound.
    """
    return {
        "ways": [_told(way, names) for way in expected.ways],
        "others": expected.others,
        "other": _told(expected.other, names) if expected.other else None,
        "bounded": expected.bounded,
        "whole": expected.whole,
    }


def _told(way: Way, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "situations": [
            {"matter": name, "situation": way.situations[key]} for key, name in names.items() if key in way.situations
        ],
        "count": way.count,
        "persons": way.persons,
        "visits": way.spared.visits,
        "materials": way.spared.materials,
        "fields": way.spared.fields,
    }
