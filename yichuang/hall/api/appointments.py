"""Appointments over /api/hall/: what is free, book, list, move, cancel, check in; opening hours and the share (S2-35, S2-38)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.hall import policies
from yichuang.hall.api.sites import period, site_asked
from yichuang.hall.models import Appointment
from yichuang.hall.offers import offer_of, zoned
from yichuang.hall.operations import change_appointment
from yichuang.hall.operations.book import Booking, book
from yichuang.hall.operations.check_in import check_in
from yichuang.hall.queries.appointments import Narrowing, appointment_for, appointments_of, narrowed
from yichuang.hall.queries.opening import hours_between
from yichuang.hall.queries.share import BY_BOARD, BY_DAY, channels, shares
from yichuang.hall.queries.slots import plan_at
from yichuang.hall.schemas import appointments as s

router = Router(tags=["大厅"], auth=staff_auth)
ONE: dict[int, Any] = {200: s.AppointmentOut, **PROBLEMS}
ORDERS = {"starts": "starts_at", "-starts": "-starts_at", "booked": "created_at", "-booked": "-created_at"}


@router.get(
    "/hall/slots",
    response={200: s.SlotOfferOut, **PROBLEMS, **GONE},
    operation_id="list_slots",
    summary="可预约时段",
)
def list_slots(
    request: HttpRequest, site: str = "", matter: str = "", board: str = "", purpose: str = "receive"
) -> s.SlotOfferOut:
    """Return the days and times that can be booked at a site for a matter, a board or to collect a result."""
    _, here = site_asked(request, site, policies.VIEW, "查看预约")
    return offer_of(here, matter, board, purpose, clock.now())


@router.get(
    "/hall/opening",
    response={200: list[s.OpeningDayOut], **PROBLEMS},
    operation_id="list_opening_days",
    summary="开放日历",
)
def list_opening(
    request: HttpRequest, site: str = "", board: str = "", first: date | None = None, last: date | None = None
) -> list[s.OpeningDayOut]:
    """Return when a site or one of its boards is open, day by day, with the reasons; a month from today without dates."""
    _, here = site_asked(request, site, policies.VIEW, "查看开放日历")
    first = first or day_of(clock.now())
    since, until = period(first, last or first + timedelta(days=30), 30)
    return [s.opening_day_out(one) for one in hours_between(here, since, until, board[:1]).values()]


@router.get(
    "/hall/appointments",
    response={200: s.AppointmentPage, **PROBLEMS},
    operation_id="list_appointments",
    summary="预约列表",
)
def list_appointments(
    request: HttpRequest,
    site: str = "",
    day: date | None = None,
    state: str = "",
    board: str = "",
    source: str = "",
    q: str = "",
    sort: str = "starts",
    cursor: str = "",
    size: int = 20,
) -> s.AppointmentPage:
    """Return a site's appointments; `q` is a code, a whole mobile number or a part of the matter's name."""
    _, here = site_asked(request, site, policies.VIEW, "查看预约")
    rows = narrowed(appointments_of(here), Narrowing(day, state, board, source, q.strip()[:60]))
    page = page_of(rows, [ORDERS.get(sort, "starts_at")], cursor, size)
    return s.AppointmentPage(rows=[s.appointment_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post(
    "/hall/appointments",
    response={201: s.AppointmentOut, **PROBLEMS, **GONE},
    operation_id="book_appointment",
    summary="代办预约",
)
def post_appointment(request: HttpRequest, body: s.AppointmentBody) -> Any:
    """Book for somebody; the person gets the message with the code."""
    actor, site = site_asked(request, body.site, policies.BOOK, "代办预约")
    starts = zoned(body.starts_at)

    def act() -> s.AppointmentOut:
        plan, what = plan_at(site, body.matter, body.board, body.purpose)
        booking = Booking(plan.pk, what, starts, body.name, body.mobile, body.source)
        return s.appointment_out(book(actor=actor, booking=booking, now=clock.now()))

    return write(request, act, 201)


@router.get(
    "/hall/appointments/share",
    response={200: s.SharesOut, **PROBLEMS},
    operation_id="appointment_share",
    summary="预约占比",
)
def get_share(request: HttpRequest, site: str = "", first: date | None = None, last: date | None = None) -> s.SharesOut:
    """Return the share of visits by appointment, by day and by board, and the channels; thirty days without dates."""
    _, here = site_asked(request, site, policies.VIEW, "查看预约占比")
    since, until = period(first, last, 29)
    return s.SharesOut(
        site=here.key,
        first=since,
        last=until,
        days=[s.share_out(key, one) for key, one in shares(here, since, until, BY_DAY).items()],
        boards=[s.share_out(key, one) for key, one in shares(here, since, until, BY_BOARD).items()],
        channels=[s.channel_out(one) for one in channels(here, since, until)],
    )


@router.post(
    "/hall/check-in",
    response={200: s.CheckedInOut, **PROBLEMS},
    operation_id="check_in",
    summary="预约签到",
)
def post_check_in(request: HttpRequest, body: s.CheckInBody) -> Any:
    """Give the ticket of an appointment that came."""
    actor, site = site_asked(request, body.site, policies.GUIDE, "为预约人签到")
    return write(request, lambda: s.ticket_out(check_in(actor=actor, site=site, code=body.code, now=clock.now())))


@router.get("/hall/appointments/{appointment_id}", response=ONE, operation_id="get_appointment", summary="取预约")
def get_appointment(request: HttpRequest, appointment_id: UUID) -> s.AppointmentOut:
    """Return one appointment."""
    return s.appointment_out(appointment_for(request.actor, appointment_id))  # type: ignore[attr-defined]


def _act(request: HttpRequest, operation: Callable[..., Appointment], pk: UUID, **given: Any) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return write(request, lambda: s.appointment_out(operation(actor=actor, pk=pk, now=clock.now(), **given)))


@router.post(
    "/hall/appointments/{appointment_id}/move", response=ONE, operation_id="move_appointment", summary="预约改期"
)
def post_move(request: HttpRequest, appointment_id: UUID, body: s.AppointmentMove) -> Any:
    """Move an appointment to another start of its plan."""
    starts, who = zoned(body.starts_at), request.actor.name  # type: ignore[attr-defined]
    return _act(request, change_appointment.move, appointment_id, starts_at=starts, why=f"{who}代办改期")


@router.post(
    "/hall/appointments/{appointment_id}/cancel", response=ONE, operation_id="cancel_appointment", summary="取消预约"
)
def post_cancel(request: HttpRequest, appointment_id: UUID, body: s.AppointmentReason) -> Any:
    """Cancel an appointment, for a reason that the person is told."""
    return _act(request, change_appointment.cancel, appointment_id, why=body.reason)


@router.post(
    "/hall/appointments/{appointment_id}/excuse", response=ONE, operation_id="excuse_appointment", summary="更正爽约"
)
def post_excuse(request: HttpRequest, appointment_id: UUID, body: s.AppointmentReason) -> Any:
    """Strike out a no-show that was no fault of the person."""
    return _act(request, change_appointment.excuse, appointment_id, why=body.reason)
