"""What tests of mining stand on: people who do several matters, and an engine that counts by brute force."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

from tests.cases.people import who
from yichuang.accounts.permissions import CLOCK
from yichuang.demo.generate_related import generate_related
from yichuang.foundations import clock
from yichuang.mining.models import MiningRun
from yichuang.mining.operations.mine import mine
from yichuang.mining.operations.run_mining import Parameters, run_mining

DISTRICT = "330109"


def brute_force(baskets: Iterable[frozenset[str]], min_count: int, longest: int) -> dict[frozenset[str], int]:
    """Count every set of every basket."""
    counts: Counter[frozenset[str]] = Counter()
    for basket in baskets:
        for size in range(1, longest + 1):
            counts.update(map(frozenset, combinations(sorted(basket), size)))
    return {items: count for items, count in counts.items() if count >= min_count}


class BruteForce:
    """The engine of tests that are not about engines: no pandas to load."""

    def mine(self, baskets: Iterable[frozenset[str]], min_count: int, longest: int) -> dict[frozenset[str], int]:
        return brute_force(baskets, min_count, longest)


def people_come(count: int = 300, now: datetime | None = None) -> int:
    """Let people do one thing after the other."""
    return generate_related(count, now=now or clock.now())


def mined(name: str = "邹主任", now: datetime | None = None, **parameters: object) -> MiningRun:
    """Ask for an analysis and work on it, as the worker would."""
    now = now or clock.now()
    given = Parameters(**{"least_persons": 10, **parameters})  # type: ignore[arg-type]
    row = run_mining(actor=who(name), division=DISTRICT, parameters=given, now=now)
    work(row, now)
    return row


def work(row: MiningRun, now: datetime | None = None) -> None:
    """Work on a run."""
    mine(run=str(row.pk), actor=CLOCK, tick=lambda: now or clock.now(), engine=lambda name: BruteForce())
    row.refresh_from_db()
