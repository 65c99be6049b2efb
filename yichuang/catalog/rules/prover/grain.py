"""The finest grain (S2-11): one situation, one material list; and not needlessly fine: leaves with the same list can be one."""

from collections.abc import Iterator
from typing import Any

from yichuang.catalog.rules.conditions import all_of
from yichuang.catalog.rules.findings import Finding, Place, Repair
from yichuang.catalog.rules.prover.classes import Classes
from yichuang.catalog.rules.prover.diagrams import Budget, Exceeded, Function, within_budget
from yichuang.catalog.rules.prover.features import Cube, Feature, Features
from yichuang.catalog.rules.prover.journeys import Leaf
from yichuang.catalog.rules.prover.reports import GRAIN, report
from yichuang.catalog.rules.prover.words import names, short_name
from yichuang.catalog.rules.spec import Material, Situation

LONGEST_NAME = 6
DEEPEST_LEVEL = 4


class Grain:
    """The classes of each leaf that is reached."""

    def __init__(self, features: Features, budget: Budget) -> None:
        self.features, self.budget = features, budget
        self._levels = _levels(features.spec.situations)
        journeys = features.journeys
        self.leaves = [
            (leaf, Classes(journeys, leaf.region)) for leaf in journeys.leaves if leaf.region != features.diagrams.false
        ]

    def coarse(self) -> Iterator[Finding]:
        """Yield leaves inside which some journeys need a material and others do not."""
        for leaf, classes in self.leaves:
            if classes.conditional:
                yield self._coarse(leaf, classes)

    def _coarse(self, leaf: Leaf, classes: Classes) -> Finding:
        first = classes.conditional[0]
        cube = self.features.fewest(first.needed, leaf.region)
        count, repair = self._expansion(leaf, classes)
        repair = repair or self._division(leaf, classes)
        into = f"应拆分为 {count} 个四级情形" if count is not None else "应继续拆分（拆分后的情形数未能算出）"
        more = f"；超过 {self.budget.children} 个，可一题一题地拆分" if (count or 0) > self.budget.children else ""
        inside = f"内有 {len(classes.materials)} 份材料视情况提供：{names(item.name for item in classes.materials)}"
        example = cube, f"要提交{names(item.name for item in first.materials)}；本情形的其他申请人不用"
        related = tuple(Place("material", item.id) for item in classes.materials)
        message = f"情形“{leaf.path}”{inside}，{into}{more}。"
        place = Place("situation", leaf.situation.id)
        return report(self.features, "finest_grain", place, message, example, related=related, repair=repair)

    def _expansion(self, leaf: Leaf, classes: Classes) -> tuple[int | None, Repair | None]:
        """Return into how many situations a leaf falls (None: too large to tell), and the split itself when it is short enough."""
        try:
            with within_budget():
                if classes.count > self.budget.children:
                    return classes.count, None
                children = self._children(leaf, classes)
        except Exceeded:
            return None, None
        written = Repair("expand_leaf", f"拆分为 {classes.count} 个四级情形", self._written(leaf, children))
        return classes.count, written if children else None

    def _written(self, leaf: Leaf, children: list[dict[str, Any]]) -> dict[str, Any]:
        beside = {"beside": True} if self._levels[leaf.situation.id] >= DEEPEST_LEVEL else {}
        return {"leaf": leaf.situation.id, "children": children, **beside}

    def _division(self, leaf: Leaf, classes: Classes) -> Repair | None:
        """Return the split by the one question whose answers settle most, for a leaf that is too much for one repair.

        In each part that is not settled yet the question has one answer, so splitting on ends with the questions.
        """
        best: tuple[float, Feature, list[list[Cube]]] | None = None
        try:
            with within_budget():
                for feature in self.features.by_name.values():
                    parts, open_ = self._parts(leaf, classes, feature)
                    if len(parts) > 1 and (best is None or open_ / len(parts) < best[0]):
                        best = open_ / len(parts), feature, parts
        except Exceeded:
            pass  # what was found so far is a split too
        if best is None:
            return None
        _, feature, parts = best
        children = [self._child(leaf, cubes, short_name(self.features, cubes)) for cubes in parts]
        label = f"先按“{feature.facts[0].text.rstrip('？?')}”拆分为 {len(parts)} 个情形"
        return Repair("divide_leaf", label, self._written(leaf, _told_apart(children)))

    def _parts(self, leaf: Leaf, classes: Classes, feature: Feature) -> tuple[list[list[Cube]], int]:
        """Return the answers of a leaf's applicants to one question, those together that settle everything alike, and how many
        materials stay open in all parts.
        """
        groups: dict[str, list[int]] = {}
        for state in range(len(feature.states)) if feature.facts else ():
            told = self.features.condition([{feature.name: (state,)}])
            if leaf.region & self.features.region(feature.name, (state,)) != self.features.diagrams.false and told:
                groups.setdefault(told.model_dump_json(), []).append(state)
        found: dict[Any, list[int]] = {}
        open_ = 0
        for states in groups.values():
            needs = self._needs(leaf.region & self.features.region(feature.name, states), classes)
            open_ += needs.count(None)
            found.setdefault(tuple(states) if None in needs else needs, []).extend(states)
        return [self._cubes(feature, states) for states in found.values()], open_

    def _needs(self, region: Function, classes: Classes) -> tuple[bool | None, ...]:
        """Return of each conditional group whether a region needs it; None: some there do."""
        false = self.features.diagrams.false
        inside = [region & item.needed for item in classes.conditional]
        return tuple(False if part == false else True if part == region else None for part in inside)

    @staticmethod
    def _cubes(feature: Feature, states: list[int]) -> list[Cube]:
        last = len(feature.states) - 1 if feature.can_be_unasked else -1
        asked = tuple(state for state in states if state != last)
        return [*([{feature.name: asked}] if asked else []), *([{feature.name: (last,)}] if last in states else [])]

    def _child(self, leaf: Leaf, cubes: list[Cube], name: str) -> dict[str, Any]:
        condition = all_of(leaf.situation.condition, self.features.condition(cubes))
        return {"name": name, "condition": condition.model_dump(mode="json", by_alias=True) if condition else None}

    def _children(self, leaf: Leaf, classes: Classes) -> list[dict[str, Any]]:
        fixed = {material.id for material in classes.fixed}
        made: list[dict[str, Any]] = []
        for number in range(classes.count):
            materials, region = classes.nth(number)
            cubes = self.features.cover(region, leaf.region & ~region)
            if cubes is None:
                return []
            name = self._name(cubes, [material for material in materials if material.id not in fixed])
            made.append(self._child(leaf, cubes, name))
        return _told_apart(made)

    def _name(self, cubes: list[Cube], extra: list[Material]) -> str:
        if sum(map(len, cubes)) <= LONGEST_NAME:
            return short_name(self.features, cubes)
        return f"须交{'、'.join(material.name for material in extra)}" if extra else "无需另交材料"

    def equal(self) -> Iterator[Finding]:
        """Yield groups of leaves whose fixed material lists are the same (rulebook part 8), siblings with the offer to merge."""
        groups: dict[tuple[str, ...], list[tuple[Leaf, Classes]]] = {}
        for leaf, classes in self.leaves:
            if classes.fixed:
                groups.setdefault(tuple(material.id for material in classes.fixed), []).append((leaf, classes))
        for group in groups.values():
            if len(group) > 1:
                yield self._equal(group)

    def _equal(self, group: list[tuple[Leaf, Classes]]) -> Finding:
        first, others = group[0][0], group[1:]
        extra = {frozenset(material.id for material in classes.materials) for _, classes in group}
        said = "材料清单相同" if len(extra) == 1 else "固定材料相同（视情况提供的材料不同）"
        message = f"情形{names(leaf.path for leaf, _ in group)}的{said}，可考虑合并。"
        return Finding("mergeable", GRAIN, "advice", Place("situation", first.situation.id), message,
                       related=tuple(Place("situation", leaf.situation.id) for leaf, _ in others), repair=self._merge(group))  # fmt: skip

    def _merge(self, group: list[tuple[Leaf, Classes]]) -> Repair | None:
        """Return the merging of the first siblings of a group that need exactly the same in every journey."""
        parents = _parents(self.features.spec.situations)
        found: dict[tuple[str, Any], list[Situation]] = {}
        for leaf, classes in group:
            found.setdefault((parents[leaf.situation.id], self._lists(classes)), []).append(leaf.situation)
        siblings = next((leaves for leaves in found.values() if len(leaves) > 1), None)
        if siblings is None:
            return None
        return Repair("merge_leaves", f"合并 {len(siblings)} 个同级情形", {"leaves": [leaf.id for leaf in siblings]})

    @staticmethod
    def _lists(classes: Classes) -> tuple[Any, Function]:
        """Return the material lists of a leaf as one function over the bits of the materials, equal when the lists are."""
        groups = tuple(tuple(material.id for material in item.materials) for item in classes.conditional)
        return groups, classes.projected if classes.conditional else None


def _parents(situations: tuple[Situation, ...], above: str = "") -> dict[str, str]:
    found = {}
    for situation in situations:
        found[situation.id] = above
        found |= _parents(situation.children, situation.id)
    return found


def _levels(situations: tuple[Situation, ...], level: int = 1) -> dict[str, int]:
    found: dict[str, int] = {}
    for situation in situations:
        found |= {situation.id: level, **_levels(situation.children, level + 1)}
    return found


def _told_apart(children: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Number the names that would otherwise be the same."""
    seen: dict[str, int] = {}
    for child in children:
        seen[child["name"]] = seen.get(child["name"], 0) + 1
        if seen[child["name"]] > 1:
            child["name"] = f"{child['name']}（{seen[child['name']]}）"
    return children
