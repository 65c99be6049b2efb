"""A receiver below HTTP: it says what it is told to, byte by byte, and closes when it is told to."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

Say = Callable[[socket.socket], None]


class RawReceiver:
    """Listens on a port of its own; reads a whole request, then lets `say` do what it likes with the connection."""

    def __init__(self, say: Say) -> None:
        self.say, self.requests, self.connections = say, 0, 0
        self.stopped = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self.server.getsockname()[1])

    @property
    def address(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}/events"

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while read_request(connection):
                self.requests += 1
                self.say(connection)

    def __enter__(self) -> "RawReceiver":
        return self

    def __exit__(self, *error: object) -> None:
        self.stopped.set()
        self.server.close()


def read_request(connection: socket.socket) -> bool:
    """Read one request to its end; False when the other side has hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return False
        data += part
    head, body = data.split(b"\r\n\r\n", 1)
    (length,) = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    while len(body) < length:
        body += connection.recv(65536)
    return True


def says(*parts: bytes, pause: float = 0.0, hang_up: bool = True) -> Say:
    """Return what sends these parts with a pause before each, then hangs up."""

    def say(connection: socket.socket) -> None:
        for part in parts:
            time.sleep(pause)
            connection.sendall(part)
        if hang_up:
            connection.shutdown(socket.SHUT_RDWR)

    return say
