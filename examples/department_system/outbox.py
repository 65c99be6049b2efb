"""Reports to the platform (docs/exchange.md, “What we take”): a row first, then sent until there is an answer.

A report keeps its id and its bytes on every try, so the platform counts it once. Reports of one case go out in the order they
were written; a case whose report waits does not hold up the others. Files go up before the report that names them.
"""

import json
import logging
import sqlite3
import time
from typing import Any

from examples.department_system import clock, intake
from examples.department_system.app import App
from examples.department_system.client import Refused, Unreachable, WrongFile
from examples.department_system.fetching import pause_after

log = logging.getLogger("department.outbox")
# What may be different next time: the rest is the platform's decision about this report.
TRY_AGAIN = {401, 408, 421, 425, 429}
DUE = """
SELECT * FROM outbox AS one WHERE state = 'queued' AND next_try <= ? AND NOT EXISTS (
  SELECT 1 FROM outbox AS before WHERE before.case_number = one.case_number AND before.state = 'queued'
    AND before.position < one.position)
ORDER BY position LIMIT 20
"""


class OtherReport(Exception):
    """The page's report was sent before, with other content."""


def write(
    db: sqlite3.Connection, report_id: str, case_number: str, kind: str, data: dict[str, Any], officer: str
) -> bool:
    """Write a report; the same one again (a second click) changes nothing.

    A place that needs a file of ours holds `{"upload": position in uploads}` until the file is up.
    """
    draft = json.dumps(data, ensure_ascii=False, sort_keys=True)
    known = db.execute("SELECT case_number, type FROM outbox WHERE id = ?", (report_id,)).fetchone()
    if known and (known["case_number"], known["type"]) != (case_number, kind):
        raise OtherReport(report_id)
    if known:
        return False
    db.execute(
        "INSERT INTO outbox (id, case_number, type, draft, officer, created_at) VALUES (?,?,?,?,?,?)",
        (report_id, case_number, kind, draft, officer, clock.now()),
    )
    return True


def keep_upload(
    db: sqlite3.Connection, case_number: str, name: str, media_type: str, content: bytes, sha256: str, purpose: str
) -> int:
    """Keep a file that is to go up; returns its position."""
    cursor = db.execute(
        "INSERT INTO uploads (case_number, name, media_type, sha256, size, purpose, content) VALUES (?,?,?,?,?,?,?)",
        (case_number, name, media_type, sha256, len(content), purpose, content),
    )
    return int(cursor.lastrowid or 0)


def send_waiting(app: App) -> int:
    """Send the first waiting report of each case that is due; returns how many were tried."""
    rows = app.store.all(DUE, clock.unix())
    for row in rows:
        if app.stopping.is_set():
            break
        _send(app, row)
    return len(rows)


def send_now(app: App, position: int) -> None:
    """Try a waiting report at once."""
    with app.store.write() as db:
        db.execute("UPDATE outbox SET next_try = 0 WHERE position = ? AND state = 'queued'", (position,))
    app.reports.set()


def wait_for_answer(app: App, report_id: str, seconds: float) -> sqlite3.Row | None:
    """Wait a moment until a report is answered, so that the page can show the answer; returns it as it stands then."""
    app.reports.set()
    end = time.monotonic() + seconds
    while True:
        row = app.store.one("SELECT * FROM outbox WHERE id = ?", report_id)
        if (
            row is None
            or row["state"] != "queued"
            or row["tries"] > 1
            or time.monotonic() > end
            or app.stopping.is_set()
        ):
            return row
        time.sleep(0.05)


def _send(app: App, row: sqlite3.Row) -> None:
    """Try once. An answer ends it; silence, overload and a faulty token do not."""
    try:
        body = row["body"] or _body(app, row)
        status = app.platform.report(row["case_number"], body.encode())
    except Refused as refused:
        if refused.status in TRY_AGAIN or not 400 <= refused.status < 500:
            _later(app, row, str(refused), refused.retry_after or 0.0)
        else:
            _answered(app, row, "refused", refused.status, refused.problem)
    except (Unreachable, WrongFile) as silence:
        _later(app, row, str(silence), 0.0)
    else:
        _answered(app, row, "taken", 200, status)


def _body(app: App, row: sqlite3.Row) -> str:
    """Bring the report's files up and fix its bytes: what is sent from now on never changes."""
    data = _with_files(app, row["case_number"], json.loads(row["draft"]))
    content = {"id": row["id"], "type": row["type"], "time": row["created_at"], "data": data}
    body = json.dumps(content, ensure_ascii=False)
    with app.store.write() as db:
        db.execute("UPDATE outbox SET body = ? WHERE position = ?", (body, row["position"]))
    return body


def _with_files(app: App, case_number: str, value: Any) -> Any:
    """Return a draft with the platform's file ids in it."""
    if isinstance(value, dict):
        if set(value) == {"upload"}:
            return _up(app, case_number, int(value["upload"]))
        filled = {name: _with_files(app, case_number, item) for name, item in value.items()}
        if isinstance(value.get("file"), dict) and "sha256" in value:
            # The store may keep a picture other than it came: what counts is the hash that it answered.
            filled["sha256"] = _kept_hash(app, int(value["file"]["upload"]))
        return filled
    if isinstance(value, list):
        return [_with_files(app, case_number, item) for item in value]
    return value


def _up(app: App, case_number: str, position: int) -> str:
    row = app.store.one("SELECT * FROM uploads WHERE position = ?", position)
    if row is None:
        raise WrongFile("the file to hand in is gone")
    if row["platform_id"]:
        return str(row["platform_id"])
    stored = app.platform.upload(case_number, row["name"], row["media_type"], row["content"], row["purpose"])
    with app.store.write() as db:
        kept = (str(stored["id"]), str(stored["sha256"]), position)
        db.execute("UPDATE uploads SET platform_id = ?, sha256 = ? WHERE position = ?", kept)
    return str(stored["id"])


def _kept_hash(app: App, position: int) -> str:
    row = app.store.one("SELECT sha256 FROM uploads WHERE position = ?", position)
    return str(row["sha256"]) if row else ""


def _later(app: App, row: sqlite3.Row, error: str, wait: float) -> None:
    tries = row["tries"] + 1
    pause = max(wait, pause_after(tries, app.settings.retry_seconds))
    log.warning("report %s of %s waits %.1f s: %s", row["id"], row["case_number"], pause, error)
    with app.store.write() as db:
        db.execute(
            "UPDATE outbox SET tries = ?, next_try = ?, error = ? WHERE position = ?",
            (tries, clock.unix() + pause, error[:500], row["position"]),
        )


def _answered(app: App, row: sqlite3.Row, state: str, status: int, answer: dict[str, Any]) -> None:
    with app.store.write() as db:
        db.execute(
            """UPDATE outbox SET state = ?, tries = tries + 1, error = '', status = ?, answer = ?, answered_at = ?
               WHERE position = ?""",
            (state, status, json.dumps(answer, ensure_ascii=False), clock.now(), row["position"]),
        )
        if state == "taken" and answer.get("state"):
            intake.keep_status(db, row["case_number"], answer)
