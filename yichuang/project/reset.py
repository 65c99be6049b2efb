"""What `make reset-demo` runs: throw the demonstration away, files and secrets too, and load a fresh one.

    python -m yichuang.project.reset

Refuses while a run is live, and refuses a database that is not the embedded one unless YICHUANG_DEMO=1 says that it is a demo.
"""

import os
import shutil
import sys

import psycopg

from yichuang.project import embedded
from yichuang.project.processes import rotate, sweep
from yichuang.project.run import LOGS, ROOT, CannotRun, Place, Supervisor, only_run, place_of, say, tell

# Only what a run makes is removed: YICHUANG_DATA may point to a folder that holds other things too.
OURS = ("postgres", "postgres.new", "files", "secrets", "signing", "outbox", "static", "log", "demo-unfinished")


def main() -> int:
    """Make a fresh demonstration; return the exit code."""
    try:
        place = place_of(os.environ)
        with only_run(place):
            os.chdir(ROOT)
            throw_away(place)
            make_fresh(place)
    except CannotRun as trouble:
        return tell(trouble)
    say("A fresh demonstration is ready: make run")
    return 0


def throw_away(place: Place) -> None:
    """Remove database and data; raises CannotRun when that might be somebody's real work."""
    if place.database is not None and os.environ.get("YICHUANG_DEMO") != "1":
        raise CannotRun(
            "DATABASE_URL is set. If everything in that database may be lost: YICHUANG_DEMO=1 make reset-demo", 2
        )
    sweep(str(place.data))
    if place.database is None:
        embedded.stop(place.postgres)
    else:
        with psycopg.connect(place.database, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    for name in OURS:
        path = place.data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def make_fresh(place: Place) -> None:
    """Make the tables and load the demo district, then stop again."""
    supervisor = Supervisor(place)
    rotate(place.data / "log", LOGS)
    try:
        supervisor.start_database()
        supervisor.begin_to_prepare(0)
        supervisor.wait_until_prepared()
    finally:
        supervisor.close()


if __name__ == "__main__":
    sys.exit(main())
