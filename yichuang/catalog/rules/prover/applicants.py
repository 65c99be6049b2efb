"""The smallest set of applicants that exercises every option, material, outcome and leaf: the scripts of the simulated acceptance (S2-21).

One after the other, an applicant is taken who covers the rarest thing still open and with it as much else as fits; then whoever has
become superfluous goes. A set of things no two of which one applicant can show tells how many are needed at least. Where the journeys are
few, the smallest set is searched for exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.prover.covering import cover_exactly
from yichuang.catalog.rules.prover.diagrams import Budget, Diagrams, Exceeded, Flat, Function, within_budget
from yichuang.catalog.rules.prover.features import Features
from yichuang.catalog.rules.prover.journeys import Journeys
from yichuang.catalog.rules.prover.situations import Answers, read_answers
from yichuang.catalog.rules.prover.words import told
from yichuang.catalog.rules.spec import YES, MatterSpec

MOST_JOURNEYS = 1_000


@dataclass(frozen=True)
class Script:
    """One applicant: kind, what the platform knows, answers; where it must end (`path` in words) and with which materials; everything
    that it shows, and what it is the first to show.
    """

    kind: str
    known: dict[str, str]
    answers: Answers
    leaf: str
    path: str
    outcome: str
    materials: tuple[str, ...]
    shown: tuple[Place, ...]
    first: tuple[Place, ...]
    words: str = ""

    @property
    def covers(self) -> tuple[str, ...]:
        """Return what it shows as it is kept: `option:q1/a`, `situation:S1`, `material:m_app`."""
        return tuple(
            f"{place.kind}:{place.parent}/{place.id}" if place.parent else f"{place.kind}:{place.id}"
            for place in self.shown
        )


@dataclass(frozen=True)
class Applicants:
    """The scripts, how many are needed at least, and whether this is all that can be said (`decided`)."""

    scripts: tuple[Script, ...]
    least: int
    decided: bool = True

    def words(self) -> str:
        """Return how near to the minimum the set is."""
        if not self.decided:
            return "事项内容过于复杂，未能编排模拟验收脚本。"
        return f"{len(self.scripts)} 个脚本，至少需要 {self.least} 个。"


@dataclass(frozen=True)
class Element:
    """Something to be exercised, and the journeys that do: those that fulfil all of `parts` (kept apart, they stay small)."""

    place: Place
    parts: tuple[Function, ...]

    def among(self, region: Function) -> Function:
        """Return those of a region's journeys that exercise it."""
        for part in self.parts:
            region = region & part
        return region

    def shown_by(self, diagrams: Diagrams, bits: Mapping[str, bool]) -> bool:
        """Tell whether one journey exercises it."""
        return all(diagrams.holds(part, bits) for part in self.parts)

    def by_all(self, diagrams: Diagrams, region: Function) -> bool:
        """Tell whether every journey of a region exercises it."""
        return all(diagrams.within(region, part) for part in self.parts)


def applicants(spec: MatterSpec, *, on: date | None = None, budget: Budget = Budget()) -> Applicants:  # noqa: B008 - frozen
    """Return a smallest set of applicants that shows every reachable option, material, outcome and leaf.

    `on`: only what an applicant of that day can reach, for scripts that are played today.
    """
    try:
        with within_budget():
            return _Cast(Features(Journeys(spec, budget)), on, budget).made()
    except Exceeded:
        return Applicants((), 0, decided=False)


