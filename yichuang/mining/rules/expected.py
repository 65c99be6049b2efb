"""What people would have saved had their matters been one life event, counted exactly on what each of them was asked for (S2-25, S3-9).

The matters are merged as the composer's first draft merges them (`life_events.rules.merging.propose`); then for every basket the
documents are narrowed to what its answers led to – its materials, its fields – and `life_events.rules.expected` counts before and
after. Whole numbers are added up over all baskets, so nothing is rounded and no share is assumed. Where the answers of a case lead
nowhere in the version in force, or the matters cannot be merged at all, the basket counts with the lower bound (`rules/savings.py`), and
the proposal says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, SpecGap
from yichuang.catalog.rules.own_form_asked import asked_fields
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules.expected import expected_savings
from yichuang.life_events.rules.merging import Frame, propose
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.mining.rules.savings import FIELD_MINUTES, MATERIAL_MINUTES, VISIT_MINUTES, savings

Specs = Mapping[str, MatterSpec]
# How many ways are told one by one; the others stand together.
MOST_WAYS = 8


@dataclass(frozen=True)
class Demand:
    """What one case of a matter was asked for: the situation's path in words, ids of materials, names of fields."""

    situation: str
    materials: frozenset[str]
    fields: frozenset[str]


@dataclass(frozen=True)
class Spared:
    """What was spared: whole numbers of visits, materials, fields."""

    visits: int = 0
    materials: int = 0
    fields: int = 0

    def __add__(self, other: "Spared") -> "Spared":
        return Spared(self.visits + other.visits, self.materials + other.materials, self.fields + other.fields)

    def __mul__(self, often: int) -> "Spared":
        return Spared(self.visits * often, self.materials * often, self.fields * often)

    @property
    def minutes(self) -> int:
        """Return it as minutes, for ranking only."""
        return self.visits * VISIT_MINUTES + self.materials * MATERIAL_MINUTES + self.fields * FIELD_MINUTES


@dataclass(frozen=True)
class Way:
    """People whose matters took the same situations (matter → path): how often, how many persons, and what they all together spare."""

    situations: Mapping[str, str]
    count: int
    persons: int
    spared: Spared


@dataclass(frozen=True)
class Expectation:
    """What all baskets of a set of matters would spare together, and on what that stands.

    `ways`: those that stand for enough persons, the most frequent first; `others`: how many further ways stand together in `other`, None
    where nobody is left. `bounded`: how many baskets count with the lower bound, None where they are too few to tell; `whole`: the matters
    could not be merged, so all of them do.
    """

    spared: Spared
    ways: tuple[Way, ...] = ()
    others: int = 0
    other: Way | None = None
    bounded: int | None = 0
    whole: bool = False


@dataclass(frozen=True)
class Took:
    """One basket: the person's number in this reading, and by matter what was asked for; None where the version in force has none."""

    person: int
    demands: tuple[Demand | None, ...]


def demand(spec: MatterSpec, answers: Mapping[str, Any], kind: str, on: date) -> Demand | None:
    """Return what a matter asks for under answers on a day; None where they do not lead to a situation of this version."""
    facts = navigator.facts_with_known(spec, answers, applicant_kind=kind, on=on)
    if facts.faults:
        return None
    try:
        end = navigator.advance(spec, facts)
        if not isinstance(end, Arrived):
            return None
        needed = navigator.checklist(spec, facts).materials
    except SpecGap:
        return None
    return Demand(end.path, frozenset(one.material.id for one in needed), asked_fields(spec, facts))


def merged(specs: Specs) -> LifeEventSpec | None:
    """Return the matters as the composer's first draft would merge them; None where they cannot be one document."""
    try:
        return propose(Frame("mined", "关联分析", ("-",)), {key: (1, spec) for key, spec in specs.items()})
    except ValueError:
        return None


def spared(joint: LifeEventSpec, specs: Specs, demands: Mapping[str, Demand]) -> Spared:
    """Return what one person spares whose cases were asked for `demands` (by matter)."""
    asked = {key: narrowed(spec, demands[key]) for key, spec in specs.items()}
    found = expected_savings(_narrowed_joint(joint, demands), asked)
    return Spared(found.visits.less, found.materials.less, found.fields.less)


