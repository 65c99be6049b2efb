"""Bring a database up to date before the house opens: tables, then the demo district where nothing is in it.

    python -m yichuang.project.prepare

Speaks to people on standard error and answers on standard output with one line of JSON: what was done, and the demo sign-ins.
Two machines that start on one database do not do it twice: a lock of the session keeps the second one waiting.
"""

import io
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module
from importlib.util import find_spec

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from yichuang.foundations.rescue import rescue
from yichuang.project.starting import set_up

LOCK = 0x59434831  # any number that nobody else takes
LOAD = "load_demo"
# Present while the demo district is being loaded: whoever finds it loads again.
UNFINISHED = "demo-unfinished"
REPORT = "demo-report.txt"
SAME_LIST = "叶子材料清单相同"


@dataclass
class Prepared:
    """What was done, and who may sign in to the demonstration (role, name, mobile, password)."""

    migrations: int = 0
    demo_loaded: bool = False
    jobs_rescued: int = 0
    administrator: bool = True
    seconds: dict[str, float] = field(default_factory=dict)
    sign_ins: list[list[str]] = field(default_factory=list)
    systems: list[list[str]] = field(default_factory=list)


def main() -> int:
    """Prepare the database; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    set_up()
    try:
        print(json.dumps(asdict(prepare())))
    except OperationalError as error:
        say(f"The database does not answer: {str(error).strip()}")
        say("Check DATABASE_URL and that the server runs, then repeat the command.")
        return 1
    return 0


def prepare() -> Prepared:
    """Migrate what is not migrated, load the demo into an empty database when this is a demonstration."""
    done = Prepared()
    with one_at_a_time():
        with timed(done, "tables"):
            done.migrations = migrate()
        with timed(done, "demo"):
            done.demo_loaded = settings.DEMO and load_demo()
    if os.environ.get("YICHUANG_EMBEDDED") == "1":
        done.jobs_rescued = async_to_sync(rescue)(0)  # our supervisor is the only one, so no worker can be alive
    done.sign_ins = sign_ins() if settings.DEMO else []
    done.systems = join_systems() if settings.DEMO else []
    done.administrator = has_administrator()
    return done


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the preparation lock of this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def migrate() -> int:
    """Apply what is missing and return how many migrations that were."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Making the tables ({len(plan)} migrations) …")
        call_command("migrate", verbosity=0, interactive=False)
    return len(plan)


def load_demo() -> bool:
    """Load the demo district when nobody is registered yet or the last loading was cut short; return whether it was loaded."""
    unfinished = settings.DATA_DIR / UNFINISHED
    if LOAD not in get_commands() or (get_user_model().objects.exists() and not unfinished.exists()):
        return False
    say("Loading the demo district …")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    said = io.StringIO()
    call_command(LOAD, verbosity=0, stdout=said)
    _report(said.getvalue().splitlines())
    unfinished.unlink()
    return True


def _report(lines: list[str]) -> None:
    """Keep what the loader could not use, row by row, and tell how much that was."""
    path = settings.DATA_DIR / REPORT
    path.write_text("\n".join(lines) + "\n")
    same = sum(line.startswith(SAME_LIST) for line in lines)
    say(f"Demo content: {lines[0] if lines else '—'}{SAME_LIST} {same} 组。逐条理由：{path}")


def sign_ins() -> list[list[str]]:
    """Return the demonstration's sign-ins as (role, name, mobile, password), none where there is no demonstration."""
    if find_spec("yichuang.demo") is None or find_spec("yichuang.demo.people") is None:
        return []
    return [list(row) for row in import_module("yichuang.demo.people").sign_ins()]


def join_systems() -> list[list[str]]:
    """Join the demonstration's department systems on the ports that the supervisor found free; return name, folder, port of each."""
    ports = [int(port) for port in os.environ.get("YICHUANG_DEPARTMENTS", "").split(",") if port]
    if find_spec("yichuang.demo.systems") is None:
        return []
    systems, now = import_module("yichuang.demo.systems"), import_module("yichuang.foundations.clock").now()
    if not ports:
        systems.part_systems(now=now)
        return []
    folder = settings.DATA_DIR / "departments"
    joined = systems.join_systems(folder=folder, platform=settings.PUBLIC_URL, ports=ports, now=now)
    return [
        [one.name, str(path), str(port)] for one, path, port in zip(systems.DEMO_SYSTEMS, joined, ports, strict=False)
    ]


def has_administrator() -> bool:
    """Tell whether anybody is there who can register the others."""
    clock = import_module("yichuang.foundations.clock")
    found = import_module("yichuang.accounts.queries.administrators")
    return bool(found.has_administrator(clock.day_of(clock.now())))


@contextmanager
def timed(done: Prepared, phase: str) -> Iterator[None]:
    """Note how long a phase took, in seconds."""
    began = time.monotonic()
    yield
    done.seconds[phase] = round(time.monotonic() - began, 2)


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(f"» {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
