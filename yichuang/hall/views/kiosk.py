"""The kiosk: choose, confirm, number, slip; every step a page of its own, what was chosen stands in the address (S2-30, S2-31).

Nothing is kept between two people: a minute without a touch goes back to the first page, which forgets language and type size.
"""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.catalog.queries import search
from yichuang.foundations import clock, idempotency
from yichuang.foundations.clock import CHINA
from yichuang.foundations.paper.qr import qr_svg
from yichuang.hall.models import Device, Ticket
from yichuang.hall.operations.hand_out import hand_out, link_of
from yichuang.hall.operations.take_ticket import Asking
from yichuang.hall.queries.kiosk import (
    Offer,
    as_wanted,
    boards_offered,
    chosen_offers,
    frequent_offered,
    hall_at,
    reprintable,
)
from yichuang.hall.queries.opening import today_at
from yichuang.hall.queries.waits import outlook_of
from yichuang.hall.rules.contacts import LANDLINE, WRONG, contact_of
from yichuang.hall.rules.devices import KIOSK
from yichuang.hall.rules.kiosk_words import LANGUAGES, named_in, wait_in, words_in
from yichuang.hall.rules.tickets import GREEN, WAITING
from yichuang.hall.rules.wanted import readable
from yichuang.hall.views.doors import for_device

LANGUAGE, LARGE = "yc_kiosk_language", "yc_large"
RESULTS = 12


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang") or request.COOKIES.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else "zh"


def _large(request: HttpRequest) -> bool:
    return (request.GET.get("large") or request.COOKIES.get(LARGE, "")) == "1"


def _address(wanted: list[str], path: str = "/kiosk/", **more: str) -> str:
    query = QueryDict(mutable=True)
    query.setlist("want", wanted)
    query.update(more)
    return f"{path}?{query.urlencode()}" if query else path


def show_page(
    request: HttpRequest, template: str, wanted: list[str], context: dict[str, Any], status: int = 200
) -> Any:
    """Show a page of the kiosk in the language and type size that were chosen, and keep that choice until the page is cleared."""
    language, large = _language(request), _large(request)
    words, here = words_in(language), request.path
    query = QueryDict(mutable=True)
    query.setlist("want", wanted)
    if "q" in request.GET:
        query["q"] = request.GET["q"]
    other = {**context, "w": words, "lang": language, "large": large, "wanted": wanted, "device": _device(request)}
    other["other_language"] = f"{here}?{_with(query, lang=LANGUAGES[language == 'zh'])}"
    other["other_size"] = f"{here}?{_with(query, large='0' if large else '1')}"
    response = render(request, template, other, status=status)
    response.set_cookie(LANGUAGE, language, samesite="Lax", httponly=True, secure=settings.SECURE_COOKIES)
    response.set_cookie(LARGE, "1" if large else "0", samesite="Lax", secure=settings.SECURE_COOKIES)
    return response


def _with(query: QueryDict, **more: str) -> str:
    made = query.copy()
    made.update(more)
    return made.urlencode()


def _device(request: HttpRequest) -> Device:
    device: Device = request.device  # type: ignore[attr-defined]
    return device


