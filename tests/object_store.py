"""A real server of the S3 protocol for tests: moto's, in a process of its own, spoken to over HTTP."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from yichuang.files.s3 import Bucket, S3Storage

SECONDS = 90


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def object_store() -> Iterator[str]:
    """Start the server, give its address, stop it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_answers(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(SECONDS)


def _until_it_answers(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the S3 server ended by itself"
        try:
            urllib.request.urlopen(f"{address}/moto-api/", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the S3 server does not answer")


def bucket_at(address: str, prefix: str = "") -> Bucket:
    """Return what to say of a bucket of its own at the server."""
    return Bucket(f"files-{uuid.uuid4().hex[:12]}", address, prefix=prefix, access_key="test", secret_key="test")


def made_at(address: str, prefix: str = "city/") -> S3Storage:
    """Return an empty store at the server."""
    store = S3Storage(bucket_at(address, prefix))
    store.client.create_bucket(Bucket=store.bucket.name)
    return store
