"""What the doors of the contract share: exact answers, what goes into the message log with no act of ours (docs/exchange.md, “Proof”)."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.log_message import Fruitless, log_fruitless, readable
from yichuang.exchange.rules.message_chain import BOOKING, REPORT
from yichuang.foundations import clock
from yichuang.foundations.rules.chains import canonical

Run = Callable[..., HttpResponseBase]
# What is said in JSON and names its own id: kept as it came, also when it was refused.
MESSAGES = (REPORT, BOOKING)


def exact(content: Any, status: int = 200) -> HttpResponse:
    """Return a JSON answer whose bytes can be made again."""
    return HttpResponse(canonical(content), status=status, content_type="application/json; charset=utf-8")


def logs_what_is_refused(kind: str, type_: str = "") -> Callable[[Run], Run]:
    """Put on record every call of a system that did not take effect: refused with its reasons, or a repetition.

    `type_`: what the door is for, where the message itself does not say so.
    """

    def around(run: Run) -> Run:
        @wraps(run)
        def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:
            response = run(request, **given)
            system = getattr(request, "system", None)
            if isinstance(system, ClientSystem) and not getattr(request, "in_the_log", False):
                _log_refused(request, system, response, kind, str(given.get("number", "")), type_)
            return response

        return answer

    return around


def in_the_log(request: HttpRequest) -> None:
    """Say that this call is in the log with its effect."""
    request.in_the_log = True  # type: ignore[attr-defined]


def _log_refused(
    request: HttpRequest, system: ClientSystem, response: HttpResponseBase, kind: str, number: str, type_: str
) -> None:
    body = request.body if kind in MESSAGES else _uploaded(request)
    said = response.content if isinstance(response, HttpResponse) else b""
    message_id, named = _named(body) if kind in MESSAGES else ("", "")
    call = Fruitless(kind, number, body, response.status_code, said, type_ or named, message_id, keep=kind in MESSAGES)
    log_fruitless(system, call, clock.now())


def _named(body: bytes) -> tuple[str, str]:
    """Return the id and type that a report gives itself, as far as it can be read."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    given = content if isinstance(content, dict) else {}
    return readable(given.get("id"), 80), readable(given.get("type"), 40)


def _uploaded(request: HttpRequest) -> bytes:
    """Return what a refused upload carried, as far as it was a form with a file."""
    file = request.FILES.get("file")
    if file is None:
        return b""
    file.seek(0)
    return file.read()


def package_response(package: bytes, number: str) -> HttpResponse:
    """Return an evidence package as an attachment that nobody keeps on the way."""
    answer = HttpResponse(package, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{number}.zip"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
