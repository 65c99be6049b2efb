"""Data folders that hold the tables or the demonstration already: made once for this code, copied for every house.

Loading takes half a minute of a processor, and minutes where eight houses do it beside other tests; a copy takes a second. That a house
loads it by itself is asserted where that is the subject (tests/journeys/test_whole_house.py, tests/processes/test_run.py).
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.processes.house import ROOT, House
from yichuang.project import embedded
from yichuang.project.stamp import keep_stamp

SHELVES = Path(tempfile.gettempdir()) / f"yichuang-furnished-{os.getuid()}"
# What the loaded demonstration depends on.
PARTS = ("yichuang", "demo", "examples", "requirements.lock")
NOT_CODE = {"__pycache__", "static", "templates"}
# Of older code, or of another folder's tests; these are theirs while they run.
KEPT_SECONDS = 6 * 3600


def furnish(house: House, *, demo: bool = True) -> House:
    """Put a copy of the loaded demonstration (or of the empty tables) where the house will open; who makes it is waited for."""
    SHELVES.mkdir(mode=0o700, exist_ok=True)
    with (SHELVES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _copy(_shelf(demo), house.data)
    return house


def _copy(shelf: Path, data: Path) -> None:
    data.parent.mkdir(parents=True, exist_ok=True)
    # The database's files belong to another user where the tests run as root.
    subprocess.run(["cp", "-pR", str(shelf), str(data)], check=True)


def _shelf(demo: bool) -> Path:
    """Return the folder to copy, made when it is not there: the tables, and on a copy of these the demonstration."""
    shelf = SHELVES / f"{fingerprint()}-{'demo' if demo else 'tables'}" / "data"
    if shelf.exists():
        return shelf
    for old in SHELVES.iterdir():
        if old.is_dir() and old.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    maker = House(shelf.parent / "making" / "data")
    shutil.rmtree(maker.data.parent, ignore_errors=True)
    if demo:
        _copy(_shelf(demo=False), maker.data)
    try:
        _prepare(maker, demo)
    finally:
        maker.tear_down()
    maker.data.rename(shelf)
    return shelf


def _prepare(maker: House, demo: bool) -> None:
    """Do what the supervisor lets be done before it opens the house (`yichuang.project.run`)."""
    environment = maker.environment(
        DATABASE_URL=embedded.start(maker.data / "postgres"),
        DJANGO_SETTINGS_MODULE="yichuang.project.settings",
        YICHUANG_DEMO="1" if demo else "0",
        YICHUANG_EMBEDDED="1",
        YICHUANG_DEPARTMENTS="",
    )
    command = [sys.executable, "-W", "ignore", "-m", "yichuang.project.prepare"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    keep_stamp(maker.data)


def fingerprint() -> str:
    """Return a name for the code that what is furnished was made by."""
    digest = hashlib.sha256()
    for part in PARTS:
        top = ROOT / part
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            name = path.relative_to(ROOT)
            if path.is_file() and not NOT_CODE & set(name.parts):
                digest.update(f"{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
