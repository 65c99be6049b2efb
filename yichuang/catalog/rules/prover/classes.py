"""The classes of a region of journeys: which different material lists occur in it, counted and picked without walking through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from yichuang.catalog.rules.prover.diagrams import Diagrams, Flat, Function
from yichuang.catalog.rules.prover.journeys import Journeys
from yichuang.catalog.rules.spec import Material


@dataclass(frozen=True)
class Conditional:
    """Materials that are always needed together within a region, and where in it they are."""

    materials: tuple[Material, ...]
    needed: Function


class Classes:
    """The material lists that occur in one region: `fixed` materials that all of them have, and the conditional ones."""

    def __init__(self, journeys: Journeys, region: Function) -> None:
        self.journeys, self.region = journeys, region
        self.diagrams: Diagrams = journeys.diagrams
        self.fixed: list[Material] = []
        found: dict[Function, list[Material]] = {}
        for material in journeys.spec.materials:
            needed = region & journeys.holds(material.needed_if)
            if needed == region:
                self.fixed.append(material)
            elif needed != self.diagrams.false:
                found.setdefault(needed, []).append(material)
        self.conditional = [Conditional(tuple(materials), needed) for needed, materials in found.items()]

    @property
    def materials(self) -> list[Material]:
        """Return the conditional materials, one by one."""
        return [material for item in self.conditional for material in item.materials]

    @cached_property
    def lists(self) -> Flat:
        """Return the material lists that occur, as a diagram over one bit for each conditional group."""
        return Flat(self.diagrams, self.projected, [self._bit(item) for item in self.conditional])

    @staticmethod
    def _bit(item: Conditional) -> str:
        return f"m:{item.materials[0].id}"

    @cached_property
    def projected(self) -> Function:
        """Join the bits of the materials to the region and forget the facts, each as soon as nothing else reads it."""
        level = self.diagrams.bdd.level_of_var
        rows = sorted(self.conditional, key=lambda item: max(map(level, self._read(item)), default=-1))
        waiting = [set(self._read(item)) for item in rows]
        relation = self.region
        for place, item in enumerate(rows):
            needed = self.journeys.holds(item.materials[0].needed_if)
            relation = relation & self.diagrams.same(self.diagrams.bit(self._bit(item)), needed)
            later = set().union(*waiting[place + 1 :])
            relation = self.diagrams.without(
                sorted(name for name in relation.support if name[:2] != "m:" and name not in later), relation
            )
        return self.diagrams.without(sorted(name for name in relation.support if name[:2] != "m:"), relation)

    def _read(self, item: Conditional) -> frozenset[str]:
        return frozenset(self.journeys.holds(item.materials[0].needed_if).support)

    @cached_property
    def count(self) -> int:
        """Return how many different material lists occur."""
        if not self.conditional:
            return int(self.region != self.diagrams.false)
        return self.lists.count()

    def nth(self, number: int) -> tuple[list[Material], Function]:
        """Return the material list of that number (from 0) in the matter's order, and the journeys that lead to it."""
        chosen = self.lists.nth(number) if self.conditional else {}
        return self._read_out([item for item in self.conditional if chosen[self._bit(item)]])

    def _read_out(self, with_: Sequence[Conditional]) -> tuple[list[Material], Function]:
        region = self.region
        for item in self.conditional:
            region = region & (item.needed if item in with_ else ~item.needed)
        wanted = {material.id for material in self.fixed} | {
            material.id for item in with_ for material in item.materials
        }
        return [material for material in self.journeys.spec.materials if material.id in wanted], region
