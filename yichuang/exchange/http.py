"""Calls to other people's systems: only to addresses that are allowed, by the address that was checked, never longer than agreed.

The resolved address is checked where the connection is made, so that a name cannot answer one thing to the check and another to the call;
redirects are not followed; a receiver that sends a byte a second is cut off at the deadline (SSRF, slow-loris). Connections are kept for
the next event to the same place (docs/decisions/deliveries.md).
"""

import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
from django.conf import settings

from yichuang.exchange.rules.addresses import faults_of_resolved
from yichuang.exchange.rules.attempts import Outcome

TOTAL_SECONDS = 10.0
CONNECT_SECONDS = 3.0
MOST_OF_ANSWER = 64 * 1024
# An idle connection is closed before most receivers close it themselves, so that a push seldom meets a dead one.
IDLE_SECONDS, MOST_IDLE = 4.0, 64
USER_AGENT = "yichuang-exchange/1"


@dataclass(frozen=True)
class Called:
    """How a call ended: the outcome, after how many milliseconds, and the answer's beginning."""

    outcome: Outcome
    milliseconds: int
    answer: bytes = b""


class NotAllowedAddress(Exception):
    """Raised when a name resolves to where we may not call."""


_call = threading.local()


def _left(error: type[Exception]) -> float:
    """Return the seconds that this thread's call has left. :raises: `error` when there are none."""
    left: float = _call.deadline - time.monotonic()
    if left <= 0:
        raise error("deadline")
    return left


class _Stream(httpcore.NetworkStream):
    """A connection whose reads and writes share the one deadline of the call that uses it."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self.inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is before the deadline."""
        return self.inner.read(max_bytes, _left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write before the deadline."""
        self.inner.write(buffer, _left(httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin TLS before the deadline."""
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, _left(httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        """Pass the question on."""
        return self.inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Resolves, checks, and connects to what was checked."""

    def __init__(self) -> None:
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a name that answers; all of them must be allowed."""
        resolved = checked_addresses(host, port)
        for place, address in enumerate(resolved, 1):
            try:
                wait = min(CONNECT_SECONDS, _left(httpcore.ConnectTimeout))
                return _Stream(self.inner.connect_tcp(address, port, wait, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(resolved):
                    raise
        raise httpcore.ConnectError(f"域名 {host} 没有地址")


def checked_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a name, all of which may be called; whoever connects must connect to one of these, not to the name.

    :raises NotAllowedAddress: when one may not be. :raises httpcore.ConnectError: when the name has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(f"域名 {host} 解析不了") from error
    resolved = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if faults := faults_of_resolved(resolved, settings.EXCHANGE_NETWORKS):
        raise NotAllowedAddress("；".join(faults))
    return resolved


@cache
def _pool() -> httpcore.ConnectionPool:
    """Return this process's connections: as many as there are calls at once, some kept for the next."""
    return httpcore.ConnectionPool(
        max_connections=None,
        max_keepalive_connections=MOST_IDLE,
        keepalive_expiry=IDLE_SECONDS,
        retries=0,
        network_backend=_Backend(),
        ssl_context=ssl.create_default_context(),
    )


@dataclass(frozen=True)
class _Call:
    """One call: method, address, headers and body; `most`: how many bytes of the answer are read."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: bytes = b""
    most: int = MOST_OF_ANSWER


def post(address: str, body: bytes, headers: Mapping[str, str], seconds: float = TOTAL_SECONDS) -> tuple[Outcome, int]:
    """Post a body and return how it ended, and after how many milliseconds; never raises for what the other side does."""
    called = call(address, body, headers, seconds)
    return called.outcome, called.milliseconds


def call(address: str, body: bytes, headers: Mapping[str, str], seconds: float = TOTAL_SECONDS) -> Called:
    """Post a body and return how it ended with what was answered; never raises for what the other side does."""
    began = time.monotonic()
    outcome, answer = _carefully(_Call("POST", address, headers, body), seconds)
    return Called(outcome, int((time.monotonic() - began) * 1000), answer[:MOST_OF_ANSWER])


def get(address: str, headers: Mapping[str, str], most: int, seconds: float = TOTAL_SECONDS) -> tuple[Outcome, bytes]:
    """Ask an address and return how it ended and what was answered, `most` bytes; more than that is no answer. Never raises."""
    outcome, content = _carefully(_Call("GET", address, headers, most=most), seconds)
    if len(content) > most:
        return Outcome(outcome.status, f"答复超过 {most // 1024} KB", reached=True), b""
    return outcome, content


def _carefully(call: _Call, seconds: float) -> tuple[Outcome, bytes]:
    _call.deadline = time.monotonic() + seconds
    content = b""
    try:
        outcome, content = _made(call)
    except NotAllowedAddress as error:
        outcome = Outcome(0, f"地址不允许访问（{error}）")
    except httpcore.ConnectTimeout:
        outcome = Outcome(0, f"{min(CONNECT_SECONDS, seconds):.0f} 秒内没有连上")
    except (httpcore.ConnectError, httpcore.UnsupportedProtocol) as error:
        outcome = Outcome(0, f"连接失败（{type(error).__name__}：{error}）"[:280])
    except (httpcore.TimeoutException, TimeoutError):
        outcome = Outcome(0, f"{seconds:.0f} 秒内没有答复完", reached=True)
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        outcome = Outcome(0, f"连接失败（{type(error).__name__}：{error}）"[:280], reached=True)
    return outcome, content


def _made(call: _Call) -> tuple[Outcome, bytes]:
    given = [(name.encode(), value.encode()) for name, value in {"User-Agent": USER_AGENT, **call.headers}.items()]
    with _pool().stream(call.method, call.address, headers=given, content=call.body or None) as response:
        wait, content, fault = _retry_after(response.headers), bytearray(), ""
        try:
            for part in response.iter_stream():
                content += part
                if len(content) > call.most:
                    break
        except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.ReadTimeout) as error:
            fault = f"答复没有传完（{type(error).__name__}）"
        answer = hashlib.sha256(content).digest()
        got = Outcome(response.status, fault, wait, reached=True, answer_sha256=answer, answer_size=len(content))
        return got, bytes(content)


def _retry_after(headers: Sequence[tuple[bytes, bytes]]) -> float:
    """Return the seconds of a Retry-After header, an hour at most; a date is not looked at."""
    for name, value in headers:
        if name.lower() == b"retry-after" and value.strip().isdigit():
            return min(float(value), 3600.0)
    return 0.0
