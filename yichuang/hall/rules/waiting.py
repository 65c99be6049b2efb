"""How long somebody will wait, as an honest range (S2-31; hall.md “Ticket”): pure, always a range, never a promise.

The queue ahead is played a hundred times with drawn service times; the range is what lies between the 20th and the 80th percentile of
the outcomes, so that about six waits in ten fall into it. The draws are the same each time (a fixed seed by place in the queue): one
more person ahead can therefore only lengthen the range, never shorten it.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from statistics import NormalDist

from yichuang.hall.rules.dispatch import Waiting, WindowNow
from yichuang.hall.rules.skills import Need

DRAWS = 100
LOW, HIGH = 0.20, 0.80
# Draws for so many places in the queue; further back they come again.
MOST_AHEAD = 512
CANNOT_SAY = "暂时无法估计"


@dataclass(frozen=True)
class ServiceTime:
    """How long serving takes: the median in seconds and the spread of its logarithm."""

    median: float = 480.0
    spread: float = 0.6

    def at(self, normal: float) -> float:
        """Return the seconds that belong to a draw from the standard normal distribution."""
        return self.median * math.exp(self.spread * normal)


USUAL = ServiceTime()
FEW = 8


@dataclass(frozen=True)
class ServiceTimes:
    """Service times by matter and by board, measured over the last weeks; `whole` where a matter or board has too few."""

    by_matter: Mapping[str, ServiceTime]
    by_board: Mapping[str, ServiceTime]
    whole: ServiceTime = USUAL

    def of(self, needs: Sequence[Need]) -> ServiceTime:
        """Return how long a ticket takes: its first thing, and for each further one as much again in the median."""
        if not needs:
            return self.whole
        parts = [self.by_matter.get(need.matter) or self.by_board.get(need.board) or self.whole for need in needs]
        return ServiceTime(sum(part.median for part in parts), max(part.spread for part in parts))


UNKNOWN_TIMES = ServiceTimes({}, {})


@dataclass(frozen=True)
class Busy:
    """A window that serves somebody: for how many seconds already, and how long such a service takes."""

    window: int
    elapsed: float
    time: ServiceTime = USUAL


@dataclass(frozen=True)
class Outlook:
    """What somebody who waits is told: how many are ahead, and from how many to how many minutes it will take; None: cannot be said."""

    ahead: int
    low: int | None = None
    high: int | None = None

    @property
    def said(self) -> str:
        """Return the range in words, such as 8–15 分钟."""
        if self.low is None or self.high is None:
            return CANNOT_SAY
        return f"{self.low}–{self.high} 分钟" if self.low else f"{self.high} 分钟以内"


class Queue:
    """Everybody who waits, in the order of calling, with the windows that serve each; played through once for all questions."""

    def __init__(
        self,
        waiting: Sequence[Waiting],
        windows: Sequence[WindowNow],
        busy: Sequence[Busy] = (),
        times: ServiceTimes = UNKNOWN_TIMES,
    ) -> None:
        self._windows, self._times = windows, times
        self._busy = {one.window: one for one in busy}
        self._order = sorted(waiting, key=_order)
        self._able = [self._served(ticket) for ticket in self._order]
        self._place = {ticket.id: place for place, ticket in enumerate(self._order)}

    def ahead(self, me: Waiting) -> list[Waiting]:
        """Return who is called before `me`, in order: of those for whom a window of mine competes, whoever goes first by the rule.

        Appointments and the green channel go before others, among equals who came first. While no window serves me, everybody ahead
        who needs something of what I need counts.
        """
        mine = set(self._served(me))
        needed = {(need.purpose, need.board) for need in me.needs}
        before = zip(self._order[: self._place.get(me.id)], self._able, strict=False)
        return [
            other
            for other, able in before
            if (not mine.isdisjoint(able) if mine else any((one.purpose, one.board) in needed for one in other.needs))
        ]

    def outlook(self, me: Waiting) -> Outlook:
        """Return what `me` is told; whoever is not in the queue is told what a newcomer is."""
        mine, ahead = self._served(me), len(self.ahead(me))
        if not mine:
            return Outlook(ahead)
        starts, ends = self._played
        place = self._place.get(me.id)
        found = sorted(starts[place] if place is not None else (min(free[one] for one in mine) for free in ends))
        low = math.floor(found[round(LOW * (DRAWS - 1))] / 60)
        high = math.ceil(found[round(HIGH * (DRAWS - 1))] / 60)
        return Outlook(ahead, low, max(high, low + 1))

    def _served(self, ticket: Waiting) -> tuple[int, ...]:
        return tuple(place for place, window in enumerate(self._windows) if window.serves(ticket))

    @cached_property
    def _played(self) -> tuple[list[list[float]], list[list[float]]]:
        """Return after how many seconds each one's turn comes, and when each window is free at the end, for every play."""
        starts: list[list[float]] = [[] for _ in self._order]
        ends = []
        lasting = [self._lasting(place) for place in range(len(self._order))]
        for number in range(DRAWS):
            free = [self._rest(window, number, place) for place, window in enumerate(self._windows)]
            for place, able in enumerate(self._able):
                if able:
                    at = min(able, key=free.__getitem__)
                    starts[place].append(free[at])
                    free[at] += lasting[place][number]
            ends.append(free)
        return starts, ends

    def _lasting(self, place: int) -> list[float]:
        time = self._times.of(self._order[place].needs)
        return [time.at(normal) for normal in _normals(place % MOST_AHEAD)]

    def _rest(self, window: WindowNow, number: int, place: int) -> float:
        there = self._busy.get(window.id)
        return _rest(there, _even(number, place)) if there else 0.0


def outlook(
    me: Waiting,
    waiting: Sequence[Waiting],
    windows: Sequence[WindowNow],
    busy: Sequence[Busy] = (),
    times: ServiceTimes = UNKNOWN_TIMES,
) -> Outlook:
    """Return what `me` is told. Without a window that serves me nothing can be said."""
    others = [one for one in waiting if one.id != me.id]
    return Queue([*others, me], windows, busy, times).outlook(me)


def _order(ticket: Waiting) -> tuple[int, datetime, str]:
    first = bool(ticket.green) or ticket.slot_at is not None
    return (0 if first else 1, ticket.queued_at, ticket.number)


def _rest(one: Busy, even: float) -> float:
    """Return how long a service still takes that has lasted so long already: drawn from what is left of the distribution."""
    passed = NormalDist().cdf(math.log(max(one.elapsed, 1.0) / one.time.median) / one.time.spread)
    if passed > 0.99:  # somebody forgot to finish, or it is a hard case: about as long again as usual
        return one.time.median * (0.25 + even)
    return max(one.time.at(NormalDist().inv_cdf(passed + (1 - passed) * even)) - one.elapsed, 0.0)


@lru_cache(maxsize=MOST_AHEAD)
def _normals(place: int) -> tuple[float, ...]:
    """Return the draws for a place of the queue: each of a hundred equal parts of the distribution once, in a fixed random order."""
    parts = [NormalDist().inv_cdf((part + 0.5) / DRAWS) for part in range(DRAWS)]
    random.Random(place).shuffle(parts)
    return tuple(parts)


@lru_cache(maxsize=DRAWS * 64)
def _even(number: int, place: int) -> float:
    return 0.02 + 0.96 * random.Random(number * 1009 + place).random()
