"""The gateway's door: `/gateway/{api}/{path}` for departments' systems, by token (docs/sharing.md; S2-48)."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from yichuang.cases.queries.access import clean_number
from yichuang.exchange.auth import caller, exchange_auth
from yichuang.exchange.policies import actor_of
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.reach import reach
from yichuang.foundations import clock
from yichuang.foundations.http import answer_problem
from yichuang.foundations.problems import Reason, Refused
from yichuang.sharing.operations.admit import Asked
from yichuang.sharing.operations.call import CHECKED, PASSED_BACK, Caller, Relay, open_call
from yichuang.sharing.rules.references import read_header

CASE_HEADER, CONSENT_HEADER, PURPOSE_HEADER = "X-Case-Number", "X-Consent-Reference", "X-Purpose"
PORTION = 64 * 1024
# An answer is somebody else's content on our address: a browser must neither run it nor guess what it is.
SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@csrf_exempt
def pass_through(request: HttpRequest, key: str, path: str) -> HttpResponseBase:
    """Check a system's call and stream it to the upstream and back."""
    try:
        system = _system(request, key)
        relay = open_call(
            caller=Caller(
                system.key,
                actor_of(system),
                purpose=read_header(request.headers.get(PURPOSE_HEADER, "")),
                number=_case(request, system),
                reference=read_header(request.headers.get(CONSENT_HEADER, "")),
            ),
            key=key,
            asked=asked_of(request, path),
            now=clock.now(),
            wall=clock.wall(),
        )
    except Refused as refused:
        answer = answer_problem(refused, request)
        if "retry_after" in refused.more:
            answer["Retry-After"] = str(refused.more["retry_after"])
        return answer
    return _answer(relay)


def _system(request: HttpRequest, key: str) -> ClientSystem:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or exchange_auth.authenticate(request, token.strip()) is None:
        reason = Reason(
            "token",
            "没有访问令牌，或令牌已失效。",
            rule="RFC 6750 3.1",
            kept="没有调用数据源。",
            todo="请重新取令牌后再调用。",
        )
        raise Refused(reason, status=401, title="请先取令牌")
    return caller(request, f"api:{key}")


def _case(request: HttpRequest, system: ClientSystem) -> str:
    """Return the case that a call is about, when the system says so and may reach it. :raises Refused: when it may not."""
    given = request.headers.get(CASE_HEADER, "")
    return reach(system, clean_number(given)).number if given else ""


def asked_of(request: HttpRequest, path: str) -> Asked:
    """Return a request as the gateway checks it; of a JSON body what is to be checked is read, any other stays where it is."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    asked = Asked(
        method=request.method or "GET",
        path=path,
        query={name: request.GET.getlist(name) for name in request.GET},
        headers=headers,
        media_type=headers.get("content-type", "")[:100],
    )
    length = headers.get("content-length", "")
    asked.length = int(length) if length.isascii() and length.isdecimal() else None
    if not asked.length and "chunked" not in headers.get("transfer-encoding", ""):
        return asked
    if "json" in asked.media_type:
        held = request.read(CHECKED + 1)
        asked.whole = held if len(held) <= CHECKED else None
        asked.body = (held,)
        asked.length = len(held) if asked.whole is not None else asked.length
    else:
        asked.body = _parts(request)
    return asked


def _parts(request: HttpRequest) -> Iterator[bytes]:
    while part := request.read(PORTION):
        yield part


def _answer(relay: Relay) -> HttpResponseBase:
    answer = StreamingHttpResponse(relay, status=relay.status)
    del answer["Content-Type"]
    for name, value in relay.headers:
        if name in PASSED_BACK:
            answer[name] = value
    for name, value in SAFE.items():
        answer[name] = value
    answer["X-Request-Id"] = relay.call_id
    return answer
