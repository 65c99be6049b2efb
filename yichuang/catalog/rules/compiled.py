"""A spec compiled once into bit tests: every value of every fact is a bit, a set of facts is one integer.

The walk answers the questions in order and keeps only what is really asked, so an answer hidden behind another never counts. What makes
it fast: facts become bits in one pass of C code, questions that are always asked are settled together, and only the others are visited.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from yichuang.catalog.rules.conditions import AllOf, AnyOf, Condition, In, Not, describe, mentions
from yichuang.catalog.rules.spec import YES, Material, MatterSpec, Option, Outcome, Question, Situation
from yichuang.foundations.problems import Reason, Refused

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
    """Where a set of facts leads: the facts that count (as bits), the end, and the index of the question it was reached at."""

    mask: int
    end: Step
    until: int


class SpecGap(Refused):
    """Raised when answers reach neither a situation nor an outcome: the spec is not covered (the prover finds this)."""

    def __init__(self, name: str) -> None:
        said = f"“{name}”：这组答案没有对应的办理情形，也没有其他结果。"
        todo = "请先核对所答；都答对了，是办事指南有遗漏，窗口可以先人工受理，并请提出动态调整。"
        super().__init__(Reason("spec_gap", said, field="answers", rule="S2-11", kept="已答的内容都在。", todo=todo))


class _Bits(dict[tuple[str, str], int]):
    """The bit of each value of each fact; what the spec does not know has none."""

    def __missing__(self, pair: tuple[str, str]) -> int:
        return 0


# A condition as (bits that must all be there, a test for what that cannot say).
Gate = tuple[int, Test | None]
Ends = list[tuple[int, Test | None, Ended]]


@dataclass(frozen=True)
class _Stage:
    """One question compiled: when it is asked, the bits of its facts, how its answer is read, the outcomes judged after it."""

    index: int
    need: int
    test: Test | None
    own: int
    offered: Callable[[int, int], int] | None
    ends: Ends | None

    @property
    def always(self) -> bool:
        """Tell whether it is asked whatever was answered, and read plainly."""
        return not self.need and self.test is None and self.offered is None

    def row(self) -> tuple[int, Test | None, int, Callable[[int, int], int] | None, Ends | None, int]:
        """Return the stage as the walk reads it."""
        return self.need, self.test, self.own, self.offered, self.ends, self.index


class CompiledSpec:
    """One spec made fast; get it from `compiled(spec)`."""

    def __init__(self, spec: MatterSpec) -> None:
        self.spec = spec
        pairs = [(fact.id, value) for fact in spec.facts for value in fact.ids]
        self.bits = _Bits({pair: 1 << position for position, pair in enumerate(pairs)})
        self._bit = self.bits.__getitem__
        self._known = self._either(pair for pair in pairs if spec.fact(pair[0]).source != "asked")
        self._ends = self._outcomes_after()
        self.stages = [self._stage(index, question) for index, question in enumerate(spec.questions)]
        plain = [stage for stage in self.stages if stage.always]
        self._always = reduce(or_, (stage.own for stage in plain), 0)
        self._always_count = len(plain)
        self._every = [stage.row() for stage in self.stages]
        self._others = [stage.row() for stage in self.stages if not stage.always or stage.ends]
        self._leaves = [(*self._gate(leaf.condition), Arrived(leaf, path)) for leaf, path in spec.leaves]
        self._branches = [
            branch for index, material in enumerate(spec.materials) for branch in self._branches_of(index, material)
        ]
        self._walks: dict[int, Walk] = {}
        self._lists: dict[int, tuple[ChecklistItem, ...]] = {}

    def encode(self, facts: Mapping[str, str]) -> int:
        """Return the facts as bits; what the spec does not know is left out."""
        return sum(map(self._bit, facts.items()))

    def forget(self) -> None:
        """Drop what is remembered (benchmarks measure without it)."""
        self._walks.clear()
        self._lists.clear()

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
        mask = given & (self._known | self._always)
        if -1 in self._ends and (ended := self._ended(self._ends[-1], mask)):
            return Walk(mask, ended, -1)
        settled = (given & self._always).bit_count() == self._always_count
        for need, test, own, offered, ends, index in self._others if settled else self._every:
            if mask & need == need and (test is None or test(mask)):
                bits = (given & own or OPEN) if offered is None else offered(given, mask)
                if bits == OPEN:
                    return Walk(mask, Asked(self.spec.questions[index], self._options(index, mask)), index)
                mask |= bits
            if ends and (ended := self._ended(ends, mask)):
                return Walk(mask, ended, index)
        return Walk(mask, self._arrive(mask), len(self.stages))

    @staticmethod
    def _ended(ends: Ends, mask: int) -> Ended | None:
        return next((end for need, test, end in ends if mask & need == need and (test is None or test(mask))), None)

    def _arrive(self, mask: int) -> Arrived:
        for need, test, arrived in self._leaves:
            if mask & need == need and (test is None or test(mask)):
                return arrived
        raise SpecGap(self.spec.name)

    def asked(self, walk: Walk) -> tuple[int, ...]:
        """Return the indexes of the questions that were asked and answered on a walk, in order."""
        stop, mask = walk.until if isinstance(walk.end, Asked) else walk.until + 1, walk.mask
        return tuple(
            stage.index
            for stage in self.stages[:stop]
            if mask & stage.need == stage.need
            and (stage.test is None or stage.test(mask))
            and (mask & stage.own or stage.offered)
        )

    def checklist(self, mask: int) -> tuple[ChecklistItem, ...]:
        """Return the materials needed under the facts that count."""
        items = self._lists.get(mask)
        if items is None:
            if len(self._lists) >= MEMORY:
                self._lists.clear()
            found, latest = [], -1
            for index, need, test, item in self._branches:
                if mask & need == need and index != latest and (test is None or test(mask)):
                    found.append(item)
                    latest = index
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

    def _stage(self, index: int, question: Question) -> _Stage:
        need, test = self._gate(question.ask_if)
        own = self._either((fact, value) for fact in question.facts for value in self.spec.fact(fact).ids)
        plain = question.kind == "single" and all(option.only_if is None for option in question.options)
        return _Stage(index, need, test, own, None if plain else self._offered(question), self._ends.get(index))

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

    def _outcomes_after(self) -> dict[int, Ends]:
        # An outcome is judged as soon as every fact it mentions is settled: after the last question that owns one of them.
        owner = {fact: index for index, question in enumerate(self.spec.questions) for fact in question.facts}
        ends: dict[int, Ends] = {}
        for outcome in self.spec.outcomes:
            after = max((owner.get(part.fact, -1) for part in mentions(outcome.condition)), default=-1)
            ends.setdefault(after, []).append((*self._gate(outcome.condition), Ended(outcome)))
        return ends

    def _branches_of(self, index: int, material: Material) -> list[tuple[int, int, Test | None, ChecklistItem]]:
        condition = material.needed_if
        if condition is None:
            return [(index, 0, None, ChecklistItem(material, "各情形均需提交"))]
        parts = condition.parts if isinstance(condition, AnyOf) else (condition,)
        return [
            (index, *self._gate(part), ChecklistItem(material, f"因为“{describe(part, self.spec)}”")) for part in parts
        ]

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
