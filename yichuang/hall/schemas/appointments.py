"""What those who book for others send and get over the API: the phone desk, 12345, other channels (S2-35)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yichuang.foundations.sealed import mask_name, mask_phone
from yichuang.hall.models import Appointment, SlotPlan, Ticket
from yichuang.hall.queries.share import Channel, Share
from yichuang.hall.queries.slots import DayOffer, Purpose
from yichuang.hall.rules.opening import DayHours, hours_in_words


class AppointmentOut(Schema):
    """An appointment; name and mobile are masked."""

    id: UUID
    code: str
    site: str
    site_name: str
    state: str
    purpose: str
    board: str
    matter: str
    matter_name: str
    starts_at: datetime
    ends_at: datetime
    name: str
    mobile: str
    source: str
    system: str = Field(description="Key of the joined system that booked it, empty for others")
    moved: int
    late: bool
    why: str


class AppointmentPage(Schema):
    """One page of appointments."""

    rows: list[AppointmentOut]
    next: str = ""
    previous: str = ""


class AppointmentBody(Schema):
    """A booking: at which site, for a matter (key) or a board (letter) or to collect a result, when, and who comes."""

    site: str = Field(max_length=40, description="Key of the site, such as centre")
    matter: str = Field(default="", max_length=60)
    board: str = Field(default="", max_length=1)
    purpose: Literal["receive", "issue"] = "receive"
    starts_at: datetime = Field(description="A start that GET /hall/slots offers, with its zone")
    name: str = Field(max_length=40)
    mobile: str = Field(max_length=20)
    source: Literal["desk", "phone", "12345"] = "12345"


class AppointmentMove(Schema):
    """Another start."""

    starts_at: datetime


class AppointmentReason(Schema):
    """Why; the person is told."""

    reason: str = Field(max_length=150)


class CheckInBody(Schema):
    """A code shown at a site."""

    site: str = Field(max_length=40)
    code: str = Field(max_length=20)


class CheckedInOut(Schema):
    """The ticket that was given; without `slot_at` it has no precedence (late)."""

    number: str
    site: str
    slot_at: datetime | None


class SlotOut(Schema):
    """A time that can be booked."""

    starts_at: datetime
    ends_at: datetime
    left: int


class SlotDayOut(Schema):
    """A day of a site with the times that can be booked, or why there are none."""

    day: date
    hours: str
    closed: str
    slots: list[SlotOut]


class SlotOfferOut(Schema):
    """What a site offers for something, from today as far as may be booked."""

    site: str
    site_name: str
    name: str
    days: list[SlotDayOut]


class OpeningDayOut(Schema):
    """When a site or board is open on a day, and why not."""

    day: date
    kind: str
    spans: list[list[int]] = Field(description="Minutes from midnight in China")
    hours: str
    closed: str
    notes: list[str]


class ShareOut(Schema):
    """How many visits were by appointment, and what became of the appointments; the share in hundredths of a per cent."""

    key: str
    tickets: int
    by_appointment: int
    share_hundredths: int
    came: int
    missed: int
    cancelled: int


class ChannelOut(Schema):
    """How many booked through a channel (`system`: the key of a joined system), and what became of them."""

    source: str
    system: str
    name: str
    booked: int
    share_hundredths: int
    came: int
    missed: int
    cancelled: int


class SharesOut(Schema):
    """Shares by day and by board letter, and the channels people book through."""

    site: str
    first: date
    last: date
    days: list[ShareOut]
    boards: list[ShareOut]
    channels: list[ChannelOut]


def appointment_out(row: Appointment) -> AppointmentOut:
    """Return an appointment, its person masked."""
    return AppointmentOut(
        id=row.pk, code=row.code, site=row.site.key, site_name=row.site.name, state=row.state, purpose=row.purpose,
        board=row.board, matter=row.matter, matter_name=row.matter_name, starts_at=row.starts_at, ends_at=row.ends_at,
        name=mask_name(row.name), mobile=mask_phone(row.mobile), source=row.source, system=row.system, moved=row.moved, late=row.late,
        why=row.why,
    )  # fmt: skip


def ticket_out(ticket: Ticket) -> CheckedInOut:
    """Return the ticket of a check-in."""
    return CheckedInOut(number=ticket.number, site=ticket.site.key, slot_at=ticket.slot_at)


def offer_out(plan: SlotPlan, what: Purpose, days: list[DayOffer]) -> SlotOfferOut:
    """Return what a site offers."""
    return SlotOfferOut(
        site=plan.site.key,
        site_name=plan.site.name,
        name=what.name,
        days=[
            SlotDayOut(
                day=one.hours.day,
                hours=hours_in_words(one.hours.spans),
                closed=one.hours.closed,
                slots=[
                    SlotOut(starts_at=slot.start, ends_at=slot.end, left=slot.left) for slot in one.slots if slot.free
                ],
            )
            for one in days
        ],
    )


def opening_day_out(hours: DayHours) -> OpeningDayOut:
    """Return a day's hours."""
    return OpeningDayOut(
        day=hours.day,
        kind=hours.kind,
        spans=[[span.start, span.end] for span in hours.spans],
        hours=hours_in_words(hours.spans),
        closed=hours.closed,
        notes=list(hours.notes),
    )


def share_out(key: str, one: Share) -> ShareOut:
    """Return a share."""
    return ShareOut(
        key=key,
        tickets=one.tickets,
        by_appointment=one.by_appointment,
        share_hundredths=one.hundredths,
        came=one.came,
        missed=one.missed,
        cancelled=one.cancelled,
    )


def channel_out(one: Channel) -> ChannelOut:
    """Return a channel."""
    plain = {name: getattr(one, name) for name in ("source", "system", "name", "booked", "came", "missed", "cancelled")}
    return ChannelOut(share_hundredths=one.hundredths, **plain)
