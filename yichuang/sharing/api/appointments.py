"""Appointments over /api/exchange/: the hotline 12345 as a joined system sees what is free, books, moves and cancels (S2-35, S2-38).

It stands here because it joins two rooms that do not know each other: the exchange knows who calls and what was said, the hall has
the places. Every call is in the message log.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from yichuang.exchange.auth import caller, exchange_auth
from yichuang.exchange.operations.log_message import log_given
from yichuang.exchange.policies import booker_of
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.rules import wire
from yichuang.exchange.rules.message_chain import BOOKING
from yichuang.exchange.rules.scopes import APPOINTMENTS
from yichuang.exchange.serving import exact, in_the_log, logs_what_is_refused
from yichuang.foundations import clock, idempotency
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import GONE, PROBLEMS, sent_body
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound
from yichuang.hall import policies
from yichuang.hall.offers import offer_of, zoned
from yichuang.hall.operations import change_appointment
from yichuang.hall.operations.book import Booking, book
from yichuang.hall.queries.appointments import Narrowing, appointment_for, booked_by_system, narrowed
from yichuang.hall.queries.offered_sites import offered_at_all
from yichuang.hall.queries.slots import plan_at, sites_booking
from yichuang.hall.rules.appointments import SYSTEM, read_code
from yichuang.hall.schemas.appointments import AppointmentOut, AppointmentPage, SlotOfferOut, appointment_out
from yichuang.organizations.queries import Site, site_by_key
from yichuang.sharing import schemas_appointments as s
from yichuang.sharing.operations.book_for_system import Order, take_order

router = Router(tags=["预约代办"], auth=exchange_auth)
ONE: dict[int, Any] = {200: AppointmentOut, **PROBLEMS}


def _booker(request: HttpRequest) -> Actor:
    """Return the system that calls as who books. :raises Refused: 403 without the scope."""
    return booker_of(caller(request, APPOINTMENTS))


def _site(actor: Actor, key: str) -> Site:
    """Return a site at which the system may book. :raises NotFound: for others."""
    site = site_by_key(key)
    if site is None or not actor.may(policies.BOOK_OWN, policies.place_of(site)):
        raise NotFound("这个服务点", "请从可预约的服务点中选择。")
    return site


def _given(request: HttpRequest, type_: str, content: Any, more: dict[str, Any] | None = None) -> HttpResponse:
    """Return what a system asked for, and put on record that it got it."""
    system: ClientSystem = request.system  # type: ignore[attr-defined]
    answer = exact(content)
    log_given(system, "", BOOKING, answer.content, now=clock.now(), type_=type_, more=more)
    in_the_log(request)
    return answer


@router.get(
    "/exchange/appointments/sites",
    response={200: list[s.BookingSiteOut], **PROBLEMS},
    operation_id="exchange_booking_sites",
    summary="可预约的服务点",
)
@decorate_view(logs_what_is_refused(BOOKING))
def get_sites(request: HttpRequest) -> HttpResponse:
    """Return the sites at which the system may book, what each takes appointments for, and how many times are free."""
    actor = _booker(request)
    sites = [site for site in sites_booking() if actor.may(policies.BOOK_OWN, policies.place_of(site))]
    offered = offered_at_all(sites, clock.now())
    found = [s.site_out(site, [s.offered_out(what, days) for what, days in offered[site.pk]]) for site in sites]
    return _given(request, wire.SLOTS_READ, [one.model_dump(mode="json") for one in found])


@router.get(
    "/exchange/appointments/slots",
    response={200: SlotOfferOut, **PROBLEMS, **GONE},
    operation_id="exchange_booking_slots",
    summary="可预约时段",
)
@decorate_view(logs_what_is_refused(BOOKING))
def get_slots(
    request: HttpRequest, site: str, matter: str = "", board: str = "", purpose: str = "receive"
) -> HttpResponse:
    """Return the days and times that can be booked at a site for a matter, a board or to collect a result."""
    actor = _booker(request)
    offer = offer_of(_site(actor, site), matter, board, purpose, clock.now())
    asked = {"site": site[:40], "matter": matter[:60], "board": board[:1]}
    return _given(request, wire.SLOTS_READ, offer.model_dump(mode="json"), asked)


@router.get(
    "/exchange/appointments",
    response={200: AppointmentPage, **PROBLEMS},
    operation_id="exchange_appointments",
    summary="本系统代办的预约",
)
@decorate_view(logs_what_is_refused(BOOKING))
def get_appointments(
    request: HttpRequest, code: str = "", day: date | None = None, state: str = "", cursor: str = "",
    size: int = Query(20, ge=1, le=100),
) -> HttpResponse:  # fmt: skip
    """Return what the system booked itself, the newest first; narrowed by a code, a day, a state."""
    actor = _booker(request)
    rows = narrowed(booked_by_system(actor), Narrowing(day, state))
    page = page_of(rows.filter(code=read_code(code)) if code else rows, ["-created_at"], cursor, size)
    found = AppointmentPage(rows=[appointment_out(row) for row in page.rows], next=page.next, previous=page.previous)
    return _given(request, wire.APPOINTMENTS_READ, found.model_dump(mode="json"))


@router.get(
    "/exchange/appointments/{appointment_id}", response=ONE, operation_id="exchange_appointment", summary="取预约"
)
@decorate_view(logs_what_is_refused(BOOKING))
def get_appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Return one appointment that the system booked; how it ended is told here too."""
    actor = _booker(request)
    found = appointment_out(appointment_for(actor, appointment_id))
    asked = {"appointment": str(appointment_id)}
    return _given(request, wire.APPOINTMENTS_READ, found.model_dump(mode="json"), asked)


