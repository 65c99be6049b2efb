"""The navigator: what to ask next, where the answers lead, what must be brought and why (matters.md, “The navigator”).

Answers are `{question id: option id, or list of option ids}` as people give them; facts are `{fact id: value id}`. The same functions
serve the counter, the portal, the kiosk, the guide page and the API, and the server always asks them again: a client never decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog.rules.compiled import (
    Arrived,
    Asked,
    ChecklistItem,
    CompiledSpec,
    Ended,
    SpecGap,
    Step,
    Walk,
    compiled,
)
from yichuang.catalog.rules.spec import NO, YES, Fact, Material, MatterSpec, Option, Question, Situation

__all__ = [
    "Answered", "Arrived", "Asked", "Checklist", "ChecklistItem", "CompiledSpec", "Dropped", "Ended", "Facts", "NotArrived", "SpecGap",
    "Step", "advance", "answers_to_facts", "checklist", "compiled", "dropped", "facts_with_known", "path", "validate_facts",
]  # fmt: skip
YES_NO_NAMES = {YES: "是", NO: "否"}


class Facts(dict[str, str]):
    """Facts with the faults found while reading the answers they came from."""

    def __init__(self, values: Mapping[str, str] | None = None, faults: tuple[str, ...] = ()) -> None:
        super().__init__(values or {})
        self.faults = faults


@dataclass(frozen=True)
class Answered:
    """One question that was asked and what was answered, in words."""

    question: Question
    options: tuple[Option, ...]

    @property
    def text(self) -> str:
        """Return the answer as it is printed."""
        return "、".join(option.text for option in self.options) or "以上均不适用"


@dataclass(frozen=True)
class Checklist:
    """The materials of the situation reached, each with its reason."""

    situation: Situation
    situation_path: str
    materials: tuple[ChecklistItem, ...]


@dataclass(frozen=True)
class Dropped:
    """What no longer applies after an answer was changed, and what is newly needed."""

    answers: tuple[Answered, ...] = ()
    materials: tuple[Material, ...] = ()
    added: tuple[Material, ...] = ()

    def words(self) -> list[str]:
        """Return one Chinese sentence for each thing that changed."""
        said = [f"“{answer.question.text}”不再需要回答（原答：{answer.text}）。" for answer in self.answers]
        said += [f"“{material.name}”不再需要提交。" for material in self.materials]
        return said + [f"现在需要提交“{material.name}”。" for material in self.added]


class NotArrived(ValueError):
    """Raised when a checklist is asked for before the answers reach a situation."""


def advance(spec: MatterSpec, facts: Mapping[str, str]) -> Step:
    """Return what comes next: a question (`Asked`), an end without a situation (`Ended`), or the situation (`Arrived`).

    Facts behind a question that is not asked are ignored.
    """
    return compiled(spec).walk(facts).end


def checklist(spec: MatterSpec, facts: Mapping[str, str]) -> Checklist:
    """Return the materials that the reached situation needs, each with why.

    :raises NotArrived: while a question is open, or when the answers end in an outcome.
    """
    fast = compiled(spec)
    walk = fast.walk(facts)
    if not isinstance(walk.end, Arrived):
        raise NotArrived("还没有确定办理情形")
    return Checklist(walk.end.situation, walk.end.path, fast.checklist(walk.mask))


def path(spec: MatterSpec, facts: Mapping[str, str]) -> tuple[Answered, ...]:
    """Return the questions asked so far with the answers in words, in order."""
    fast = compiled(spec)
    return _answered(fast, fast.walk(facts))


def _answered(fast: CompiledSpec, walk: Walk) -> tuple[Answered, ...]:
    questions = fast.spec.questions
    return tuple(Answered(questions[index], fast.ticks_of(questions[index], walk.mask)) for index in fast.asked(walk))


def dropped(spec: MatterSpec, before: Mapping[str, str], after: Mapping[str, str]) -> Dropped:
    """Name what no longer applies when the answers change from `before` to `after`."""
    fast = compiled(spec)
    old, new = fast.walk(before), fast.walk(after)
    still = set(fast.asked(new))
    gone = tuple(
        Answered(fast.spec.questions[index], fast.ticks_of(fast.spec.questions[index], old.mask))
        for index in fast.asked(old)
        if index not in still and not (isinstance(new.end, Asked) and new.end.question is fast.spec.questions[index])
    )
    if not (isinstance(old.end, Arrived) and isinstance(new.end, Arrived)):
        return Dropped(gone)
    had = [item.material for item in fast.checklist(old.mask)]
    has = [item.material for item in fast.checklist(new.mask)]
    old_ids, new_ids = {material.id for material in had}, {material.id for material in has}
    return Dropped(
        gone,
        tuple(material for material in had if material.id not in new_ids),
        tuple(material for material in has if material.id not in old_ids),
    )


def answers_to_facts(spec: MatterSpec, answers: Mapping[str, Any]) -> Facts:
    """Return the facts that answers claim; what cannot be read is kept as faults for `validate_facts`."""
    values: dict[str, str] = {}
    faults: list[str] = []
    questions = {question.id: question for question in spec.questions}
    for question_id, answer in answers.items():
        question = questions.get(str(question_id))
        if question is None:
            faults.append(f"没有编号为“{question_id}”的问题（事项内容可能已更新），请重新回答。")
            continue
        chosen = [answer] if isinstance(answer, str) else answer
        known = {option.id: option for option in question.options}
        if not isinstance(chosen, list | tuple) or any(item not in known for item in map(str, chosen)):
            faults.append(f"“{question.text}”的答案“{answer}”不在选项之中，请重新选择。")
        elif question.kind == "multi":
            values |= {option.fact: YES if option.id in chosen else NO for option in question.options}
        elif len(chosen) == 1:
            values[question.fact] = known[chosen[0]].values[0]
        else:
            faults.append(f"“{question.text}”是单选题，应当选择且只选择一项。")
    return Facts(values, tuple(faults))


def facts_with_known(spec: MatterSpec, answers: Mapping[str, Any], *, applicant_kind: str, on: date) -> Facts:
    """Return the facts of the answers together with what the platform knows: the applicant's kind (empty: not yet) and the day.

    What is known wins; an answer that contradicts it is a fault.
    """
    facts = answers_to_facts(spec, answers)
    faults = list(facts.faults)
    for fact in spec.facts:
        if fact.source == "day" and fact.since is not None:
            facts[fact.id] = YES if on >= fact.since else NO
        elif fact.source == "applicant_kind" and applicant_kind:
            if fact.id in facts and not _claimed_together(spec, fact, facts[fact.id], applicant_kind):
                said, known = _value_text(fact, facts[fact.id]), _value_text(fact, applicant_kind)
                faults.append(f"“{fact.text}”答的是“{said}”，但申报者类型是“{known}”，请改成一致。")
            facts[fact.id] = applicant_kind
    return Facts(facts, tuple(faults))


def _claimed_together(spec: MatterSpec, fact: Fact, answered: str, known: str) -> bool:
    options = [option.values for question in spec.questions if question.fact == fact.id for option in question.options]
    return answered == known or any(answered in values and known in values for values in options)


def _value_text(fact: Fact, value: str) -> str:
    return next((item.text for item in fact.values if item.id == value), value)


def validate_facts(spec: MatterSpec, facts: Mapping[str, str]) -> list[str]:
    """Return every fault of the facts in Chinese: unknown ones, values outside the domain, and answers to what is not asked.

    Unanswered questions are not faults (`advance` says what to ask next), nor are answers beyond the
    first open question or beyond an outcome.
    """
    fast = compiled(spec)
    walk = fast.walk(facts)
    problems = list(facts.faults) if isinstance(facts, Facts) else []
    owners = {fact: (index, question) for index, question in enumerate(spec.questions) for fact in question.facts}
    counted = set(fast.asked(walk))
    seen: set[int] = set()
    for name, value in facts.items():
        bit = fast.bits[name, value]
        index, owner = owners.get(name, (-1, None))
        if not bit:
            problems.append(_outside(spec, name, value))
        elif walk.mask & bit or owner is None or index in seen:
            continue
        elif index > walk.until:
            continue  # not yet known whether it will be asked, or never reached
        elif not (owner.kind == "multi" and index in counted and value == NO):
            seen.add(index)
            problems.append(_unasked(owner, index in counted or index == walk.until))
    return problems


def _outside(spec: MatterSpec, name: str, value: str) -> str:
    try:
        fact = spec.fact(name)
    except KeyError:
        return f"没有名为“{name}”的情形要素，请重新回答情形问题。"
    return f"“{fact.text}”没有“{value}”这一选项，请重新选择。"


def _unasked(question: Question, offered: bool) -> str:
    if offered:
        return f"“{question.text}”所选的选项在当前情形下不能选，请重新选择。"
    return f"“{question.text}”在当前情形下不需要回答（前面的答案可能改过），这一答案没有采用，请按页面重新确认。"
