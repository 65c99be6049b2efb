"""Every journey through a matter at once: the navigator's walk, done with diagrams instead of one set of facts.

The walk is `compiled.CompiledSpec._go` read symbolically: questions in order, `ask_if`, `only_if`, what is not asked has no value,
outcomes judged as soon as every fact they mention is settled, the first leaf that holds. Two ways to write it down: `counted` gives every
question a bit “was asked” (then one satisfying assignment is one answer path, and what it costs can be read off single bits);
`given` replaces those bits by what decides them, over what a person would answer to everything (then two versions can be compared).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from yichuang.catalog.rules.conditions import AllOf, AnyOf, Condition, In, Not, mentions
from yichuang.catalog.rules.prover.diagrams import ENGINE, Budget, Diagrams, Function, within_budget
from yichuang.catalog.rules.prover.variables import DAY, KIND, Variables, classes_of, is_known, key_of
from yichuang.catalog.rules.spec import MatterSpec, Outcome, Question, Situation

QUESTION_COST, TICK_COST = 1_000_000, 1


@dataclass(frozen=True)
class Stage:
    """One question of all journeys: who comes to it (`reach`), of whom it is asked, what each option's offer depends on.

    `missing`: asked of these, and what they would answer is on no offered option; by value of the fact (“” for a known kind
    that the fact does not have).
    """

    question: Question
    reach: Function
    asked: Function
    offered: tuple[Function, ...]
    missing: tuple[tuple[str, Function], ...]
    again: Function


@dataclass(frozen=True)
class End:
    """An outcome: who comes to the moment and fulfils its condition (`holds`), and who ends with it (`region`)."""

    outcome: Outcome
    moment: int
    holds: Function
    region: Function


@dataclass(frozen=True)
class Leaf:
    """A leaf: whose facts fulfil its condition on arrival (`holds`), and who arrives there (`region`; the first that holds)."""

    situation: Situation
    path: str
    holds: Function
    region: Function


class Journeys:
    """All journeys of one spec: stages, ends, leaves, and `paths`, the region of every complete journey."""

    def __init__(
        self,
        spec: MatterSpec,
        budget: Budget | None = None,
        *,
        variables: Variables | None = None,
        mode: Literal["counted", "given"] = "counted",
        library: Any = ENGINE,
    ) -> None:
        self.spec, self.mode = spec, mode
        self.variables = variables or Variables([spec], classes_of(spec), budget or Budget(), library)
        self.diagrams: Diagrams = self.variables.diagrams
        self.counting: list[str] = []
        self.costs: dict[str, int] = {}
        self._valued: dict[str, Function] = {}
        self.stages: list[Stage] = []
        self.ends: list[End] = []
        with within_budget():
            self._walk()

    def _walk(self) -> None:
        d, v = self.diagrams, self.variables
        self._relation: Function = d.all(v.in_range(name) for name in (KIND, DAY) if v.sizes[name])
        self.counting += [*v.bits(KIND), *v.bits(DAY)]
        self._live: Function = d.true
        for fact in self.spec.facts:
            known = is_known(fact)
            self._valued[fact.id] = d.any(v.has_value(fact, value) for value in fact.ids) if known else d.false
        owner = {fact: number for number, question in enumerate(self.spec.questions) for fact in question.facts}
        judged: dict[int, list[Outcome]] = {}
        for outcome in self.spec.outcomes:
            judged.setdefault(
                max((owner.get(part.fact, -1) for part in mentions(outcome.condition)), default=-1), []
            ).append(outcome)
        self._judge(-1, judged.get(-1, ()))
        for number, question in enumerate(self.spec.questions):
            self._ask(question)
            self._settle([fact for fact in question.facts if owner[fact] == number])
            self._judge(number, judged.get(number, ()))
        self.paths: Function = self._relation
        self.arrived: Function = self._relation & self._live
        self._arrive()

    def holds(self, condition: Condition | None) -> Function:
        """Return where a condition holds, by what counts at this moment of the walk."""
        d = self.diagrams
        match condition:
            case None:
                return d.true
            case In(fact=name, values=values):
                fact = self.spec.fact(name)
                return self._valued[name] & d.any(
                    self.variables.has_value(fact, value) for value in values if value in fact.ids
                )
            case AllOf(parts=parts):
                return d.all(map(self.holds, parts))
            case AnyOf(parts=parts):
                return d.any(map(self.holds, parts))
            case Not(part=part):
                return ~self.holds(part)

    def valued(self, fact: str) -> Function:
        """Return where a fact has a value that counts (at the end of the walk)."""
        return self._valued[fact]

    def _demand(self, constraint: Function) -> None:
        self._relation = self.diagrams.tidy(self._relation & constraint)

    def _define(self, name: str, meaning: Function) -> Function:
        """Give what decides something a bit of its own; a constant needs none."""
        if self.mode == "given" or meaning in (self.diagrams.true, self.diagrams.false):
            return meaning
        self.counting.append(name)
        bit = self.diagrams.bit(name)
        self._demand(self.diagrams.same(bit, meaning))
        return bit

    def _ask(self, question: Question) -> None:
        d = self.diagrams
        reach = self._relation & self._live
        asked = self.holds(question.ask_if)
        offered = tuple(self.holds(option.only_if) for option in question.options)
        again = d.any(
            asked & offers & self._valued[fact]
            for fact, offers in self._owned(question, offered)
            if not is_known(self.spec.fact(fact))
        )
        ask = self._ask_single if question.kind == "single" else self._ask_multi
        missing = ask(question, self._live & asked, offered)
        self.stages.append(Stage(question, reach, asked, offered, tuple(missing), again))

    @staticmethod
    def _owned(question: Question, offered: tuple[Function, ...]) -> Iterable[tuple[str, Function]]:
        if question.kind == "single":
            return [(question.fact, offers) for offers in offered]
        return [(option.fact, offers) for option, offers in zip(question.options, offered, strict=True)]

    def _ask_single(
        self, question: Question, asked: Function, offered: tuple[Function, ...]
    ) -> list[tuple[str, Function]]:
        d, fact = self.diagrams, self.spec.fact(question.fact)
        known, before = is_known(fact), self._valued[fact.id]
        choices = asked & d.any(offered)
        pairs = list(zip(question.options, offered, strict=True))
        missing, taken = [], d.false
        for value in fact.ids:
            takes = d.any(offers for option, offers in pairs if value in option.values)
            has = self.variables.has_value(fact, value)
            missing.append((value, choices & ~takes & (has if known else d.true)))
            taken = taken | (has & takes)
        if known:
            missing.append(("", choices & ~before))
            plain = all(option.only_if is None for option in question.options)
            self._demand(~choices | (before if plain else before & taken))
        else:
            counts = self._define(f"q:{question.id}", choices)
            self._cost(question, [counts])
            self._valued[fact.id] = before | counts
            self._demand(~counts | taken)
        return missing

    def _ask_multi(
        self, question: Question, asked: Function, offered: tuple[Function, ...]
    ) -> list[tuple[str, Function]]:
        plain: Function | None = None
        counts: list[Function] = []
        missing: list[tuple[str, Function]] = []
        for option, offers in zip(question.options, offered, strict=True):
            before = self._valued[option.fact]
            if is_known(self.spec.fact(option.fact)):
                missing.append(("", asked & offers & ~before))
                self._demand(~(asked & offers) | before)
                continue
            if option.only_if is None:
                own = plain = self._define(f"q:{question.id}", asked) if plain is None else plain
            else:
                own = self._define(f"a:{question.id}:{option.id}", asked & offers)
            counts.append(own)
            self._valued[option.fact] = before | own
            for name in self.variables.bits(key_of(option.fact)):
                self.costs[name] = TICK_COST
        self._cost(question, counts, plain)
        return missing

    def _cost(self, question: Question, counts: list[Function], plain: Function | None = None) -> None:
        """Let an answered question cost one: by the bit that says it was asked."""
        if plain is None and len(counts) > 1:
            self._define(f"c:{question.id}", self.diagrams.any(counts))
        alone = [f"a:{question.id}:{option.id}" for option in question.options] if len(counts) == 1 else []
        for name in (f"q:{question.id}", f"c:{question.id}", *alone):
            if name in self.counting:
                self.costs[name] = QUESTION_COST

    def _settle(self, facts: Iterable[str]) -> None:
        """Let facts that were not asked have no value at all, so that one assignment is one answer path."""
        for fact in facts:
            key = key_of(fact)
            if key not in self.variables.sizes:
                continue
            names = self.variables.bits(key)
            self.counting += names
            if self.mode == "counted":
                nothing = self.diagrams.bdd.cube(dict.fromkeys(names, False))
                self._demand(self._valued[fact] | nothing)
                self._demand(self.variables.in_range(key))

    def _judge(self, moment: int, outcomes: Iterable[Outcome]) -> None:
        d, gone = self.diagrams, self.diagrams.false
        for outcome in outcomes:
            holds = self._relation & self._live & self.holds(outcome.condition)
            self.ends.append(End(outcome, moment, holds, holds & ~gone))
            gone = gone | holds
        if gone != d.false:
            self._live = self._define(
                f"e:{moment}", self._live & ~d.any(self.holds(outcome.condition) for outcome in outcomes)
            )

    def _arrive(self) -> None:
        taken = self.diagrams.false
        self.leaves: list[Leaf] = []
        for situation, path in self.spec.leaves:
            holds = self.arrived & self.holds(situation.condition)
            self.leaves.append(Leaf(situation, path, holds, holds & ~taken))
            taken = taken | holds
        self.uncovered: Function = self.arrived & ~taken

    def ended(self, end: End) -> Function:
        """Return the complete journeys that end with an outcome (what was not asked after it has no value)."""
        return end.region & self._relation
