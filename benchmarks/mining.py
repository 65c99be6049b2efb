"""`mining`: seconds to find the item sets of 200,000 made baskets, the library against a bitmap Eclat and, where Java is, Spark.

What is compared is the same work on the same baskets: every set of up to four items that at least 400 baskets hold. The three must
give the same sets with the same counts, else the run fails. “Bitmap Eclat” is the reference: thirty lines with a whole number of 200,000
bits for each item. “Spark” is `pyspark.ml.fpm` on this machine, its start left out (told as a figure of its own). How much memory and
disk the engines take is in docs/decisions/mining-library.md.
"""

import random
import shutil
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from time import perf_counter
from typing import Any

from benchmarks.record import median, record
from yichuang.mining.miners import LibraryMiner

BASKETS, ITEMS, LEAST, LONGEST, SEED, ROUNDS = 200_000, 120, 400, 4, 20261120, 3
Items = frozenset[str]
# What goes together in the made baskets: a first thing, and what follows it with so many of a hundred.
STORIES = (
    ("i1", (("i2", 75), ("i3", 60), ("i4", 30))),
    ("i5", (("i6", 65), ("i7", 25))),
    ("i8", (("i9", 50),)),
    ("i10", (("i11", 80), ("i12", 55))),
)


def main() -> None:
    """Measure, compare and record."""
    baskets = made(BASKETS)
    reference, expected = timed(lambda: eclat(baskets, LEAST, LONGEST), ROUNDS)
    library, found = timed(lambda: LibraryMiner().mine(baskets, LEAST, LONGEST), ROUNDS)
    assert found == expected, "library and reference must agree"
    print(
        f"{len(baskets)} baskets, {len(expected)} sets, of which {sum(len(one) > 1 for one in expected)} of two items or more"
    )
    record("mining", "library (mlxtend fpgrowth)", library, "s", reference=reference, ratio=library / reference)
    record("mining", "item sets found, by all the same", len(expected), "sets")
    if shutil.which("java") and find_spec("pyspark"):
        spark(baskets, expected, library)
    else:
        print("Spark is left out: there is no Java or no pyspark here")


def spark(baskets: list[Items], expected: Mapping[Items, int], library: float) -> None:
    """Measure Spark on this machine against the library."""
    from yichuang.mining.spark_miner import ITEMS as SHAPE  # noqa: PLC0415 - not there without the extra
    from yichuang.mining.spark_miner import counted, session  # noqa: PLC0415

    start, running = timed(session, 1)
    record("mining", "Spark's start", start, "s")
    try:
        rows = [(sorted(one),) for one in baskets]
        frame = running.createDataFrame(rows, SHAPE).repartition(4).cache()
        assert frame.count() == len(baskets)
        took, found = timed(lambda: counted(frame, len(baskets), LEAST, LONGEST), ROUNDS)
    finally:
        running.stop()
    assert found == expected, "Spark and the library must agree"
    record("mining", "Spark (pyspark.ml.fpm) on this machine", took, "s", reference=library, ratio=took / library)


def timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Return the median of how long something took, and what it gave."""
    times, found = [], None
    for _ in range(rounds):
        began = perf_counter()
        found = work()
        times.append(perf_counter() - began)
    return median(times), found


def made(count: int) -> list[Items]:
    """Return baskets as a city's people fill them: most with one or two things, some with a story."""
    chance = random.Random(SEED)
    names = [f"i{place}" for place in range(ITEMS)]
    weights = [1 / (place + 3) for place in range(ITEMS)]
    rows = []
    for _ in range(count):
        row = set(chance.choices(names, weights, k=chance.choice((1, 1, 1, 2, 2, 3, 4))))
        for first, then in STORIES:
            if first in row:
                row |= {item for item, often in then if chance.randrange(100) < often}
        rows.append(frozenset(row))
    return rows


def eclat(baskets: Iterable[Items], least: int, longest: int) -> dict[Items, int]:
    """Return the frequent sets by intersecting bitmaps: one whole number for each item, a bit for each basket."""
    bits: dict[str, bytearray] = {}
    rows = list(baskets)
    for place, basket in enumerate(rows):
        for item in basket:
            bits.setdefault(item, bytearray(len(rows) // 8 + 1))[place >> 3] |= 1 << (place & 7)
    single = [(item, int.from_bytes(bitmap, "little")) for item, bitmap in sorted(bits.items())]
    found: dict[Items, int] = {}

    def grow(before: Items, candidates: list[tuple[str, int]]) -> None:
        kept = [(item, bitmap, count) for item, bitmap in candidates if (count := bitmap.bit_count()) >= least]
        for place, (item, bitmap, count) in enumerate(kept):
            items = before | {item}
            found[items] = count
            if len(items) < longest:
                grow(items, [(other, bitmap & mask) for other, mask, _ in kept[place + 1 :]])

    grow(frozenset(), single)
    return found


if __name__ == "__main__":
    main()
