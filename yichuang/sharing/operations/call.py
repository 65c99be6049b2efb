"""Pass a call on to an API's upstream (网关, S2-48): grant, quota and document are checked, the call is on record before it goes out.

The record is written first and completed last, each in a transaction of its own, for what a killed process had in hand must be on record
too; no connection to the database is held while the upstream is waited for.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.sharing import http
from yichuang.sharing.models import SharedApi, SharedCall, Upstream
from yichuang.sharing.models.apis import PASS
from yichuang.sharing.operations import breaker
from yichuang.sharing.operations.admit import Admitted, Asked, admit
from yichuang.sharing.rules.checking import NEVER_PASSED, Matched, Reader
from yichuang.sharing.rules.upstreams import origin_of

# A caller's JSON body of this size or less is read whole and checked; a longer one is refused. Answers: `SharedApi.answer_mb`.
CHECKED = MEGABYTE = 1024 * 1024
PLACE_SECONDS = 0.25
LARGE_TODO = "请缩小查询范围分几次调用，或请提供部门提高“核对的答复上限”。"
CLIENT_GONE, TOO_LARGE = "client_gone", "answer_too_large"
# What says nothing about how the upstream fares: a caller that hung up, and our own limit.
OURS = (CLIENT_GONE, TOO_LARGE)
# What of a caller's headers goes on, beside those that the document declares as parameters.
PASSED_ON = frozenset({"accept", "accept-language", "range"})
# What of an answer's headers goes back; everything else is between us and the upstream.
PASSED_BACK = (
    "content-type", "content-length", "content-language", "content-range", "content-disposition", "accept-ranges", "etag",
    "last-modified", "retry-after",
)  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """Who calls: the consumer whose grant it is, the person or system behind it, what for, on which consent or duty, about which case.

    `consent`: the person in front of the counter agreed; `reference`: what a system says it calls on.
    """

    consumer: str
    actor: Actor
    purpose: str = ""
    number: str = ""
    consent: bool = False
    reference: str = ""

    @property
    def stands_on(self) -> str:
        """Return on what a call about a person is made, empty where nobody said it."""
        return self.reference or ("窗口当面征得申请人同意" if self.consent else "")


class Relay:
    """An answer on its way back. `close` completes the record of the call; it must be called whatever happens."""

    def __init__(
        self, call_id: str, answer: http.Answer, first: bytes, rest: Iterator[bytes], ended: Callable[[int, str], None]
    ) -> None:
        self.call_id, self.status, self.headers = call_id, answer.status, answer.headers
        self._first, self._rest, self._ended, self._answer = first, rest, ended, answer
        self.sent, self._closed, self._fault = 0, False, CLIENT_GONE

    def __iter__(self) -> Iterator[bytes]:
        try:
            if self._first:
                self.sent += len(self._first)
                yield self._first
            for part in self._rest:
                self.sent += len(part)
                yield part
            self._fault = ""
        except http.UpstreamFault as fault:
            self._fault = fault.code
            raise

    def close(self) -> None:
        """Let the upstream go and complete the record."""
        if not self._closed:
            self._closed = True
            self._answer.close()
            self._ended(self.sent, self._fault)


@cache
def _places(origin: str, most: int) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(most)


def open_call(*, caller: Caller, key: str, asked: Asked, now: datetime, wall: datetime) -> Relay:
    """Check a call, put it on record, pass it on, and return its answer to be read.

    :raises Refused: 404 without such an API or operation; 403 without a grant; 429 over the quota; 422 for what the document does not
        allow; 502, 503 or 504 naming what is wrong with the upstream. Also a call that is refused is on record.
    """
    began = time.monotonic()
    admitted = admit(
        consumer=caller.consumer,
        key=key,
        asked=asked,
        purpose=caller.purpose,
        stands_on=caller.stands_on,
        now=now,
        wall=wall,
    )
    call = _record(caller, admitted, asked, now)
    if admitted.refused is not None:
        _complete(call, admitted.refused.status, admitted.refused.reasons[0].code, 0, 0, began)
        raise admitted.refused
    _let_go_of_database()
    return _pass_on(call, admitted, asked, began, wall)


@dataclass
class _Passage:
    """One call between its two ends: its place among those under way, what was answered, and how its record is completed."""

    call: SharedCall
    origin: str
    upstream: Upstream | None
    place: threading.BoundedSemaphore
    body: "_Counted"
    began: float
    wall: datetime
    status: int = 0
    unchecked: bool = False

    def ended(self, sent: int, fault: str) -> None:
        """Free the place, note how the upstream fared, complete the record."""
        self.place.release()
        # The upstream's only when it answered badly itself.
        bad = fault not in OURS and (fault != "" or self.status >= 500)
        if bad:
            breaker.note_failure(self.origin, fault or f"答复 {self.status}", self.wall)
        else:
            breaker.note_success(self.upstream)
        _complete(self.call, self.status, fault, self.body.size, sent, self.began, failed=bad, unchecked=self.unchecked)
        _let_go_of_database()

    def failed(self, fault: http.UpstreamFault) -> Refused:
        """End with what is wrong with the upstream; return what the caller is told."""
        self.status = fault.status
        self.ended(0, fault.code)
        return _refused(fault)


def _pass_on(call: SharedCall, admitted: Admitted, asked: Asked, began: float, wall: datetime) -> Relay:
    api, reader, matched = admitted.api, admitted.reader, admitted.matched
    assert matched is not None and reader is not None
    origin, body = origin_of(api.upstream), _Counted(asked.body)
    place = _places(origin, settings.SHARING_CALLS_AT_ONCE)
    if not place.acquire(timeout=PLACE_SECONDS):
        _complete(call, 503, "busy", 0, 0, began)
        raise _busy()
    passage = _Passage(call, origin, admitted.upstream, place, body, began, wall)
    address = api.upstream.rstrip("/") + matched.upstream_path + _query(asked.query)
    headers, sent = _headers(api, call, matched, asked), body if asked.body is not None else None
    try:
        answer = http.send(asked.method, address, headers, sent, total=api.total_seconds, read=api.read_seconds)
    except http.UpstreamFault as fault:
        raise passage.failed(fault) from fault
    except BaseException:  # the caller's own body broke off
        passage.status = 400
        passage.ended(0, CLIENT_GONE)
        raise
    passage.status = answer.status
    try:
        first, rest, passage.unchecked = _checked(api, reader, matched, answer)
    except http.UpstreamFault as fault:
        answer.close()
        raise passage.failed(fault) from fault
    return Relay(str(call.pk), answer, first, rest, passage.ended)


def _checked(
    api: SharedApi, reader: Reader, matched: Matched, answer: http.Answer
) -> tuple[bytes, Iterator[bytes], bool]:
    """Return the beginning and the rest of an answer, and whether it goes back unchecked.

    A JSON answer with a declared shape is held and checked before any of it goes back; one that is too large for that is refused, or
    passed on as it is where the API's owner says so.
    """
    if 300 <= answer.status < 400:
        raise http.UpstreamFault("redirect", "要求转到别的地址，平台不跟随")
    parts = answer.parts()
    schema = reader.answer_schema(matched.operation, answer.status, answer.header("content-type"))
    if schema is None or matched.operation.method == "HEAD":
        return b"", parts, False
    held, most = bytearray(), api.answer_mb * MEGABYTE
    stated = answer.header("content-length")
    if stated.isdecimal() and int(stated) > most:
        return _too_large(api, held, parts)
    for part in parts:
        held += part
        if len(held) > most:
            return _too_large(api, held, parts)
    if reader.faults_of_json(schema, bytes(held)):
        raise http.UpstreamFault("answer_differs", "答复与登记的接口文档不符")
    return bytes(held), iter(()), False


def _too_large(api: SharedApi, held: bytearray, parts: Iterator[bytes]) -> tuple[bytes, Iterator[bytes], bool]:
    if api.beyond == PASS:
        return bytes(held), parts, True
    raise http.UpstreamFault(TOO_LARGE, f"的 JSON 答复超过 {api.answer_mb} MB，平台不能核对，没有转发")


def _headers(api: SharedApi, call: SharedCall, matched: Matched, asked: Asked) -> http.Headers:
    declared = {one["name"].lower() for one in matched.operation.parameters if one.get("in") == "header"} - NEVER_PASSED
    wanted = (declared | PASSED_ON) - {api.credential_header.lower()}
    sent = [(name, value) for name, value in asked.headers.items() if name in wanted]
    sent += [("Accept-Encoding", "identity"), ("User-Agent", "yichuang-gateway/1"), ("X-Request-Id", str(call.pk))]
    if asked.body is not None:
        sent.append(("Content-Type", asked.media_type))
        sent.append(
            ("Content-Length", str(asked.length)) if asked.length is not None else ("Transfer-Encoding", "chunked")
        )
    if api.credential_header:
        sent.append((api.credential_header, api.credential))
    return sent


def _query(query: Mapping[str, list[str]]) -> str:
    pairs = [(name, value) for name, values in query.items() for value in values]
    return f"?{urlencode(pairs)}" if pairs else ""


class _Counted:
    """A body on its way up, counted."""

    def __init__(self, body: Iterable[bytes] | None) -> None:
        self.body, self.size = body or (), 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self.body:
            self.size += len(part)
            yield part


def _record(caller: Caller, admitted: Admitted, asked: Asked, now: datetime) -> SharedCall:
    """Put a call on record (one statement)."""
    granted = admitted.grant.purpose if admitted.grant else ""
    return SharedCall.objects.create(
        api=admitted.api,
        consumer=caller.consumer,
        actor_id=caller.actor.id,
        actor_name=caller.actor.name[:80],
        purpose=(caller.purpose or granted)[:200],
        consent=caller.consent,
        consent_reference=caller.stands_on[:120],
        number=caller.number,
        method=asked.method[:7],
        path=admitted.matched.operation.path[:200] if admitted.matched else "",
        at=now,
    )


def _complete(
    call: SharedCall,
    status: int,
    fault: str,
    bytes_in: int,
    bytes_out: int,
    began: float,
    failed: bool | None = None,
    unchecked: bool = False,
) -> None:
    """Complete the record of a call (one statement)."""
    done: dict[str, Any] = {
        "status": status,
        "fault": fault[:60],
        "failed": status >= 500 if failed is None else failed,
        "bytes_in": bytes_in,
        "bytes_out": bytes_out,
        "unchecked": unchecked,
        "milliseconds": int((time.monotonic() - began) * 1000),
    }
    SharedCall.objects.filter(pk=call.pk).update(**done)


def _let_go_of_database() -> None:
    """Give the connection back for the time in which somebody else is waited for."""
    if not connection.in_atomic_block:
        connection.close()


def _refused(fault: http.UpstreamFault) -> Refused:
    reason = Reason(
        f"upstream_{fault.code}",
        f"数据源{fault.text}。",
        rule="S2-48 调用监控",
        kept="调用已记入日志。",
        todo=LARGE_TODO if fault.code == TOO_LARGE else "请稍后再试；急用的按纸质材料办理。",
    )
    return Refused(reason, status=fault.status, title="数据源没有正常答复")


def _busy() -> Refused:
    reason = Reason(
        "busy", "同时调用这个数据源的请求太多。", rule="S2-48", kept="没有调用数据源。", todo="请几秒后再试。"
    )
    return Refused(reason, status=503, title="请求太多", more={"retry_after": 2})
