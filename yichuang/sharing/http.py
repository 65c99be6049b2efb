"""Calls to upstreams: to the address that was checked, streamed both ways, under one deadline and one patience for each read (S2-48).

Every call has a connection and a deadline of its own, so that the answer may be read on in another thread; the deadline covers connecting,
sending and all of the answer: an upstream that sends a byte a second keeps every read's patience and is still ended. Redirects are not
followed; compressed answers are not asked for.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpcore

from yichuang.exchange.http import NotAllowedAddress, checked_addresses

CONNECT_SECONDS = 3.0
Headers = list[tuple[str, str]]


class UpstreamFault(Exception):
    """Raised when an upstream cannot be reached or does not answer as HTTP; `code` is a word of ours, the text a sentence's end."""

    def __init__(self, code: str, text: str, status: int = 502) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


@dataclass(frozen=True)
class Patience:
    """Until when a call may last, and how long one read may."""

    until: float
    read: float

    def left(self, error: type[Exception]) -> float:
        """Return the seconds that one more step may take. :raises: `error` when the deadline has passed."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise error("deadline")
        return min(left, self.read)


class _Stream(httpcore.NetworkStream):
    """A connection under a call's patience."""

    def __init__(self, inner: httpcore.NetworkStream, patience: Patience) -> None:
        self.inner, self.patience = inner, patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what comes within the patience."""
        return self.inner.read(max_bytes, self.patience.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the patience."""
        self.inner.write(buffer, self.patience.left(httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin TLS within the patience."""
        left = self.patience.left(httpcore.ConnectTimeout)
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, left), self.patience)

    def get_extra_info(self, info: str) -> Any:
        """Pass the question on."""
        return self.inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to the first checked address of a name that answers."""

    def __init__(self, patience: Patience) -> None:
        self.inner, self.patience = httpcore.SyncBackend(), patience

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect; all addresses of the name must be allowed."""
        addresses = checked_addresses(host, port)
        for place, address in enumerate(addresses, 1):
            try:
                wait = min(CONNECT_SECONDS, self.patience.left(httpcore.ConnectTimeout))
                stream = self.inner.connect_tcp(address, port, wait, local_address, socket_options)
                return _Stream(stream, self.patience)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(addresses):
                    raise
        raise httpcore.ConnectError(f"域名 {host} 没有地址")


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


class Answer:
    """An upstream's answer: status and headers are here, the body comes as it is read. Must be closed."""

    def __init__(self, connection: httpcore.HTTPConnection, response: httpcore.Response) -> None:
        self._connection, self._response = connection, response
        self.status = response.status
        self.headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers]

    def header(self, name: str) -> str:
        """Return a header's value, empty without it."""
        return next((value for one, value in self.headers if one == name), "")

    def parts(self) -> Iterator[bytes]:
        """Yield the body as it comes. :raises UpstreamFault: when it breaks off or takes too long."""
        try:
            yield from self._response.iter_stream()
        except Exception as error:
            raise fault_of(error) from error

    def close(self) -> None:
        """Let the connection go; what the upstream still has to say is not waited for."""
        self._connection.close()


def send(
    method: str, address: str, headers: Headers, body: Iterable[bytes] | None, *, total: float, read: float
) -> Answer:
    """Send a call and return its answer once status and headers are there. :raises UpstreamFault: when there is none."""
    patience = Patience(time.monotonic() + total, read)
    parts = urlsplit(address)
    port = parts.port or {b"http": 80, b"https": 443}[parts.scheme.encode()]
    origin = httpcore.Origin(parts.scheme.encode(), (parts.hostname or "").encode("idna"), port)
    connection = httpcore.HTTPConnection(origin, ssl_context=_context(), retries=0, network_backend=_Backend(patience))
    given = [("Host", parts.netloc), *headers]
    request = httpcore.Request(
        method,
        address,
        headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in given],
        content=body,
    )
    try:
        return Answer(connection, connection.handle_request(request))
    except Exception as error:
        connection.close()
        raise fault_of(error) from error


def fault_of(error: Exception) -> UpstreamFault:
    """Return what went wrong in our words. :raises: what is no fault of the upstream (the caller's own body broke off)."""
    if isinstance(error, UpstreamFault):
        return error
    if isinstance(error, NotAllowedAddress):
        return UpstreamFault("address", "地址解析到不允许访问的网段")
    if isinstance(error, httpcore.ConnectTimeout | httpcore.ConnectError):
        return UpstreamFault("unreachable", "连接不上")
    if isinstance(error, httpcore.TimeoutException | TimeoutError):
        return UpstreamFault("timeout", "没有在时限内答复完", 504)
    if isinstance(error, httpcore.NetworkError | httpcore.ProtocolError | httpcore.UnsupportedProtocol | ssl.SSLError):
        return UpstreamFault("broken", "答复中断或不是 HTTP")
    raise error
