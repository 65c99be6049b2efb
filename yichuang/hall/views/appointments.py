"""The phone desk: appointments by day with search, booking for a caller, move, cancel, check in, strike out (S2-35, S2-38)."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import search
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.sealed import mask_name, mask_phone
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.hall import policies
from yichuang.hall.forms.appointments import AppointmentFilter, DeskBookingForm
from yichuang.hall.models import Appointment
from yichuang.hall.operations.book import Booking, book
from yichuang.hall.operations.change_appointment import cancel, excuse, move
from yichuang.hall.operations.check_in import check_in
from yichuang.hall.operations.settle_stranded import CANCEL, MOVE, settle
from yichuang.hall.queries.appointments import appointment_for, appointments_of, narrowed, stranded_at
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.slots import bookable_days, length_of, offer_on, plans_for
from yichuang.hall.rules.appointments import BOOKED, NO_SHOW, SOURCES, grouped
from yichuang.hall.rules.ledger_words import in_words
from yichuang.hall.views.booking import WHY_NOT, moment_of, want_of
from yichuang.hall.views.own_appointments import moving
from yichuang.hall.views.sheets import sheet
from yichuang.hall.views.sites import hall_chosen

TODAY, COMING, STRANDED, EVERY = "today", "coming", "stranded", "all"
LISTS = ((TODAY, "今天"), (COMING, "以后"), (STRANDED, "受影响"), (EVERY, "全部"))
TONES = {"booked": "blue", "checked_in": "green", "no_show": "red", "cancelled": "grey"}
ORDERS = {
    "": "starts_at",
    "starts": "starts_at",
    "-starts": "-starts_at",
    "booked": "created_at",
    "-booked": "-created_at",
}
HEADS = ("预约码", "日期", "时段", "办什么", "姓名", "手机号", "渠道", "状态", "迟到", "改期次数", "经办人", "原因")


def line_of(row: Appointment) -> dict[str, Any]:
    """Return an appointment as lists show it, its person masked."""
    return {
        "row": row,
        "code": grouped(row.code),
        "name": mask_name(row.name),
        "mobile": mask_phone(row.mobile),
        "tone": TONES[row.state],
    }


def _chosen(request: HttpRequest) -> tuple[Any, list[Any], AppointmentFilter, Any, str, str]:
    site, offered = hall_chosen(request, policies.VIEW, "查看预约")
    form, today = AppointmentFilter(request.GET, boards_of(site)), day_of(clock.now())
    wanted = request.GET.get("list", TODAY)
    by = form.narrowing()
    rows = narrowed(appointments_of(site), by)
    # Who searches, searches everywhere; otherwise the list is what its chip says.
    if wanted == TODAY and not by.text and not by.day:
        rows = rows.filter(day=today)
    elif wanted == COMING:
        rows = rows.filter(day__gt=today)
    order = ORDERS.get(request.GET.get("sort", ""), "starts_at")
    return site, offered, form, rows, order, wanted


@require_safe
@signed_in
@never_cache
def list_appointments(request: HttpRequest) -> HttpResponse:
    """List a hall's appointments: today's first."""
    site, offered, form, rows, order, wanted = _chosen(request)
    stranded = stranded_at(site, clock.now())
    actor = request.actor  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "site": site,
        "offered": offered,
        "filter": form,
        "lists": LISTS,
        "list": wanted,
        "stranded": len(stranded),
        "may_book": actor.may(policies.BOOK, policies.place_of(site)),
        "may_arrange": actor.may(policies.ARRANGE, policies.place_of(site)),
        "clear": f"/hall/appointments/?hall={site.key}&list={wanted}",
    }
    if wanted == STRANDED:
        context["lines"] = [line_of(row) for row in stranded]
    else:
        page = page_of(rows, [order], request.GET.get("cursor", ""), 30)
        context |= {"page": page, "lines": [line_of(row) for row in page.rows]}
    return render(request, "hall/appointments.html", context)


@require_safe
@signed_in
def export_appointments(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered and sorted on screen; people are masked."""
    site, _, _, rows, order, wanted = _chosen(request)
    found = stranded_at(site, clock.now()) if wanted == STRANDED else rows.order_by(order, "pk")[: LIMIT + 1]
    return sheet(request, f"{site.name}预约", HEADS, map(_cells, found), "appointments")


def _cells(row: Appointment) -> tuple[str | int, ...]:
    start, end = row.starts_at.astimezone(CHINA), row.ends_at.astimezone(CHINA)
    return (
        row.code, f"{row.day:%Y-%m-%d}", f"{start:%H:%M}—{end:%H:%M}", row.matter_name, mask_name(row.name),
        mask_phone(row.mobile), SOURCES[row.source], row.get_state_display(), "是" if row.late else "", row.moved,
        row.booked_by, row.why,
    )  # fmt: skip


