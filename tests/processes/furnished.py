"""Data folders that hold the tables or the demonstration already: made once for this code by a house of its own, copied for all others.

Loading takes half a minute of a processor, and minutes where eight houses do it beside other tests; a copy takes a second. That a house
loads it by itself is asserted where that is the subject (tests/journeys/test_whole_house.py, tests/processes/test_run.py).
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.processes.house import ROOT, House

SHELVES = Path(tempfile.gettempdir()) / f"yichuang-furnished-{os.getuid()}"
# What the loaded demonstration depends on.
PARTS = ("yichuang", "demo", "examples", "requirements.lock")
NOT_CODE = {"__pycache__", "static", "templates"}
# Of older code, or of another folder's tests; these are theirs while they run.
KEPT_SECONDS = 6 * 3600


def furnish(house: House, *, demo: bool = True) -> House:
    """Put a copy of the loaded demonstration (or of the empty tables) where the house will open; who makes it is waited for."""
    SHELVES.mkdir(mode=0o700, exist_ok=True)
    shelf = SHELVES / f"{fingerprint()}-{'demo' if demo else 'tables'}" / "data"
    with (SHELVES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shelf.exists():
            _make(shelf, demo)
        house.data.parent.mkdir(parents=True, exist_ok=True)
        # The database's files belong to another user where the tests run as root.
        subprocess.run(["cp", "-pR", str(shelf), str(house.data)], check=True)
    return house


def _make(shelf: Path, demo: bool) -> None:
    for old in SHELVES.iterdir():
        if old.is_dir() and old.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    maker = House(shelf.parent / "making" / "data")
    try:
        maker.open(YICHUANG_DEMO="1" if demo else "0", YICHUANG_BARE="1").terminate()
        assert maker.runs[-1].wait(60) == 0, maker.said
    finally:
        maker.tear_down()
    shutil.rmtree(maker.data / "log", ignore_errors=True)
    maker.data.rename(shelf)


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
