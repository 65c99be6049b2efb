"""What every response gets: a strict content security policy, and refusals turned into pages that explain."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.foundations.http import answer_problem
from yichuang.foundations.problems import Refused

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
Handler = Callable[[HttpRequest], HttpResponse]


def content_security(get_response: Handler) -> Handler:
    """Forbid inline script and style and every outside address."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response

    return handle


class refusals:  # noqa: N801 - named like the other middleware functions
    """Answer a refusal that a page did not handle itself with a page that says what happened, what was kept, what to do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_exception` does the work."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn `Refused` into a page, or into problem details for the API."""
        if not isinstance(error, Refused):
            return None
        if request.path.startswith("/api/"):
            return answer_problem(error, request)
        return render(request, "ui/problem.html", {"problem": error, "reasons": error.reasons}, status=error.status)
