"""What a check of an identifier answers, and how typed text is made plain before it is checked."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

_SEPARATORS = "-‐‑‒–—―−ー_·."


@dataclass(frozen=True)
class IdentifierReport:
    """The result of a check: `errors` refuse, `warnings` only ask to look again, both full Chinese sentences.

    `value` is the normalised identifier, to be stored; `facts` is what the identifier itself tells (birth date, sex,
    division…). `overridable`: an officer may keep the value in spite of every error, giving a reason.
    """

    ok: bool
    value: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    overridable: bool = False


def accepted(value: str, facts: dict[str, Any] | None = None, warnings: list[str] | None = None) -> IdentifierReport:
    """Report an identifier that may be kept."""
    return IdentifierReport(ok=True, value=value, warnings=tuple(warnings or ()), facts=facts or {})


def rejected(
    value: str,
    *errors: str,
    facts: dict[str, Any] | None = None,
    warnings: list[str] | None = None,
    overridable: bool = False,
) -> IdentifierReport:
    """Report an identifier that may not be kept, with every reason."""
    return IdentifierReport(False, value, errors, tuple(warnings or ()), facts or {}, overridable)


def plain(text: str) -> str:
    """Return text as it was meant: full-width characters narrow, capitals, no blanks, separators or invisible marks."""
    narrow = unicodedata.normalize("NFKC", text)
    kept = (char for char in narrow if char not in _SEPARATORS and not char.isspace())
    return "".join(char for char in kept if unicodedata.category(char) != "Cf").upper()


def misplaced(value: str, allowed: str) -> str:
    """Name the characters that do not belong and their places: “第 3 位“O””; empty when all belong."""
    found = [f"第 {place} 位“{char}”" for place, char in enumerate(value, 1) if char not in allowed]
    return "、".join(found)
