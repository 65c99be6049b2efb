"""What a department's own system did on a case (S2-50, S2-52)."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CaseReported:
    """The department's system reported on the case and the platform acted on it."""

    type: ClassVar[str] = "case.reported"
    system: str
    message: str
    what: str
    node: str
    handler: str


@dataclass(frozen=True)
class FormTaken:
    """The department's own form came in with its materials; nothing was typed twice (S2-52②)."""

    type: ClassVar[str] = "case.form_taken"
    materials: list[str]
    files: int


@dataclass(frozen=True)
class FormOpened:
    """The counter's browser was sent to the department's own form (S2-52②)."""

    type: ClassVar[str] = "case.form_opened"
    system: str
