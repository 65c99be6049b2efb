"""Whoever booked looks after it: code and the mobile's last digits open it; move, cancel, calendar file, QR code."""

from datetime import date
from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.foundations import clock
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import Refused
from yichuang.foundations.sealed import mask_name, mask_phone
from yichuang.hall.forms.appointments import OwnForm
from yichuang.hall.models import Appointment
from yichuang.hall.operations.change_appointment import cancel, move
from yichuang.hall.operations.code_tries import admit, note_wrong
from yichuang.hall.queries.appointments import own
from yichuang.hall.queries.slots import bookable_days, draft_of, length_of, offer_on
from yichuang.hall.rules.appointments import BOOKED, CANCELLED, grouped
from yichuang.hall.rules.icalendar import Entry, calendar_file
from yichuang.hall.views.booking import DONE_MARK, WHY_NOT, moment_of, not_found

OWN_MARK, OPEN_FOR = "booking-own", 30 * 60


@require_safe
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """Show what was booked: the code, its QR, the calendar file."""
    row = _just_booked(request)
    if row is None:
        return HttpResponseRedirect("/book/manage/")
    return render(request, "hall/book_done.html", shown(row))


def shown(row: Appointment) -> dict[str, Any]:
    """Return an appointment as its owner sees it."""
    return {
        "row": row,
        "code": grouped(row.code),
        "qr": segno.make(row.code, error="m").svg_data_uri(scale=5, border=2),
        "name": mask_name(row.name),
        "mobile": mask_phone(row.mobile),
    }


@require_safe
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the appointment that this browser holds as an iCalendar file."""
    row = _owned(request) or _just_booked(request)
    if row is None:
        raise not_found()
    entry = Entry(
        uid=f"{row.pk}@yichuang",
        sequence=row.moved + (row.state == CANCELLED),
        start=row.starts_at,
        end=row.ends_at,
        summary=f"办事预约：{row.matter_name}",
        location=f"{row.site.name} {row.site.address}".strip(),
        description=f"预约码 {grouped(row.code)}\n请带好材料和有效身份证件，到场凭预约码签到取号。",
        cancelled=row.state == CANCELLED,
    )
    answer = HttpResponse(calendar_file(entry, clock.now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="appointment-{row.code}.ics"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def manage(request: HttpRequest) -> HttpResponse:
    """Ask for code and mobile, then show the appointment and what can be done with it."""
    if request.method == "POST":
        return _open(request)
    row = _owned(request)
    asked = request.GET.get("code", "")[:20]
    if row is None or (asked and asked != row.code):
        return render(request, "hall/manage_ask.html", {"form": OwnForm(initial={"code": asked})})
    return _page(request, row)


def _open(request: HttpRequest) -> HttpResponse:
    now, address = clock.now(), request.META.get("REMOTE_ADDR", "")
    form, refused = OwnForm(request.POST), None
    if form.is_valid():
        try:
            admit(address=address, now=now)
            row = own(form.cleaned_data["code"], form.cleaned_data["tail"])
            if row is None:
                note_wrong(address=address, now=now)
                raise not_found()
        except Refused as error:
            refused = error
        else:
            request.session[OWN_MARK] = {"pk": str(row.pk), "open_until": now.timestamp() + OPEN_FOR}
            return HttpResponseRedirect("/book/manage/")
    status = refused.status if refused else 422
    return render(request, "hall/manage_ask.html", {"form": form, "refused": refused}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def move_own(request: HttpRequest) -> HttpResponse:
    """Choose another day and slot; the old place is let go only once the new one is had."""
    row = _must_own(request)
    refused: Refused | None = None
    starts = moment_of(request.POST.get("starts", ""))
    if request.method == "POST" and starts is not None:
        try:
            move(actor=PUBLIC, pk=row.pk, starts_at=starts, now=clock.now(), code=row.code)
        except Refused as error:
            refused = error
        else:
            return HttpResponseRedirect("/book/manage/?moved=1")
    given = request.POST.get("day", "") or request.GET.get("day", "")
    context = moving(row, given, request)
    context |= {"refused": refused, "base": "/book/manage/move/", "post": "/book/manage/move/"}
    return render(request, "hall/manage_move.html", context, status=refused.status if refused else 200)


def moving(row: Appointment, given: str, request: HttpRequest) -> dict[str, Any]:
    """Return the days, or the slots of the day that was given, to which an appointment may be moved."""
    now, length = clock.now(), length_of(row.plan, row.matter)
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    context: dict[str, Any] = {"row": row, "day": day, "back_url": "/book/manage/"}
    if day is None:
        return {**context, "days": bookable_days(row.plan, length, now)}
    offer = offer_on(row.plan, day, length, now, besides=row.pk)
    slots = [(slot, WHY_NOT.get(slot.why_not, "")) for slot in offer.slots]
    return {**context, "offer": offer, "slots": slots, "back_url": request.path}


@require_POST
@never_cache
def cancel_own(request: HttpRequest) -> HttpResponse:
    """Cancel; the place is free for others at once."""
    row = _must_own(request)
    try:
        cancel(actor=PUBLIC, pk=row.pk, now=clock.now(), code=row.code)
    except Refused as refused:
        return _page(request, row, refused)
    return HttpResponseRedirect("/book/manage/")


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Close the appointment on this machine."""
    request.session.pop(OWN_MARK, None)
    request.session.pop(DONE_MARK, None)
    return HttpResponseRedirect("/book/")


def _page(request: HttpRequest, row: Appointment, refused: Refused | None = None) -> HttpResponse:
    ahead = row.state == BOOKED and row.starts_at > clock.now()
    context = {**shown(row), "ahead": ahead, "refused": refused, "moved": request.GET.get("moved") == "1"}
    context["today"] = row.day == clock.now().astimezone(CHINA).date() and row.state == BOOKED
    return render(request, "hall/manage.html", context, status=refused.status if refused else 200)


def _owned(request: HttpRequest) -> Appointment | None:
    """Return the appointment that this browser has opened within half an hour."""
    kept: dict[str, Any] | None = request.session.get(OWN_MARK)
    if not kept or kept["open_until"] < clock.now().timestamp():
        return None
    return draft_of(UUID(kept["pk"]))


def _must_own(request: HttpRequest) -> Appointment:
    row = _owned(request)
    if row is None:
        raise not_found()
    return row


def _just_booked(request: HttpRequest) -> Appointment | None:
    kept = request.session.get(DONE_MARK)
    return draft_of(UUID(kept)) if kept else None
