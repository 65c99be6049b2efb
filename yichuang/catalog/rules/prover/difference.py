"""The difference between two versions in words an officer understands: who must now bring more, who less, which situations came and went.

Exact: both versions are walked by the same applicants, every one of them at once. Facts with the same id and values are the same fact; what
only one version asks about is free in the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from yichuang.catalog.rules.prover import wording
from yichuang.catalog.rules.prover.diagrams import Budget, Exceeded, Function, within_budget
from yichuang.catalog.rules.prover.features import Features
from yichuang.catalog.rules.prover.journeys import Journeys
from yichuang.catalog.rules.prover.variables import KIND, Classes, Variables
from yichuang.catalog.rules.prover.words import names, phrase
from yichuang.catalog.rules.spec import NO, OUTCOME_NAMES, YES, MatterSpec

MOST_CUBES = 4
UNDECIDED = "改动过于复杂，未能逐一算出由谁多交、少交材料，请对照题目与材料的改动。"


@dataclass(frozen=True)
class Burden:
    """Applicants in words (“申请人为企业时”), and the materials that they must bring from now on, or need not any more."""

    who: str
    materials: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What changed. `situations`: sentences on those added, removed, merged, split, renamed; `ends`: who now ends elsewhere."""

    situations: tuple[str, ...] = ()
    more: tuple[Burden, ...] = ()
    less: tuple[Burden, ...] = ()
    ends: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    decided: bool = True

    def for_people(self) -> list[str]:
        """Return who must bring more and who less first, then which ends and situations came and went, one Chinese sentence a line."""
        said = [f"{item.who}，需要多交{names(item.materials, 20)}。" for item in self.more]
        said += [f"{item.who}，不再需要交{names(item.materials, 20)}。" for item in self.less]
        return [*said, *self.ends, *self.situations, *([] if self.decided else [UNDECIDED])]

    def lines(self) -> list[str]:
        """Return the whole difference, one Chinese sentence a line; nothing changed is one line too."""
        said = [*self.limits, *self.for_people(), *self.questions, *self.materials]
        return said or ["办理情形、材料、期限和审查要点都没有变化。"]


def compare(before: MatterSpec, after: MatterSpec, *, budget: Budget = Budget()) -> Difference:  # noqa: B008 - frozen
    """Return what changes for whom when one version takes the place of another."""
    stated = partial(
        Difference,
        questions=wording.questions(before, after),
        materials=wording.materials(before, after),
        limits=wording.limits(before, after),
    )
    try:
        with within_budget():
            both = _Both(before, after, budget)
            more, less = (tuple(both.burdens(more=more)) for more in (True, False))
            return stated(situations=tuple(both.situations()), more=more, less=less, ends=tuple(both.ends()))
    except Exceeded:
        return stated(decided=False)


def _classes(before: MatterSpec, after: MatterSpec) -> dict[str, Classes]:
    """Return for each fact of either version its values of both, one by one."""
    found: dict[str, dict[str, None]] = {}
    for spec in (before, after):
        for fact in spec.facts:
            found.setdefault(fact.id, {}).update(dict.fromkeys(fact.ids))
    # “No” stands first, so that an example ticks nothing that it need not tick.
    ordered = {fact: [NO, YES] if set(values) == {YES, NO} else list(values) for fact, values in found.items()}
    return {fact: tuple((value,) for value in values) for fact, values in ordered.items()}


def _kinds(variables: Variables, spec: MatterSpec) -> Function:
    """Return the applicants who may apply under a version."""
    states = [place for place, kind in enumerate(variables.kinds) if kind in spec.applicant_kinds]
    return (
        variables.diagrams.any(variables.is_state(KIND, place) for place in states)
        if variables.kinds
        else variables.diagrams.true
    )


