"""What `make run` runs: database, web server and workers, started in order, watched, and stopped together.

    python -m yichuang.project.run

One run per data folder: a lock that the kernel forgets with the process keeps a second one out. What a killed run left behind is
swept up first, so nothing blocks the next one. Environment: PORT, HOST, DATABASE_URL (a server of your own instead of the
embedded one), YICHUANG_DATA (data folder), YICHUANG_DEMO=0 (no demo district), YICHUANG_WEB_PROCESSES, YICHUANG_WEB_THREADS.
"""

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from yichuang.project import embedded
from yichuang.project.processes import MARK, QUICK_DEATHS, Child, background, crew, departments, rotate, stop, sweep
from yichuang.project.stamp import is_prepared, keep_stamp

ROOT = Path(__file__).resolve().parents[2]
# How prepare.py marks the lines that are meant for the person at the terminal.
SPEAKS = "» "
# Present while the demonstration is being loaded.
UNFINISHED = "demo-unfinished"
LOGS = (
    *("web", "worker", "reader", "sender", "prepare"),
    *("department-road-transport", "department-eia-approval", "department-road-transport-test"),
)
# A demonstration's department systems listen on the first free ports from here on.
DEPARTMENTS_FROM, DEPARTMENTS = 100, 3
OPEN_WITHIN_SECONDS = 120.0
LOOK_EVERY_SECONDS = 0.2


class CannotRun(Exception):
    """Why the house cannot open, in words that say what to do; `code` is the exit code."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


class StopAsked(Exception):
    """Ctrl-C, a signal, or the end of the `make` that started us."""


@dataclass(frozen=True)
class Place:
    """Where a run lives: its data folder, host, port, and the given database address (None: embedded)."""

    data: Path
    host: str
    port: int
    database: str | None

    @property
    def postgres(self) -> Path:
        """Return the folder of the embedded server."""
        return self.data / "postgres"

    @property
    def address(self) -> str:
        """Return what to type into a browser."""
        return f"http://{'127.0.0.1' if self.host in ('0.0.0.0', '::') else self.host}:{self.port}"


def place_of(environment: dict[str, str] | os._Environ[str]) -> Place:
    """Read the place from the environment; raises CannotRun for a port that is none."""
    port = environment.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CannotRun(f"PORT={port} is not a port number (1 to 65535).", 2)
    data = Path(environment.get("YICHUANG_DATA") or ROOT / ".data").resolve()
    return Place(data, environment.get("HOST") or "127.0.0.1", int(port), environment.get("DATABASE_URL") or None)


@contextmanager
def only_run(place: Place) -> Iterator[None]:
    """Hold the data folder for this process; raises CannotRun when another one holds it."""
    place.data.mkdir(parents=True, exist_ok=True)
    with (place.data / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid, _, address = lock.read().strip().partition(" ")
            raise CannotRun(
                f"Yichuang already runs on {place.data} (process {pid or '?'}, {address or 'starting'}).\n"
                f"Use that one, stop it with Ctrl-C or `kill {pid}`, or start another with YICHUANG_DATA=another-folder PORT=8001 make run",
                2,
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()} {place.address}\n")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def check_port(place: Place) -> None:
    """Raise CannotRun when somebody else listens on the port."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            raise CannotRun(
                f"Port {place.port} on {place.host} cannot be used: {error.strerror}.\n"
                f"Stop what uses it, or take another one: PORT={place.port + 1} make run",
                2,
            ) from None


def department_ports(place: Place, environment: Mapping[str, str]) -> list[int]:
    """Return free ports for the demonstration's department systems; none where they are not wanted (`make run-bare`)."""
    if environment.get("YICHUANG_DEMO") != "1" or environment.get("YICHUANG_BARE") == "1":
        return []
    found: list[int] = []
    for port in range(place.port + DEPARTMENTS_FROM, min(place.port + DEPARTMENTS_FROM + 50, 65536)):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == DEPARTMENTS:
            break
    return found


