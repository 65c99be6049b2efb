"""From taking a number to finished, in figures that can be added up (S2-6): waits, service, the whole way, by whatever one asks.

Times are counted in steps that grow by a tenth, so that the figures of any days together give one answer: the upper end of a step, at
most a tenth (and fifteen seconds) above the truth. Adding the percentiles of days would give no truth at all.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from yichuang.hall.rules.tickets import DONE, GREEN, LAPSED, LEFT, NO_SHOW, PURPOSES, SOURCES

FINEST, LONGEST, GROWTH = 15, 120 * 86_400, 1.1
WAIT, SERVICE, WHOLE, CASE = "wait", "service", "whole", "case"
# What figures are kept by. `day` is everything of the day.
DAY, HOUR, BOARD, MATTER, WINDOW, OFFICER, SOURCE, GREEN_KIND, PURPOSE = (
    "day",
    "hour",
    "board",
    "matter",
    "window",
    "officer",
    "source",
    "green",
    "purpose",
)
KINDS = {
    DAY: "全部",
    HOUR: "时段",
    BOARD: "板块",
    MATTER: "事项",
    WINDOW: "窗口",
    OFFICER: "人员",
    SOURCE: "取号渠道",
    GREEN_KIND: "绿色通道",
    PURPOSE: "来办什么",
}
COUNTED = (
    "taken",
    "done",
    "no_show",
    "left",
    "lapsed",
    "inaccurate",
    "green",
    "open_seconds",
    "paused_seconds",
    "busy_seconds",
)


def _bounds() -> tuple[int, ...]:
    bounds = [0]
    while bounds[-1] < LONGEST:
        bounds.append(max(bounds[-1] + FINEST, round(bounds[-1] * GROWTH)))
    return tuple(bounds)


BOUNDS = _bounds()
Steps = dict[str, int]


def step_of(seconds: int) -> int:
    """Return the step in which a time is counted."""
    return min(bisect_left(BOUNDS, seconds), len(BOUNDS) - 1)


def percentile(steps: Mapping[str, int], percent: int) -> int | None:
    """Return the seconds within which `percent` of what was counted ended, None when nothing was."""
    total, seen = sum(steps.values()), 0
    for place in sorted(map(int, steps)):
        seen += steps[str(place)]
        if seen * 100 >= percent * total:
            return BOUNDS[place]
    return None


def within(steps: Mapping[str, int], seconds: int) -> float | None:
    """Return the share of what was counted that ended within so many seconds, None when nothing was."""
    total = sum(steps.values())
    return sum(count for place, count in steps.items() if BOUNDS[int(place)] <= seconds) / total if total else None


@dataclass(frozen=True)
class Visit:
    """A ticket as the figures see it; a time is None where it did not come to that, `case` is until the last of its cases ended."""

    taken_at: datetime
    state: str
    purpose: str
    source: str
    green: str
    boards: tuple[tuple[str, str], ...]
    matters: tuple[tuple[str, str], ...]
    window: str
    officer: tuple[str, str]
    wait: int | None
    service: int | None
    whole: int | None
    case: int | None
    busy: int = 0
    inaccurate: bool = False


@dataclass(frozen=True)
class Sitting:
    """How long an officer sat at a window, and how much of it was a pause."""

    window: str
    officer: tuple[str, str]
    seconds: int
    paused: int = 0


@dataclass
class Line:
    """Figures of one window, matter, hour … of any number of days, added up."""

    name: str = ""
    taken: int = 0
    done: int = 0
    no_show: int = 0
    left: int = 0
    lapsed: int = 0
    inaccurate: int = 0
    green: int = 0
    open_seconds: int = 0
    paused_seconds: int = 0
    busy_seconds: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    times: dict[str, Steps] = field(default_factory=dict)

    def count(self, visit: Visit) -> None:
        """Add one visit; of an inaccurate one only that there was one, never its times (hall.md)."""
        self.taken += 1
        self.green += bool(visit.green)
        self.done += visit.state == DONE
        self.no_show += visit.state == NO_SHOW
        self.left += visit.state == LEFT
        self.lapsed += visit.state == LAPSED
        if visit.inaccurate:
            self.inaccurate += 1
            return
        self.busy_seconds += visit.busy
        for name, seconds in ((WAIT, visit.wait), (SERVICE, visit.service), (WHOLE, visit.whole), (CASE, visit.case)):
            if seconds is not None:
                steps = self.times.setdefault(name, {})
                place = str(step_of(seconds))
                steps[place] = steps.get(place, 0) + 1
                self.sums[name] = self.sums.get(name, 0) + seconds

    def add(self, other: "Line") -> None:
        """Add another line's figures."""
        self.name = other.name or self.name
        for column in COUNTED:
            setattr(self, column, getattr(self, column) + getattr(other, column))
        for name, seconds in other.sums.items():
            self.sums[name] = self.sums.get(name, 0) + seconds
        for name, theirs in other.times.items():
            steps = self.times.setdefault(name, {})
            for place, count in theirs.items():
                steps[place] = steps.get(place, 0) + count

    def at(self, name: str, percent: int) -> int | None:
        """Return a percentile of one of the times in seconds, None when there were none."""
        return percentile(self.times.get(name, {}), percent)

    def mean(self, name: str) -> int | None:
        """Return the mean of one of the times in seconds, exact, None when there were none."""
        count = sum(self.times.get(name, {}).values())
        return round(self.sums.get(name, 0) / count) if count else None

    @property
    def utilisation(self) -> float | None:
        """Return the share of the open time that somebody was called to or served at the window, None without open time."""
        working = self.open_seconds - self.paused_seconds
        return min(self.busy_seconds / working, 1.0) if working > 0 else None


def tally(visits: Iterable[Visit], sittings: Iterable[Sitting]) -> dict[tuple[str, str], Line]:
    """Return a day's figures by kind and key; a visit for several matters counts whole for each of them."""
    found: dict[tuple[str, str], Line] = {}
    for visit in visits:
        for kind, key, name in _places(visit):
            found.setdefault((kind, key), Line(name)).count(visit)
    for sitting in sittings:
        places = ((DAY, "", ""), (WINDOW, sitting.window, sitting.window), (OFFICER, *sitting.officer))
        for kind, key, name in places:
            line = found.setdefault((kind, key), Line(name))
            line.open_seconds += sitting.seconds
            line.paused_seconds += sitting.paused
    return found


def _places(visit: Visit) -> set[tuple[str, str, str]]:
    places = {
        (DAY, "", ""),
        (HOUR, f"{visit.taken_at.hour:02d}", f"{visit.taken_at.hour} 时"),
        (SOURCE, visit.source, SOURCES.get(visit.source, visit.source)),
        (PURPOSE, visit.purpose, PURPOSES.get(visit.purpose, visit.purpose)),
    }
    places |= {(BOARD, key, name) for key, name in visit.boards}
    places |= {(MATTER, key, name) for key, name in visit.matters}
    if visit.green:
        places.add((GREEN_KIND, visit.green, GREEN.get(visit.green, visit.green)))
    if visit.window:
        places.add((WINDOW, visit.window, visit.window))
    if visit.officer[0]:
        places.add((OFFICER, *visit.officer))
    return places
