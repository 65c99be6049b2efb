"""Count what the baskets behind each new proposal would have spared, before results are written in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yichuang.catalog.queries import PublishedMatter
from yichuang.foundations.clock import day_of
from yichuang.mining.models import MiningRun
from yichuang.mining.queries.proposals import decided_before
from yichuang.mining.queries.source import answers_of, in_force, members_of_life_events
from yichuang.mining.rules.baskets import Basket, matter_of
from yichuang.mining.rules.expected import Demand, Expectation, Took, demand, expectation
from yichuang.mining.rules.measures import Found, persons_needed
from yichuang.mining.rules.proposals import Candidate, Sorted, candidates, sort_out


def sorted_candidates(row: MiningRun, found: Found, now: datetime) -> tuple[Sorted, dict[str, PublishedMatter]]:
    """Return what a run would propose and what it leaves out, and the matters that are received today."""
    every = candidates(found.counts, found.persons, found.total, row.least_lift)
    matters = in_force(key for one in every for key in one.matters)
    received = [one for one in every if one.matters <= matters.keys()]
    return sort_out(received, members_of_life_events(), decided_before(row.division), now), matters


def expect_savings(row: MiningRun, found: Found, baskets: Sequence[Basket], now: datetime) -> dict[str, Expectation]:
    """Return by mark what the baskets of every new candidate would have spared (a statement for every portion of their cases)."""
    told, matters = sorted_candidates(row, found, now)
    read = _Demands(matters, day_of(now))
    least = persons_needed(row.least_persons)
    expected = {}
    for one, taken in _taken(told.fresh, baskets):
        keys = sorted(one.matters)
        read.note(case for _, cases in taken for case in cases.items())
        took = (Took(person, tuple(read.of(key, cases[key]) for key in keys)) for person, cases in taken)
        expected[one.mark] = expectation({key: matters[key].spec for key in keys}, took, least)
    return expected


def _taken(
    every: Sequence[Candidate], baskets: Sequence[Basket]
) -> Iterator[tuple[Candidate, list[tuple[int, dict[str, int]]]]]:
    """Yield each candidate with the person and, by matter, the case of every basket that holds it (one reading of the baskets)."""
    found: list[list[tuple[int, dict[str, int]]]] = [[] for _ in every]
    for basket in baskets if every else ():
        names = basket.names
        for one, taken in zip(every, found, strict=True):
            if one.items <= names:
                cases = zip(basket.items, basket.cases, strict=True)
                taken.append((basket.person, {matter_of(item): case for (item, _), case in cases if item in one.items}))
    yield from zip(every, found, strict=True)


class _Demands:
    """What each case was asked for; the same answers are walked once."""

    def __init__(self, matters: Mapping[str, PublishedMatter], on: date) -> None:
        self.matters, self.on = matters, on
        self._walked: dict[tuple[str, str, str], Demand | None] = {}
        self._cases: dict[int, tuple[str, str, Any]] = {}

    def note(self, cases: Iterable[tuple[str, int]]) -> None:
        """Read the answers of cases that were not read yet."""
        wanted = {case: matter for matter, case in cases if case not in self._cases}
        for case, answers, kind in answers_of(wanted):
            self._cases[case] = (repr(sorted(answers.items())), kind, answers)

    def of(self, matter: str, case: int) -> Demand | None:
        """Return what a case was asked for; None for one that is gone or whose answers lead nowhere now."""
        if case not in self._cases:
            return None
        said, kind, answers = self._cases[case]
        key = (matter, kind, said)
        if key not in self._walked:
            self._walked[key] = demand(self.matters[matter].spec, answers, kind, self.on)
        return self._walked[key]
