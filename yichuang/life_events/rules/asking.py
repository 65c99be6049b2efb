"""The questions of a life event as a page asks them one at a time: what was answered, what was not taken up, what a change undoes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.life_events.rules.spec import Choice, JointQuestion, LifeEventSpec
from yichuang.life_events.rules.together import Answers, needed_members, next_question, questions_asked

NONE_OF_THESE = "以上均不适用"


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question with the options that were chosen."""

    question: JointQuestion
    chosen: tuple[Choice, ...]

    @property
    def text(self) -> str:
        """Return the answer as it is printed."""
        return "、".join(option.text for option in self.chosen) or NONE_OF_THESE


def path(spec: LifeEventSpec, answers: Answers) -> tuple[AnsweredQuestion, ...]:
    """Return the questions that were asked and answered, in order, up to the first open one."""
    open_question = next_question(spec, answers)
    found = []
    for question in questions_asked(spec, answers):
        if question is open_question:
            break
        given = answers[question.id]
        wanted = {given} if isinstance(given, str) else set(given)
        found.append(AnsweredQuestion(question, tuple(one for one in question.options if one.id in wanted)))
    return tuple(found)


def answers_of(answered: tuple[AnsweredQuestion, ...]) -> dict[str, Any]:
    """Return the answers that count, as an address carries them."""
    return {
        item.question.id: (
            [option.id for option in item.chosen] if item.question.kind == "multi" else item.chosen[0].id
        )
        for item in answered
    }


def problems(spec: LifeEventSpec, answers: Answers) -> list[str]:
    """Return in Chinese which answers were not taken up: an old link may hold what is not asked any more."""
    known = {question.id: question for question in spec.questions}
    asked = {question.id for question in questions_asked(spec, answers)}
    told = []
    for name, given in answers.items():
        question = known.get(name)
        if question is None:
            told.append("链接中有的答案对应的问题已经没有了（内容可能已更新），没有采用。")
            continue
        chosen = {given} if isinstance(given, str) else set(given)
        if not chosen <= {option.id for option in question.options}:
            told.append(f"“{question.text}”的答案不在选项之中，请重新选择。")
        elif question.kind == "single" and not isinstance(given, str) and given:
            told.append(f"“{question.text}”只能选择一项，请重新选择。")
        elif name not in asked:
            told.append(f"“{question.text}”在当前情形下不需要回答，这一答案没有采用。")
    return list(dict.fromkeys(told))


def dropped(spec: LifeEventSpec, before: Answers, after: Answers, names: Mapping[str, str]) -> list[str]:
    """Name what changes with an answer: questions that fall away, matters no longer done and newly done (`names` by member id)."""
    now, now_open = path(spec, after), next_question(spec, after)
    still = {item.question.id for item in now} | ({now_open.id} if now_open else set())
    told = [
        f"“{item.question.text}”不再需要回答（原答：{item.text}）。"
        for item in path(spec, before)
        if item.question.id not in still
    ]
    if next_question(spec, before) is None and now_open is None:
        had = [member.id for member in needed_members(spec, before)]
        has = [member.id for member in needed_members(spec, after)]
        told += [f"“{names.get(one, one)}”不再一起办理。" for one in had if one not in has]
        told += [f"“{names.get(one, one)}”现在一起办理。" for one in has if one not in had]
    return told
