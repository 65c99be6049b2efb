"""The variables of one matter (or of two versions of it): every fact as a few bits, and the order in which the bits stand.

Values that one option claims together cannot be told apart by any condition, so they are one class. The applicant's kind and the day of
receipt are one variable each, whatever number of facts reads them: the prover never supposes a day before 2019 and after 2020 at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from yichuang.catalog.rules.conditions import Condition, mentions
from yichuang.catalog.rules.prover.diagrams import ENGINE, Budget, Diagrams, Function, arrange
from yichuang.catalog.rules.spec import NO, YES, Fact, MatterSpec

KIND, DAY = "kind", "day"
Classes = tuple[tuple[str, ...], ...]
BITS = ("f:", KIND[:2], DAY[:2])


def key_of(fact: str) -> str:
    """Return the name of the variable of a fact that is asked."""
    return f"f:{fact}"


def is_known(fact: Fact) -> bool:
    """Tell whether the platform fills the fact."""
    return fact.source == "applicant_kind" or (fact.source == "day" and fact.since is not None)


def classes_of(spec: MatterSpec) -> dict[str, Classes]:
    """Return for each fact its values, those claimed together by one option in one class."""
    found: dict[str, list[list[str]]] = {fact.id: [[value] for value in _ordered(spec, fact)] for fact in spec.facts}
    for question in spec.questions:
        for option in question.options if question.kind == "single" else ():
            groups = found[question.fact]
            touched = [group for group in groups if set(group) & set(option.values)]
            for group in touched[1:]:
                groups.remove(group)
                touched[0].extend(group)
    return {fact: tuple(tuple(group) for group in groups) for fact, groups in found.items()}


def _ordered(spec: MatterSpec, fact: Fact) -> tuple[str, ...]:
    # A tick is the bit 1, so that the cost of an answer is a matter of single bits.
    ticks = any(question.kind == "multi" and fact.id in question.facts for question in spec.questions)
    return (NO, YES) if ticks and fact.ids == (YES, NO) else fact.ids


class Variables:
    """The bits of the facts of the specs, declared in one manager, in an order in which what belongs together stands together."""

    def __init__(
        self,
        specs: Sequence[MatterSpec],
        classes: Mapping[str, Classes],
        budget: Budget,
        library: Any = ENGINE,
    ) -> None:
        self.classes = dict(classes)
        facts = [fact for spec in specs for fact in spec.facts]
        kinds = [kind for spec in specs for kind in spec.applicant_kinds]
        self.kinds = tuple(dict.fromkeys(kinds)) if any(fact.source == "applicant_kind" for fact in facts) else ()
        self.days: tuple[date, ...] = tuple(
            sorted({fact.since for fact in facts if fact.source == "day" and fact.since})
        )
        owned = {fact for spec in specs for question in spec.questions for fact in question.facts}
        asked = dict.fromkeys(fact.id for fact in facts if fact.id in owned and not is_known(fact))
        self.sizes = {KIND: len(self.kinds), DAY: len(self.days) + 1 if self.days else 0}
        self.sizes |= {key_of(fact): len(self.classes[fact]) for fact in asked}
        items = [KIND, DAY, *(item for spec in specs for item in _items(spec))]
        groups = [group for spec in specs for group in _groups(spec)]
        order = arrange(list(dict.fromkeys(items)), groups)
        names = [name for item in order for name in (self.bits(item) if item[:2] in BITS else (item,))]
        self.diagrams = Diagrams(budget, names, library)

    def bits(self, variable: str) -> list[str]:
        """Return the names of a variable's bits, the most significant first."""
        size = self.sizes.get(variable, 0)
        return [f"{variable}.{place}" for place in range((size - 1).bit_length())] if size else []

    def is_state(self, variable: str, state: int) -> Function:
        """Return “the variable has this state”."""
        names = self.bits(variable)
        return self.diagrams.bdd.cube(
            {name: bool(state >> (len(names) - 1 - place) & 1) for place, name in enumerate(names)}
        )

    def in_range(self, variable: str) -> Function:
        """Return “the bits of the variable spell one of its states”."""
        return self.diagrams.any(self.is_state(variable, state) for state in range(self.sizes[variable]))

    def state_of(self, variable: str, chosen: Mapping[str, bool]) -> int:
        """Return the state that an assignment gives the variable."""
        return int("0" + "".join(str(int(chosen.get(name, False))) for name in self.bits(variable)), 2)

    def epoch(self, state: int) -> int:
        """Return how many of the dates have come in a state of the day, and back; state 0 is today: all of them have."""
        return len(self.days) - state

    def has_value(self, fact: Fact, value: str) -> Function:
        """Return “the fact, if it counts, has this value”."""
        false = self.diagrams.false
        if fact.source == "applicant_kind":
            return self.is_state(KIND, self.kinds.index(value)) if value in self.kinds else false
        if is_known(fact) and fact.since is not None:
            first = self.days.index(fact.since) + 1
            epochs = range(first, len(self.days) + 1) if value == YES else range(first) if value == NO else ()
            return self.diagrams.any(self.is_state(DAY, self.epoch(epoch)) for epoch in epochs)
        if key_of(fact.id) not in self.sizes:
            return false
        place = next(place for place, group in enumerate(self.classes[fact.id]) if value in group)
        return self.is_state(key_of(fact.id), place)


def _items(spec: MatterSpec) -> Iterator[str]:
    """Yield what has bits, in the order of the journey: “asked” of questions and options, facts, “still going”, materials."""
    yield "e:-1"
    for number, question in enumerate(spec.questions):
        yield from (f"q:{question.id}", f"c:{question.id}")
        for option in question.options if question.kind == "multi" else ():
            yield f"a:{question.id}:{option.id}"
        yield from map(key_of, question.facts)
        yield f"e:{number}"
    yield from (f"m:{material.id}" for material in spec.materials)


def _groups(spec: MatterSpec) -> Iterator[list[str]]:
    """Yield what should stand together: the facts of each condition with what it decides."""
    known = {fact.id: KIND if fact.source == "applicant_kind" else DAY for fact in spec.facts if is_known(fact)}

    def keys(*facts: str) -> list[str]:
        return [known.get(fact) or key_of(fact) for fact in facts]

    def used(condition: Condition | None) -> list[str]:
        return keys(*(part.fact for part in mentions(condition)))

    for question in spec.questions:
        yield [f"q:{question.id}", f"c:{question.id}", *keys(*question.facts), *used(question.ask_if)]
        for option in question.options:
            if option.only_if is not None:
                yield [f"a:{question.id}:{option.id}", *keys(option.fact or question.fact), *used(option.only_if)]
    for outcome in spec.outcomes:
        yield used(outcome.condition)
    for leaf, _ in spec.leaves:
        yield used(leaf.condition)
    for material in spec.materials:
        yield [f"m:{material.id}", *used(material.needed_if)]
