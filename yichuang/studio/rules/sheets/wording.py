"""How the facts of a draft are called, also of one that is unfinished or wrong: what `describe` needs to say a condition in Chinese."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from yichuang.catalog.rules.conditions import Condition, describe
from yichuang.catalog.rules.spec import NO, YES

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


class DraftWords:
    """The names of facts and values as a document has them; what it does not know is called by its id."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._facts = {fact.get("id"): fact for fact in document.get("facts") or ()}
        questions = document.get("questions") or ()
        ticks = (option for question in questions for option in question.get("options") or () if _many(question))
        self._ticks = {option.get("fact") for option in ticks}

    def say(self, fact: str, values: tuple[str, ...]) -> str:
        """Return “the fact is one of the values” as a Chinese phrase."""
        stated = self._facts.get(fact) or {}
        said = str(stated.get("text") or fact)
        names = {value.get("id"): str(value.get("text") or "") for value in stated.get("values") or ()}
        if fact in self._ticks and tuple(names) == (YES, NO) and len(values) == 1:
            return said if values[0] == YES else f"未勾选“{said}”"
        return f"{said.rstrip('？?')}：{'或'.join(names.get(value) or value for value in values)}"

    def condition(self, condition: Any) -> str:
        """Return a condition of the document (JSON or None) in words."""
        if not condition:
            return describe(None, self)
        try:
            return describe(CONDITION.validate_python(condition), self)
        except (ValidationError, RecursionError):
            return "（条件不完整）"


def _many(question: Mapping[str, Any]) -> bool:
    return question.get("kind") == "multi"
