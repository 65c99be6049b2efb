"""`manage.py deliver`: the sender, a process of its own, so that a slow receiver holds up nobody but itself.

Runs until it is told to stop; several may run, on several machines. What a killed one had leased is free again after a minute.
"""

import logging
import random
import signal
import threading
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from yichuang.exchange.http import TOTAL_SECONDS
from yichuang.exchange.management.sending import Parcel, Posted, conclude, prepare
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.beat import EVERY, beat
from yichuang.exchange.operations.claim import AT_ONCE, LEASE, claim, due_systems
from yichuang.foundations import clock

PAUSE_SECONDS = 0.4
TROUBLE_SECONDS = 2.0
# What ends within it is written together; nobody notices so short a delay.
LINGER_SECONDS = 0.01
# Claimed at once for each thread: the last of them must still be posted, and answered, before the lease runs out. A quick receiver is
# given more, which spares the database visits.
HANDFULS, HANDFULS_WHEN_QUICK = 2, 8
QUICK_MILLISECONDS = 1000
FRESH_SECONDS = LEASE.total_seconds() - TOTAL_SECONDS
# The database is away: restarted, failed over, out of connections. Nothing is wrong with us.
AWAY = (OperationalError, InterfaceError)
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Claims what is due and sends it."""

    help = "向业务系统推送事件（常驻进程）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many of one system are sent at once, and whether to stop when nothing is due."""
        parser.add_argument("--threads", type=int, default=AT_ONCE, help="at once, to one system")
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal, or with `--once` until nothing is due."""
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        Sender(options["threads"], stop).run(once=options["once"])


class Lane:
    """The way to one system: threads of its own, so that one that answers slowly cannot take those of another.

    The threads only post; what came of it waits here until the sender's one connection writes it down, as much at once as there is.
    """

    def __init__(self, threads: int, lease: uuid.UUID, done: threading.Event) -> None:
        self.threads, self.lease, self.done = threads, lease, done
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="deliver")
        self.in_hand: set[Future[Posted | None]] = set()
        self.unwritten: list[Posted] = []
        # Whether all that was written last was answered quickly; nobody knows of a system that was not called yet.
        self.quick = False

    def fill(self, system: ClientSystem) -> int:
        """Claim what there is room for and hand it to the threads; return how many that was. One that failed gets one at a time."""
        # Claimed by the handful: as many again wait for a thread while the others are on their way.
        if len(self.in_hand) > (0 if system.failures else self.threads):
            return 0
        until = time.monotonic() + FRESH_SECONDS
        most = self.threads * (HANDFULS_WHEN_QUICK if self.quick else HANDFULS)
        ids = claim(system=system, lease=self.lease, now=clock.now(), wall=clock.wall(), most=most)
        self.in_hand |= {self.pool.submit(self.post, parcel, until) for parcel in self.prepared(ids)}
        return len(ids)

    def prepared(self, ids: list[int]) -> list[Parcel]:
        """Return parcels; one that cannot be made does not keep the others."""
        try:
            return prepare(ids, self.lease)
        except AWAY:
            raise
        except Exception:
            if len(ids) > 1:
                return [parcel for one in ids for parcel in self.prepared([one])]
            log.exception("delivery %s was not prepared; it is tried again in a minute", ids[0])
            return []

    def post(self, parcel: Parcel, until: float) -> Posted | None:
        """Post one; what waited too long for a thread is left to whoever takes the lease next."""
        try:
            return parcel.post(random.random()) if time.monotonic() < until else None
        finally:
            self.done.set()

    def write(self) -> int:
        """Write what came of the posts that ended, and return how many that was; what cannot be written now is kept."""
        ended = {future for future in self.in_hand if future.done()}
        self.in_hand -= ended
        self.unwritten += filter(None, (_posted(future) for future in ended if not future.cancelled()))
        count = len(self.unwritten)
        try:
            if self.unwritten:
                self.quick = all(one.milliseconds < QUICK_MILLISECONDS for one in self.unwritten)
                conclude(self.unwritten, self.lease)
                self.unwritten = []
        except AWAY:
            raise
        except Exception:
            log.exception("%s attempts were not written together; each is written alone", count)
            self.write_alone()
        return count

    def write_alone(self) -> None:
        """Write each by itself, so that one that cannot be written does not keep the others; it is sent again in a minute."""
        while self.unwritten:
            try:
                conclude(self.unwritten[:1], self.lease)
            except AWAY:
                raise
            except Exception:
                log.exception("delivery %s was not settled", self.unwritten[0].parcel.delivery_id)
            self.unwritten.pop(0)


def _posted(future: "Future[Posted | None]") -> Posted | None:
    try:
        return future.result()
    except Exception:
        log.exception("a delivery was not sent; it is tried again in a minute")
        return None


class Sender:
    """One sender: a lease of its own, a lane for each system, one connection to the database."""

    def __init__(self, threads: int, stop: threading.Event) -> None:
        self.threads, self.lease, self.stop = threads, uuid.uuid4(), stop
        self.done = threading.Event()
        self.lanes: dict[int, Lane] = {}
        self.beaten: datetime | None = None

    def run(self, *, once: bool = False) -> None:
        """Claim, send and write until told to stop; a database that is away for a while is waited for."""
        while not self.stop.is_set():
            self.done.clear()
            try:
                found = self.round()
            except AWAY:
                connection.close()
                found = 0
                self.stop.wait(TROUBLE_SECONDS)
            if not found:
                if once and not any(lane.in_hand or lane.unwritten for lane in self.lanes.values()):
                    break
                connection.close()
                # What was just answered may make room for the case's next event.
                self.done.wait(PAUSE_SECONDS)
            elif found < self.threads:
                self.stop.wait(LINGER_SECONDS)
        self.end()

    def round(self) -> int:
        """Write what ended and fill every lane that has room; return how many deliveries that was."""
        self.say_alive(clock.wall())
        moved = sum(lane.write() for lane in self.lanes.values())
        for system in due_systems(clock.now()):
            lane = self.lanes.get(system.pk)
            if lane is None:
                lane = self.lanes[system.pk] = Lane(self.threads, self.lease, self.done)
            moved += lane.fill(system)
        return moved

    def end(self) -> None:
        """Let what is on its way come to its end, and write it down."""
        for lane in self.lanes.values():
            lane.pool.shutdown(wait=True, cancel_futures=True)
        try:
            for lane in self.lanes.values():
                lane.write()
        except AWAY:
            log.warning("the database is away: what was just sent is sent again in a minute")
        connection.close()

    def say_alive(self, wall: datetime) -> None:
        """Give a sign of life every few seconds, by which operators see that somebody sends."""
        if self.beaten is None or wall - self.beaten >= EVERY:
            beat(sender=self.lease, wall=wall)
            self.beaten = wall
