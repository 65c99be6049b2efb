"""What a door of the contract puts into the message log itself: answers that go with no act of ours (docs/exchange.md, “Proof”)."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.log_message import MOST_KEPT, hashed, log_alone
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.message_chain import IN, OUT, REPORT, Entry
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.chains import canonical
from yichuang.foundations.rules.text import storable

Run = Callable[..., HttpResponseBase]


def exact(content: Any, status: int = 200) -> HttpResponse:
    """Return a JSON answer whose bytes can be made again."""
    return HttpResponse(canonical(content), status=status, content_type="application/json; charset=utf-8")


def logs_what_is_refused(kind: str) -> Callable[[Run], Run]:
    """Put on record every call of a system that did not take effect: refused with its reasons, or a repetition."""

    def around(run: Run) -> Run:
        @wraps(run)
        def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:
            response = run(request, **given)
            system = getattr(request, "system", None)
            if isinstance(system, ClientSystem) and not getattr(request, "in_the_log", False):
                _log_refused(request, system, response, kind, str(given.get("number", "")))
            return response

        return answer

    return around


def in_the_log(request: HttpRequest) -> None:
    """Say that this call is in the log with its effect."""
    request.in_the_log = True  # type: ignore[attr-defined]


def log_given(
    system: ClientSystem, number: str, kind: str, content: bytes, *, status: int = 200, message_id: str = "",
    keep: bool = False, more: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Put on record what a system is given, before it goes out; `keep` its bytes where they could not be made again."""
    entry = Entry(
        system=system.key,
        number=number,
        direction=OUT,
        kind=kind,
        type="",
        message_id=message_id,
        at=clock.now(),
        sha256=hashed(content),
        size=len(content),
        status=status,
        more=more or {},
    )
    log_alone(system, entry, body=content if keep else b"")


def _log_refused(
    request: HttpRequest, system: ClientSystem, response: HttpResponseBase, kind: str, number: str
) -> None:
    body = request.body if kind == REPORT else _uploaded(request)
    said = response.content if isinstance(response, HttpResponse) else b""
    known = _known(system, number)
    message_id, type_ = _named(body) if kind == REPORT else ("", "")
    entry = Entry(
        system=system.key,
        number=known,
        direction=IN,
        kind=kind,
        type=type_,
        message_id=message_id,
        at=clock.now(),
        sha256=hashed(body),
        size=len(body),
        status=response.status_code,
        answer_sha256=hashed(said),
        answer_size=len(said),
        more={} if known else {"number": _text(number, 40)},
    )
    log_alone(system, entry, body=body if kind == REPORT and len(body) <= MOST_KEPT else b"", answer=said)


def _known(system: ClientSystem, number: str) -> str:
    """Return a number that the system may reach; nothing for others, which go into the system's own chain."""
    try:
        return reach(system, number).number
    except Refused:
        return ""


def _named(body: bytes) -> tuple[str, str]:
    """Return the id and type that a report gives itself, as far as it can be read."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    given = content if isinstance(content, dict) else {}
    return _text(given.get("id"), 80), _text(given.get("type"), 40)


def _text(value: object, most: int) -> str:
    return value[:most] if isinstance(value, str) and storable(value) else ""


def _uploaded(request: HttpRequest) -> bytes:
    """Return what a refused upload carried, as far as it was a form with a file."""
    file = request.FILES.get("file")
    if file is None:
        return b""
    file.seek(0)
    return file.read()
