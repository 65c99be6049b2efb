"""Doors' guards: the API's authentication, and `signed_in` for pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
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


def signed_in(view: View) -> View:
    """Let only signed-in staff through; others sign in first and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.actor:  # type: ignore[attr-defined]
            return HttpResponseRedirect(f"/sign-in/?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    guarded.needs_sign_in = True  # type: ignore[attr-defined]
    return guarded
