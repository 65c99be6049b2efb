"""Situations as matters.md defines them: the classes of answers that lead to the same material list, form, limits and outcome.

Form and limits are the matter's own, so a class is a leaf with a material list, or an outcome. Counted exactly and listed by page: the
n-th class of a diagram is found by counting ways, without walking through those before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yichuang.catalog.rules.prover.classes import Classes
from yichuang.catalog.rules.prover.diagrams import Exceeded, Function, within_budget
from yichuang.catalog.rules.prover.features import NOT_ASKED, Features
from yichuang.catalog.rules.prover.journeys import End, Leaf
from yichuang.catalog.rules.prover.variables import DAY, KIND, is_known
from yichuang.catalog.rules.prover.words import told
from yichuang.catalog.rules.spec import NO, OUTCOME_NAMES, YES

Answers = dict[str, str | list[str]]


@dataclass(frozen=True)
class SituationRow:
    """One class: where it ends, what must be brought, and a shortest set of answers that reaches it.

    `known`: the facts that the platform fills; `kind`: the applicant's kind (empty: any); `words`: the answers as one line. `number`
    counts from 1 in a stable order.
    """

    number: int
    leaf: str
    path: str
    outcome: str
    materials: tuple[str, ...]
    answers: Answers
    kind: str
    known: dict[str, str]
    words: str

    @property
    def cursor(self) -> str:
        """Return what the next page starts after."""
        return str(self.number)


@dataclass(frozen=True)
class SituationPage:
    """Some classes in order, and the cursor of the next page (empty: this was the last)."""

    rows: tuple[SituationRow, ...]
    next: str


class Situations:
    """All classes of a matter. `count` is exact; None when it could not be settled within the budget."""

    def __init__(
        self, features: Features | None, leaves: list[tuple[Leaf, Classes]], ends: list[tuple[End, Function]]
    ) -> None:
        self._features, self._leaves, self._ends = features, leaves, ends
        self.count: int | None = None
        if features is not None:
            try:
                with within_budget():
                    self.count = sum(classes.count for _, classes in leaves) + len(ends)
            except Exceeded:
                self.count = None

    def page(self, after: str = "", size: int = 20, on: date | None = None) -> SituationPage:
        """Return a page of classes after a cursor; any cursor between 0 and the count can be jumped to.

        `on`: the day on which a class is reached, where it can be reached on that day at all.

        :raises ValueError: for a cursor that is none.
        :raises Exceeded: when a row needs more than the budget.
        """
        if self.count is None:
            return SituationPage((), "")
        start = int(after or "0")
        if start < 0:
            raise ValueError(after)
        stop = min(self.count, start + max(size, 1))
        with within_budget():
            rows = tuple(self._row(number, on) for number in range(start, stop))
        return SituationPage(rows, str(stop) if rows and stop < self.count else "")

    def _row(self, number: int, on: date | None) -> SituationRow:
        left = number
        for leaf, classes in self._leaves:
            if left < classes.count:
                materials, region = classes.nth(left)
                ids = tuple(material.id for material in materials)
                return SituationRow(number + 1, leaf.situation.id, leaf.path, "", ids, *self._shortest(region, on))
            left -= classes.count
        end, region = self._ends[left]
        path = f"{OUTCOME_NAMES[end.outcome.kind]}：{end.outcome.message}"
        return SituationRow(number + 1, "", path, end.outcome.id, (), *self._shortest(region, on))

    def _shortest(self, region: Function, on: date | None) -> tuple[Answers, str, dict[str, str], str]:
        assert self._features is not None, "only a counted set of situations has rows"
        then = region & self._features.on_day(on)
        chosen = self._features.witness(region if then == self._features.diagrams.false else then)
        answers, kind, known = read_answers(self._features, chosen)
        return answers, kind, known, told(self._features.spec, kind, answers)


def read_answers(features: Features, chosen: Mapping[str, bool]) -> tuple[Answers, str, dict[str, str]]:
    """Return an assignment as people would answer it: answers, the applicant's kind, and the facts that the platform fills."""
    states, spec = features.states_at(chosen), features.spec
    facts: dict[str, str] = {}
    for name, state in states.items():
        feature = features.by_name[name]
        if name not in (KIND, DAY) and feature.states[state] != (NOT_ASKED,):
            facts[feature.facts[0].id] = feature.states[state][0]
    kinds = features.journeys.variables.kinds
    kind = kinds[states.get(KIND, 0)] if kinds else ""
    days = features.journeys.variables.days
    begun = days[: features.journeys.variables.epoch(states.get(DAY, 0))]
    known = {
        fact.id: YES if fact.since in begun else NO for fact in spec.facts if is_known(fact) and fact.source == "day"
    }
    known |= {fact.id: kind for fact in spec.facts if is_known(fact) and fact.source != "day" and kind in fact.ids}
    answers: Answers = {}
    for question in spec.questions:
        offered = [option for option in features.offered(question, chosen) if (option.fact or question.fact) in facts]
        if question.kind == "multi" and offered:
            answers[question.id] = [option.id for option in offered if facts[option.fact] == YES]
        elif offered:
            answers[question.id] = next(option.id for option in offered if facts[question.fact] in option.values)
    return answers, kind, known
