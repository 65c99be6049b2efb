"""What the legacy doors put into the message log: calls that took no effect, files that were given (docs/exchange.md, “Proof”).

A call that lets nobody in is nobody's and is not there; the credentials of a call are never kept.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from yichuang.exchange.operations.log_message import Fruitless, log_fruitless, log_given
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.rules.message_chain import FILE_GIVEN, FILE_TAKEN, REPORT
from yichuang.foundations import clock
from yichuang.legacy.auth import Door, given
from yichuang.legacy.operations.hear import said
from yichuang.legacy.rules.reports import named


def on_record(kind: str) -> Any:
    """Put on record every call of a system through a door that did not put it there itself."""

    def around(door: Door) -> Door:
        @wraps(door)
        def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = door(request, *args, **kwargs)
            system = getattr(request, "system", None)
            if isinstance(system, ClientSystem) and not getattr(request, "in_the_log", False):
                answer = response.content if isinstance(response, HttpResponse) else b""
                if kind == REPORT:
                    call = _message(request, str(kwargs.get("name", "")), response.status_code, answer)
                else:
                    call = _upload(request, response.status_code, answer)
                log_fruitless(system, call, clock.now())
            return response

        return noted

    return around


def in_the_log(request: HttpRequest) -> None:
    """Say that this call is in the log with its effect."""
    request.in_the_log = True  # type: ignore[attr-defined]


def note_given(system: ClientSystem, number: str, file: str, response: HttpResponseBase) -> None:
    """Put on record a file that a system is given, before it goes out."""
    if not isinstance(response, HttpResponse) or response.status_code not in (200, 206):
        return
    part = {"range": response["Content-Range"]} if response.status_code == 206 else {}
    about: dict[str, Any] = {"status": response.status_code, "message_id": file, "more": part}
    log_given(system, number, FILE_GIVEN, response.content, now=clock.now(), **about)


def _message(request: HttpRequest, name: str, status: int, answer: bytes) -> Fruitless:
    fields = request.POST.dict()
    found = named(name, fields)
    return Fruitless(REPORT, found.number, said(fields), status, answer, found.type, found.id)


def _upload(request: HttpRequest, status: int, answer: bytes) -> Fruitless:
    file = request.FILES.get("file")
    if file is not None:
        file.seek(0)
    body = file.read() if file is not None else b""
    return Fruitless(FILE_TAKEN, given(request, "PROJID"), body, status, answer, keep=False)
