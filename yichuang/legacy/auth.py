"""The guard of the legacy doors: app key, sign and request time, from a network that was named (rulebook 5.1)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from yichuang.exchange.queries import ClientSystem
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.legacy.operations.app_keys import let_in
from yichuang.legacy.rules.answers import refusal
from yichuang.legacy.rules.signs import REQUEST

Door = Callable[..., HttpResponseBase]


def given(request: HttpRequest, name: str) -> str:
    """Return a parameter from the form or, as the original has it, from the address."""
    return request.POST.get(name) or request.GET.get(name) or ""


def caller(request: HttpRequest) -> ClientSystem:
    """Return the system that calls; it then stands on `request.system`. :raises Refused: 401 or 403, as `let_in`."""
    system = let_in(
        app_key=given(request, "appKey"),
        sign=given(request, "sign"),
        request_time=given(request, "requestTime"),
        kind=REQUEST,
        address=request.META.get("REMOTE_ADDR", ""),
        wall=clock.wall(),
    )
    request.system = system  # type: ignore[attr-defined]
    return system


def answered(door: Door) -> Door:
    """Answer refusals as such systems read them: a result code with a sentence; the status is 401 where nobody was let in, else 200."""

    @wraps(door)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return door(request, *args, **kwargs)
        except Refused as refused:
            sentence = "；".join(f"{reason.message}{reason.todo}" for reason in refused.reasons)
            status = 401 if refused.status in (401, 403) else 200
            return told(refusal(refused.status, sentence), status)

    return guarded


def told(body: dict[str, Any], status: int = 200) -> JsonResponse:
    """Return an answer in readable Chinese."""
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
