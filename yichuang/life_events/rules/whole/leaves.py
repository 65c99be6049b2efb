"""All ways to answer that can matter to one member, exactly: what its own navigator says at the end of each.

A member depends on the questions that fill its own, on those its being needed depends on, and on what those depend on in turn; the rest of
the life event cannot change it. So each member is walked alone, and the product of options stays small. Beyond the budget: undecided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import SpecGap
from yichuang.catalog.rules.conditions import mentions
from yichuang.catalog.rules.navigator import Arrived, Asked, Ended
from yichuang.catalog.rules.own_form_asked import asked_fields
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules.spec import JointQuestion, LifeEventSpec, Member
from yichuang.life_events.rules.together import member_answers, needed_members, questions_asked

BUDGET = 20_000
Given = Mapping[str, str | tuple[str, ...]]


class TooMany(Exception):
    """Raised when there are more ways to answer than the budget allows: the answer is “undecided”, never a guess."""


@dataclass(frozen=True)
class Leaf:
    """One way to answer, for a kind of applicant on a day: whether the member is needed, and where its own journey ends.

    `asked`: the member's question that nobody answers (id), `gap` that its answers lead nowhere, `ended` the message of an end without a
    case; else the materials and own fields that the situation asks for.
    """

    answers: Given
    kind: str
    on: date
    needed: bool
    asked: str = ""
    gap: bool = False
    ended: str = ""
    materials: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()


def touching(spec: LifeEventSpec, member: Member) -> frozenset[str]:
    """Return the questions that can matter to a member."""
    first = {one.id for one in spec.questions if any(asks.member == member.id for asks in one.asks)}
    return closed(spec, first | {part.fact for part in mentions(member.needed_if)})


def closed(spec: LifeEventSpec, first: set[str]) -> frozenset[str]:
    """Return questions with all those that decide whether they are asked."""
    questions, members = {one.id: one for one in spec.questions}, {one.id: one for one in spec.members}
    found, left = set[str](), [*first]
    while left:
        name = left.pop()
        if name in found or name not in questions:
            continue
        found.add(name)
        left += [part.fact for part in mentions(questions[name].ask_if)]
        for asks in questions[name].asks:
            left += [part.fact for part in mentions(members[asks.member].needed_if)]
    return frozenset(found)


def walks(spec: LifeEventSpec, among: frozenset[str], budget: int = BUDGET) -> Iterator[Given]:
    """Yield every way to answer these questions as they are asked, one after the other.

    :raises TooMany: beyond the budget of steps.
    """
    stack: list[Given] = [{}]
    steps = 0
    while stack:
        steps += 1
        if steps > budget:
            raise TooMany
        answers = stack.pop()
        asked = (one for one in questions_asked(spec, answers) if one.id in among and one.id not in answers)
        question = next(asked, None)
        if question is None:
            yield answers
        else:
            stack += [{**answers, question.id: value} for value in reversed(values_of(question, budget))]


def values_of(question: JointQuestion, budget: int = BUDGET) -> list[str | tuple[str, ...]]:
    """Return every answer to a question: its options, or every choice of several of them.

    :raises TooMany: when a multi-choice question alone is beyond the budget.
    """
    ids = [one.id for one in question.options]
    if question.kind == "single":
        return [*ids]
    if 2 ** len(ids) > budget:
        raise TooMany
    return [chosen for size in range(len(ids) + 1) for chosen in combinations(ids, size)]


def leaves_of(spec: LifeEventSpec, member: Member, matter: MatterSpec, on: date, budget: int = BUDGET) -> list[Leaf]:
    """Return every leaf of a member, for each kind of applicant and each day that its matter tells apart.

    :raises TooMany: beyond the budget.
    """
    kinds = (
        spec.applicant_kinds
        if any(one.source == "applicant_kind" for one in matter.facts)
        else spec.applicant_kinds[:1]
    )
    grounds = [(kind, day) for kind in kinds for day in days_of(matter, on)]
    found = []
    for answers in walks(spec, touching(spec, member), budget):
        if member in needed_members(spec, answers):
            found += [_leaf(spec, member, matter, answers, kind, day) for kind, day in grounds]
        else:
            found.append(Leaf(answers, grounds[0][0], grounds[0][1], needed=False))
        if len(found) > budget:
            raise TooMany
    return found


def days_of(matter: MatterSpec, on: date) -> list[date]:
    """Return the days that a matter tells apart from `on` on: that day, and each on which a rule begins."""
    return sorted({on, *(one.since for one in matter.facts if one.since is not None and one.since > on)})


def _leaf(spec: LifeEventSpec, member: Member, matter: MatterSpec, answers: Given, kind: str, day: date) -> Leaf:
    own = member_answers(spec, member, answers)
    facts = navigator.facts_with_known(matter, own, applicant_kind=kind, on=day)
    try:
        match navigator.advance(matter, facts):
            case Asked(question=question):
                return Leaf(answers, kind, day, True, asked=question.id)
            case Ended(outcome=outcome):
                return Leaf(answers, kind, day, True, ended=outcome.message)
            case Arrived():
                listed = navigator.checklist(matter, facts).materials
                return Leaf(
                    answers,
                    kind,
                    day,
                    True,
                    materials=frozenset(one.material.id for one in listed),
                    fields=asked_fields(matter, facts),
                )
    except SpecGap:
        return Leaf(answers, kind, day, True, gap=True)
    raise AssertionError("a navigator that neither asks nor ends nor arrives")


def smallest(leaves: Sequence[Leaf], failing: Sequence[Leaf]) -> Given:
    """Return the fewest answers that always lead to the fault: of the shortest failing leaf, what cannot be left out."""
    bad = {id(one) for one in failing}
    chosen = dict(min(failing, key=lambda one: len(one.answers)).answers)
    for name in list(chosen):
        fewer = {key: value for key, value in chosen.items() if key != name}
        if all(id(leaf) in bad for leaf in leaves if agrees(leaf.answers, fewer)):
            chosen = fewer
    return chosen


def agrees(answers: Given, chosen: Given) -> bool:
    """Tell whether answers say what was chosen."""
    return all(answers.get(name) == value for name, value in chosen.items())
