"""What is wrong with a matter, where, and what would put it right: the one shape that prover, naming rules and cuts speak in.

Severity: an `error` stops publication, an `advice` does not, `undecided` says honestly that the question was too large to settle.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["matter", "fact", "question", "option", "situation", "material", "point", "outcome", "sample"]
Severity = Literal["error", "advice", "undecided"]
SEVERITY_NAMES: dict[str, str] = {"error": "错误", "advice": "建议", "undecided": "未能判定"}


@dataclass(frozen=True)
class Place:
    """A node of the matter: its kind and id; `parent` is the question of an option, the material of a point; `field` one field of it."""

    kind: Kind
    id: str = ""
    parent: str = ""
    field: str = ""


MATTER = Place("matter")


@dataclass(frozen=True)
class Repair:
    """A change that puts a finding right by one click: `code` names it, `arguments` are plain JSON, `label` is the button."""

    code: str
    label: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One fault or advice: its check, the rule it comes from (S2-11, 行政许可法 42…), the place, a sentence, and the smallest example.

    `example` is a plain Chinese sentence (“申请人为企业、车辆未购置时，没有可选的情形”); `facts` is the same for programs.
    """

    code: str
    rule: str
    severity: Severity
    place: Place
    message: str
    example: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    related: tuple[Place, ...] = ()
    repair: Repair | None = None
