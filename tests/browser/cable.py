"""A network cable that can be pulled, and a web process that can be started anew: what a screen of the hall lives with.

Pulled, nothing is closed and nothing arrives, as behind a switch without power: neither side is told.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0


class Cable:
    """Carries bytes between browsers and a port of this machine, until it is pulled."""

    def __init__(self, port: int) -> None:
        self._to, self._lines, self._plugged, self._ended = port, list[_Line](), threading.Event(), False
        self._plugged.set()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def address(self) -> str:
        """Return where browsers find the house."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def pull(self) -> None:
        """Let nothing through any more, and tell nobody."""
        self._plugged.clear()

    def plug(self, *, forget: bool = False) -> None:
        """Let everything through again; `forget`: connections from before stay mute for ever, as after a restart of what lay between."""
        if forget:
            for line in self._lines:
                line.mute = True
        self._plugged.set()

    def close(self) -> None:
        """End every connection."""
        self._ended = True
        self._plugged.set()
        for end in (self._door, *(one for line in self._lines for one in line.ends)):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _take(self) -> None:
        while not self._ended:
            with suppress(OSError):
                near, _ = self._door.accept()
                self._plugged.wait()
                try:
                    far = socket.create_connection(("127.0.0.1", self._to), timeout=5)
                except OSError:  # the web process is away: the machine itself answers that nobody listens
                    near.close()
                    continue
                far.settimeout(None)
                line = _Line((near, far))
                self._lines.append(line)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(line, one, other), daemon=True).start()

    def _carry(self, line: "_Line", one: socket.socket, other: socket.socket) -> None:
        said = b"."
        while said and not self._ended:
            try:
                said = one.recv(65536)
            except OSError:
                said = b""
            self._plugged.wait()
            if line.mute:
                return
            with suppress(OSError):
                other.sendall(said) if said else other.shutdown(socket.SHUT_WR)


@dataclass
class _Line:
    ends: tuple[socket.socket, socket.socket]
    mute: bool = False


@dataclass
class Web:
    """The web process on the tests' database: the shipped server with one worker."""

    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> "Web":
        """Start it and wait until it answers."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = int(free.getsockname()[1])
        options = f"--interface wsgi --no-ws --port {self.port} --workers 1 --blocking-threads 16 --log-level warning"
        command = [sys.executable, "-m", "granian", *options.split(), "--host", "127.0.0.1"]
        given = connection.settings_dict
        address = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['PORT'] and 'localhost:' + given['PORT']}"
        named = {"DATABASE_URL": f"{address}/{given['NAME']}?host={given['HOST']}"}
        self._process = subprocess.Popen(
            [*command, "tests.browser.web:application"],
            cwd=ROOT, env={**os.environ, **named}, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/device/", timeout=30):
                return self
            time.sleep(0.1)
        raise AssertionError("the web process never answered")

    def stop(self) -> None:
        """Kill it and its worker, as a machine without power would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None
