"""The tests' database as it is before every test: tables made, district loaded, its copy beside it. Made once, copied for each process.

To migrate and load costs a process seventeen seconds of a processor, to copy it less than one. It is made anew when the code, the day or
the data folder is another one, and asserted elsewhere: that tables and demonstration come from nothing (tests/processes/test_run.py,
tests/journeys/test_whole_house.py).
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Identifier

from tests import snapshot
from tests.processes.furnished import fingerprint

PREFIX, HALF = "furnished_", "half_furnished"


def furnished() -> str:
    """Return the name of the database to copy; the first process that asks makes it, the others wait for it."""
    name = PREFIX + hashlib.sha256(f"{fingerprint()} {date.today()} {settings.DATA_DIR}".encode()).hexdigest()[:16]
    with _alone(Path(settings.DATA_DIR)), _server() as server:
        found = [row[0] for row in server.execute("SELECT datname FROM pg_database WHERE NOT datistemplate").fetchall()]
        if name not in found:
            for old in found:
                if old == HALF or old.startswith(PREFIX):
                    server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(old)))
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(HALF)))
            with _on(HALF):
                call_command("migrate", verbosity=0, interactive=False)
                call_command("load_demo", stdout=StringIO())
                snapshot.take()
            # Under its own name only when whole, so that a killed run leaves nothing that looks finished.
            server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(HALF), Identifier(name)))
    return name


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "furnished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """Speak to the server beside Django's connection, in its database `postgres`."""
    given = {**connection.get_connection_params(), "dbname": "postgres"}
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: given[name] for name in names if given.get(name)}, autocommit=True) as server:
        yield server


@contextmanager
def _on(name: str) -> Iterator[None]:
    """Let Django work on another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before
