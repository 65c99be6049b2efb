"""What those who look after systems send and get about reconciliation."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yichuang.exchange.models import ReconciliationDifference, ReconciliationRun


class BeginBody(Schema):
    """Whose books of which day are compared."""

    system: str = Field(max_length=40)
    day: date


class DealBody(Schema):
    """What is done about a difference: repaired in the way of its kind, or explained; why."""

    verb: Literal["repair", "explain"]
    why: str = Field(default="", max_length=300)


class ReconciliationOut(Schema):
    """One comparison with both sides' figures."""

    id: int
    system: str
    day: date
    state: str
    reason: str
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None
    pushed: int
    acknowledged: int
    accepted: int
    concluded: int
    their_received: int
    their_accepted: int
    their_concluded: int
    differences: int


class ReconciliationPage(Schema):
    """Comparisons, and cursors to the neighbouring pages."""

    rows: list[ReconciliationOut]
    next: str = ""
    previous: str = ""


class DifferenceOut(Schema):
    """One difference with both sides as they were, and what was done."""

    id: int
    number: str
    kind: str
    ours: dict[str, Any]
    theirs: dict[str, Any]
    repair: str
    repaired_by: str
    repaired_at: datetime | None
    why: str
    explained: bool
    resolved: bool


class DifferencePage(Schema):
    """Differences, and cursors to the neighbouring pages."""

    rows: list[DifferenceOut]
    next: str = ""
    previous: str = ""


def run_out(row: ReconciliationRun) -> ReconciliationOut:
    """Return a run as the API tells it."""
    names = [name for name in ReconciliationOut.model_fields if name not in ("id", "system")]
    return ReconciliationOut(id=row.pk, system=row.system.key, **{name: getattr(row, name) for name in names})


def difference_out(row: ReconciliationDifference) -> DifferenceOut:
    """Return a difference as the API tells it."""
    names = [name for name in DifferenceOut.model_fields if name not in ("id", "resolved")]
    told = {name: getattr(row, name) for name in names}
    return DifferenceOut(id=row.pk, resolved=row.resolved_in_id is not None, **told)
