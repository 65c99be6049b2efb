"""Everything this program knows, in one SQLite file. What is answered for is committed first, so that kill -9 loses nothing."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS inbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, case_number TEXT NOT NULL,
  sequence INTEGER NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL, received_at TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1, taken INTEGER NOT NULL DEFAULT 0, taken_at TEXT, error TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS inbox_case ON inbox (case_number, position);
CREATE INDEX IF NOT EXISTS inbox_waiting ON inbox (position) WHERE taken_at IS NULL;
CREATE TABLE IF NOT EXISTS cases (
  number TEXT PRIMARY KEY, matter TEXT NOT NULL, applicant TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL,
  state_name TEXT NOT NULL, promised_due TEXT NOT NULL, received_at TEXT NOT NULL, data TEXT NOT NULL,
  sequence INTEGER NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS cases_updated ON cases (updated_at);
CREATE TABLE IF NOT EXISTS files (
  position INTEGER PRIMARY KEY AUTOINCREMENT, case_number TEXT NOT NULL, id TEXT NOT NULL, material TEXT NOT NULL,
  name TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, media_type TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'wanted', tries INTEGER NOT NULL DEFAULT 0, next_try REAL NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '', UNIQUE (case_number, id));
CREATE INDEX IF NOT EXISTS files_wanted ON files (next_try) WHERE state = 'wanted';
CREATE TABLE IF NOT EXISTS uploads (
  position INTEGER PRIMARY KEY AUTOINCREMENT, case_number TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL,
  sha256 TEXT NOT NULL, size INTEGER NOT NULL, purpose TEXT NOT NULL, content BLOB NOT NULL, platform_id TEXT,
  form TEXT NOT NULL DEFAULT '', material TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS uploads_form ON uploads (form) WHERE form <> '';
CREATE TABLE IF NOT EXISTS outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, case_number TEXT NOT NULL, type TEXT NOT NULL,
  draft TEXT NOT NULL, body TEXT, officer TEXT NOT NULL, created_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued', tries INTEGER NOT NULL DEFAULT 0, next_try REAL NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '', status INTEGER, answer TEXT, answered_at TEXT);
CREATE INDEX IF NOT EXISTS outbox_queued ON outbox (case_number, position) WHERE state = 'queued';
CREATE INDEX IF NOT EXISTS outbox_case ON outbox (case_number, position);
CREATE TABLE IF NOT EXISTS visits (
  secret TEXT PRIMARY KEY, officer TEXT NOT NULL, csrf TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS failures (officer TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS forms (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL, case_number TEXT NOT NULL, back TEXT NOT NULL, base TEXT NOT NULL,
  filled TEXT NOT NULL DEFAULT '{}', until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS misbehaviours (
  target TEXT PRIMARY KEY, kind TEXT NOT NULL, seconds REAL NOT NULL, status INTEGER NOT NULL, times INTEGER,
  until REAL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """One connection for all threads, one at a time: short statements only, never a call to somebody else inside."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # an answer of 2xx outlives a power cut too
        self._db.executescript(TABLES)

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Return the rows of a question."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row of a question."""
        rows = self.all(sql, *values)
        return rows[0] if rows else None

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give a transaction: all of it is on the disk afterwards, or nothing."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file, after what is being written."""
        with self._lock:
            self._db.close()
