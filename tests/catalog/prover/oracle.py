"""Brute force: every journey of a small spec, one by one, by the plain evaluation of conditions, and compared with the navigator."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.conditions import evaluate, mentions
from yichuang.catalog.rules.prover.checks_questions import asked_anyway
from yichuang.catalog.rules.prover.variables import classes_of, is_known
from yichuang.catalog.rules.spec import NO, YES, MatterSpec, Question

Facts = dict[str, str]


@dataclass
class Journey:
    """One journey: the facts that count, what was asked with the options offered, and where it ends."""

    kind: str
    known: Facts
    facts: Facts = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    cost: int = 0
    outcome: str = ""
    outcomes: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    materials: frozenset[str] = frozenset()
    stuck: bool = False

    @property
    def leaf(self) -> str:
        return self.leaves[0] if self.leaves else ""

    def copy(self) -> "Journey":
        return Journey(
            self.kind, self.known, dict(self.facts), list(self.asked), list(self.missing), list(self.again), self.cost
        )

    @property
    def signature(self) -> tuple[str, str, frozenset[str]]:
        return self.leaf, self.outcome, self.materials


def knowns(spec: MatterSpec) -> Iterator[tuple[str, Facts]]:
    """Every applicant's kind with every stretch between two dates."""
    kinds = spec.applicant_kinds if any(fact.source == "applicant_kind" for fact in spec.facts) else ("",)
    days = sorted({fact.since for fact in spec.facts if fact.source == "day" and fact.since})
    for kind, begun in product(kinds, range(len(days) + 1)):
        known: Facts = {}
        for fact in spec.facts:
            if fact.source == "applicant_kind" and kind in fact.ids:
                known[fact.id] = kind
            elif fact.source == "day" and fact.since:
                value = YES if fact.since in days[:begun] else NO
                known |= {fact.id: value} if value in fact.ids else {}
        yield kind, known


class Oracle:
    """All journeys of a spec."""

    def __init__(self, spec: MatterSpec) -> None:
        self.spec = spec
        self.classes = classes_of(spec)
        owner = {fact: number for number, question in enumerate(spec.questions) for fact in question.facts}
        self.judged: dict[int, list] = {}
        for outcome in spec.outcomes:
            after = max((owner.get(part.fact, -1) for part in mentions(outcome.condition)), default=-1)
            self.judged.setdefault(after, []).append(outcome)
        found = [
            journey for kind, known in knowns(spec) for journey in self._from(Journey(kind, known, dict(known)), -1)
        ]
        unique = {
            (journey.kind, *sorted(journey.known.items()), "|", *sorted(journey.facts.items()), journey.stuck): journey
            for journey in found
        }
        self.journeys = list(unique.values())
        self.complete = [journey for journey in self.journeys if not journey.stuck]
        self.asks_twice = bool(asked_anyway(spec)) or any(journey.again for journey in self.journeys)
        # What the navigator does with a fact that is asked twice depends on the order of the answers; the prover reports it.
        for journey in self.complete if not self.asks_twice else ():
            self._agrees_with_the_navigator(journey)

    def _from(self, journey: Journey, number: int) -> Iterator[Journey]:
        """Go on after question `number` (-1: before the first)."""
        holding = [outcome for outcome in self.judged.get(number, ()) if evaluate(outcome.condition, journey.facts)]
        if holding:
            journey.outcome, journey.outcomes = holding[0].id, tuple(outcome.id for outcome in holding)
            yield journey
            return
        number += 1
        if number == len(self.spec.questions):
            journey.leaves = tuple(leaf.id for leaf, _ in self.spec.leaves if evaluate(leaf.condition, journey.facts))
            if journey.leaves:
                needed = [
                    material.id for material in self.spec.materials if evaluate(material.needed_if, journey.facts)
                ]
                journey.materials = frozenset(needed)
            yield journey
            return
        question = self.spec.questions[number]
        if not evaluate(question.ask_if, journey.facts):
            yield from self._from(journey, number)
            return
        for after in self._answered(journey, question):
            if after.stuck:
                yield after
            else:
                yield from self._from(after, number)

    def _answered(self, journey: Journey, question: Question) -> Iterator[Journey]:
        offered = tuple(option for option in question.options if evaluate(option.only_if, journey.facts))
        here = journey.copy()
        here.asked.append((question.id, tuple(option.id for option in offered)))
        yield from (self._single if question.kind == "single" else self._multi)(here, question, offered)

    def _single(self, here: Journey, question: Question, offered) -> Iterator[Journey]:
        fact = self.spec.fact(question.fact)
        claimed = [value for option in offered for value in option.values]
        plain = all(option.only_if is None for option in question.options)
        if is_known(fact):
            value = here.facts.get(fact.id)
            here.missing += [(question.id, value or "")] if offered and value not in claimed else []
            here.stuck = bool(offered) and (value is None if plain else value not in claimed)
            yield here
            return
        here.again += [question.id] if offered and fact.id in here.facts else []
        here.missing += [(question.id, value) for value in fact.ids if offered and value not in claimed]
        if not offered:
            yield here
            return
        groups = [group for group in self.classes[fact.id] if set(group) & set(claimed)]
        if fact.id in here.facts:
            held = next(group for group in self.classes[fact.id] if here.facts[fact.id] in group)
            here.stuck = held not in groups
            groups = [held]
        for group in groups:
            after = here.copy()
            after.stuck = here.stuck
            after.facts[fact.id] = next((value for value in group if value in claimed), group[0])
            after.cost += 1_000_000
            yield after

    def _multi(self, here: Journey, question: Question, offered) -> Iterator[Journey]:
        known = [option for option in offered if is_known(self.spec.fact(option.fact))]
        unfilled = [option for option in known if option.fact not in here.facts]
        here.missing += [(question.id, "") for _ in unfilled]
        here.stuck = bool(unfilled)
        asked = list(dict.fromkeys(option.fact for option in offered if option not in known))
        here.again += [question.id for fact in asked if fact in here.facts]
        if here.stuck:
            yield here
            return
        for values in product(*((here.facts[fact],) if fact in here.facts else (YES, NO) for fact in asked)):
            after = here.copy()
            after.facts |= dict(zip(asked, values, strict=True))
            after.cost += (1_000_000 if asked else 0) + values.count(YES)
            yield after

    def _agrees_with_the_navigator(self, journey: Journey) -> None:
        try:
            step = navigator.advance(self.spec, journey.facts)
        except navigator.SpecGap:
            assert not journey.leaves, journey
            assert not journey.outcome, journey
            return
        if isinstance(step, navigator.Ended):
            assert step.outcome.id == journey.outcome
        else:
            assert isinstance(step, navigator.Arrived), (step, journey)
            assert step.situation.id == journey.leaf
            needed = navigator.checklist(self.spec, journey.facts).materials
            assert {item.material.id for item in needed} == journey.materials
