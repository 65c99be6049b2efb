"""What a simulated day is made of: who comes when and for how long, which windows are open when, and what came of it.

Times are seconds since the beginning of the day.
"""

from dataclasses import dataclass, field

from yichuang.hall.rules.dispatch import Policy
from yichuang.hall.rules.skills import UNRESTRICTED, Need, Skill

DONE, NO_SHOW, LEFT, UNSERVED = "done", "no_show", "left", "unserved"
DAY_SECONDS = 86_400.0


@dataclass(frozen=True)
class Leg:
    """One stay at a window: when it queues, from when its seniority counts, how long it keeps the window, for which one it is kept.

    `needs`: what this stay is for, where one window cannot serve all of the ticket's.
    """

    queued: float
    seconds: float
    since: float | None = None
    window_id: int | None = None
    staff_id: str = ""
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Arrival:
    """Somebody who takes a ticket; usually one leg, more where it was held or transferred. `leaves`: gone then if still waiting."""

    id: str
    number: str
    needs: tuple[Need, ...]
    legs: tuple[Leg, ...]
    green: str = ""
    slot: float | None = None
    no_show: bool = False
    leaves: float | None = None

    @property
    def at(self) -> float:
        """Return when the ticket was taken."""
        return self.legs[0].queued


@dataclass(frozen=True)
class Desk:
    """A window with the officer at it: what both serve, when it is open, how the officer's times compare with the usual (1 = usual).

    `lags`: how long each call in turn was let wait although somebody was there (a replay); `lag` for every call without one.
    """

    id: int
    staff_id: str
    skill: Skill
    shifts: tuple[tuple[float, float], ...] = ((0.0, DAY_SECONDS),)
    officer: Skill = UNRESTRICTED
    factor: float = 1.0
    lags: tuple[float, ...] = ()
    lag: float = 0.0
    # The window's id in the house, where several officers sat there one after another; otherwise that of the desk.
    window_id: int | None = None

    @property
    def open_seconds(self) -> float:
        """Return how long the window is open."""
        return sum(end - start for start, end in self.shifts)


@dataclass(frozen=True)
class Day:
    """A day to simulate; `stays`: at the end of a shift a window serves whoever still waits for it."""

    arrivals: tuple[Arrival, ...]
    desks: tuple[Desk, ...]
    policy: Policy = field(default_factory=Policy)
    stays: bool = True


@dataclass
class Passed:
    """What came of a ticket: when it was called first, at which window, when it was finished, its end; `stood`: waited in all its stays."""

    id: str
    at: float
    called: float | None = None
    ended: float | None = None
    desk: int | None = None
    state: str = UNSERVED
    stood: float = 0.0


@dataclass
class Outcome:
    """A simulated day: every ticket in the order taken, and for each desk when it was busy."""

    tickets: list[Passed]
    busy: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    last: float = 0.0
    # Integral over time of how many waited, counted by the clock of the simulation and not from the waits (Little's law is tested by it).
    waiting_area: float = 0.0
