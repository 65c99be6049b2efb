"""One HTTP call to an address that the operator configured; tells what surely did not go out from what may have."""

import ssl
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

import httpcore

from yichuang.notifications.ports import ChannelDown, Unclear

CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 10.0
MOST_OF_ANSWER = 64 * 1024
# Before the first byte of the request is written; what breaks later may have arrived.
BEFORE_SENDING = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout, httpcore.UnsupportedProtocol)
TIMES = {"connect": CONNECT_SECONDS, "read": ANSWER_SECONDS, "write": ANSWER_SECONDS, "pool": CONNECT_SECONDS}


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def post(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Post a body on a connection of its own and return status and the answer's beginning.

    A kept connection may be dead, and then nobody knows whether the request was read: none is kept.
    :raises ChannelDown: when it surely did not go out. :raises Unclear: when it may have.
    """
    host = urlsplit(address).hostname or ""
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    with httpcore.ConnectionPool(max_connections=1, retries=0, ssl_context=_tls()) as pool:
        try:
            with pool.stream(
                "POST", address, headers=given, content=body, extensions={"timeout": dict(TIMES)}
            ) as response:
                content = bytearray()
                for part in response.iter_stream():
                    content += part
                    if len(content) >= MOST_OF_ANSWER:
                        break
                return response.status, bytes(content[:MOST_OF_ANSWER])
        except BEFORE_SENDING as error:
            raise ChannelDown(f"连不上 {host}（{type(error).__name__}）") from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise Unclear(f"{host} 没有答复（{type(error).__name__}），可能已经收下") from error