class _Cast:
    def __init__(self, features: Features, on: date | None, budget: Budget) -> None:
        self.features, self.journeys, self.d, self.budget = features, features.journeys, features.diagrams, budget
        self.paths = self.journeys.paths & features.on_day(on)
        self.elements = [element for element in self._elements() if element.among(self.paths) != self.d.false]

    def made(self) -> Applicants:
        regions = self._greedy()
        least = len(self._apart())
        paths = Flat(self.d, self.paths, self.journeys.counting)
        if least < len(regions) and paths.count() <= MOST_JOURNEYS:
            regions, least = self._exact(paths, regions, least)
        return Applicants(tuple(self._scripts(regions)), least)

    def _elements(self) -> Iterator[Element]:
        j = self.journeys
        for stage in j.stages:
            for option, offered in zip(stage.question.options, stage.offered, strict=True):
                fact = j.spec.fact(option.fact or stage.question.fact)
                values = option.values if stage.question.kind == "single" else (YES,)
                chosen = self.d.any(j.variables.has_value(fact, value) for value in values)
                parts = (stage.reach, stage.asked & offered & chosen & j.valued(fact.id))
                yield Element(Place("option", option.id, stage.question.id), parts)
        for leaf in j.leaves:
            yield Element(Place("situation", leaf.situation.id), (leaf.region,))
        for end in j.ends:
            yield Element(Place("outcome", end.outcome.id), (end.region,))
        settled = j.arrived & ~j.uncovered
        for material in j.spec.materials:
            yield Element(Place("material", material.id), (settled, j.holds(material.needed_if)))

    @cached_property
    def _rarest(self) -> list[int]:
        sizes = [self.d.share(element.among(self.paths)) for element in self.elements]
        return sorted(range(len(sizes)), key=lambda number: (sizes[number], number))

    def _greedy(self) -> list[Function]:
        """Return one region of journeys for each applicant, each for the rarest thing still open and what else fits."""
        chosen: list[tuple[Function, set[int]]] = []
        open_ = list(self._rarest)
        while open_:
            region = self.elements[open_[0]].among(self.paths)
            for number in open_[1:]:
                smaller = self.elements[number].among(region)
                region = smaller if smaller != self.d.false else region
            shown = {number for number in self._rarest if self.elements[number].by_all(self.d, region)}
            chosen.append((region, shown))
            open_ = [number for number in open_ if number not in shown]
        return [region for region, _ in _without_superfluous(chosen)]

    def _apart(self) -> list[int]:
        """Return things no two of which one applicant can show: each needs an applicant of its own."""
        found: list[int] = []
        for number in self._rarest:
            region = self.elements[number].among(self.paths)
            if all(self.elements[other].among(region) == self.d.false for other in found):
                found.append(number)
        return found

    def _exact(self, paths: Flat, regions: list[Function], least: int) -> tuple[list[Function], int]:
        """Return the smallest set among all journeys when the search ends within its steps."""
        every = map(paths.nth, range(paths.count()))
        rows = {
            frozenset(item for item, element in enumerate(self.elements) if element.shown_by(self.d, bits))
            for bits in every
        }
        found, exact = cover_exactly(rows, frozenset(range(len(self.elements))), len(regions), self.budget.steps)
        if found is None:
            return regions, len(regions) if exact else least
        return [self._region_showing(row) for row in found], len(found) if exact else least

    def _region_showing(self, row: frozenset[int]) -> Function:
        region = self.paths
        for number in sorted(row):
            region = self.elements[number].among(region)
        return region

    def _scripts(self, regions: Sequence[Function]) -> Iterator[Script]:
        seen: set[Place] = set()
        paths = {leaf.situation.id: leaf.path for leaf in self.journeys.leaves}
        for region in regions:
            bits = self.features.witness(region)
            shown = [element.place for element in self.elements if element.shown_by(self.d, bits)]
            answers, kind, known = read_answers(self.features, bits)
            ids = {
                what: [place.id for place in shown if place.kind == what]
                for what in ("situation", "outcome", "material")
            }
            first = tuple(place for place in shown if place not in seen)
            seen |= set(shown)
            kind = kind or self.journeys.spec.applicant_kinds[0]
            leaf = next(iter(ids["situation"]), "")
            yield Script(
                kind, known, answers, leaf, paths.get(leaf, ""), next(iter(ids["outcome"]), ""), tuple(ids["material"]),
                tuple(shown), first, told(self.journeys.spec, kind, answers),
            )  # fmt: skip


def _without_superfluous(chosen: list[tuple[Function, set[int]]]) -> list[tuple[Function, set[int]]]:
    """Drop whoever shows nothing that the others do not."""
    kept = list(chosen)
    for item in reversed(chosen):
        others = set().union(*(other[1] for other in kept if other is not item))
        if item[1] <= others:
            kept = [other for other in kept if other is not item]
    return kept
