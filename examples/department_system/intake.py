"""Events that are ours: first a row in the inbox, then, by a worker, the case and the files it names.

The row is committed before the answer; a kill between the two steps leaves a row that the next start takes up.
"""

import hashlib
import json
import logging
import sqlite3
from dataclasses import dataclass
from typing import Any

from examples.department_system import clock, misbehaviour
from examples.department_system.app import App

log = logging.getLogger("department.intake")
# Messages of the older interface say only what is new: the rest stays as it was.
PARTIAL = "/legacy"
REPORT_AGAIN, NOT_HERE = "case.report_again", "case.not_here"


class OtherBody(Exception):
    """An id that we have, with another body: the sender is wrong, or not the sender."""


@dataclass(frozen=True)
class Event:
    """What a CloudEvent must have for us (docs/exchange.md, “What we send”); unknown types are taken and shown."""

    id: str
    type: str
    case_number: str
    sequence: int
    content: dict[str, Any]

    @classmethod
    def of(cls, content: Any) -> "Event":
        """Check what came; raises ValueError with what is missing."""
        if not isinstance(content, dict) or content.get("specversion") != "1.0":
            raise ValueError("not a CloudEvent 1.0")
        for name in ("id", "source", "type"):
            if not isinstance(content.get(name), str) or not content[name]:
                raise ValueError(f"{name} is missing")
        data = content.get("data")
        number = data.get("number") if isinstance(data, dict) else None
        sequence = str(content.get("sequence", ""))
        return cls(
            id=content["id"],
            type=content["type"],
            case_number=str(number or content.get("subject") or ""),
            sequence=int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 19 else 0,
            content=content,
        )


def receive(app: App, event: Event) -> bool:
    """Store an event; tells whether it was new. The same id with the same content is a repetition, with another it is refused."""
    body = json.dumps(event.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    with app.store.write() as db:
        known = db.execute("SELECT digest FROM inbox WHERE id = ?", (event.id,)).fetchone()
        if known and known["digest"] != digest:
            raise OtherBody(event.id)
        if known:
            db.execute("UPDATE inbox SET times = times + 1 WHERE id = ?", (event.id,))
        else:
            db.execute(
                "INSERT INTO inbox (id, type, case_number, sequence, body, digest, received_at) VALUES (?,?,?,?,?,?,?)",
                (event.id, event.type, event.case_number, event.sequence, body, digest, clock.now()),
            )
    app.work.set()
    return not known


def take_waiting(app: App) -> int:
    """Take up what waits in the inbox, oldest first; returns how many."""
    taken = 0
    while not app.stopping.is_set() and not misbehaviour.holds(app):
        row = app.store.one("SELECT * FROM inbox WHERE taken_at IS NULL ORDER BY position LIMIT 1")
        if row is None:
            break
        _take(app, row)
        taken += 1
    return taken


def _take(app: App, row: sqlite3.Row) -> None:
    """Apply one event and mark it taken, both or neither; one that cannot be applied is kept with the reason."""
    error = ""
    try:
        with app.store.write() as db:
            for _ in range(2 if misbehaviour.processes_twice(app) else 1):
                apply(db, Event.of(json.loads(row["body"])))
                db.execute("UPDATE inbox SET taken = taken + 1 WHERE id = ?", (row["id"],))
            db.execute("UPDATE inbox SET taken_at = ? WHERE id = ?", (clock.now(), row["id"]))
    except (ValueError, TypeError, AttributeError, KeyError, sqlite3.IntegrityError, sqlite3.InterfaceError) as fault:
        error = f"{type(fault).__name__}: {fault}"
        log.warning("event %s cannot be read: %s", row["id"], error)
    if error:
        with app.store.write() as db:
            db.execute("UPDATE inbox SET taken_at = ?, error = ? WHERE id = ?", (clock.now(), error, row["id"]))


def apply(db: sqlite3.Connection, event: Event) -> None:
    """Bring the case to what the event says, unless a later one has come already; doing it twice changes nothing."""
    data = event.content.get("data")
    if not event.case_number or not isinstance(data, dict):
        return
    if event.type == REPORT_AGAIN:
        # The same reports under the same ids and with the same bytes: what the platform has already counts once.
        db.execute(
            "UPDATE outbox SET state = 'queued', tries = 0, next_try = 0 WHERE case_number = ? AND state = 'taken'",
            (event.case_number,),
        )
        return
    if event.type == NOT_HERE:
        db.execute(
            "UPDATE cases SET state = 'not_here', state_name = '平台没有此办件' WHERE number = ?", (event.case_number,)
        )
        return
    known = db.execute("SELECT sequence, data FROM cases WHERE number = ?", (event.case_number,)).fetchone()
    if known is not None and event.content["source"] == PARTIAL:
        data = json.loads(known["data"]) | {name: value for name, value in data.items() if value}
    if known is None or event.sequence >= known["sequence"]:
        keep_case(db, event.case_number, data, event.sequence)
    keep_files(db, event.case_number, data)


def keep_case(db: sqlite3.Connection, number: str, data: dict[str, Any], sequence: int) -> None:
    """Write what the platform says about a case, from an event or from a call."""
    db.execute(
        """INSERT INTO cases (number, matter, applicant, mode, state, state_name, promised_due, received_at, data,
             sequence, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)
           ON CONFLICT (number) DO UPDATE SET matter = excluded.matter, applicant = excluded.applicant,
             mode = excluded.mode, state = excluded.state, state_name = excluded.state_name,
             promised_due = excluded.promised_due, received_at = excluded.received_at, data = excluded.data,
             sequence = excluded.sequence, updated_at = excluded.updated_at""",
        (
            number,
            text_of(data, "matter", "name"),
            text_of(data, "applicant", "name") or text_of(data, "form", "name"),
            text_of(data, "mode"),
            text_of(data, "state"),
            text_of(data, "state_name"),
            text_of(data, "promised_due"),
            text_of(data, "received_at"),
            json.dumps(data, ensure_ascii=False),
            sequence,
            clock.now(),
        ),
    )


def keep_files(db: sqlite3.Connection, number: str, data: dict[str, Any]) -> None:
    """Note the files to be fetched; those that are noted already stay as they are."""
    for material in data.get("materials") or ():
        for file in material.get("files") or ():
            db.execute(
                """INSERT INTO files (case_number, id, material, name, sha256, size, media_type) VALUES (?,?,?,?,?,?,?)
                   ON CONFLICT DO NOTHING""",
                (
                    number,
                    str(file["id"]),
                    str(material.get("name") or material.get("id") or ""),
                    str(file.get("name") or "file"),
                    # The older interface tells neither, and gives a ticket instead.
                    "" if "ticket" in file else str(file["sha256"]),
                    0 if "ticket" in file else int(file["size"]),
                    str(file.get("media_type") or "application/octet-stream"),
                ),
            )


def keep_status(db: sqlite3.Connection, number: str, status: dict[str, Any]) -> None:
    """Write the status that answers a report or a question."""
    db.execute(
        """UPDATE cases SET state = ?, state_name = ?, promised_due = ?, updated_at = ? WHERE number = ?""",
        (text_of(status, "state"), text_of(status, "state_name"), text_of(status, "promised_due"), clock.now(), number),
    )


def text_of(data: Any, *path: str) -> str:
    """Return a text deep in a message, or nothing: what others send may lack anything."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return "" if data is None or isinstance(data, dict | list) else str(data)
