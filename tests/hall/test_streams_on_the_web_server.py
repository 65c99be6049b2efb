"""On the real web server: a client that goes away frees its thread, one too many is told (docs/decisions/live-screens.md)."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 6


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    options = f"--interface wsgi --no-ws --port {number} --workers 1 --blocking-threads {MOST + 2} --log-level warning"
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *options.split(), "--host", "127.0.0.1", "tests.hall.streaming:application"],
        cwd=ROOT,
        env={**os.environ, "YICHUANG_LIVE_STREAMS": str(MOST)},
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                taken(number)
                break
            except OSError:
                time.sleep(0.2)
        yield number
    finally:
        server.terminate()
        server.wait(20)


def taken(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as asking:
        asking.request("GET", "/taken")
        return int(asking.getresponse().read())


def opened(port: int) -> tuple[socket.socket, bytes]:
    stream = socket.create_connection(("127.0.0.1", port), timeout=10)
    stream.sendall(b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
    return stream, stream.recv(4096)


def test_a_client_that_goes_away_frees_its_thread_and_one_too_many_is_told(port: int) -> None:
    streams = [opened(port) for _ in range(MOST)]
    assert all(head.startswith(b"HTTP/1.1 200") for _, head in streams)
    assert taken(port) == MOST, "and the server still answers others"
    extra, head = opened(port)
    assert head.startswith(b"HTTP/1.1 503")
    extra.close()
    for stream, _ in streams:
        stream.close()
    until = time.monotonic() + 15
    while taken(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert taken(port) == 0
    again, head = opened(port)
    assert head.startswith(b"HTTP/1.1 200")
    again.close()
