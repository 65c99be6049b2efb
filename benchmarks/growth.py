"""`growth`: the hot paths with ten thousand and with two hundred thousand cases, against themselves at the small size.

    CASES=1000000 make bench-growth      another large size, whose figures stand beside the others (a quarter of an hour more)

The same requests through the whole application in one process (no network), the officer and the clerk of the demonstration; p95 of
each path, ratio large : small. The database is one of its own; its cases come from `yichuang.demo.generate`.
"""

import os
import tempfile
from importlib import import_module
from io import StringIO
from time import perf_counter

import django
from django.core.management import call_command
from django.test.utils import setup_test_environment

from benchmarks.record import record

SMALL, USUAL = 10_000, 200_000
LARGE = int(os.environ.get("CASES", USUAL))


def main() -> None:
    """Make the tables, fill them twice, measure at both sizes, record."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    os.environ.setdefault("YICHUANG_DATA", tempfile.mkdtemp(prefix="yichuang-bench-growth-"))
    django.setup()
    generate = import_module("yichuang.demo.generate").generate
    clock = import_module("yichuang.foundations.clock")
    roll_up = import_module("yichuang.cases.operations.count_days").roll_up
    measure = import_module("benchmarks.growth_paths").measure
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=StringIO())
    measured: list[dict[str, float]] = []
    began = perf_counter()
    for count in (SMALL, LARGE - SMALL):
        total = generate(count, now=clock.now())
        print(f"{total} cases after {perf_counter() - began:.0f} s", flush=True)
        counting = perf_counter()
        days = roll_up(clock.now())
        counted = perf_counter() - counting
        print(f"{days} days counted for the overview in {counted:.1f} s", flush=True)
        measured.append(measure())
    record("growth", f"{LARGE - SMALL:,} cases made", perf_counter() - began, "s")
    record("growth", f"days of {LARGE - SMALL:,} new cases counted for the overview", counted, "s")
    beside = "" if LARGE == USUAL else f", {LARGE:,} cases"
    for path, small in measured[0].items():
        large = measured[1][path]
        record("growth", f"{path} p95{beside}", large, "ms", small, large / small)