def narrowed(spec: MatterSpec, wanted: Demand) -> MatterSpec:
    """Return a matter with what one case was asked for and nothing else."""
    rows = {name: row for name, row in spec.form.get("properties", {}).items() if name in wanted.fields}
    return spec.model_copy(
        update={
            "materials": tuple(one for one in spec.materials if one.id in wanted.materials),
            "form": {**spec.form, "properties": rows} if spec.form else {},
        }
    )


def _narrowed_joint(joint: LifeEventSpec, demands: Mapping[str, Demand]) -> LifeEventSpec:
    """Return the life event with the fields and materials that somebody's demands speak of."""
    fields = [
        (one, tuple(feed for feed in one.feeds if feed.field in demands[feed.member].fields)) for one in joint.fields
    ]
    papers = [
        (one, tuple(gives for gives in one.gives if gives.material in demands[gives.member].materials))
        for one in joint.materials
    ]
    return joint.model_copy(
        update={
            "fields": tuple(one.model_copy(update={"feeds": feeds}) for one, feeds in fields if feeds),
            "materials": tuple(one.model_copy(update={"gives": gives}) for one, gives in papers if gives),
        }
    )


def bound(specs: Specs) -> Spared:
    """Return what everybody spares at least."""
    least = savings(specs)
    return Spared(least.visits, least.material_count, least.field_count)


def expectation(specs: Specs, took: Iterable[Took], least: int) -> Expectation:
    """Return what all baskets together would spare; `specs` by matter in the order of each `Took`'s demands; nothing told under `least`."""
    joint, floor, keys = merged(specs), bound(specs), list(specs)
    seen: Counter[tuple[Demand | None, ...]] = Counter()
    people: dict[tuple[Demand | None, ...], set[int]] = defaultdict(set)
    for one in took:
        seen[one.demands] += 1
        people[one.demands].add(one.person)
    whole, bounded, unclear = Spared(), 0, set[int]()
    ways: dict[tuple[str, ...], list[tuple[int, set[int], Spared]]] = defaultdict(list)
    for demands, often in seen.items():
        known = {key: one for key, one in zip(keys, demands, strict=True) if one is not None}
        if joint is None or len(known) < len(keys):
            bounded, unclear, whole = bounded + often, unclear | people[demands], whole + floor * often
            continue
        found = spared(joint, specs, known) * often
        whole += found
        ways[tuple(one.situation for one in known.values())].append((often, people[demands], found))
    told = sorted(
        (_way(dict(zip(keys, names, strict=True)), parts) for names, parts in ways.items()),
        key=lambda way: (-way[0].count, tuple(way[0].situations.values())),
    )
    shown, others, other = _told(told, least)
    few = 0 < len(unclear) < least
    return Expectation(whole, shown, others, other, None if few else bounded, whole=joint is None)


def _way(situations: Mapping[str, str], parts: Sequence[tuple[int, set[int], Spared]]) -> tuple[Way, set[int]]:
    persons = set[int]().union(*(people for _, people, _ in parts))
    total = sum((found for _, _, found in parts), Spared())
    return Way(situations, sum(often for often, _, _ in parts), len(persons), total), persons


def _told(ways: Sequence[tuple[Way, set[int]]], least: int) -> tuple[tuple[Way, ...], int, Way | None]:
    """Tell ways that stand for enough persons; the rest stand together, joined by the least of those told while they are too few."""
    shown = [one for one in ways if one[0].persons >= least][:MOST_WAYS]
    rest = [one for one in ways if one not in shown]
    while rest and shown and len(set[int]().union(*(people for _, people in rest))) < least:
        rest.append(shown.pop())
    if not rest:
        return tuple(way for way, _ in shown), 0, None
    together, persons = _way({}, [(way.count, people, way.spared) for way, people in rest])
    return tuple(way for way, _ in shown), len(rest), together if len(persons) >= least else None
