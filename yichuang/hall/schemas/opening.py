"""What those who keep a hall's calendar send and get over the API: exceptional days and plans of slots (S2-38)."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from yichuang.hall.models import OpeningException, SlotPlan
from yichuang.hall.operations.slot_plans import BOUNDS, SlotTerms
from yichuang.hall.rules.opening_document import spans_text


class SpecialDayOut(Schema):
    """An exceptional day: closed without spans, else open exactly then; without a board the whole site."""

    id: int
    site: str
    day: date
    board: str
    spans: list[list[int]] = Field(description="Minutes from midnight in China")
    hours: str
    reason: str
    declared_by: str
    declared_at: datetime


class SpecialDayPage(Schema):
    """One page of exceptional days."""

    rows: list[SpecialDayOut]
    next: str = ""
    previous: str = ""


class SpecialDaysBody(Schema):
    """Exceptional days from one to another (both included, at most 31), why, and what becomes of who is booked then."""

    site: str = Field(max_length=40, description="Key of the site, such as centre")
    first: date
    last: date | None = None
    hours: str = Field(default="", max_length=120, description="Such as 9:00-11:30、13:30-16:00; empty: closed all day")
    reason: str = Field(max_length=100, description="The public is told")
    board: str = Field(default="", max_length=1, description="A board's letter; empty: the whole site")
    then: Literal["move", "cancel", "later"] = "later"


class SpecialDaysOut(Schema):
    """The days as they are kept, and how many who were booked were moved, cancelled, or wait for somebody to deal with them."""

    days: list[SpecialDayOut]
    moved: int
    cancelled: int
    waiting: int


class SpecialDayWithdrawn(Schema):
    """Which day follows the rules again, and how many who are booked at the site do not fit its hours now."""

    site: str
    day: date
    board: str
    waiting: int


class SlotPlanOut(Schema):
    """How appointments of a board (letter; empty: all matters) or of a purpose are offered at a site."""

    id: int
    site: str
    purpose: str
    board: str
    name: str
    minutes: int
    capacity: int
    extra: int
    days_ahead: int
    notice_minutes: int
    lengths: dict[str, int] = Field(description="Key of a matter that takes longer → minutes")
    active: bool
    changed_at: datetime


class SlotTermsBody(Schema):
    """What changes of a plan; what is null stays."""

    minutes: int | None = None
    capacity: int | None = None
    extra: int | None = None
    days_ahead: int | None = None
    notice_minutes: int | None = None
    lengths: dict[str, int] | None = None
    active: bool | None = None

    def terms(self, kept: SlotTerms) -> SlotTerms:
        """Return the terms, with what is not given as it was."""
        names = (*BOUNDS, "lengths", "active")
        given = {name: getattr(self, name) for name in names}
        return SlotTerms(**{name: getattr(kept, name) if given[name] is None else given[name] for name in names})


class NewSlotPlanBody(SlotTermsBody):
    """A new plan: at which site, for a board or to collect results; what is null has its usual value."""

    site: str = Field(max_length=40, description="Key of the site, such as centre")
    board: str = Field(default="", max_length=1)
    purpose: Literal["receive", "issue"] = "receive"


def special_day_out(row: OpeningException, site: str) -> SpecialDayOut:
    """Return an exceptional day."""
    spans = [(int(start), int(end)) for start, end in row.spans]
    return SpecialDayOut(
        id=row.pk,
        site=site,
        day=row.day,
        board=row.board,
        spans=[list(span) for span in spans],
        hours=spans_text(spans),
        reason=row.reason,
        declared_by=row.declared_by,
        declared_at=row.declared_at,
    )


def terms_of(row: SlotPlan) -> SlotTerms:
    """Return the terms of a plan as they stand."""
    return SlotTerms(**{name: getattr(row, name) for name in (*BOUNDS, "lengths", "active")})


def slot_plan_out(row: SlotPlan) -> SlotPlanOut:
    """Return a plan of slots."""
    terms = {name: getattr(row, name) for name in (*BOUNDS, "lengths", "active")}
    return SlotPlanOut(
        id=row.pk,
        site=row.site.key,
        purpose=row.purpose,
        board=row.board,
        name=row.name,
        changed_at=row.changed_at,
        **terms,
    )
