"""Answers to the situation questions as a page posts them: `a.<question>`, and `done.<question>` for a multi-choice one (S2-11)."""

from typing import Any


def pairs_of(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the answers as the hidden fields that carry them on."""
    pairs = []
    for question, answer in answers.items():
        if isinstance(answer, list):
            pairs += [(f"done.{question}", "1"), *((f"a.{question}", item) for item in answer)]
        else:
            pairs.append((f"a.{question}", answer))
    return pairs
