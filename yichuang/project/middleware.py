"""What every response gets: a strict content security policy, and refusals turned into pages that explain."""

import re
import threading
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from yichuang.foundations.http import PROBLEM, answer_problem, no_such_address
from yichuang.foundations.metrics import REQUESTS
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.networks import real_address
from yichuang.foundations.rules.text import storable
from yichuang.foundations.traces import request_id, trace

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
Handler = Callable[[HttpRequest], HttpResponse]
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# A caller's own id of a request is repeated when it is nothing but an id.
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Asked every second by machines; a line for each would hide the others.
UNTOLD = frozenset({"healthz", "readyz", "metrics"})


def watched(get_response: Handler) -> Handler:
    """Give each request an id and its caller's address, count it, and write one structured line; route and case only, never a query."""

    def handle(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        ours = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(ours)
        forwarded = request.headers.get("X-Forwarded-For", "")
        request.META["REMOTE_ADDR"] = real_address(
            request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES
        )
        try:
            response = get_response(request)
            # A call through the gateway has an id of its own, which is in the call log.
            response.headers.setdefault("X-Request-ID", ours)
            _told(request, response.status_code, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response

    return handle


def at_once(get_response: Handler) -> Handler:
    """Let only so many requests work at once as the web server's threads for them; the others wait here for their turn.

    The server has more threads than that, for the hall's screens: without this, a rush would wait for a database connection and fail after
    half a minute. A stream of a screen takes a turn while it begins, not while it lasts.
    """
    turn = threading.BoundedSemaphore(settings.WEB_THREADS)

    def handle(request: HttpRequest) -> HttpResponse:
        with turn:
            return get_response(request)

    return handle


def _told(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match else "-"
    if route in UNTOLD or request.path_info.startswith(settings.STATIC_URL):
        return
    method = request.method or ""
    REQUESTS.labels(method if method in METHODS else "-", route, str(status)).observe(seconds)
    case = str(match.kwargs.get("number", "")) if match else ""
    trace("answered", method=method, route=route, case=case, status=status, ms=round(seconds * 1000))


def content_security(get_response: Handler) -> Handler:
    """Forbid inline script and style and every outside address."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response

    return handle


def readers_language(get_response: Handler) -> Handler:
    """Make the page in the language a person chose (`/language/`), the answer to a program in the one it asks for; Chinese otherwise.

    What a browser happens to send is no choice: the counter's computers come with every setting there is.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with translation.override(_language(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response

    return handle


def _language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if not chosen and request.headers.get("Authorization"):
        chosen = request.headers.get("Accept-Language", "")[:2].lower()
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


UNREADABLE = Refused(
    Reason(
        "unreadable",
        "提交的内容里有不能保存的字符（空字符）。",
        kept="没有做任何改动。",
        todo="请删去从别处粘贴来的异常字符后重新提交。",
    ),
    status=400,
    title="内容无法读取",
)


def _storable(request: HttpRequest) -> bool:
    """Look at the address and at submitted forms; JSON is looked at where it is read."""
    texts = [request.path_info, *(value for name, values in request.GET.lists() for value in (name, *values))]
    # What goes through the gateway is not kept, and its body is streamed: reading it here would take it from the upstream.
    forms = ("application/x-www-form-urlencoded", "multipart/form-data")
    if request.content_type in forms and not request.path_info.startswith("/gateway/"):
        texts += [value for name, values in request.POST.lists() for value in (name, *values)]
    return all(storable(text) for text in texts)


class refusals:  # noqa: N801 - named like the other middleware functions
    """Answer a refusal that a page did not handle itself with a page that says what happened, what was kept, what to do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn back text that no database can keep, pass the rest on, and let the API say in its own words what it does not have."""
        if not _storable(request):
            return self.answer(request, UNREADABLE)
        response = self.get_response(request)
        if (
            request.path.startswith("/api/")
            and response.status_code in (404, 405)
            and response.get("Content-Type") != PROBLEM
        ):
            return answer_problem(no_such_address(request, response.status_code), request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn `Refused` into a page, or into problem details for the API."""
        return self.answer(request, error) if isinstance(error, Refused) else None

    def answer(self, request: HttpRequest, error: Refused) -> HttpResponse:
        """Return the page or the problem details of a refusal."""
        if request.path.startswith("/api/"):
            return answer_problem(error, request)
        return render(request, "ui/problem.html", {"problem": error, "reasons": error.reasons}, status=error.status)
