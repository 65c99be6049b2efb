"""Baskets as a file of lines for an engine on other machines: one JSON object a line, `{"items": ["a", "b"]}`, no person, no day.

Rare things are left out before anything is written: what fewer than the needed persons did can be in no result, and a line with it could
point to somebody (个人信息保护法 51). What remains in a line is only what many did.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from yichuang.mining.rules.baskets import Basket
from yichuang.mining.rules.measures import Items, persons_needed


def common_items(baskets: Iterable[Basket], least: int) -> frozenset[str]:
    """Return the items that enough persons did; baskets come person by person."""
    last: dict[str, int] = {}
    persons: dict[str, int] = {}
    for basket in baskets:
        for item, _ in basket.items:
            if last.get(item) != basket.person:
                last[item] = basket.person
                persons[item] = persons.get(item, 0) + 1
    needed = persons_needed(least)
    return frozenset(item for item, count in persons.items() if count >= needed)


def lines(baskets: Iterable[Basket], common: frozenset[str]) -> Iterator[str]:
    """Yield a line for each basket; one that holds nothing common is an empty list, so that the number of baskets stays true."""
    for basket in baskets:
        yield json.dumps({"items": sorted(basket.names & common)}, ensure_ascii=False)


def read_lines(rows: Iterable[str]) -> Iterator[Items]:
    """Yield the baskets of a file."""
    for row in rows:
        if row.strip():
            yield frozenset(json.loads(row)["items"])


def result_lines(counts: Mapping[Items, int]) -> Iterator[str]:
    """Yield item sets with their counts, the most frequent first, in an order that two engines share."""
    for items, count in sorted(counts.items(), key=lambda one: (-one[1], sorted(one[0]))):
        yield json.dumps({"items": sorted(items), "count": count}, ensure_ascii=False)
