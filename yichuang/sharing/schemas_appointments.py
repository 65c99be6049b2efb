"""What a joined system sends and gets that books appointments for callers (docs/integrators.md)."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from yichuang.hall.queries.slots import DayOffer, Purpose
from yichuang.organizations.queries import Site

ID = "The message's own id, such as a UUID or a call's number: under the same id it counts once"


class BookingBody(Schema):
    """A booking: at which site, for a matter (key), a board (letter) or to collect a result, when, and who comes."""

    id: str = Field(min_length=1, max_length=80, description=ID)
    site: str = Field(max_length=40, description="Key of the site, such as centre")
    matter: str = Field(default="", max_length=60)
    board: str = Field(default="", max_length=1)
    purpose: Literal["receive", "issue"] = "receive"
    starts_at: datetime = Field(description="A start that the slots offer, with its zone")
    name: str = Field(max_length=40)
    mobile: str = Field(max_length=20)


class MoveBookingBody(Schema):
    """Another start."""

    id: str = Field(min_length=1, max_length=80, description=ID)
    starts_at: datetime


class CancelBookingBody(Schema):
    """Why; the person is told."""

    id: str = Field(min_length=1, max_length=80, description=ID)
    reason: str = Field(max_length=150)


class BookingOfferOut(Schema):
    """Something that a site takes appointments for: a board, or collecting results; how many times are free, and the first."""

    purpose: str
    board: str
    name: str
    times: int
    first: datetime | None


class BookingSiteOut(Schema):
    """A site that takes appointments."""

    key: str
    name: str
    offers: list[BookingOfferOut]


def site_out(site: Site, offers: list[BookingOfferOut]) -> BookingSiteOut:
    """Return a site with what it offers."""
    return BookingSiteOut(key=site.key, name=site.name, offers=offers)


def offered_out(what: Purpose, days: list[DayOffer]) -> BookingOfferOut:
    """Return one thing that a site offers, with what is free of it."""
    free = [slot.start for day in days for slot in day.slots if slot.free]
    first = min(free, default=None)
    return BookingOfferOut(purpose=what.purpose, board=what.board, name=what.name, times=len(free), first=first)
