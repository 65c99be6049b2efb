"""Where a matter's cases go, known without asking the database for each event.

A process reads all routes every half minute; a route begins and ends a minute after it was set. So no process can still be acting on a
list from before the change when the change takes effect, as long as the machines' clocks agree to within half a minute.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.exchange.models import ClientSystem, MatterRoute
from yichuang.exchange.models.systems import LIVE, TEST

READ_EVERY_SECONDS = 30.0
TAKES_EFFECT = timedelta(seconds=60)


@dataclass(frozen=True)
class Route:
    """From when to when the cases of a matter go to a system."""

    system: ClientSystem
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Tell whether it holds at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


# Replaced as a whole, never emptied and filled: a thread that looked in between would send a case nowhere.
_routes: dict[tuple[int, str], list[Route]] = {}
_read_at = 0.0


def forget_routes() -> None:
    """Make the next look ask the database (after routes were set in this process before it serves, and in tests)."""
    global _read_at
    _read_at = 0.0


def system_of_matter(matter_id: int, *, practice: bool, at: datetime) -> ClientSystem | None:
    """Return the system that cases received at an instant go to: real ones to a live system, practice ones to one under joint debugging.

    No statement, one each half minute in a process.
    """
    global _routes, _read_at
    if not _read_at or time.monotonic() - _read_at > READ_EVERY_SECONDS:
        began = time.monotonic()
        _routes = _read()
        _read_at = began
    found = [route for route in _routes.get((matter_id, TEST if practice else LIVE), ()) if route.holds(at)]
    return found[0].system if found else None


def _read() -> dict[tuple[int, str], list[Route]]:
    """Read all routes, ended ones too: cases that were received while one held stay with its system."""
    routes: dict[tuple[int, str], list[Route]] = {}
    for row in MatterRoute.objects.select_related("system__department"):
        route = Route(row.system, row.since, row.until)
        routes.setdefault((row.matter_id, row.environment), []).append(route)
    return routes
