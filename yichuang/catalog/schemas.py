"""JSON shapes of matters."""

from typing import Any

from ninja import Schema


class MatterFound(Schema):
    """A hit of the search, and the text that matched."""

    key: str
    name: str
    because: str


class MatterOut(Schema):
    """A published matter: version and the whole spec."""

    key: str
    version: int
    department: str
    spec: dict[str, Any]


class AdvanceBody(Schema):
    """Answers so far, applicant kind: question id to option id, or to a list of option ids."""

    answers: dict[str, str | list[str]] = {}
    applicant_kind: str


class OptionOut(Schema):
    """An option that is offered."""

    id: str
    text: str
    warning: str = ""


class QuestionOut(Schema):
    """The next question."""

    id: str
    text: str
    help: str = ""
    kind: str
    options: list[OptionOut]


class ChecklistLine(Schema):
    """A material that is needed, and why."""

    id: str
    name: str
    why: str
    originals: int
    copies: int
    tolerable: bool
    exempt: bool
    points: list[dict[str, str]]


class AdvanceOut(Schema):
    """Where the answers lead: a question, a situation with its checklist, or an outcome; `problems` when they do not fit."""

    question: QuestionOut | None = None
    situation: str = ""
    situation_path: str = ""
    materials: list[ChecklistLine] = []
    outcome: str = ""
    message: str = ""
    problems: list[str] = []
