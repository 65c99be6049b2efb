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

from yichuang.exchange.management.sending import conclude, prepare
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.beat import EVERY, beat
from yichuang.exchange.operations.claim import AT_ONCE, claim, due_systems
from yichuang.foundations import clock

PAUSE_SECONDS = 0.4
TROUBLE_SECONDS = 2.0
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
    """The way to one system: threads of its own, so that one that answers slowly cannot take those of another."""

    def __init__(self, threads: int, lease: uuid.UUID, done: threading.Event) -> None:
        self.threads, self.lease, self.done = threads, lease, done
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="deliver")
        self.in_hand: set[Future[None]] = set()

    def fill(self, system: ClientSystem) -> int:
        """Claim what there is room for and hand it to the threads; return how many that was. One that failed gets one at a time."""
        self.in_hand = {future for future in self.in_hand if not future.done()}
        # Claimed by the handful: as many again wait for a thread while the others are on their way.
        if len(self.in_hand) > (0 if system.failures else self.threads):
            return 0
        ids = claim(system=system, lease=self.lease, now=clock.now(), wall=clock.wall(), most=self.threads)
        self.in_hand |= {self.pool.submit(self.deliver, one) for one in ids}
        return len(ids)

    def deliver(self, delivery_id: int) -> None:
        """Send one and write what came of it; what cannot be written is sent again when the lease has run out."""
        try:
            parcel = prepare(delivery_id, self.lease)
            if parcel:
                # A receiver may take ten seconds: the database is not kept waiting with it.
                connection.close()
                conclude(parcel, self.lease, parcel.post(), random.random())
        except AWAY:
            time.sleep(TROUBLE_SECONDS)
        except Exception:
            log.exception("delivery %s was not sent or not settled; it is tried again in a minute", delivery_id)
        finally:
            connection.close()
            self.done.set()


class Sender:
    """One sender: a lease of its own, a lane for each system."""

    def __init__(self, threads: int, stop: threading.Event) -> None:
        self.threads, self.lease, self.stop = threads, uuid.uuid4(), stop
        self.done = threading.Event()
        self.lanes: dict[int, Lane] = {}
        self.beaten: datetime | None = None

    def run(self, *, once: bool = False) -> None:
        """Claim and send until told to stop; a database that is away for a while is waited for."""
        while not self.stop.is_set():
            self.done.clear()
            try:
                found = self.round()
            except AWAY:
                connection.close()
                found = 0
                self.stop.wait(TROUBLE_SECONDS)
            if not found:
                busy = any(not future.done() for lane in self.lanes.values() for future in lane.in_hand)
                if once and not busy:
                    break
                connection.close()
                # What was just answered may make room for the case's next event.
                self.done.wait(PAUSE_SECONDS)
        for lane in self.lanes.values():
            lane.pool.shutdown(wait=True)
        connection.close()

    def round(self) -> int:
        """Fill every lane that has room; return how many deliveries that was."""
        self.say_alive(clock.wall())
        found = 0
        for system in due_systems(clock.now()):
            lane = self.lanes.get(system.pk)
            if lane is None:
                lane = self.lanes[system.pk] = Lane(self.threads, self.lease, self.done)
            found += lane.fill(system)
        return found

    def say_alive(self, wall: datetime) -> None:
        """Give a sign of life every few seconds, by which operators see that somebody sends."""
        if self.beaten is None or wall - self.beaten >= EVERY:
            beat(sender=self.lease, wall=wall)
            self.beaten = wall
