"""Conditions over facts: `all`, `any`, `not`, `fact in values`; stored as JSON, shown as Chinese, never as code.

A fact that was not asked has no value and is in no set of values, so `{"fact": f, "in": [...]}` is false for it.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class In(_Part):
    """True when the fact has one of the values: `{"fact": "lifecycle", "in": ["new"]}`."""

    fact: str
    values: tuple[str, ...] = Field(alias="in", min_length=1)


class AllOf(_Part):
    """True when every part is true: `{"all": [...]}`; true when empty."""

    parts: tuple["Condition", ...] = Field(alias="all")


class AnyOf(_Part):
    """True when one part is true: `{"any": [...]}`; false when empty."""

    parts: tuple["Condition", ...] = Field(alias="any")


class Not(_Part):
    """True when the part is false: `{"not": {...}}`."""

    part: "Condition" = Field(alias="not")


def _kind_of(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((key for key in ("fact", "all", "any", "not") if key in value), None)
    return next((tag for kind, tag in _TAGS if isinstance(value, kind)), None)


Condition = Annotated[
    Annotated[In, Tag("fact")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(_kind_of),
]
_TAGS: tuple[tuple[type[BaseModel], str], ...] = ((In, "fact"), (AllOf, "all"), (AnyOf, "any"), (Not, "not"))
for _model in (AllOf, AnyOf, Not):
    _model.model_rebuild()


class Words(Protocol):
    """What `describe` needs: how a fact and its values are called."""

    def say(self, fact: str, values: tuple[str, ...]) -> str:
        """Return “the fact is one of the values” as a Chinese phrase."""
        ...


def evaluate(condition: Condition | None, facts: Mapping[str, str]) -> bool:
    """Tell whether a condition holds for the facts; no condition always holds."""
    match condition:
        case None:
            return True
        case In(fact=fact, values=values):
            return facts.get(fact) in values
        case AllOf(parts=parts):
            return all(evaluate(part, facts) for part in parts)
        case AnyOf(parts=parts):
            return any(evaluate(part, facts) for part in parts)
        case Not(part=part):
            return not evaluate(part, facts)


def describe(condition: Condition | None, words: Words) -> str:
    """Return a condition as a Chinese phrase that an officer reads without help."""
    match condition:
        case None:
            return "各情形均适用"
        case In(fact=fact, values=values):
            return words.say(fact, values)
        case AllOf(parts=parts):
            return "，且".join(_grouped(part, words) for part in parts) or "各情形均适用"
        case AnyOf(parts=parts):
            return "；或者".join(describe(part, words) for part in parts) or "任何情形都不适用"
        case Not(part=part):
            return f"不属于（{describe(part, words)}）"


def _grouped(condition: Condition, words: Words) -> str:
    text = describe(condition, words)
    return f"（{text}）" if isinstance(condition, AnyOf) and len(condition.parts) > 1 else text


def mentions(condition: Condition | None) -> Iterator[In]:
    """Yield every `fact in values` of a condition."""
    match condition:
        case In():
            yield condition
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from mentions(part)
        case Not(part=part):
            yield from mentions(part)


def fact_in(fact: str, *values: str) -> In:
    """Return the condition that a fact has one of the values."""
    return In.model_validate({"fact": fact, "in": values})


def all_of(*parts: Condition | None) -> Condition | None:
    """Return the conjunction of the parts, as flat as it can be; `None` (always) when nothing is demanded."""
    flat: list[Condition] = []
    for part in parts:
        if part is not None:
            flat.extend(part.parts if isinstance(part, AllOf) else (part,))
    return None if not flat else flat[0] if len(flat) == 1 else AllOf(all=tuple(flat))


def any_of(*parts: Condition) -> Condition:
    """Return the disjunction of the parts."""
    return parts[0] if len(parts) == 1 else AnyOf(any=parts)
