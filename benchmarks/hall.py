"""`hall`: a dispatch decision with 2,000 people waiting at thirty open windows, and whole `call_next`s a second on PostgreSQL.

A decision is the pure rule with nothing remembered from the one before; its p95 is to stay below 5 ms (quality.md). A call is the
operation with its lock, its reads, its event and its messages, with 400 waiting at first and 200 at last.
"""

import os
import random
from datetime import UTC, datetime, timedelta
from importlib import import_module
from time import perf_counter
from typing import Any

import django
from django.core.management import call_command

from benchmarks.record import percentile, record
from yichuang.hall.rules.dispatch import Waiting, WindowNow, next_ticket
from yichuang.hall.rules.skills import UNRESTRICTED, Need, Skill

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
BOARDS = "ABCDEFG"
WAITING, WINDOWS, DECISIONS, CALLS = 2_000, 30, 400, 200


def main() -> None:
    """Measure and record."""
    decisions()
    calls()


def waiting(count: int, seed: int = 7) -> list[Waiting]:
    """Return people who wait: matters of every board, some with several, some with appointment, green channel or a wish."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        board = rng.choice(BOARDS)
        needs = [_need(rng, board)]
        if rng.random() < 0.15:
            needs.append(_need(rng, rng.choice(BOARDS)))
        at = NOW - timedelta(seconds=rng.randrange(1_700))
        found.append(
            Waiting(
                str(number),
                f"{board}{number:03d}",
                at,
                tuple(needs),
                "elderly" if rng.random() < 0.08 else "",
                NOW if rng.random() < 0.05 else None,
                rng.randrange(1, WINDOWS) if rng.random() < 0.03 else None,
            )
        )
    return found


def _need(rng: random.Random, board: str) -> Need:
    """Return one of sixty matters of a board, some far more frequent than others, each with its grade."""
    matter = min(int(rng.expovariate(0.1)), 59)
    return Need(board=board, matter=f"{board}{matter}", grade=1 + (matter % 7 == 3) + (matter % 11 == 5))


def windows() -> list[WindowNow]:
    """Return open windows: a third full-scope, the others with two boards, some officers of a lower grade."""
    rng = random.Random(8)
    return [
        WindowNow(
            number,
            f"s{number}",
            Skill(everything=number % 3 == 0, boards=frozenset(rng.sample(BOARDS, 2))),
            UNRESTRICTED if number % 4 else Skill(everything=True, grade=2),
        )
        for number in range(1, WINDOWS + 1)
    ]


def decisions() -> None:
    """Record the p95 of a decision and how many a second one core makes."""
    queue, floor = waiting(WAITING), windows()
    times = []
    for number in range(DECISIONS):
        began = perf_counter()
        assert next_ticket(NOW, floor[number % len(floor)], queue, floor) is not None
        times.append(perf_counter() - began)
    p95 = percentile(times, 0.95) * 1_000
    record("hall", "decision p95, 2,000 waiting, 30 windows", p95, "ms", reference=5.0, ratio=p95 / 5.0)
    record("hall", "decisions, 2,000 waiting, 30 windows", len(times) / sum(times), "per s")


def calls() -> None:
    """Record whole calls a second by one officer at a full-scope window with 400 people waiting at first, each served at once."""
    actor, now = _hall()
    operation = import_module("yichuang.hall.operations.call")
    serve = import_module("yichuang.hall.operations.serve")
    times = []
    for number in range(CALLS):
        began = perf_counter()
        assert operation.call_next(actor=actor, now=now + timedelta(seconds=number)) is not None
        times.append(perf_counter() - began)
        serve.start(actor=actor, now=now)
        serve.finish(actor=actor, now=now)
    record("hall", "call_next on PostgreSQL, 400 to 200 waiting", len(times) / sum(times), "per s")
    record("hall", "call_next on PostgreSQL p95, 400 to 200 waiting", percentile(times, 0.95) * 1_000, "ms")


def _hall() -> tuple[Any, datetime]:
    """Load the demonstration, sit an officer down at a window that serves everything, and let people take tickets."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    taking = import_module("yichuang.hall.operations.take_ticket")
    now = import_module("yichuang.foundations.clock").now()
    accounts = import_module("yichuang.accounts.queries")
    staff = import_module("yichuang.accounts.models").Staff.objects.get(name="林小窗")
    actor = accounts.actor_of(staff)
    window = import_module("yichuang.organizations.models").Window.objects.get(site__key="centre", number="01")
    models, skills = import_module("yichuang.hall.models"), import_module("yichuang.hall.rules.skills")
    full = skills.stored_skill(skills.preset("full"))
    models.WindowSkill.objects.update_or_create(window=window, defaults={"skill": full, "updated_at": now})
    import_module("yichuang.hall.operations.seats").open_seat(actor=actor, window_id=window.pk, now=now)
    wanted = import_module("yichuang.hall.queries.needs").Wanted
    for number in range(2 * CALLS):
        asking = taking.Asking(wanted=[wanted(board=BOARDS[number % len(BOARDS)])])
        taking.take_ticket(actor=actor, site=window.site, asking=asking, now=now)
    return actor, now


if __name__ == "__main__":
    main()
