"""A spec compiled once into bit tests: every value of every fact is a bit, a set of facts is one integer.

The walk answers the questions in order and keeps only what is really asked, so an answer hidden behind another never counts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from yichuang.catalog.rules.conditions import AllOf, AnyOf, Condition, In, Not, describe, mentions
from yichuang.catalog.rules.spec import YES, Material, MatterSpec, Option, Outcome, Question, Situation

Test = Callable[[int], bool]
MEMORY = 4096
OPEN = -1


@dataclass(frozen=True)
class Asked:
    """The next thing to ask, with the options that are offered under these answers."""

    question: Question
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Ended:
    """The journey ends without a situation: not required, another authority, not eligible, another site."""

    outcome: Outcome


@dataclass(frozen=True)
class Arrived:
    """One situation is reached; `path` names it from the root, such as `企业 › 设立 › 新申请·已购车`."""

    situation: Situation
    path: str


Step = Asked | Ended | Arrived


@dataclass(frozen=True)
class ChecklistItem:
    """One material that is needed, and why it is asked for."""

    material: Material
    why: str


@dataclass(frozen=True)
class Walk:
    """Where a set of facts leads: the questions asked on the way, the facts that count (as bits), and the end."""

    asked: tuple[int, ...]
    mask: int
    end: Step


class SpecGap(ValueError):
    """Raised when answers reach neither a situation nor an outcome: the spec is not covered (the prover finds this)."""


# A condition as (bits that must all be there, a test for what that cannot say).
Gate = tuple[int, Test | None]


class CompiledSpec:
    """One spec made fast; get it from `compiled(spec)`."""

    def __init__(self, spec: MatterSpec) -> None:
        self.spec = spec
        pairs = [(fact.id, value) for fact in spec.facts for value in fact.ids]
        self.bits: dict[tuple[str, str], int] = {pair: 1 << position for position, pair in enumerate(pairs)}
        self._known = self._either(pair for pair in pairs if spec.fact(pair[0]).source != "asked")
        self._steps = [self._step(index, question) for index, question in enumerate(spec.questions)]
        self._ends = self._outcomes_after()
        self._leaves = [(*self._gate(leaf.condition), Arrived(leaf, path)) for leaf, path in spec.leaves]
        self._materials = [self._branches(material) for material in spec.materials]
        self._walks: dict[int, Walk] = {}
        self._lists: dict[int, tuple[ChecklistItem, ...]] = {}

    def encode(self, facts: Mapping[str, str]) -> int:
        """Return the facts as bits; what the spec does not know is left out."""
        mask, bit_of = 0, self.bits.get
        for item in facts.items():
            mask |= bit_of(item, 0)
        return mask

    def walk(self, facts: Mapping[str, str]) -> Walk:
        """Return where the facts lead; the latest walks are remembered."""
        given = self.encode(facts)
        walk = self._walks.get(given)
        if walk is None:
            if len(self._walks) >= MEMORY:
                self._walks.clear()
            walk = self._walks[given] = self._go(given)
        return walk

    def _go(self, given: int) -> Walk:
        mask = given & self._known
        asked: list[int] = []
        if -1 in self._ends and (ended := self._ended(-1, mask)):
            return Walk((), mask, ended)
        for index, need, test, own, offered in self._steps:
            if mask & need == need and (test is None or test(mask)):
                bits = (given & own or OPEN) if offered is None else offered(given, mask)
                if bits == OPEN:
                    return Walk(tuple(asked), mask, Asked(self.spec.questions[index], self._options(index, mask)))
                mask |= bits
                asked.append(index)
            if index in self._ends and (ended := self._ended(index, mask)):
                return Walk(tuple(asked), mask, ended)
        return Walk(tuple(asked), mask, self._arrive(mask))

    def _ended(self, index: int, mask: int) -> Ended | None:
        return next(
            (end for need, test, end in self._ends[index] if mask & need == need and (test is None or test(mask))), None
        )

    def _arrive(self, mask: int) -> Arrived:
        for need, test, arrived in self._leaves:
            if mask & need == need and (test is None or test(mask)):
                return arrived
        raise SpecGap(f"{self.spec.name}：所答不属于任何情形")

    def checklist(self, mask: int) -> tuple[ChecklistItem, ...]:
        """Return the materials needed under the facts that count."""
        items = self._lists.get(mask)
        if items is None:
            if len(self._lists) >= MEMORY:
                self._lists.clear()
            found = []
            for branches in self._materials:
                for need, test, item in branches:
                    if mask & need == need and (test is None or test(mask)):
                        found.append(item)
                        break
            items = self._lists[mask] = tuple(found)
        return items

    def _options(self, index: int, mask: int) -> tuple[Option, ...]:
        question = self.spec.questions[index]
        if all(option.only_if is None for option in question.options):
            return question.options
        return tuple(option for option in question.options if self.holds(option.only_if, mask))

    def holds(self, condition: Condition | None, mask: int) -> bool:
        """Tell whether a condition holds for facts given as bits."""
        need, test = self._gate(condition)
        return mask & need == need and (test is None or test(mask))

    def _either(self, pairs: Iterable[tuple[str, str]]) -> int:
        mask = 0
        for pair in pairs:
            mask |= self.bits[pair]
        return mask

    def _step(
        self, index: int, question: Question
    ) -> tuple[int, int, Test | None, int, Callable[[int, int], int] | None]:
        need, test = self._gate(question.ask_if)
        own = self._either((fact, value) for fact in question.facts for value in self.spec.fact(fact).ids)
        plain = question.kind == "single" and all(option.only_if is None for option in question.options)
        return index, need, test, own, None if plain else self._offered(question)

    def _offered(self, question: Question) -> Callable[[int, int], int]:
        """Return the function that takes what was given and gives the bits that count; OPEN while something is unanswered."""
        single = question.kind == "single"
        rows = [(*self._gate(option.only_if), self._claims(question, option)) for option in question.options]

        def bits(given: int, mask: int) -> int:
            taken, choices = 0, 0
            for need, test, own in rows:
                if mask & need == need and (test is None or test(mask)):
                    choices += 1
                    found = given & own
                    if not found and not single:
                        return OPEN
                    taken |= found
            return OPEN if single and choices and not taken else taken

        return bits

    def _claims(self, question: Question, option: Option) -> int:
        if question.kind == "single":
            return self._either((question.fact, value) for value in option.values)
        return self._either((option.fact, value) for value in self.spec.fact(option.fact).ids)

    def _outcomes_after(self) -> dict[int, list[tuple[int, Test | None, Ended]]]:
        # An outcome is judged as soon as every fact it mentions is settled: after the last question that owns one of them.
        owner = {fact: index for index, question in enumerate(self.spec.questions) for fact in question.facts}
        ends: dict[int, list[tuple[int, Test | None, Ended]]] = {}
        for outcome in self.spec.outcomes:
            after = max((owner.get(part.fact, -1) for part in mentions(outcome.condition)), default=-1)
            ends.setdefault(after, []).append((*self._gate(outcome.condition), Ended(outcome)))
        return ends

    def _branches(self, material: Material) -> list[tuple[int, Test | None, ChecklistItem]]:
        condition = material.needed_if
        if condition is None:
            return [(0, None, ChecklistItem(material, "各情形均需提交"))]
        parts = condition.parts if isinstance(condition, AnyOf) else (condition,)
        return [(*self._gate(part), ChecklistItem(material, f"因为{describe(part, self.spec)}")) for part in parts]

    def _gate(self, condition: Condition | None) -> Gate:
        """Split a condition into bits that must be there and a test for the rest."""
        match condition:
            case None:
                return 0, None
            case In(fact=fact, values=(value,)):
                return self.bits[fact, value], None
            case AllOf(parts=parts):
                gates = [self._gate(part) for part in parts]
                need = self._all_bits(gates)
                tests = [test for _, test in gates if test is not None]
                return need, _both(tests) if tests else None
        return 0, self._test(condition)

    @staticmethod
    def _all_bits(gates: list[Gate]) -> int:
        need = 0
        for bits, _ in gates:
            need |= bits
        return need

    def _test(self, condition: Condition) -> Test:
        match condition:
            case In(fact=fact, values=values):
                some = self._either((fact, value) for value in values)
                return lambda mask: bool(mask & some)
            case Not(part=part):
                need, test = self._gate(part)
                return lambda mask: not (mask & need == need and (test is None or test(mask)))
            case AnyOf(parts=parts):
                gates = [self._gate(part) for part in parts]
                return lambda mask: any(mask & need == need and (test is None or test(mask)) for need, test in gates)
            case AllOf(parts=parts):
                need, test = self._gate(condition)
                return lambda mask: mask & need == need and (test is None or test(mask))

    def ticks_of(self, question: Question, mask: int) -> tuple[Option, ...]:
        """Return the options of an asked question that the facts that count chose."""
        if question.kind == "single":
            return tuple(option for option in question.options if mask & self._claims(question, option))
        return tuple(option for option in question.options if mask & self.bits[option.fact, YES])


def _both(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda mask: all(test(mask) for test in tests)


_compiled: dict[str, CompiledSpec] = {}
SPECS_KEPT = 4096


def compiled(spec: MatterSpec) -> CompiledSpec:
    """Return the compiled form of a spec, made once for each content."""
    found = _compiled.get(spec.digest)
    if found is None:
        if len(_compiled) >= SPECS_KEPT:
            _compiled.clear()
        found = _compiled[spec.digest] = CompiledSpec(spec)
    return found
