"""A house that really runs: the supervisor as a process, in a folder of its own on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from yichuang.project import embedded
from yichuang.project.processes import MARK

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180.0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so; fails with `what` when it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.1)


@dataclass
class House:
    """One data folder, the runs on it, and everything that lives because of it."""

    data: Path
    port: int = field(default_factory=free_port)
    runs: list[subprocess.Popen[str]] = field(default_factory=list)
    outputs: list[Path] = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a person who types the command: of the tests only what passwords cost, or each demo takes long, and
        that background processes yield a little only: the tests beside are no counter, and would leave them nothing for minutes.
        """
        ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", MARK)
        kept = {name: value for name, value in os.environ.items() if name not in ours and "YICHUANG" not in name}
        demo = {"YICHUANG_DEMO": "0", "YICHUANG_DATA": str(self.data), "PORT": str(self.port)}
        demo |= {"YICHUANG_PASSWORD_MEMORY_KIB": "1024", "YICHUANG_BACKGROUND_NICE": "1"}
        return {**kept, **demo, **more}

    def run(self, *, module: str = "run", behind: tuple[str, ...] = (), **environment: str) -> subprocess.Popen[str]:
        """Start it; what it says goes to a file, as a terminal would show it. `behind` is a command that starts it."""
        self.data.mkdir(parents=True, exist_ok=True)
        output = self.data.parent / f"run-{len(self.outputs)}.out"
        with output.open("w") as out:
            command = [*behind, sys.executable, "-m", f"yichuang.project.{module}"]
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment(**environment), stdout=out, stderr=out, text=True
            )
        self.runs.append(process)
        self.outputs.append(output)
        return process

    @property
    def said(self) -> str:
        """Return what the last run said so far."""
        return self.outputs[-1].read_text()

    def open(self, *, behind: tuple[str, ...] = (), **environment: str) -> subprocess.Popen[str]:
        """Start it and wait until it has said where it is."""
        process = self.run(behind=behind, **environment)
        until(lambda: "Stop: Ctrl-C" in self.said or process.poll() is not None, self.said)
        assert process.poll() is None, self.said
        return process

    def refused(self, *, module: str = "run", **environment: str) -> tuple[int, str]:
        """Start one that must not start; return its exit code and what it said. The last run is the one before, as it was."""
        code = self.run(module=module, behind=(), **environment).wait(PATIENCE_SECONDS)
        self.runs.pop()
        return code, self.outputs.pop().read_text()

    @property
    def is_open(self) -> bool:
        """Tell whether the last run is still there."""
        return bool(self.runs) and self.runs[-1].poll() is None

    def get(self, path: str) -> tuple[int, str]:
        """Ask the web server for a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except OSError as error:
            return getattr(error, "code", 0), str(error)

    def living(self) -> list[str]:
        """Return every process that works on this folder."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = process.environ().get(MARK) == str(self.data) or str(self.data) in process.cmdline()
                if ours and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"{process.pid} {' '.join(process.cmdline())}")
            except psutil.Error:
                continue
        return found

    def child(self, *words: str) -> psutil.Process:
        """Return the process of the last run whose command has all these words."""
        children = psutil.Process(self.runs[-1].pid).children()
        return next(child for child in children if set(words) <= set(child.cmdline()))

    def tear_down(self) -> None:
        """Leave nothing behind, whatever the test did."""
        for process in self.runs:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)
        embedded.stop(self.data / "postgres")
