"""The public books: what for, where, which day, which slot, who comes; one question a page, without scripts (S2-35, S2-38)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.catalog.queries import PublishedMatter, search
from yichuang.foundations import clock
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.forms.appointments import PersonForm
from yichuang.hall.models import Appointment, SlotPlan
from yichuang.hall.operations.book import book_held, hold_slot, let_go
from yichuang.hall.queries.slots import (
    Purpose,
    boards_booking,
    bookable_days,
    draft_of,
    length_of,
    matter_wanted,
    offer_on,
    plans_for,
)
from yichuang.hall.rules.slots import FAR, FULL, LATE, Slot
from yichuang.hall.rules.tickets import ISSUE, RECEIVE

DRAFT_MARK, DONE_MARK = "booking-draft", "booking-done"
WHY_NOT = {FULL: "已约满", LATE: "来不及", FAR: "未开放"}
NOON = 12


@dataclass(frozen=True)
class Want:
    """What the address says so far: what for, at which site, on which day."""

    matter: PublishedMatter | None
    board: str
    purpose: str
    site: str
    day: date | None

    @property
    def is_said(self) -> bool:
        """Tell whether it is known what for."""
        return bool(self.matter or self.board or self.purpose == ISSUE)

    def query(self, **more: str) -> str:
        """Return the address's query with something more, or less."""
        given = {
            "matter": self.matter.key if self.matter else "",
            "board": self.board,
            "purpose": self.purpose if self.purpose == ISSUE else "",
            "site": self.site,
            "day": self.day.isoformat() if self.day else "",
            **more,
        }
        return urlencode({name: value for name, value in given.items() if value})


def want_of(given: Any) -> Want:
    """Return what an address or a form says; what cannot be read is not said."""
    key = given.get("matter", "")[:60]
    matter = matter_wanted(key) if key else None
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = None
    purpose = ISSUE if given.get("purpose") == ISSUE else RECEIVE
    return Want(matter, given.get("board", "")[:40], purpose, given.get("site", "")[:40], day)


@require_safe
@never_cache
def book(request: HttpRequest) -> HttpResponse:
    """Ask the next question."""
    want = want_of(request.GET)
    if not want.is_said:
        return _ask_what(request)
    return _ask_on(request, want)


def _ask_what(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:60]
    context = {"typed": typed, "hits": search(typed, 12) if typed else [], "boards": boards_booking(), "back_url": ""}
    return render(request, "hall/book_what.html", context)


def _ask_on(request: HttpRequest, want: Want, refused: Refused | None = None) -> HttpResponse:
    offered = plans_for(want.matter, want.board, want.purpose)
    chosen = next(((plan, what) for plan, what in offered if plan.site.key == want.site), None)
    context: dict[str, Any] = {"want": want, "refused": refused, "what": offered[0][1].name if offered else want.board}
    if want.matter:
        context["what"] = want.matter.spec.name
    if chosen is None and len(offered) == 1 and not want.site:
        return HttpResponseRedirect(f"/book/?{want.query(site=offered[0][0].site.key)}")
    if chosen is None:
        context |= {
            "sites": [(plan.site, want.query(site=plan.site.key)) for plan, _ in offered],
            "back_url": "/book/",
        }
        return render(request, "hall/book_site.html", context)
    plan, what = chosen
    context["plan"] = plan
    return _ask_when(request, want, plan, what, context)


def _ask_when(request: HttpRequest, want: Want, plan: SlotPlan, what: Purpose, context: dict[str, Any]) -> HttpResponse:
    now, length = clock.now(), length_of(plan, what.matter)
    refused: Refused | None = context["refused"]
    status = refused.status if refused else 200
    context |= {"length": length, "several": length > plan.minutes}
    if want.day is None:
        days = [(offer, want.query(day=offer.hours.day.isoformat())) for offer in bookable_days(plan, length, now)]
        context |= {
            "days": days,
            "any": any(offer.free for offer, _ in days),
            "back_url": f"/book/?{want.query(site='')}",
        }
        return render(request, "hall/book_day.html", context, status=status)
    offer = offer_on(plan, want.day, length, now)
    parts: list[tuple[str, list[tuple[Slot, str]]]] = [("上午", []), ("下午", []), ("晚上", [])]
    for slot in offer.slots:
        hour = slot.start.astimezone(CHINA).hour
        part = 0 if hour < NOON else 1 if hour < 18 else 2
        parts[part][1].append((slot, WHY_NOT.get(slot.why_not, "")))
    context |= {
        "offer": offer,
        "parts": [(name, slots) for name, slots in parts if slots],
        "day": want.day,
        "back_url": f"/book/?{want.query(day='')}",
    }
    return render(request, "hall/book_slot.html", context, status=status)


