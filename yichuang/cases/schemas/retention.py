"""Shapes of the API of how long files are kept."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yichuang.files.queries import RetentionHold
from yichuang.files.rules.retention import Period


class PeriodOut(Schema):
    """How long one kind of file is kept; `kept` is empty where it is for good."""

    kind: str
    name: str
    kept: str
    since: str
    ground: str


class HoldOut(Schema):
    """Files of a case kept beyond their period; `lifted_at` is empty while the hold stands."""

    id: UUID
    number: str
    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lifted_why: str = ""


class RetentionOut(Schema):
    """The table of periods, and the holds of the actor's division, standing ones first."""

    periods: list[PeriodOut]
    holds: list[HoldOut]


class HoldBody(Schema):
    """Which case is held, and why."""

    number: str
    reason: str = Field(max_length=200)


class LiftBody(Schema):
    """Why a hold is lifted."""

    reason: str = Field(max_length=200)


def period_out(period: Period) -> PeriodOut:
    """Return a row of the table."""
    kept = period.length.words if period.length else ""
    return PeriodOut(kind=period.kind, name=period.name, kept=kept, since=period.since, ground=period.ground)


def hold_out(hold: RetentionHold) -> HoldOut:
    """Return a hold."""
    return HoldOut(
        id=hold.pk,
        number=hold.owner_key,
        reason=hold.reason,
        placed_at=hold.placed_at,
        placed_by=hold.placed_by_name,
        lifted_at=hold.lifted_at,
        lifted_by=hold.lifted_by_name,
        lifted_why=hold.lifted_why,
    )