class _Both:
    """Both versions over the same applicants."""

    def __init__(self, before: MatterSpec, after: MatterSpec, budget: Budget) -> None:
        variables = Variables([before, after], _classes(before, after), budget)
        self.old, self.new = (Journeys(spec, variables=variables, mode="given") for spec in (before, after))
        self.features, self.d = Features(self.new, self.old), variables.diagrams
        in_range = self.d.all(variables.in_range(name) for name in variables.sizes if variables.sizes[name])
        may_apply = self.d.all(_kinds(variables, spec) for spec in (before, after))
        self.common = self.old.paths & self.new.paths & in_range & may_apply
        self.arrived = self.common & self.old.arrived & self.new.arrived & ~self.old.uncovered & ~self.new.uncovered

    def burdens(self, *, more: bool) -> Iterator[Burden]:
        """Yield who must bring more (or less), applicants with the same condition together."""
        one, other = (self.new, self.old) if more else (self.old, self.new)
        known = {material.id: material for material in other.spec.materials}
        groups: dict[Function, list[str]] = {}
        for material in one.spec.materials:
            had = known.get(material.id)
            region = self.arrived & one.holds(material.needed_if)
            region = region & ~other.holds(had.needed_if) if had is not None else region
            if region != self.d.false:
                groups.setdefault(region, []).append(material.name)
        for region, materials in groups.items():
            yield Burden(self._who(region, self.arrived), tuple(materials))

    def _who(self, region: Function, universe: Function) -> str:
        """Return a region of applicants in words, as short as a few conditions allow."""
        if self.d.within(universe, region):
            return "所有申请人"
        cubes = self.features.cover(region, universe & ~region, MOST_CUBES)
        if cubes is None:
            return f"部分申请人（例如{phrase(self.features, self.features.fewest(region, universe))}时）"
        return "，或者".join(f"{phrase(self.features, cube)}时" for cube in cubes)

    def situations(self) -> Iterator[str]:
        """Yield situations that came, went, were split, merged or renamed, by the applicants that they share."""
        old = [leaf for leaf in self.old.leaves if leaf.region != self.d.false]
        new = [leaf for leaf in self.new.leaves if leaf.region != self.d.false]
        shared = [
            (mine.situation.id, theirs.situation.id)
            for mine in old
            for theirs in new
            if (self.common & mine.region & theirs.region) != self.d.false
        ]
        was, now = {leaf.situation.id: leaf.path for leaf in old}, {leaf.situation.id: leaf.path for leaf in new}
        into = {leaf: [theirs for mine, theirs in shared if mine == leaf] for leaf in was}
        from_ = {leaf: [mine for mine, theirs in shared if theirs == leaf] for leaf in now}
        yield from (f"新增情形“{now[leaf]}”。" for leaf in now if not from_[leaf])
        yield from (f"删去情形“{was[leaf]}”。" for leaf in was if not into[leaf])
        for leaf, parts in into.items():
            if len(parts) > 1 and all(from_[part] == [leaf] for part in parts):
                yield f"情形“{was[leaf]}”拆分为{names((now[part] for part in parts), 20)}。"
            elif len(parts) == 1 and from_[parts[0]] == [leaf] and was[leaf] != now[parts[0]]:
                yield f"情形“{was[leaf]}”改名为“{now[parts[0]]}”。"
        for leaf, parts in from_.items():
            if len(parts) > 1 and all(into[part] == [leaf] for part in parts):
                yield f"情形{names((was[part] for part in parts), 20)}合并为“{now[leaf]}”。"
        for leaf, parts in into.items():
            for part in parts:
                if len(parts) > 1 and len(from_[part]) > 1 and leaf != part:
                    yield f"情形“{was[leaf]}”的一部分申请人改属“{now[part]}”。"

    def ends(self) -> Iterator[str]:
        """Yield who could apply and now cannot, and who could not and now can."""
        arrived = self.common & self.old.arrived
        for end in self.new.ends:
            if (region := arrived & end.region) != self.d.false:
                told = f"{OUTCOME_NAMES[end.outcome.kind]}（{end.outcome.message}）"
                yield f"{self._who(region, self.common)}，原来可以办理，现在告知：{told}。"
        ended = self.common & self.d.any(end.region for end in self.old.ends)
        if (region := ended & self.new.arrived) != self.d.false:
            yield f"{self._who(region, self.common)}，原来不能办理，现在可以办理。"
