"""A pytest plug-in (loaded with -p, before Django): the test run's own PostgreSQL, a real server in a folder.

Started once by the controlling process and stopped at the end; workers inherit its address. `DATABASE_URL` uses another server.
"""

import gc
import os
import tempfile
from pathlib import Path

import psycopg
import pytest

from yichuang.project import embedded

os.environ.setdefault("YICHUANG_DATA", str(Path(tempfile.gettempdir()) / f"yichuang-tests-{os.getuid()}"))
FOLDER = Path(os.environ["YICHUANG_DATA"]) / "postgres"
(FOLDER.parent / "static").mkdir(parents=True, exist_ok=True)
_OWNER = "YICHUANG_TEST_SERVER_OWNER"

# Thousands of sign-ins would spend minutes on what is meant to be slow; test_passwords holds the shipped cost.
os.environ.setdefault("YICHUANG_PASSWORD_MEMORY_KIB", "1024")

# Two million objects are loaded and stay: the collector rests meanwhile, and need not walk through them afterwards.
gc.disable()

# A browser driven from a test keeps an event loop in the main thread; Django would refuse every statement beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# What a test commits need not outlive a power cut; nor may a vacuum between two tests make the planner believe that a table stays as empty
# as it found it (a join of two "empty" tables took half a minute). Houses that really run keep their own servers, which wait for the disk.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


def _hasten(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in HASTE:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")


if "DATABASE_URL" not in os.environ:
    ours = not embedded.is_running(FOLDER)
    os.environ["DATABASE_URL"] = embedded.start(FOLDER, "tests")
    if ours:
        os.environ[_OWNER] = str(os.getpid())
        _hasten(os.environ["DATABASE_URL"])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let the collector begin, with what the tests will make; a door loaded meanwhile has set it as a process of the house does."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that this run started."""
    if os.environ.get(_OWNER) == str(os.getpid()):
        embedded.stop(FOLDER)
