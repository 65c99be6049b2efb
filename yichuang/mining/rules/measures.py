"""Measures of what is done together: whole counts, and exact fractions of them; nothing that stands for too few persons is kept.

Support, confidence and lift are ratios of counts and are computed as `Fraction`s; what a table keeps for sorting is the nearest whole
number of ten-thousandths (support, confidence) or hundredths (lift), rounded half to even. No float anywhere, so two engines that count
alike agree to the last digit. Law: 个人信息保护法 28, 51, 73(四) (anonymised: nobody can be recognised).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb
from statistics import median_low

from yichuang.mining.rules.baskets import Basket

# Nobody may be singled out: no parameter goes below the floor, and what stands for fewer persons is neither kept nor shown.
FLOOR_PERSONS, USUAL_PERSONS = 10, 20
LONGEST = 6
# An order is named where two thirds of the baskets have it so; below that the two are done in any order.
CLEAR = Fraction(2, 3)
BEFORE, AFTER, SAME_DAY, MIXED = "before", "after", "same_day", "mixed"
ORDERS = {BEFORE: "先前者后后者", AFTER: "先后者后前者", SAME_DAY: "多在同一天", MIXED: "先后不定"}

Items = frozenset[str]
Counts = Mapping[Items, int]


def persons_needed(asked: int) -> int:
    """Return how many distinct persons a result must stand for: as asked, never below the floor."""
    return max(asked, FLOOR_PERSONS)


@dataclass(frozen=True)
class Seen:
    """What a second reading of the baskets adds to the counts: distinct persons of each set, and for pairs the gaps in days.

    `gaps`: (first item, second item) in alphabetical order → how often which gap; negative where the second came first.
    """

    persons: Mapping[Items, int]
    gaps: Mapping[tuple[str, str], Counter[int]]


def look_again(baskets: Iterable[Basket], sets: Iterable[Items]) -> Seen:
    """Count distinct persons of each set and the gaps of each pair; baskets come person by person."""
    wanted = set(sets)
    singles = {item for one in wanted for item in one}
    longest = max((len(one) for one in wanted), default=0)
    persons: Counter[Items] = Counter()
    last: dict[Items, int] = {}
    gaps: dict[tuple[str, str], Counter[int]] = {
        (pair[0], pair[1]): Counter() for one in wanted if len(one) == 2 for pair in [sorted(one)]
    }
    for basket in baskets:
        days = {item: day for item, day in basket.items if item in singles}
        for found in _contained(frozenset(days), wanted, longest):
            if last.get(found) != basket.person:
                last[found] = basket.person
                persons[found] += 1
            if len(found) == 2:
                first, second = sorted(found)
                gaps[first, second][days[second] - days[first]] += 1
    return Seen(persons, gaps)


def _contained(items: Items, wanted: set[Items], longest: int) -> Iterable[Items]:
    """Return the wanted sets that lie in a basket, by whichever way is shorter."""
    if sum(comb(len(items), size) for size in range(1, longest + 1)) > len(wanted):
        return [one for one in wanted if one <= items]
    every = (frozenset(some) for size in range(1, longest + 1) for some in combinations(sorted(items), size))
    return [one for one in every if one in wanted]


@dataclass(frozen=True)
class Found:
    """What a run found and may keep: counts, persons and gaps of sets that stand for enough persons, and how many were withheld."""

    counts: Counts
    persons: Mapping[Items, int]
    gaps: Mapping[tuple[str, str], Counter[int]]
    total: int
    withheld: int


def withhold(counts: Counts, seen: Seen, total: int, least: int) -> Found:
    """Leave out every set that stands for too few persons; `least` is raised to the floor (个人信息保护法 51)."""
    needed = persons_needed(least)
    kept = {items: count for items, count in counts.items() if seen.persons.get(items, 0) >= needed}
    persons = {items: seen.persons[items] for items in kept}
    gaps = {pair: found for pair, found in seen.gaps.items() if frozenset(pair) in kept}
    return Found(kept, persons, gaps, total, len(counts) - len(kept))


@dataclass(frozen=True)
class Association:
    """Who did `given` also did `then`: the four counts that everything else follows from."""

    given: Items
    then: str
    count: int
    count_given: int
    count_then: int
    total: int

    @property
    def support(self) -> Fraction:
        """Return the share of all baskets that hold both."""
        return Fraction(self.count, self.total)

    @property
    def confidence(self) -> Fraction:
        """Return the share of the baskets with `given` that also hold `then`."""
        return Fraction(self.count, self.count_given)

    @property
    def lift(self) -> Fraction:
        """Return how many times as often as usual `then` is done by those who did `given`."""
        return Fraction(self.count * self.total, self.count_given * self.count_then)


def associations(counts: Counts, total: int) -> list[Association]:
    """Return every association with one thing that follows, of sets whose parts are all counted."""
    found = []
    for items, count in counts.items():
        for then in sorted(items) if len(items) > 1 else ():
            given = items - {then}
            if given in counts and frozenset({then}) in counts:
                found.append(Association(given, then, count, counts[given], counts[frozenset({then})], total))
    return found


def lift_of(items: Items, counts: Counts, total: int) -> Fraction:
    """Return how many times as often as by chance a whole set is done together; 1 for a single item."""
    expected = 1
    for item in items:
        expected *= counts[frozenset({item})]
    return Fraction(counts[items] * total ** (len(items) - 1), expected)


def order_of(gaps: Mapping[int, int]) -> tuple[str, int]:
    """Return in which order two things are done, and the usual gap in days (the lower median of the absolute gaps).

    Only these two are kept: how many did it the other way round could be a handful of people.
    """
    total = sum(gaps.values())
    if not total:
        return MIXED, 0
    shares = {
        BEFORE: sum(count for gap, count in gaps.items() if gap > 0),
        AFTER: sum(count for gap, count in gaps.items() if gap < 0),
        SAME_DAY: gaps.get(0, 0),
    }
    order = next((name for name, count in shares.items() if Fraction(count, total) >= CLEAR), MIXED)
    return order, median_low([abs(gap) for gap, count in gaps.items() for _ in range(count)])


def turned(order: str) -> str:
    """Return an order as it is told from the other side."""
    return {BEFORE: AFTER, AFTER: BEFORE}.get(order, order)


def ten_thousandths(share: Fraction) -> int:
    """Return a share as a whole number of ten-thousandths, half to even."""
    return round(share * 10_000)


def hundredths(value: Fraction) -> int:
    """Return a value as a whole number of hundredths, half to even."""
    return round(value * 100)


def sequence(items: Items, orders: Mapping[tuple[str, str], tuple[str, int]]) -> Sequence[str]:
    """Return the items in the order in which they are usually done: who comes before more of the others first, else by name."""
    lead = dict.fromkeys(items, 0)
    for (first, second), (order, _) in orders.items():
        if first in items and second in items and order in (BEFORE, AFTER):
            lead[first if order == BEFORE else second] += 1
    return sorted(items, key=lambda item: (-lead[item], item))
