"""Who acts: `request.actor`, from the page's signed cookie or the API's bearer token, read at most once a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from yichuang.accounts.queries import actor_of_token
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor

COOKIE_KEY = "token"
Handler = Callable[[HttpRequest], HttpResponse]


def actor_of_request(get_response: Handler) -> Handler:
    """Put `request.actor` on every request: an Actor that is false-like when nobody is signed in."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: page_actor(request))  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def page_actor(request: HttpRequest) -> Actor | None:
    """Return who is signed in by cookie, or None."""
    token = request.session.get(COOKIE_KEY, "")
    return actor_of_token(token, clock.now()) if token else None