@require_POST
@never_cache
def hold(request: HttpRequest) -> HttpResponse:
    """Hold the chosen slot for ten minutes and go on to who comes; when it cannot be had, ask for the slot again."""
    want = want_of(request.POST)
    chosen = next(
        ((plan, what) for plan, what in plans_for(want.matter, want.board, want.purpose) if plan.site.key == want.site),
        None,
    )
    starts = moment_of(request.POST.get("starts", ""))
    if chosen is None or starts is None:
        if chosen is None or want.day is None:
            return HttpResponseRedirect("/book/")
        return HttpResponseRedirect(f"/book/?{want.query()}&unchosen=1")
    plan, what = chosen
    try:
        row = hold_slot(
            plan_id=plan.pk,
            purpose=what,
            starts_at=starts,
            address=request.META.get("REMOTE_ADDR", ""),
            now=clock.now(),
            instead=_marked(request, DRAFT_MARK),
        )
    except Refused as refused:
        return _ask_on(request, want, refused)
    request.session[DRAFT_MARK] = str(row.pk)
    return HttpResponseRedirect("/book/confirm/")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask who comes while the slot is held, and book."""
    draft, now = _marked(request, DRAFT_MARK), clock.now()
    row = draft_of(draft) if draft else None
    if row is None:
        return render(request, "hall/book_gone.html", {"back_url": "/book/"}, status=404)
    form, refused = PersonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = book_held(actor=PUBLIC, draft=row.pk, name=given["name"], mobile=given["mobile"], now=now)
        except Refused as error:
            refused = _onto(form, error)
        else:
            request.session.pop(DRAFT_MARK, None)
            request.session[DONE_MARK] = str(done.pk)
            return HttpResponseRedirect("/book/done/")
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    context = {
        "form": form,
        "refused": refused,
        "row": row,
        "held": row.held_until is not None and row.held_until > now,
        "again": f"/book/?{_query_of(row)}",
    }
    return render(request, "hall/book_person.html", context, status=status)


def _onto(form: PersonForm, error: Refused) -> Refused | None:
    """Put a refusal that concerns a field onto it; return what concerns none."""
    fields = [reason for reason in error.reasons if reason.field in form.fields]
    for reason in fields:
        form.add_error(reason.field, f"{reason.message}{reason.todo}")
    return None if fields else error


@require_POST
@never_cache
def release(request: HttpRequest) -> HttpResponse:
    """Let the held slot go and choose again."""
    draft = _marked(request, DRAFT_MARK)
    row = draft_of(draft) if draft else None
    request.session.pop(DRAFT_MARK, None)
    if row is None:
        return HttpResponseRedirect("/book/")
    let_go(draft=row.pk)
    return HttpResponseRedirect(f"/book/?{_query_of(row)}")


def _query_of(row: Appointment) -> str:
    """Return the address at which the slots of a draft's day are chosen."""
    given = {"site": row.site.key, "day": row.day.isoformat()}
    if row.matter:
        given["matter"] = row.matter
    elif row.purpose == ISSUE:
        given["purpose"] = ISSUE
    else:
        given["board"] = row.matter_name
    return urlencode(given)


def _marked(request: HttpRequest, mark: str) -> UUID | None:
    kept = request.session.get(mark)
    return UUID(kept) if kept else None


def moment_of(text: str) -> datetime | None:
    """Return an instant with its zone, or None for anything else."""
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and abs((day_of(moment) - date(2026, 1, 1)).days) < 40_000 else None


def not_found() -> NotFound:
    """Return the refusal of an appointment that this browser does not hold."""
    return NotFound("这个预约", "请输入预约码和手机号后四位重新查找。")
