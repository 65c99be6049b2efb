"""Answers to the situation questions as a page posts them: `a.<question>`, and `done.<question>` for a multi-choice one (S2-11)."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Asked(Protocol):
    """A question of a matter or of a life event."""

    @property
    def id(self) -> str:
        """Its key."""
        ...

    @property
    def kind(self) -> str:
        """`multi` where several options may be ticked."""
        ...


def answers_of(questions: Iterable[Asked], given: Any) -> dict[str, Any]:
    """Return the answers that a posted page (a `QueryDict`) carries, by question."""
    answers: dict[str, Any] = {}
    for question in questions:
        name = f"a.{question.id}"
        if question.kind == "multi" and (name in given or f"done.{question.id}" in given):
            answers[question.id] = given.getlist(name)
        elif given.get(name):
            answers[question.id] = given[name]
    return answers


def pairs_of(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the answers as the hidden fields that carry them on."""
    pairs = []
    for question, answer in answers.items():
        if isinstance(answer, list):
            pairs += [(f"done.{question}", "1"), *((f"a.{question}", item) for item in answer)]
        else:
            pairs.append((f"a.{question}", answer))
    return pairs
