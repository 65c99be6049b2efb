"""Whether a database was prepared by this very code: then the web server need not wait for the preparation, which finds nothing to do.

The stamp is kept in the data folder after each preparation; the database itself is asked too, for it may be another one by now.
"""

import hashlib
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
STAMP = "prepared"


def own_migrations() -> set[tuple[str, str]]:
    """Return app and name of every migration of ours."""
    files = (ROOT / "yichuang").glob("*/migrations/0*.py")
    return {(path.parent.parent.name, path.stem) for path in files}


def fingerprint() -> str:
    """Return what changes with our migrations and with every other package's version."""
    text = (ROOT / "requirements.lock").read_text() + repr(sorted(own_migrations()))
    return hashlib.sha256(text.encode()).hexdigest()


def keep_stamp(data: Path) -> None:
    """Note that the database of this data folder is prepared."""
    (data / STAMP).write_text(fingerprint())


def is_prepared(data: Path, address: str) -> bool:
    """Tell whether nothing is to be migrated; any doubt is a no."""
    path = data / STAMP
    if not path.exists() or path.read_text() != fingerprint():
        return False
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            applied = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    except psycopg.Error:
        return False
    return own_migrations() <= applied
