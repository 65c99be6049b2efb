"""Check in at a site by code: large targets, for the kiosk and the telephone; and a site's opening hours for the public (S2-38)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.foundations import clock
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.forms.appointments import CodeForm
from yichuang.hall.operations.code_tries import admit, note_wrong
from yichuang.hall.operations.hand_out import hand_out_booked
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.opening import opening_of, rules_of
from yichuang.hall.queries.opening_pages import month_of
from yichuang.hall.queries.queue import ahead_of, ticket_by_token
from yichuang.hall.queries.slots import sites_booking
from yichuang.hall.rules.opening_document import in_words, week_in_words
from yichuang.organizations.queries import Site, site_by_key


def site_of(key: str) -> Site:
    """Return a site by its key. :raises NotFound: without such a site."""
    site = site_by_key(key)
    if site is None:
        raise NotFound("这个服务点", "请从列表中选择。")
    return site


@require_safe
@never_cache
def choose_site(request: HttpRequest) -> HttpResponse:
    """Show the sites at which one may check in."""
    return render(request, "hall/check_in_sites.html", {"sites": sites_booking()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in_here(request: HttpRequest, key: str) -> HttpResponse:
    """Take a code and give the ticket."""
    site, now, address = site_of(key), clock.now(), request.META.get("REMOTE_ADDR", "")
    form, refused = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]}), None
    if request.method == "POST" and form.is_valid():
        try:
            admit(address=address, now=now)
            code, link = form.cleaned_data["code"], settings.PUBLIC_URL
            ticket = hand_out_booked(actor=PUBLIC, site=site, code=code, public_url=link, now=now).ticket
        except Refused as error:
            refused = error
            if error.status == 404:
                note_wrong(address=address, now=now)
        else:
            return HttpResponseRedirect(f"/check-in/{site.key}/{ticket.token}/")
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "hall/check_in.html", {"site": site, "form": form, "refused": refused}, status=status)


@require_safe
@never_cache
def checked_in(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Show the ticket that was given, to whoever holds its token."""
    site, ticket = site_of(key), ticket_by_token(token)
    if ticket is None or ticket.site_id != site.pk:
        raise NotFound("这张票", "请重新签到，或到导服台询问。")
    return render(request, "hall/checked_in.html", {"site": site, "ticket": ticket, "ahead": ahead_of(ticket)})


@require_safe
def hours(request: HttpRequest, key: str) -> HttpResponse:
    """Show the public when a site is open: the usual week, and every day of a month with its reason."""
    site, today = site_of(key), day_of(clock.now())
    first = _first_of(request.GET.get("month", ""), today)
    rules = rules_of(opening_of(site))
    names = dict(boards_of(site))
    more = [(one.name, in_words(one, names)) for one in rules.extras]
    more += [(one.name, in_words(one, names)) for one in rules.turns]
    more += [(one.name, f"{in_words(one, names)}，不办公") for one in rules.blackouts]
    context: dict[str, Any] = {
        "site": site,
        "week": week_in_words(rules),
        "month": month_of(site, first, today),
        "more": more,
    }
    return render(request, "hall/hours.html", context)


def _first_of(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return today.replace(day=1)
