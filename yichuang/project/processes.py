"""The processes that make up a running house: web server, worker, reader of certificates, sender, and in a demonstration the departments'
own systems. Started, watched, stopped, swept up."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

# Every process of a run carries the data folder it works on, so that the next run knows what a killed one left behind.
MARK = "YICHUANG_SUPERVISED"
# The queues of the general worker; a house test holds this list against the code. The OCR engine has a process of its own.
QUEUES = ("default", "alarms", "documents")
OCR_QUEUE = "ocr"
LOGS_KEPT = 4
QUICK_DEATH_SECONDS = 20.0
QUICK_DEATHS = 3
GRACE_SECONDS = 15.0
PR_SET_PDEATHSIG = 1
# Django's checks look at the code, which `make lint` has checked; they load every page, a second of a processor in a process that has none.
UNCHECKED = "--skip-checks"


def background(environment: Mapping[str, str]) -> int:
    """Return how much yields what nobody waits for: notices are rendered and cards read in what the counter's web server leaves free."""
    return int(environment.get("YICHUANG_BACKGROUND_NICE", "10"))


@dataclass
class Child:
    """One process of the house: what it is called, how it is started, where it writes."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    niceness: int = 0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self) -> None:
        """Start it in a process group of its own (Ctrl-C reaches only the supervisor); on Linux it dies with its parent."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=first_act(self.niceness),
            )
        self.started = time.monotonic()

    @property
    def code(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return self.process.poll() if self.process else None

    def has_died(self) -> bool:
        """Tell whether it ended by itself, and count how often it did so shortly after its start."""
        if self.process is None or self.code is None:
            return False
        quick = time.monotonic() - self.started < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 1
        self.signal(signal.SIGKILL)  # what it started itself must not outlive it
        return True

    def signal(self, number: int) -> None:
        """Send a signal to it and to all it started; nothing happens when they are gone."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def tail(self, lines: int = 20) -> str:
        """Return the last lines of its log."""
        with suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""


def stop(children: Iterable[Child], grace: float = GRACE_SECONDS) -> None:
    """Ask all to end at once, wait, and kill what is left with everything it started."""
    running = [child for child in children if child.process is not None and child.code is None]
    for child in running:
        if child.process is not None:
            child.process.terminate()
    until = time.monotonic() + grace
    for child in running:
        if child.process is not None:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, until - time.monotonic()))
        child.signal(signal.SIGKILL)
    for child in running:
        if child.process is not None:
            child.process.wait()


def sweep(mark: str, grace: float = 2.0) -> int:
    """End the processes that a killed run on the same data folder left behind; return how many there were."""
    left = [process for process in psutil.process_iter() if _is_left(process, mark)]
    for process in left:
        with suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=grace)
    for process in stubborn:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=grace)
    return len(left)


def _is_left(process: psutil.Process, mark: str) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(MARK) == mark
    except (psutil.Error, OSError):
        return False  # somebody else's process, or one that has just ended


def rotate(folder: Path, names: Iterable[str]) -> None:
    """Put each log of the last run aside: `web.log` becomes `web.log.1`, that one `web.log.2`; the oldest is dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        for number in range(LOGS_KEPT - 1, -1, -1):
            old = folder / (f"{name}.log.{number}" if number else f"{name}.log")
            if old.exists():
                old.replace(folder / f"{name}.log.{number + 1}")


def first_act(niceness: int) -> Callable[[], None]:
    """Return what a new process does before all else: take its place behind the counter, and on Linux die with its parent."""
    # Loaded here: between fork and exec nothing may be loaded any more.
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None

    def act() -> None:
        if niceness:
            os.nice(niceness)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return act


def crew(environment: Mapping[str, str], logs: Path, host: str, port: int) -> list[Child]:
    """Return the web server, the general worker, the reader of certificates and the sender, not started yet."""
    threads = int(environment.get("YICHUANG_WEB_THREADS", "8"))
    # A screen's stream waits in a thread of its own and without a database connection; a thread that nobody needs is ended.
    streams = int(environment.get("YICHUANG_LIVE_STREAMS", "128"))
    # The sender gives its connection back before it waits for a receiver: few serve many threads.
    metrics = str(logs.parent / "metrics")
    environment = {"YICHUANG_TRACE": "1", "PROMETHEUS_MULTIPROC_DIR": metrics, **environment}
    sender = {**environment, "YICHUANG_POOL": environment.get("YICHUANG_POOL", "6")}
    web = {**environment, "YICHUANG_POOL": environment.get("YICHUANG_POOL", str(threads))}
    yields = background(environment)
    return [
        Child(
            "web",
            _granian(host, port, environment.get("YICHUANG_WEB_PROCESSES", "2"), threads + streams),
            web,
            logs / "web.log",
        ),
        Child("worker", _worker("worker", ",".join(QUEUES), 4), environment, logs / "worker.log", yields),
        Child("reader", _worker("reader", OCR_QUEUE, 1), environment, logs / "reader.log", yields),
        Child("sender", [sys.executable, "manage.py", "deliver", UNCHECKED], sender, logs / "sender.log", yields),
    ]


def departments(environment: Mapping[str, str], logs: Path, joined: Iterable[Sequence[str]]) -> list[Child]:
    """Return the demonstration's department systems, not started yet: programs of their own that know nothing of this house."""
    own = {name: value for name, value in environment.items() if name in ("PATH", "HOME", "LANG", "TZ", MARK)}
    return [
        Child(
            f"department-{Path(folder).name}",
            [sys.executable, "-m", "examples.department_system", "--port", port, "--data", folder],
            own,
            logs / f"department-{Path(folder).name}.log",
            background(environment),
        )
        for _, folder, port in joined
    ]


def _granian(host: str, port: int, processes: str, threads: int) -> list[str]:
    # Granian's backpressure counts open connections, kept-alive ones too: a small number would lock out quiet browsers.
    options = (
        f"--interface wsgi --no-ws --port {port} --workers {processes} --blocking-threads {threads} --backlog 2048"
        " --backpressure 1024 --respawn-failed-workers --respawn-interval 1 --workers-kill-timeout 4 --log-level warning"
    )
    return [
        sys.executable,
        "-m",
        "yichuang.project.web",
        *options.split(),
        "--host",
        host,
        "yichuang.project.wsgi:application",
    ]


def _worker(name: str, queues: str, concurrency: int) -> list[str]:
    options = (
        f"--name {name} --queues {queues} --concurrency {concurrency} --shutdown-graceful-timeout 10"
        " --delete-jobs successful"
    )
    return [sys.executable, "manage.py", "procrastinate", UNCHECKED, "worker", *options.split()]
