"""What the clock found by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar


@dataclass(frozen=True)
class CaseDueSoon:
    """The promise turned yellow: a third of it, or one day, is left (S2-43)."""

    type: ClassVar[str] = "case.due_soon"
    due: date
    left: int
    responsible: str


@dataclass(frozen=True)
class CaseOverdue:
    """A promised or statutory day passed without a decision, or a result was not served in time; who was responsible is on record."""

    type: ClassVar[str] = "case.overdue"
    which: str
    due: date
    responsible: str


@dataclass(frozen=True)
class ToleranceOverdue:
    """A tolerated material was not brought by its day (S2-39)."""

    type: ClassVar[str] = "case.tolerance_overdue"
    materials: list[str]
    until: date
    reminded: bool = False


@dataclass(frozen=True)
class DueDatesMoved:
    """A calendar was loaded and a due date moved."""

    type: ClassVar[str] = "case.due_dates_moved"
    before: dict[str, Any]
    after: dict[str, Any]
    why: str
    year: int = 0