@require_safe
@for_device("hall.take", (KIOSK,))
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Ask what somebody came for; with something chosen, what else."""
    device, now, wanted = _device(request), clock.now(), readable(request.GET.getlist("want"))
    site = device.site
    last = None if wanted else reprintable(device.last_ticket_id, device.last_ticket_at, now)
    context = {
        "site": site,
        "boards": _offers(boards_offered(site), wanted),
        "frequent": _offers(frequent_offered(hall_at(site), now), wanted),
        "plain": {key: _address([*wanted, key], "/kiosk/take/") for key in ("u", "i", "c")},
        "chosen": _chosen(device, wanted, _language(request)),
        "shut": _shut(device, _language(request)),
        "go_on": _address(wanted, "/kiosk/take/"),
        "last": last,
        "reprint_help": words_in(_language(request))["reprint_help"].format(number=last.number) if last else "",
    }
    return show_page(request, "hall/kiosk_home.html", wanted, context)


def _offers(offers: list[Offer], wanted: list[str]) -> list[tuple[Offer, str]]:
    return [(offer, _address([*wanted, offer.key], "/kiosk/take/")) for offer in offers]


def _shut(device: Device, language: str) -> str:
    """Return what is said where nobody can be served now: the hours of the day; nothing while the hall is open."""
    today = today_at(device.site, clock.now())
    if today is None or not today.shut:
        return ""
    words = words_in(language)
    why = f"：{today.closed}" if today.closed and language == "zh" else ""
    return words["closed_help"].format(hours=today.hours or words["closed_all_day"] + why)


def _chosen(device: Device, wanted: list[str], language: str) -> list[tuple[Offer, str]]:
    """Return what was chosen, each with the address that leaves it out."""
    left = {one: [other for other in wanted if other != one] for one in wanted}
    pages = {one: "/kiosk/take/" if rest else "/kiosk/" for one, rest in left.items()}
    words, offers = words_in(language), chosen_offers(device.site, wanted)
    shown = [Offer(one.key, named_in(words, one.key, one.name)) for one in offers]
    return [(one, _address(left[one.key], pages[one.key])) for one in shown]


@require_safe
@for_device("hall.take", (KIOSK,))
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Show the matters that answer what was typed: characters, pinyin or initials."""
    wanted, asked = readable(request.GET.getlist("want")), request.GET.get("q", "").strip()[:40]
    found = search(asked, RESULTS) if asked else []
    offers = [(one, _address([*wanted, f"m:{one.key}"], "/kiosk/take/")) for one in found]
    context = {"found": offers, "asked": asked, "unknown": _address([*wanted, "u"], "/kiosk/take/")}
    return show_page(request, "hall/kiosk_find.html", wanted, context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_device("hall.take", (KIOSK,))
@never_cache
def take(request: HttpRequest) -> HttpResponse:
    """Show what was chosen, ask for green channel and mobile, and give the number: once, however often the button is pressed."""
    device = _device(request)
    wanted = readable((request.POST if request.method == "POST" else request.GET).getlist("want"))
    if not wanted:
        return HttpResponseRedirect("/kiosk/")
    typed, wrong = "", ""
    if request.method == "POST":
        typed = request.POST.get("mobile", "")[:30]
        contact = contact_of("" if "without" in request.POST else typed)
        if contact.kind not in (LANDLINE, WRONG):
            _taken(request, device, wanted, contact.mobile)
            return HttpResponseRedirect("/kiosk/slip/?print=1")
        words = words_in(_language(request))
        wrong = words["mobile_landline_said" if contact.kind == LANDLINE else "mobile_wrong_said"]
    words = words_in(_language(request))
    context = {
        "chosen": _chosen(device, wanted, _language(request)),
        "shut": _shut(device, _language(request)),
        "more": _address(wanted),
        "greens": [(key, words[f"green_{key or 'none'}"]) for key in GREEN],
        "green": request.POST.get("green", ""),
        "typed": typed,
        "wrong": wrong,
        "key": uuid.uuid4(),
    }
    return show_page(request, "hall/kiosk_take.html", wanted, context, 422 if wrong else 200)


def _taken(request: HttpRequest, device: Device, wanted: list[str], mobile: str) -> None:
    by, now = request.by, clock.now()  # type: ignore[attr-defined]
    asking = Asking(
        wanted=as_wanted(wanted),
        source="kiosk",
        mobile=mobile,
        green=request.POST.get("green", ""),
        language=_language(request),
        large_type=_large(request),
    )

    def act() -> idempotency.Answer:
        given = hand_out(
            actor=by, site=device.site, asking=asking, public_url=settings.PUBLIC_URL, now=now, device=device
        )
        return idempotency.Answer(200, {"ticket": str(given.ticket.pk)})

    idempotency.once(by, request.POST.get("Idempotency-Key", "")[:80], repr(wanted).encode(), now, act)


@require_safe
@for_device("hall.take", (KIOSK,))
@never_cache
def slip(request: HttpRequest) -> HttpResponse:
    """Show and print the slip of the last ticket; for five minutes, also after a restart."""
    device, now = _device(request), clock.now()
    ticket = reprintable(device.last_ticket_id, device.last_ticket_at, now)
    context = {"printing": request.GET.get("print") == "1"}
    if ticket is not None:
        context |= slip_of(ticket, words_in(_language(request)))
    return show_page(request, "hall/kiosk_slip.html", [], context, 200 if ticket else 404)


def items_in(words: Any, ticket: Ticket) -> list[str]:
    """Return what a ticket is for, in the words of its reader where they are ours."""
    return [named_in(words, "m" if one.matter or one.board else one.purpose, one.name) for one in ticket.items.all()]


def _slot_in(words: Any, ticket: Ticket) -> str:
    """Return what a slip says of the appointment that was checked in; nothing without one."""
    if ticket.slot_at is not None:
        local = ticket.slot_at.astimezone(CHINA)
        return str(words["slip_slot"]).format(slot=f"{local.hour}:{local.minute:02d}")
    return str(words["slip_late"]) if ticket.source == "appointment" else ""


def slip_of(ticket: Ticket, words: Any) -> dict[str, Any]:
    """Return what a slip shows."""
    told = outlook_of(ticket, clock.now())
    return {
        "ticket": ticket,
        "items": items_in(words, ticket),
        "waiting": ticket.state == WAITING,
        "slot": _slot_in(words, ticket),
        "ahead": told.ahead,
        "wait": wait_in(words, told.low, told.high),
        "green": words[f"green_{ticket.green}"] if ticket.green else "",
        "qr": mark_safe(qr_svg(link_of(ticket, settings.PUBLIC_URL))),
    }