def _ordered(
    request: HttpRequest, type_: str, body: Any, act: Callable[[Actor], Any], status: int = 200, pk: UUID | None = None
) -> HttpResponse:
    """Take an order and answer it; what took effect is in the log with it, what did not is put there by the door."""
    system = caller(request, APPOINTMENTS)
    words = {"appointment": str(pk or ""), **body.model_dump(mode="json")}
    raw = sent_body(request)
    key, sent = request.headers.get(idempotency.HEADER, ""), f"{request.method} {request.path}\n".encode() + raw
    order = Order(body.id, type_, words, raw, key, sent)

    def run(actor: Actor) -> dict[str, Any]:
        return dict(appointment_out(act(actor)).model_dump(mode="json"))

    answer = take_order(system=system, order=order, act=run, now=clock.now(), status=status)
    if not answer.repeated:
        in_the_log(request)
    return exact(answer.body, answer.status)


@router.post(
    "/exchange/appointments",
    response={201: AppointmentOut, **PROBLEMS, **GONE},
    operation_id="exchange_book",
    summary="代办预约",
)
@decorate_view(logs_what_is_refused(BOOKING, wire.BOOKED))
def post_appointment(request: HttpRequest, body: s.BookingBody) -> HttpResponse:
    """Book for a caller; the person gets the message with the code."""
    starts = zoned(body.starts_at)

    def act(actor: Actor) -> Any:
        plan, what = plan_at(_site(actor, body.site), body.matter, body.board, body.purpose)
        return book(
            actor=actor, booking=Booking(plan.pk, what, starts, body.name, body.mobile, SYSTEM), now=clock.now()
        )

    return _ordered(request, wire.BOOKED, body, act, 201)


@router.post(
    "/exchange/appointments/{appointment_id}/move", response=ONE, operation_id="exchange_move", summary="预约改期"
)
@decorate_view(logs_what_is_refused(BOOKING, wire.MOVED))
def post_move(request: HttpRequest, appointment_id: UUID, body: s.MoveBookingBody) -> HttpResponse:
    """Move an appointment that the system booked to another start of its plan."""
    starts = zoned(body.starts_at)

    def act(actor: Actor) -> Any:
        why = f"{actor.name}代办改期"
        return change_appointment.move(actor=actor, pk=appointment_id, starts_at=starts, now=clock.now(), why=why)

    return _ordered(request, wire.MOVED, body, act, pk=appointment_id)


@router.post(
    "/exchange/appointments/{appointment_id}/cancel", response=ONE, operation_id="exchange_cancel", summary="取消预约"
)
@decorate_view(logs_what_is_refused(BOOKING, wire.CANCELLED))
def post_cancel(request: HttpRequest, appointment_id: UUID, body: s.CancelBookingBody) -> HttpResponse:
    """Cancel an appointment that the system booked, for a reason that the person is told."""

    def act(actor: Actor) -> Any:
        return change_appointment.cancel(actor=actor, pk=appointment_id, now=clock.now(), why=body.reason)

    return _ordered(request, wire.CANCELLED, body, act, pk=appointment_id)