class Supervisor:
    """Starts the processes of one place, watches them and stops them, the database last."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.children: list[Child] = []
        self.preparing: Child | None = None
        self.stop_asked = threading.Event()
        self.database_started = False
        self.environment = {
            **os.environ,
            MARK: str(place.data),
            "YICHUANG_DATA": str(place.data),
            "PORT": str(place.port),
        }
        self.environment.setdefault("YICHUANG_DEMO", "1")
        self.environment["DJANGO_SETTINGS_MODULE"] = "yichuang.project.settings"
        # Nine processes would translate our modules anew at every start, a second of a processor each.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        # Started by make: when that one is killed, nobody could stop us with Ctrl-C any more.
        self.parent = os.getppid() if "MAKELEVEL" in os.environ else None

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Take note of a signal; what waits looks at it five times a second."""
        self.stop_asked.set()

    def run(self) -> None:
        """Open the house and keep it open until somebody asks to stop."""
        try:
            self.open()
            while True:
                self.wait()
                self.mend()
        finally:
            self.close()

    def open(self) -> None:
        """Start everything in order and say where it is; raises CannotRun."""
        began = time.monotonic()
        if swept := sweep(str(self.place.data)):
            say(f"Ended {swept} processes that a killed run had left.")
        check_port(self.place)
        rotate(self.place.data / "log", LOGS)
        # What the processes of the last run counted ended with them.
        shutil.rmtree(self.place.data / "metrics", ignore_errors=True)
        (self.place.data / "metrics").mkdir()
        self.environment["YICHUANG_DEPARTMENTS"] = ",".join(map(str, department_ports(self.place, self.environment)))
        self.start_database()
        report(f"database {'given' if self.place.database else 'embedded PostgreSQL'}", began)
        web, *others = crew(self.environment, self.place.data / "log", self.place.host, self.place.port)
        second = is_prepared(self.place.data, self.environment["DATABASE_URL"]) and not self.unfinished
        # A second start: the preparation will find nothing to do, so it yields to the counter, which opens beside it.
        self.begin_to_prepare(background(self.environment) if second else 0)
        if second:
            self.open_web(web)
            prepared = self.wait_until_prepared()
        else:
            prepared = self.wait_until_prepared()
            self.open_web(web)
        others += departments(self.environment, self.place.data / "log", prepared["systems"])
        # The workers load after the web server has opened, not beside it: on two cores nobody waits for them.
        self.children += others
        for child in others:
            child.start()
        self.welcome(prepared["sign_ins"], prepared["systems"], prepared["administrator"])

    def start_database(self) -> None:
        """Start the embedded server unless an address was given."""
        if self.place.database is None:
            self.database_started = True
            try:
                self.environment["DATABASE_URL"] = embedded.start(self.place.postgres)
            except Exception as error:
                log = self.place.postgres / "log"
                raise CannotRun(f"The embedded PostgreSQL did not start ({error}). Its log: {log}") from error
            self.environment["YICHUANG_EMBEDDED"] = "1"
        else:
            self.environment.pop("YICHUANG_EMBEDDED", None)

    def open_web(self, web: Child) -> None:
        """Start the web server and say how long it took until it answered."""
        began = time.monotonic()
        self.children.append(web)
        web.start()
        self.wait_until_open()
        report(f"open at {self.place.address}", began)

    def begin_to_prepare(self, niceness: int) -> None:
        """Let a process of its own bring the database up to date."""
        command = [sys.executable, "-W", "ignore", "-m", "yichuang.project.prepare"]
        self.preparing = Child("prepare", command, self.environment, self.place.data / "log" / "prepare.log", niceness)
        self.preparing.start()

    def wait_until_prepared(self) -> dict[str, Any]:
        """Wait for that process and return what it did; raises CannotRun when it could not."""
        child = self.preparing
        assert child is not None
        heard = 0
        while child.code is None:
            self.wait()
            heard = self.pass_on(child.log, heard)
        lines = child.log.read_text(errors="replace").splitlines()
        if child.code != 0 or not lines:
            raise CannotRun(f"The database could not be made ready:\n{child.tail(12)}\n({child.log})")
        self.preparing = None
        keep_stamp(self.place.data)
        prepared = dict(json.loads(lines[-1]))
        done = [f"{prepared['migrations']} migrations applied" if prepared["migrations"] else "up to date"]
        report(f"tables {', '.join(done + ['demo district loaded'] * prepared['demo_loaded'])}", child.started)
        return prepared

    @property
    def unfinished(self) -> bool:
        """Tell whether the demonstration was being loaded when an earlier run was cut short."""
        return (self.place.data / UNFINISHED).exists()

    def pass_on(self, answer: Path, heard: int) -> int:
        """Repeat what the preparing process said since `heard` (a number of lines); return how many lines there are now."""
        lines = answer.read_text(errors="replace").splitlines()
        for line in lines[heard:]:
            if line.startswith(SPEAKS):
                say(line.removeprefix(SPEAKS))
        return len(lines)

    def wait(self) -> None:
        """Pause for a moment; raises StopAsked."""
        orphaned = self.parent is not None and os.getppid() != self.parent
        if self.stop_asked.wait(LOOK_EVERY_SECONDS) or orphaned:
            raise StopAsked

    def wait_until_open(self) -> None:
        """Wait until the web server answers; raises CannotRun when it does not come up."""
        until = time.monotonic() + OPEN_WITHIN_SECONDS
        while not answers(self.place):
            self.wait()
            self.mend()
            if time.monotonic() > until:
                raise CannotRun(
                    f"The web server did not answer within {OPEN_WITHIN_SECONDS:.0f} seconds:\n{self.children[0].tail()}"
                )

    def mend(self) -> None:
        """Start again what died by itself; raises CannotRun when it keeps dying."""
        if self.place.database is None and not embedded.is_running(self.place.postgres):
            say("PostgreSQL ended by itself; starting it again.")
            self.start_database()
        for child in self.children:
            code = child.code
            if not child.has_died():
                continue
            if child.quick_deaths >= QUICK_DEATHS:
                raise CannotRun(
                    f"The {child.name} process keeps ending (exit code {code}). The end of {child.log}:\n{child.tail()}"
                )
            say(f"The {child.name} process ended by itself (exit code {code}); starting it again.")
            child.start()

    def close(self) -> None:
        """Stop every process, PostgreSQL last."""
        stop([*self.children, *([self.preparing] if self.preparing else [])])
        if self.database_started:
            embedded.stop(self.place.postgres)

    def how_to_begin(self) -> str:
        """Return what to type where nobody can sign in yet: the places and the first administrator come from a command."""
        given = f"YICHUANG_DATA={self.place.data} " if "YICHUANG_DATA" in os.environ else ""
        given += "DATABASE_URL=… " if self.place.database else ""
        command = f"{given}.venv/bin/python manage.py set_up"
        return (
            "Nobody can sign in yet: there is no administrator. In another terminal, in this folder:\n"
            f"  1. {command} --blank organisation.xlsx      (an empty workbook that explains itself; fill it in)\n"
            f"  2. {command} organisation.xlsx --dry-run     (what it would do, cell by cell what it cannot use)\n"
            f"  3. {command} organisation.xlsx --district 330109 --name 姓名 --mobile 手机号\n"
            "  The last one prints a one-time code to set the first administrator's password. More: docs/operators.md"
        )

    def welcome(self, sign_ins: list[list[str]], systems: list[list[str]], administrator: bool) -> None:
        """Say where the house is, who may sign in, and how to stop."""
        say(f"\n  {self.place.address}\n")
        widths = [max(map(width, column)) for column in zip(*sign_ins, strict=True)]
        for row in sign_ins:
            say("  " + "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)))
        if sign_ins:
            say(f"\n  Everybody else, by one click: {self.place.address}/demo/")
        for name, _, port in systems:
            say(f"  {name}：http://127.0.0.1:{port}")
        if not administrator:
            say(self.how_to_begin())
        say(f"\nLogs: {self.place.data / 'log'}    Stop: Ctrl-C")


def answers(place: Place) -> bool:
    """Tell whether our web server answers on the port."""
    host = "127.0.0.1" if place.host == "0.0.0.0" else place.host
    connection = http.client.HTTPConnection(host, place.port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    return False


def width(text: str) -> int:
    """Return how many columns a text takes in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def report(what: str, began: float) -> None:
    """Say that a phase is done and how long it took."""
    say(f"{what} ({time.monotonic() - began:.1f} s)")


def say(text: str) -> None:
    """Tell the person at the terminal; a terminal that is gone must not keep us from stopping."""
    with suppress(OSError, ValueError):
        print("\n".join(f"  {line}".rstrip() for line in text.split("\n")), flush=True)


def tell(trouble: CannotRun) -> int:
    """Say why it does not go on; return the exit code."""
    print("\n".join(["", *("  " + line for line in str(trouble).splitlines())]), file=sys.stderr, flush=True)
    return trouble.code


def main() -> int:
    """Run until stopped; return 0 after Ctrl-C or SIGTERM, else what went wrong."""
    try:
        place = place_of(os.environ)
        with only_run(place):
            supervisor = Supervisor(place)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, supervisor.ask_to_stop)
            os.chdir(ROOT)
            try:
                supervisor.run()
            except StopAsked:
                say("Stopped.")
    except CannotRun as trouble:
        return tell(trouble)
    return 0


if __name__ == "__main__":
    sys.exit(main())
