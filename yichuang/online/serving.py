"""Which online application a browser has open: for half an hour after its code, or its number and password, was given."""

from django.http import HttpRequest

from yichuang.foundations import clock
from yichuang.online.queries import OnlineApplication, by_key

MARK, OPEN_FOR = "apply", 30 * 60


def open_in(request: HttpRequest, application: OnlineApplication) -> None:
    """Remember the application in the browser's session; each look at it keeps it open."""
    request.session[MARK] = {"key": str(application.pk), "until": clock.now().timestamp() + OPEN_FOR}


def opened_in(request: HttpRequest) -> OnlineApplication | None:
    """Return the application that the browser has open (one statement), None when there is none or its time is over."""
    mark = request.session.get(MARK) or {}
    if mark.get("until", 0) < clock.now().timestamp():
        return None
    found = by_key(mark["key"])
    if found is not None:
        open_in(request, found)
    return found


def close_in(request: HttpRequest) -> None:
    """Forget it on this machine."""
    request.session.pop(MARK, None)
