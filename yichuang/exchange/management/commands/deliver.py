"""`manage.py deliver`: the sender, a process of its own, so that a slow receiver holds up nobody but itself.

Runs until it is told to stop; several may run, on several machines. What a killed one had leased is free again after a minute.
"""

import random
import signal
import threading
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections, connection

from yichuang.exchange.operations.beat import EVERY, beat
from yichuang.exchange.operations.claim import claim, due_systems
from yichuang.exchange.sending import send
from yichuang.foundations import clock

PAUSE_SECONDS = 0.4
TROUBLE_SECONDS = 2.0


class Command(BaseCommand):
    """Claims what is due and sends it."""

    help = "向业务系统推送事件（常驻进程）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many are sent at once, and whether to stop when nothing is due."""
        parser.add_argument("--threads", type=int, default=8)
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal, or with `--once` until nothing is due."""
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        Sender(options["threads"], stop).run(once=options["once"])


class Sender:
    """One sender: a lease of its own, a pool of threads, at most twice as many deliveries in hand."""

    def __init__(self, threads: int, stop: threading.Event) -> None:
        self.lease, self.stop = uuid.uuid4(), stop
        self.most = threads * 2
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="deliver")
        self.in_hand: set[Future[None]] = set()
        self.beaten: datetime | None = None

    def run(self, *, once: bool = False) -> None:
        """Claim and send until told to stop; a database that is away for a while is waited for."""
        while not self.stop.is_set():
            try:
                close_old_connections()
                found = self.round()
            except OperationalError:
                connection.close()
                found = 0
                self.stop.wait(TROUBLE_SECONDS)
            if not found:
                if once and not self.in_hand:
                    break
                self.stop.wait(PAUSE_SECONDS if not self.in_hand else 0.02)
        self.pool.shutdown(wait=True)
        connection.close()

    def round(self) -> int:
        """Claim what there is room for and hand it to the threads; return how many that was."""
        self.say_alive(clock.wall())
        self.in_hand = {future for future in self.in_hand if not future.done()}
        found = 0
        for system in due_systems(clock.now()) if len(self.in_hand) < self.most else []:
            room = self.most - len(self.in_hand)
            if room <= 0:
                break
            ids = claim(system=system, lease=self.lease, now=clock.now(), wall=clock.wall(), most=min(room, 8))
            self.in_hand |= {self.pool.submit(self.deliver, one) for one in ids}
            found += len(ids)
        return found

    def say_alive(self, wall: datetime) -> None:
        """Give a sign of life every few seconds, by which operators see that somebody sends."""
        if self.beaten is None or wall - self.beaten >= EVERY:
            beat(sender=self.lease, wall=wall)
            self.beaten = wall

    def deliver(self, delivery_id: int) -> None:
        """Send one and write what came of it; what cannot be written is sent again when the lease has run out."""
        try:
            send(delivery_id, self.lease, chance=random.random())
        except OperationalError:
            connection.close()
            time.sleep(TROUBLE_SECONDS)
        finally:
            connection.close()
