"""Baskets: what one person did within a window of days (S2-25 “哪些事项被同一人在一段时间内先后办理”).

**Definition of the window.** A person's cases are read in the order of the days on which they were received. A basket opens with the first
case that lies in no basket yet and takes every case of the person up to and including the day `window` days after its first; the next case
opens the next basket. So any two things in a basket lie at most `window` days apart (“办了 A 的人在 90 天内也办了 B” is true as said) and a
pair is never counted twice. What it costs: two things whose days lie across a border are not seen together, so a count is never too high,
and may be a little too low.

A thing done several times in a basket counts once, on its first day. Practice cases (测试件) are nobody's and never come here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

LEAST_WINDOW, MOST_WINDOW = 7, 365
SITUATION = "/"
MATTER, WITH_SITUATION = "matter", "situation"
GRAINS = {MATTER: "事项", WITH_SITUATION: "事项和情形"}


@dataclass(frozen=True, slots=True)
class Done:
    """One case as mining sees it: a number that stands for the person in this reading only, matter, situation, day (ordinal), row."""

    person: int
    matter: str
    situation: str
    day: int
    case: int = 0

    def item(self, grain: str) -> str:
        """Return the item that counts: the matter, or the matter with its situation."""
        return self.matter if grain == MATTER else f"{self.matter}{SITUATION}{self.situation}"


@dataclass(frozen=True, slots=True)
class Basket:
    """What one person did within one window: items with the day of the first time, in the order of the days; `cases` their rows."""

    person: int
    items: tuple[tuple[str, int], ...]
    cases: tuple[int, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Return the items alone."""
        return frozenset(item for item, _ in self.items)


def baskets(done: Iterable[Done], *, window: int, grain: str = MATTER) -> Iterator[Basket]:
    """Yield the baskets of cases that come in the order of persons (numbered as they come) and, for each person, of days.

    :raises ValueError: when they do not come in that order (a person who comes again later would be counted as two).
    """
    person, began, last = -1, 0, 0
    open_basket: dict[str, tuple[int, int]] = {}
    for one in done:
        if one.person != person:
            if open_basket:
                yield _basket(person, open_basket)
            if one.person < person:
                raise ValueError("a person's cases must come together")
            person, began, last, open_basket = one.person, one.day, one.day, {}
        elif one.day < last:
            raise ValueError("a person's cases must come in the order of their days")
        elif one.day - began > window:
            yield _basket(person, open_basket)
            began, open_basket = one.day, {}
        last = one.day
        open_basket.setdefault(one.item(grain), (one.day, one.case))
    if open_basket:
        yield _basket(person, open_basket)


def _basket(person: int, found: Mapping[str, tuple[int, int]]) -> Basket:
    items = tuple((item, day) for item, (day, _) in found.items())
    return Basket(person, items, tuple(case for _, case in found.values()))


def matter_of(item: str) -> str:
    """Return the matter's key of an item."""
    return item.partition(SITUATION)[0]
