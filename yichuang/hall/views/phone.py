"""The page behind the slip's code: how many are ahead, how long it will take, where to go (S2-31, S2-32).

Works without scripts (a refresh link and a meta refresh); with them it asks every few seconds. Who holds the slip may see and leave,
so the page names nobody: it has the number, what it is for and the window.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.hall.models import Ticket
from yichuang.hall.operations.pass_by import give_up
from yichuang.hall.ports import after_visit
from yichuang.hall.queries.kiosk import ticket_of_token
from yichuang.hall.queries.waits import outlook_of
from yichuang.hall.rules.kiosk_words import wait_in, words_in
from yichuang.hall.rules.tickets import CALLED, DONE, HELD, OPEN, WAITING
from yichuang.hall.views.kiosk import items_in


@require_safe
@never_cache
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a ticket stands."""
    return _page(request, ticket_of_token(token))


@require_safe
@never_cache
def part(request: HttpRequest, token: str) -> HttpResponse:
    """Return the part of the page that changes."""
    return render(request, "hall/phone_now.html", _context(ticket_of_token(token)))


@require_POST
@never_cache
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the queue."""
    try:
        give_up(token=token, now=clock.now())
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, ticket_of_token(token), refused)
    return HttpResponseRedirect(f"/t/{token}/")


def _page(request: HttpRequest, ticket: Ticket, refused: Refused | None = None) -> HttpResponse:
    context = _context(ticket) | {"refused": refused}
    return render(request, "hall/phone.html", context, status=refused.status if refused else 200)


def _context(ticket: Ticket) -> dict[str, Any]:
    now, words = clock.now(), words_in(ticket.language)
    told = outlook_of(ticket, now)
    fill = {"window": ticket.window_number, "number": ticket.number, "hours": ticket.site.hours or "—"}
    return {
        "ticket": ticket,
        "items": items_in(words, ticket),
        "now": now,
        "w": {name: text.format(**fill) if name.startswith("phone_") else text for name, text in words.items()},
        "lang": ticket.language,
        "ahead": told.ahead,
        "wait": wait_in(words, told.low, told.high),
        "open": ticket.state in OPEN,
        "after": after_visit(ticket.token) if ticket.state == DONE else "",
        "may_leave": ticket.state in (WAITING, CALLED, HELD),
    }
