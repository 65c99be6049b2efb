"""Shapes of the API of hand-overs (S2-42, S2-44)."""

from datetime import datetime

from ninja import Schema

from yichuang.cases.models import HandoverBatch


class BundleBody(Schema):
    """What to hand over: `to_department` (paper) or `to_issuing` (results); the cases belong to one department."""

    direction: str = "to_department"
    cases: list[str]
    slot: str = ""
    way: str = ""
    contact: str = ""


class FoundItem(Schema):
    """What the taking side found for one case."""

    case: str
    taken_over: bool
    difference: str = ""


class FoundBody(Schema):
    """One finding for every listed case."""

    found: list[FoundItem]


class CancelBody(Schema):
    """Why a list is taken back."""

    reason: str


class PaperLine(Schema):
    """One kind of paper in a bundle."""

    name: str
    originals: int
    copies: int


class WaitingCase(Schema):
    """A case whose paper or result waits to be handed over."""

    number: str
    department: str
    site: str
    papers: list[PaperLine]


class WaitingOut(Schema):
    """Everything that waits, at most 200 cases, the oldest first."""

    cases: list[WaitingCase]


class BatchItem(Schema):
    """One case of a list; `taken_over` is null until the taking side has counted."""

    case: str
    papers: list[PaperLine]
    taken_over: bool | None
    difference: str


class BatchOut(Schema):
    """A hand-over list."""

    number: str
    direction: str
    state: str
    site: str
    department: str
    slot: str
    way: str
    contact: str
    prepared_at: datetime
    signed_out_at: datetime | None
    signed_out_by: str
    signed_in_at: datetime | None
    signed_in_by: str
    items: list[BatchItem] = []


class BatchPage(Schema):
    """A page of lists."""

    batches: list[BatchOut]
    next: str
    previous: str


def batch_out(batch: HandoverBatch, items: bool = False) -> BatchOut:
    """Return a list as the API shows it, with its cases when asked for."""
    rows = batch.items.select_related("case") if items else []
    return BatchOut(
        number=batch.number,
        direction=batch.direction,
        state=batch.state,
        site=batch.site_name,
        department=batch.department_name,
        slot=batch.slot,
        way=batch.way,
        contact=batch.contact,
        prepared_at=batch.prepared_at,
        signed_out_at=batch.signed_out_at,
        signed_out_by=batch.signed_out_by_name,
        signed_in_at=batch.signed_in_at,
        signed_in_by=batch.signed_in_by_name,
        items=[
            BatchItem(case=row.case.number, papers=row.listed, taken_over=row.taken_over, difference=row.difference)
            for row in rows
        ],
    )
