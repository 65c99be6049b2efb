"""Files of cases: fetched in the background with one-time tickets, checked by size and SHA-256, kept in `files/`."""

import hashlib
import logging
import random
import sqlite3
from pathlib import Path

from examples.department_system import clock
from examples.department_system.app import App
from examples.department_system.client import Refused, Unreachable, WrongFile

log = logging.getLogger("department.files")
TRIES_OF_WRONG_FILE, LONGEST_WAIT_SECONDS = 5, 300.0


def place_of(app: App, case_number: str, file_id: str) -> Path:
    """Return where a file lies: a name of our own making, whatever the platform calls it."""
    return app.folder / "files" / hashlib.sha256(f"{case_number}/{file_id}".encode()).hexdigest()


def fetch_waiting(app: App) -> int:
    """Fetch what is wanted and due; returns how many were tried."""
    now = clock.unix()
    rows = app.store.all("SELECT * FROM files WHERE state = 'wanted' AND next_try <= ? ORDER BY position LIMIT 20", now)
    for row in rows:
        if app.stopping.is_set():
            break
        _fetch(app, row)
    return len(rows)


def want_again(app: App, position: int) -> None:
    """Try a file again now, from the beginning."""
    with app.store.write() as db:
        db.execute(
            "UPDATE files SET state = 'wanted', tries = 0, next_try = 0, error = '' WHERE position = ? AND state <> 'here'",
            (position,),
        )
    app.work.set()


def _fetch(app: App, row: sqlite3.Row) -> None:
    target = place_of(app, row["case_number"], row["id"])
    target.parent.mkdir(exist_ok=True)
    tries, state, error, wait = row["tries"] + 1, "here", "", 0.0
    try:
        app.platform.download(row["case_number"], row["id"], row["sha256"], row["size"], "办理案件", target)
    except WrongFile as fault:
        # A wrong file may be a line that broke; five times is not the line.
        state, error = ("wrong" if tries >= TRIES_OF_WRONG_FILE else "wanted"), str(fault)
    except Refused as fault:
        state, error, wait = "wanted", str(fault), fault.retry_after or 0.0
        if fault.status in (404, 410):
            state = "wrong" if tries >= TRIES_OF_WRONG_FILE else "wanted"
    except Unreachable as fault:
        state, error = "wanted", str(fault)
    if error:
        log.warning("file %s of %s: %s", row["id"], row["case_number"], error)
    pause = max(wait, pause_after(tries, app.settings.retry_seconds))
    with app.store.write() as db:
        db.execute(
            "UPDATE files SET state = ?, tries = ?, next_try = ?, error = ? WHERE position = ?",
            (state, tries, clock.unix() + pause, error[:500], row["position"]),
        )


def pause_after(tries: int, first: float) -> float:
    """Return how long to wait after so many tries: doubled each time, with jitter, five minutes at most."""
    return min(first * 2 ** min(tries - 1, 20), LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.0)
