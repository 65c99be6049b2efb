"""How long people will wait: the facts for `rules.waiting` from the queue, the windows and the service times of the last weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.db import connection

from yichuang.foundations.clock import day_of
from yichuang.hall.models import Ticket
from yichuang.hall.queries.queue import as_waiting, need_of, waiting_at, windows_now
from yichuang.hall.rules.dispatch import Waiting, WindowNow
from yichuang.hall.rules.skills import Need
from yichuang.hall.rules.tickets import AT_WINDOW, SERVING, WAITING
from yichuang.hall.rules.waiting import FEW, USUAL, Busy, Outlook, Queue, ServiceTime, ServiceTimes
from yichuang.organizations.queries import Site

WEEKS = timedelta(weeks=4)
# Service times move slowly: a process asks again after so long.
TIMES_LIVE = timedelta(minutes=5)
SHORTEST, LONGEST = 15, 4 * 3600

# One statement for the matter, the board and all: the first item of each ticket tells what it was for.
MEASURED = """
SELECT item.matter, item.board, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY ticket.served_seconds),
       coalesce(stddev_samp(ln(ticket.served_seconds)), 0)
FROM hall_ticket ticket JOIN hall_ticketitem item ON item.ticket_id = ticket.id AND item.position = 0
WHERE ticket.site_id = %s AND ticket.day >= %s AND ticket.state = 'done' AND ticket.inaccurate = ''
  AND ticket.served_seconds BETWEEN %s AND %s
GROUP BY GROUPING SETS ((item.matter), (item.board), ())
"""


@dataclass(frozen=True)
class Scene:
    """A hall at one instant as the rule sees it; played through once, however many are asked about."""

    waiting: list[Waiting]
    windows: list[WindowNow]
    queue: Queue

    def outlook(self, me: Waiting) -> Outlook:
        """Return what somebody who waits is told."""
        return self.queue.outlook(me)

    def newcomer(self, needs: Sequence[Need], now: datetime) -> Outlook:
        """Return what somebody would be told who took a ticket now."""
        return self.queue.outlook(Waiting(id="", number="~", queued_at=now, needs=tuple(needs)))


def scene_at(site: Site, now: datetime) -> Scene:
    """Return a hall as it is now (seven statements, eight when service times are asked again)."""
    times = service_times(site, now)
    waiting, windows = waiting_at(site, day_of(now)), windows_now(site)
    return Scene(waiting, windows, Queue(waiting, windows, busy_at(site, now, times), times))


def outlook_of(ticket: Ticket, now: datetime, scene: Scene | None = None) -> Outlook:
    """Return what the holder of a waiting ticket is told; for one that does not wait any more there is nothing ahead."""
    if ticket.state != WAITING:
        return Outlook(0, 0, 0)
    return (scene or scene_at(ticket.site, now)).outlook(as_waiting(ticket))


def busy_at(site: Site, now: datetime, times: ServiceTimes) -> list[Busy]:
    """Return the windows that have somebody, and for how long already (two statements)."""
    rows = Ticket.objects.filter(site=site, day=day_of(now), state__in=AT_WINDOW, seat__isnull=False)
    found = []
    for ticket in rows.select_related("seat").prefetch_related("items"):
        if ticket.seat is None:
            continue
        since = ticket.started_at if ticket.state == SERVING else None
        elapsed = max((now - since).total_seconds(), 0.0) if since else 0.0
        needs = [need_of(item) for item in ticket.items.all() if item.done_at is None]
        found.append(Busy(ticket.seat.window_id, elapsed, times.of(needs)))
    return found


def service_times(site: Site, now: datetime) -> ServiceTimes:
    """Return how long serving takes at a site by the last four weeks, by matter, board and all; the usual time where too few were."""
    return _Held.at(site, now)


class _Held:
    """The process's service times by site; asked again after a few minutes."""

    _lock = Lock()
    _kept: dict[int, tuple[datetime, ServiceTimes]] = {}

    @classmethod
    def at(cls, site: Site, now: datetime) -> ServiceTimes:
        """Return them as of now or a little before."""
        kept = cls._kept.get(site.pk)
        if kept is None or not timedelta() <= now - kept[0] < TIMES_LIVE:
            with cls._lock:
                kept = cls._kept[site.pk] = (now, _measured(site, now))
        return kept[1]

    @classmethod
    def forget(cls) -> None:
        """Ask again (tests that change what was measured)."""
        cls._kept.clear()


forget_times = _Held.forget


def _measured(site: Site, now: datetime) -> ServiceTimes:
    with connection.cursor() as cursor:
        cursor.execute(MEASURED, [site.pk, day_of(now - WEEKS), SHORTEST, LONGEST])
        rows: list[Any] = cursor.fetchall()
    found = [(matter, board, _time(median, spread)) for matter, board, count, median, spread in rows if count >= FEW]
    whole = next((time for matter, board, time in found if matter is None and board is None), USUAL)
    return ServiceTimes(
        {matter: time for matter, _, time in found if matter},
        {board: time for _, board, time in found if board},
        whole,
    )


def _time(median: Any, spread: Any) -> ServiceTime:
    # Less spread than this is chance of a small number, more is a mixture of everything.
    return ServiceTime(float(median), min(max(float(spread), 0.25), 1.2))
