"""What a sentence or a condition may speak of: the applicant's kind, the day, each fact with its values, or that it was not asked.

From a region of journeys to the fewest facts that already force it (a prime implicant), and to a few such cubes that cover it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.catalog.rules.conditions import Condition, Not, all_of, any_of, fact_in
from yichuang.catalog.rules.prover.diagrams import Flat, Function
from yichuang.catalog.rules.prover.journeys import Journeys
from yichuang.catalog.rules.prover.variables import DAY, KIND, is_known, key_of
from yichuang.catalog.rules.spec import NO, YES, Fact, Option, Question

NOT_ASKED = "(not asked)"


@dataclass(frozen=True)
class Feature:
    """One thing that journeys differ in, with its states; `facts` are those of the spec that read it."""

    name: str
    states: tuple[tuple[str, ...], ...]
    facts: tuple[Fact, ...]

    @property
    def can_be_unasked(self) -> bool:
        """Tell whether the last state is “not asked”."""
        return self.states[-1] == (NOT_ASKED,)


# For some features the states that are allowed, as places in `Feature.states`.
Cube = Mapping[str, tuple[int, ...]]


class Features:
    """The features of the journeys of one spec."""

    def __init__(self, journeys: Journeys, before: Journeys | None = None) -> None:
        """Speak of the journeys of one spec; with `before`, of what the journeys of two versions differ in."""
        self.journeys, self.spec, self.diagrams, self._before = journeys, journeys.spec, journeys.diagrams, before
        v, facts = journeys.variables, list(journeys.spec.facts)
        if before is not None:
            here = {fact.id for fact in facts}
            facts += [fact for fact in before.spec.facts if fact.id not in here]
        kinds = tuple(fact for fact in facts if fact.source == "applicant_kind")
        days = sorted(
            (fact for fact in facts if is_known(fact) and fact.since), key=lambda fact: (str(fact.since), fact.id)
        )
        made = [
            Feature(KIND, tuple((kind,) for kind in v.kinds), kinds),
            Feature(DAY, tuple((str(v.epoch(place)),) for place in range(v.sizes[DAY])), tuple(days)),
            *(Feature(key_of(fact.id), (*v.classes[fact.id], (NOT_ASKED,)), (fact,)) for fact in facts
              if key_of(fact.id) in v.sizes and not is_known(fact)),
        ]  # fmt: skip
        self.by_name = {feature.name: feature for feature in made if len(feature.states) > 1}
        self._regions = {feature.name: self._regions_of(feature) for feature in self.by_name.values()}
        self._supports = {
            name: frozenset(bit for region in regions for bit in region.support)
            for name, regions in self._regions.items()
        }

    def _regions_of(self, feature: Feature) -> tuple[Function, ...]:
        v = self.journeys.variables
        if feature.name in (KIND, DAY):
            return tuple(v.is_state(feature.name, place) for place in range(len(feature.states)))
        fact = feature.facts[0].id
        valued = self.diagrams.any(item.valued(fact) for item in (self.journeys, self._before) if item is not None)
        spelled = [v.is_state(feature.name, place) & valued for place in range(len(feature.states) - 1)]
        return (*spelled, ~valued)

    def region(self, name: str, states: Sequence[int]) -> Function:
        """Return where a feature has one of the states."""
        return self.diagrams.any(self._regions[name][state] for state in states)

    def cube_region(self, cube: Cube) -> Function:
        """Return where every feature of a cube has one of its states."""
        return self.diagrams.all(self.region(name, states) for name, states in cube.items())

    def states_at(self, chosen: Mapping[str, bool]) -> dict[str, int]:
        """Return the state of every feature under an assignment of the bits; bits not named are 0."""
        return {
            name: next(place for place, region in enumerate(regions) if self.diagrams.holds(region, chosen))
            for name, regions in self._regions.items()
        }

    def offered(self, question: Question, chosen: Mapping[str, bool]) -> list[Option]:
        """Return the options that a complete assignment is offered; none when the question is not asked."""
        stage = next(stage for stage in self.journeys.stages if stage.question is question)
        pairs = zip(question.options, stage.offered, strict=True)
        if not (self.diagrams.holds(stage.asked, chosen) and self.diagrams.holds(stage.reach, chosen)):
            return []
        return [option for option, offers in pairs if self.diagrams.holds(offers, chosen)]

    def on_day(self, on: date | None) -> Function:
        """Return the journeys of applications received on a day; all of them for None, or where no day makes a difference."""
        v = self.journeys.variables
        if on is None or not v.days:
            return self.diagrams.true
        return v.is_state(DAY, v.epoch(sum(day <= on for day in v.days)))

    def witness(self, region: Function) -> dict[str, bool]:
        """Return the cheapest assignment in a region: fewest questions answered, then fewest ticks."""
        return Flat(self.diagrams, region, sorted(region.support)).cheapest(self.journeys.costs)

    def fewest(self, region: Function, universe: Function) -> Cube:
        """Return a smallest set of facts that, among the journeys of `universe`, forces a region: none of them can be left out."""
        if self.diagrams.within(universe, region):
            return {}
        states = {name: (state,) for name, state in self.states_at(self.witness(region & universe)).items()}
        bad = universe & ~region
        touched = {name: state for name, state in states.items() if self._supports[name] & region.support}
        literals = touched if self._clear(touched, bad) else states
        spoken = [name for name in literals if not self._unasked(name, literals[name])]
        for name in spoken:
            if self._clear({name: literals[name]}, bad):
                return {name: literals[name]}
        unspoken = [name for name in literals if name not in spoken]
        tries = [self._dropped(literals, [*unspoken, *order], bad) for order in (spoken, spoken[::-1])]
        return min(tries, key=len)

    def _unasked(self, name: str, states: Sequence[int]) -> bool:
        feature = self.by_name[name]
        return feature.can_be_unasked and tuple(states) == (len(feature.states) - 1,)

    def _clear(self, cube: Cube, bad: Function) -> bool:
        return bool((self.cube_region(cube) & bad) == self.diagrams.false)

    def _dropped(self, literals: Cube, order: Sequence[str], bad: Function) -> Cube:
        """Leave out one literal after the other, in that order, while the cube stays clear of what is bad."""
        kept = dict(literals)
        after = [self.diagrams.true]
        for name in reversed(order):
            after.append(after[-1] & self.region(name, literals[name]))
        left = self.diagrams.true
        for place, name in enumerate(order):
            rest = left & after[len(order) - 1 - place]
            if (rest & bad) == self.diagrams.false:
                del kept[name]
            else:
                left = left & self.region(name, literals[name])
        return kept

    def cover(self, on: Function, off: Function, most: int = 64) -> list[Cube] | None:
        """Return cubes that together hold wherever `on` does and nowhere where `off` does; None when more than `most` are needed."""
        cubes: list[Cube] = []
        left = on
        while left != self.diagrams.false:
            if len(cubes) == most:
                return None
            cube = self._widened(self.fewest_of(left, off), off)
            cubes.append(cube)
            left = left & ~self.cube_region(cube)
        return self._needed(cubes, on)

    def _needed(self, cubes: list[Cube], on: Function) -> list[Cube]:
        """Drop cubes that the others make superfluous."""
        kept = list(cubes)
        for cube in cubes:
            others = [other for other in kept if other is not cube]
            if self.diagrams.within(on, self.diagrams.any(map(self.cube_region, others))):
                kept = others
        return kept

    def fewest_of(self, on: Function, off: Function) -> Cube:
        """Return a smallest cube around the cheapest journey of `on` that is clear of `off`."""
        return self.fewest(on, on | off)

    def _widened(self, cube: Cube, off: Function) -> Cube:
        """Allow further values of each fact while the cube stays clear of `off`."""
        wide = dict(cube)
        for name in cube:
            feature = self.by_name[name]
            last = len(feature.states) - feature.can_be_unasked
            for state in range(last) if not self._unasked(name, cube[name]) else ():
                tried = {**wide, name: tuple(sorted({*wide[name], state}))}
                if self._clear(tried, off):
                    wide = tried
        return wide

    def condition(self, cubes: Sequence[Cube]) -> Condition | None:
        """Return cubes as a condition of the spec; None when they always hold."""
        parts = [
            all_of(*(self._literal(name, cube[name]) for name in sorted(cube, key=self._position))) for cube in cubes
        ]
        stated = [part for part in parts if part is not None]
        return any_of(*stated) if len(stated) == len(parts) and stated else None

    def _position(self, name: str) -> int:
        return list(self.by_name).index(name)

    def _literal(self, name: str, states: Sequence[int]) -> Condition | None:
        feature = self.by_name[name]
        if name == DAY:
            return (
                any_of(*(part for state in states if (part := _epoch(feature, state)) is not None)) if states else None
            )
        values = [value for state in states for value in feature.states[state] if value != NOT_ASKED]
        return _one_of(feature, values) if values else _none_of(feature)


def _one_of(feature: Feature, values: Sequence[str]) -> Condition | None:
    """Return “one of these values”; an applicant's kind that no fact has is “none of those that they have”."""
    known = [value for value in values if any(value in fact.ids for fact in feature.facts)]
    whole = next((fact for fact in feature.facts if set(known) <= set(fact.ids)), None)
    parts: list[Condition] = []
    if known and whole is not None:
        parts = [fact_in(whole.id, *(value for value in whole.ids if value in known))]
    elif known:
        parts = [fact_in(next(fact.id for fact in feature.facts if value in fact.ids), value) for value in known]
    return any_of(*parts, *((_none_of(feature),) if len(known) < len(values) else ()))


