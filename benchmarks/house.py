"""A house of a benchmark's own, as it is shipped: opened in a temporary folder, closed and thrown away afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yichuang.project import embedded

ROOT = Path(__file__).parents[1]
OPENS_WITHIN = 300.0


@dataclass(frozen=True)
class House:
    """A running house: its process, its data folder and the address of its database."""

    pid: int
    data: Path
    database: str


@contextmanager
def running_house(name: str, port: int) -> Iterator[House]:
    """Open a demonstration house on a port and close it when the block ends."""
    with tempfile.TemporaryDirectory(prefix=f"yichuang-bench-{name}-", ignore_cleanup_errors=True) as folder:
        data, path = Path(folder) / "data", Path(folder) / "run.log"
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"YICHUANG_DATA": str(data), "PORT": str(port), "YICHUANG_DEMO": "1"}
        command = [sys.executable, "-m", "yichuang.project.run"]
        with path.open("w") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            try:
                _wait_until_open(process, path)
                yield House(process.pid, data, embedded.start(data / "postgres"))
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(60)


def join(house: House) -> None:
    """Let this process, too, work on the house's database (before `django.setup`)."""
    os.environ |= {"YICHUANG_DATA": str(house.data), "YICHUANG_DEMO": "1", "DATABASE_URL": house.database}


def _wait_until_open(process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + OPENS_WITHIN
    while "Stop: Ctrl-C" not in log.read_text():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text())
        time.sleep(0.2)