@require_POST
@signed_in
def settle_all(request: HttpRequest) -> HttpResponse:
    """Move or cancel all whom a change of the opening hours strands, and tell each."""
    site, _ = hall_chosen(request, policies.VIEW, "查看预约")
    then = MOVE if request.POST.get("then") == MOVE else CANCEL
    done = settle(actor=request.actor, site=site, days=(), then=then, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, f"已改期 {done.moved} 人、取消 {done.cancelled} 人，都已发短信。")
    return HttpResponseRedirect(f"/hall/appointments/?hall={site.key}&list={STRANDED}")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Book for a caller: what for, which day, which slot, who; on one page."""
    site, offered = hall_chosen(request, policies.BOOK, "代办预约")
    given = request.POST if request.method == "POST" else request.GET
    want, now, typed = want_of(given), clock.now(), given.get("q", "").strip()[:60]
    form, refused = DeskBookingForm(request.POST or None), None
    plan, what = _plan_here(want, site.key)
    starts = moment_of(request.POST.get("starts", ""))
    if request.method == "POST" and form.is_valid() and plan is not None and what is not None:
        try:
            if starts is None:
                form.add_error(None, "请选择一个时段。")
            else:
                entered = Booking(plan.pk, what, starts, **form.cleaned_data)
                row = book(actor=request.actor, booking=entered, now=now)  # type: ignore[attr-defined]
                messages.success(request, f"已预约，预约码 {grouped(row.code)}，短信已发出。")
                return HttpResponseRedirect(f"/hall/appointments/{row.pk}/")
        except Refused as error:
            refused = error
    context: dict[str, Any] = {
        "site": site, "offered": offered, "want": want, "typed": typed, "hits": search(typed, 8) if typed else [],
        "boards": boards_of(site), "what": what, "plan": plan, "form": form, "refused": refused, "starts": starts,
    }  # fmt: skip
    if plan is not None and what is not None:
        length = length_of(plan, what.matter)
        context["days"] = [(one, want.query(day=one.hours.day.isoformat())) for one in bookable_days(plan, length, now)]
        if want.day:
            offer = offer_on(plan, want.day, length, now)
            context["slots"] = [(slot, WHY_NOT.get(slot.why_not, "")) for slot in offer.slots]
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "hall/appointment_new.html", context, status=status)


def _plan_here(want: Any, key: str) -> tuple[Any, Any]:
    if not want.is_said:
        return None, None
    found = plans_for(want.matter, want.board, want.purpose)
    return next(((plan, what) for plan, what in found if plan.site.key == key), (None, None))


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Show an appointment with what can be done with it."""
    row = appointment_for(request.actor, appointment_id)  # type: ignore[attr-defined]
    return _page(request, row)


@require_safe
@signed_in
@never_cache
def choose(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Show the days, and the slots of one, to which an appointment can be moved."""
    row = appointment_for(request.actor, appointment_id)  # type: ignore[attr-defined]
    policies.demand(request.actor, policies.BOOK, row.site, "改期")  # type: ignore[attr-defined]
    return render(request, "hall/appointment_move.html", moving(row, request.GET.get("day", ""), request))


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, appointment_id: UUID, verb: str) -> HttpResponse:
    """Move, cancel, check in, strike out a no-show."""
    row = appointment_for(request.actor, appointment_id)  # type: ignore[attr-defined]
    if verb not in ACTS:
        raise NotFound("这个操作")
    back = f"/hall/appointments/{row.pk}/"
    return acted(request, lambda: ACTS[verb](request, row), partial(_page, request, row), back)


def _move(request: HttpRequest, row: Appointment) -> str:
    starts = moment_of(request.POST.get("starts", "")) or row.starts_at
    actor: Any = request.actor  # type: ignore[attr-defined]
    move(actor=actor, pk=row.pk, starts_at=starts, now=clock.now(), why=f"{actor.name}代办改期")
    return "已改期，短信已发出。"


def _cancel(request: HttpRequest, row: Appointment) -> str:
    why = request.POST.get("why", "")[:100]
    cancel(actor=request.actor, pk=row.pk, now=clock.now(), why=why)  # type: ignore[attr-defined]
    return "已取消，短信已发出。"


def _check_in(request: HttpRequest, row: Appointment) -> str:
    ticket = check_in(actor=request.actor, site=row.site, code=row.code, now=clock.now())  # type: ignore[attr-defined]
    return f"已签到，票号 {ticket.number}。"


def _excuse(request: HttpRequest, row: Appointment) -> str:
    excuse(actor=request.actor, pk=row.pk, why=request.POST.get("why", "")[:100], now=clock.now())  # type: ignore[attr-defined]
    return "已更正，不再计为爽约。"


ACTS: dict[str, Callable[[HttpRequest, Appointment], str]] = {
    "move": _move,
    "cancel": _cancel,
    "check-in": _check_in,
    "excuse": _excuse,
}


def _page(request: HttpRequest, row: Appointment, refused: Refused | None = None) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    past = ledger.history(row.stream)
    context = {
        **line_of(row),
        "refused": refused,
        "why": request.POST.get("why", ""),
        "may_book": actor.may(policies.BOOK, policies.place_of(row.site)) and row.state == BOOKED,
        "may_check_in": actor.may(policies.GUIDE, policies.place_of(row.site))
        and row.state in (BOOKED, NO_SHOW)
        and row.day == day_of(clock.now()),
        "may_excuse": actor.may(policies.BOOK, policies.place_of(row.site)) and row.state == NO_SHOW,
        "history": [(event, in_words(event.type, event.payload)) for event in reversed(past)],
    }
    return render(request, "hall/appointment.html", context, status=refused.status if refused else 200)
