"""A hall in memory: arrivals, windows and service times through a small event loop, with a rule that is asked whenever a window is free."""

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from yichuang.hall.rules.dispatch import Choice, Waiting, WindowNow, next_ticket
from yichuang.hall.rules.skills import UNRESTRICTED, Need, Skill

OPENS = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
BOARDS = "ABCDEFG"
Rule = Callable[[datetime, WindowNow, Sequence[Waiting], Sequence[WindowNow]], Choice | None]


@dataclass(frozen=True)
class Visit:
    """Somebody who comes: when, with which ticket, and how long it will take."""

    at: datetime
    ticket: Waiting
    takes: timedelta


@dataclass
class Day:
    """What a day came to: who was called where, when and why; what waited at each call."""

    calls: list[tuple[datetime, WindowNow, Choice, tuple[Waiting, ...]]] = field(default_factory=list)
    waits: dict[str, timedelta] = field(default_factory=dict)
    idle: list[tuple[datetime, WindowNow, Waiting]] = field(default_factory=list)


def run(visits: Sequence[Visit], windows: Sequence[WindowNow], rule: Rule = next_ticket) -> Day:
    """Let a day pass: at every arrival and every end of a service each free window asks the rule."""
    day, waiting = Day(), []
    takes = {visit.ticket.id: visit.takes for visit in visits}
    came = {visit.ticket.id: visit.at for visit in visits}
    free = {window.id: window for window in windows}
    # (instant, kind, tie, what): arrivals before ends of service at one instant
    events: list[tuple[datetime, int, int, Any]] = [
        (visit.at, 0, number, visit.ticket) for number, visit in enumerate(visits)
    ]
    heapq.heapify(events)
    tie = len(events)
    while events:
        now, kind, _, what = heapq.heappop(events)
        if kind == 0:
            waiting.append(what)
        else:
            free[what.id] = what
        if events and events[0][0] == now:
            continue
        for window in sorted(free.values(), key=lambda one: one.id):
            choice = rule(now, window, waiting, windows)
            if choice is None:
                continue
            day.calls.append((now, window, choice, tuple(waiting)))
            waiting = [one for one in waiting if one.id != choice.ticket.id]
            day.waits[choice.ticket.id] = now - came[choice.ticket.id]
            del free[window.id]
            tie += 1
            heapq.heappush(events, (now + takes[choice.ticket.id], 1, tie, window))
        day.idle += [(now, window, one) for window in free.values() for one in waiting]
    return day


def per_board(
    now: datetime, window: WindowNow, waiting: Sequence[Waiting], windows: Sequence[WindowNow]
) -> Choice | None:
    """First come, first served, each board at windows of its own: what halls did before."""
    mine = [one for one in waiting if one.needs[0].board in window.skill.boards]
    first = min(mine, key=lambda one: (one.queued_at, one.number), default=None)
    return Choice(first, "turn", "") if first else None


def in_turn(
    now: datetime, window: WindowNow, waiting: Sequence[Waiting], windows: Sequence[WindowNow]
) -> Choice | None:
    """First come, first served among all that the window serves: no appointment, no green channel."""
    mine = [one for one in waiting if window.serves(one)]
    first = min(mine, key=lambda one: (one.queued_at, one.number), default=None)
    return Choice(first, "turn", "") if first else None


def board_windows(boards: str = BOARDS, full: frozenset[int] = frozenset()) -> list[WindowNow]:
    """Return a window for each board; those in `full` serve everything besides (1+X)."""
    return [
        WindowNow(place, f"s{place}", Skill(boards=frozenset({board}), everything=place in full), UNRESTRICTED)
        for place, board in enumerate(boards, start=1)
    ]


def seeded_day(seed: int, boards: str = BOARDS, minutes: int = 480, load: float = 0.75) -> list[Visit]:
    """Return a day's arrivals: uneven boards, more in the morning, one in ten with the green channel, one in eight with an appointment."""
    rng = random.Random(seed)
    weights = [rng.uniform(0.5, 1.5) for _ in boards]
    average = 12.0
    count = int(load * minutes * len(boards) / average)
    visits = []
    for number in range(count):
        at = OPENS + timedelta(minutes=minutes * rng.betavariate(1.6, 2.0))
        board = rng.choices(boards, weights)[0]
        green = "elderly" if rng.random() < 0.1 else ""
        slot = at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0) if rng.random() < 0.125 else None
        ticket = Waiting(str(number), f"{board}{number:03d}", at, (Need(board=board),), green, slot)
        visits.append(Visit(at, ticket, timedelta(minutes=min(max(rng.lognormvariate(2.3, 0.6), 1), 60))))
    return sorted(visits, key=lambda visit: visit.at)


def mean_and_p90(day: Day) -> tuple[float, float]:
    """Return the mean and the 90th percentile of the waits, in minutes."""
    waits = sorted(wait.total_seconds() / 60 for wait in day.waits.values())
    return sum(waits) / len(waits), waits[int(0.9 * (len(waits) - 1))]
