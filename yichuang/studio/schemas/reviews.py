"""Shapes of the API of submission and business review (S2-21)."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal, cast

from ninja import Schema
from pydantic import Field

from yichuang.catalog.rules.findings import Kind, Place
from yichuang.foundations.actors import Actor
from yichuang.studio.models import Draft, ReviewAssignment, ReviewRound
from yichuang.studio.queries.reviews import shown_assignments
from yichuang.studio.rules.reviewing import Given

Grade = Literal["", "high", "medium", "low"]


class SubmitBody(Schema):
    """The revision that the author looked at; null submits whatever is current."""

    revision: int | None = None


class ReasonBody(Schema):
    """Why."""

    reason: str


class ArrangeReviewBody(Schema):
    """Ids of the experts to name, in addition to those named already."""

    reviewers: list[str]


class ReplaceBody(Schema):
    """Who comes in the place of an expert, and why."""

    reviewer: str
    reason: str


class PlaceItem(Schema):
    """A node of the matter, or one field of it."""

    kind: Kind
    id: str = ""
    parent: str = ""
    field: str = ""


class MarkItem(Schema):
    """What is given to one item; `grade` may be left empty until it is decided."""

    item: str
    grade: Grade = ""
    reason: str = ""
    places: list[PlaceItem] = Field(default_factory=list)
    inherited: bool = False


class GradeBody(Schema):
    """Grades for some items; the others stay as they are."""

    marks: list[MarkItem]


class AssignmentOut(Schema):
    """An expert of a round; `marks` are shown as the rules of the review allow."""

    id: int
    reviewer_id: str
    reviewer: str
    assigned_at: datetime
    assigned_by: str
    done_at: datetime | None
    replaced_at: datetime | None
    marks: list[MarkItem]


class RoundOut(Schema):
    """A review round; `result` is empty while it is open, then passed, returned or recalled."""

    draft: str
    state: str
    number: int
    content_hash: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    result: str
    assignments: list[AssignmentOut]


class DraftStateOut(Schema):
    """A draft and where it stands."""

    draft: str
    state: str
    revision: int


def given_of(body: GradeBody) -> dict[str, Given]:
    """Return the marks of a request as the operation takes them."""
    return {
        mark.item: Given(mark.grade, mark.reason, tuple(Place(**place.model_dump()) for place in mark.places))
        for mark in body.marks
    }


def state_out(draft: Draft) -> DraftStateOut:
    """Return where a draft stands."""
    return DraftStateOut(draft=str(draft.pk), state=draft.state, revision=draft.revision)


def round_out(actor: Actor, round_: ReviewRound) -> RoundOut:
    """Return a round as the actor may see it."""
    shown = {row.pk for row in shown_assignments(actor, round_)}
    return RoundOut(
        draft=str(round_.draft_id),
        state=round_.draft.state,
        number=round_.number,
        content_hash=round_.content_hash,
        opened_at=round_.opened_at,
        opened_by=round_.opened_by_name,
        closed_at=round_.closed_at,
        result=round_.result,
        assignments=[_assignment(row, row.pk in shown) for row in round_.assignments.all()],
    )


def _assignment(row: ReviewAssignment, shown: bool) -> AssignmentOut:
    return AssignmentOut(
        id=row.pk,
        reviewer_id=row.reviewer_id,
        reviewer=row.reviewer_name,
        assigned_at=row.assigned_at,
        assigned_by=row.assigned_by_name,
        done_at=row.done_at,
        replaced_at=row.replaced_at,
        marks=[
            MarkItem(
                item=mark.item,
                grade=cast(Grade, mark.grade),
                reason=mark.reason,
                places=[PlaceItem(**asdict(Place(**place))) for place in mark.places],
                inherited=mark.inherited,
            )
            for mark in row.marks.all()
        ]
        if shown
        else [],
    )
