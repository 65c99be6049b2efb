"""Doors' guards: the API's authentication, and `signed_in` for pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from ninja.security import HttpBearer

from yichuang.accounts.queries import actor_of_token
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor

View = Callable[..., HttpResponseBase]


class StaffToken(HttpBearer):
    """A bearer token from `POST /api/session`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor behind a token, or None."""
        actor = actor_of_token(token, clock.now())
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


staff_auth = StaffToken()


def _back(request: HttpRequest) -> str:
    """Return where to go after signing in: the page that was asked for, or the one from which something was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(sent_from)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def signed_in(view: View) -> View:
    """Let only signed-in staff through; others sign in first and come back.

    A part of a page (htmx) is answered 401 and nothing to swap in: what is typed on the page stays, and the page says what to do.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.actor:  # type: ignore[attr-defined]
            if request.headers.get("HX-Request"):
                return HttpResponse(status=401)
            return HttpResponseRedirect(f"/sign-in/?{urlencode({'next': _back(request)})}")
        return view(request, *args, **kwargs)

    guarded.needs_sign_in = True  # type: ignore[attr-defined]
    return guarded
