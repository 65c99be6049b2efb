"""Shapes of the studio's API: what comes in, what goes out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from yichuang.studio.models import AdjustmentRequest, Draft, PlannedPublication
from yichuang.studio.rules.sorting import Line, Progress


class PublishBody(Schema):
    """`revision` of the matter as the client last saw it; a change meanwhile refuses the publication."""

    revision: int | None = None


class PlanBody(Schema):
    """When the draft is to be published by itself."""

    at: AwareDatetime


class PublicationOut(Schema):
    """A draft on its way to publication: its state, its number once it is published, the plan that waits."""

    draft: UUID
    key: str
    name: str
    state: str
    version: int
    content_hash: str
    planned_at: datetime | None = None


def publication_out(draft: Draft, plan: PlannedPublication | None = None) -> PublicationOut:
    """Return a draft as the API shows it around its publication."""
    candidate = draft.candidate
    return PublicationOut(
        draft=draft.pk,
        key=draft.key,
        name=draft.name,
        state=draft.state,
        version=candidate.number or 0 if candidate else 0,
        content_hash=candidate.content_hash if candidate else "",
        planned_at=plan.at if plan else None,
    )


class PublicationPage(Schema):
    """A page of drafts that wait for publication."""

    rows: list[PublicationOut]
    next: str
    previous: str


class DraftComparison(Schema):
    """What a draft changes against the newest published version, in words; `faults` where it cannot be compared yet."""

    before: int
    running_cases: int
    burden: list[str]
    changes: list[str]
    faults: list[str]


class PlaceBody(Schema):
    """A place of a matter: kind and id of the node, and of what it belongs to."""

    kind: Literal["matter", "question", "option", "situation", "material", "point", "outcome"] = "matter"
    id: Annotated[str, Field(max_length=60)] = ""
    parent: Annotated[str, Field(max_length=60)] = ""


class AdjustmentBody(Schema):
    """A request for adjustment (S2-26); `source` complaint for one that is passed on, else left empty."""

    matter: str = Field(max_length=60)
    trigger: Literal["law", "devolution", "functions", "optimise", "complaint"]
    text: str = Field(min_length=2, max_length=500)
    place: PlaceBody = PlaceBody()
    evidence: str = Field("", max_length=500)
    reference: str = Field("", max_length=120)
    source: Literal["", "complaint"] = ""


class DecisionBody(Schema):
    """Why a request is accepted or declined."""

    reason: str = Field("", max_length=500)


class AdjustmentOut(Schema):
    """A request for adjustment, and what became of it."""

    id: UUID
    matter: str
    version: int
    trigger: str
    source: str
    place: str
    place_name: str
    text: str
    people: int
    state: str
    reason: str
    draft: UUID | None
    created_at: datetime


def adjustment_out(row: AdjustmentRequest) -> AdjustmentOut:
    """Return a request as the API shows it."""
    return AdjustmentOut(
        id=row.pk,
        matter=row.matter.key,
        version=row.version.number or 0,
        trigger=row.trigger,
        source=row.source,
        place=row.place_key,
        place_name=row.place_name,
        text=row.text,
        people=row.people,
        state=row.state,
        reason=row.reason,
        draft=row.draft_id,
        created_at=row.created_at,
    )


class AdjustmentPage(Schema):
    """A page of requests."""

    rows: list[AdjustmentOut]
    next: str
    previous: str


class LineOut(Schema):
    """One matter of the sorting queue."""

    rank: int
    tier: str
    volume: int
    key: str
    name: str
    department: str
    state: str
    version: int
    version_state: str
    errors: int | None


def line_out(line: Line) -> LineOut:
    """Return one matter of the queue as the API shows it."""
    return LineOut(
        rank=line.standing.rank,
        tier=line.standing.tier,
        volume=line.standing.volume,
        key=line.key,
        name=line.name,
        department=line.department,
        state=line.state,
        version=line.version,
        version_state=line.version_state,
        errors=line.errors,
    )


class QueuePage(Schema):
    """A page of the queue."""

    rows: list[LineOut]
    next: str
    previous: str


class SortingProgressOut(Schema):
    """How far one department is: matters in all and by state, and how many have errors in what is in force."""

    department: str
    total: int
    counts: dict[str, int]
    with_errors: int


def progress_out(row: Progress) -> SortingProgressOut:
    """Return one department's progress as the API shows it."""
    return SortingProgressOut(
        department=row.department, total=row.total, counts=row.counts, with_errors=row.with_errors
    )