def _none_of(feature: Feature) -> Condition:
    parts = [Not.model_validate({"not": fact_in(fact.id, *fact.ids)}) for fact in feature.facts]
    return all_of(*parts) or parts[0]


def _epoch(feature: Feature, state: int) -> Condition | None:
    """Return “received in this stretch between two dates”."""
    days = sorted({str(fact.since) for fact in feature.facts})
    reading = {str(fact.since): fact.id for fact in reversed(feature.facts)}
    epoch = len(days) - state
    begun = fact_in(reading[days[epoch - 1]], YES) if epoch else None
    over = fact_in(reading[days[epoch]], NO) if epoch < len(days) else None
    return all_of(begun, over)


def values_of(features: Features, cube: Cube) -> dict[str, str]:
    """Return a cube for programs: the facts with the first value allowed (known facts too); what is not asked is left out.

    An applicant's kind that a fact does not have is given as it is, as `navigator.facts_with_known` does.
    """
    found: dict[str, str] = {}
    for name, states in cube.items():
        feature = features.by_name[name]
        state = feature.states[states[0]]
        for fact in feature.facts:
            if name == DAY:
                begun = int(state[0]) > sorted({item.since for item in feature.facts if item.since}).index(fact.since)  # type: ignore[arg-type]
                found[fact.id] = YES if begun else NO
            elif state != (NOT_ASKED,):
                found[fact.id] = state[0]
    return found
