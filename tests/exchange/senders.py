"""Real senders: `manage.py deliver` as processes of their own on the test's database, to be killed at any moment."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from yichuang.exchange.models import Delivery

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
Sender: TypeAlias = subprocess.Popen[bytes] | ForkProcess


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Senders:
    """The senders of one test; none outlives it."""

    def __init__(self) -> None:
        self.all: list[Sender] = []

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """Start one and return it."""
        given = connection.settings_dict
        host, name = quote(str(given["HOST"]), safe=""), given["NAME"]
        login = f"{given['USER']}:{given['PASSWORD']}@" if given["PASSWORD"] else f"{given['USER']}@"
        address = f"postgresql://{login}/{name}?host={host}"
        if given["PORT"]:
            address = f"postgresql://{login}{given['HOST']}:{given['PORT']}/{name}"
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "YICHUANG_DATA": str(settings.DATA_DIR),
            "YICHUANG_DEMO": "1",
            "YICHUANG_MOVABLE_CLOCK": "1",
            "YICHUANG_POOL": "4",
        }
        command = [sys.executable, "-W", "ignore", "manage.py", "deliver", *options]
        sender = subprocess.Popen(command, cwd=ROOT, env=environment, process_group=0)
        self.all.append(sender)
        return sender

    def fork(self) -> "ForkProcess":
        """Start the same command in a fork of this process, which need not be started up first (some seconds each)."""
        sender = get_context("fork").Process(target=_deliver, args=(connection.connection,))
        sender.start()
        self.all.append(sender)
        return sender

    def stop(self) -> None:
        """Kill what is left."""
        for sender in self.all:
            kill(sender)


def _deliver(of_parent: object) -> None:
    # The parent's connection is the parent's: neither used nor closed here.
    connection.connection = None
    call_command("deliver")


def kill(sender: Sender) -> None:
    """Kill one as a power cut would."""
    sender.kill()
    if isinstance(sender, subprocess.Popen):
        sender.wait()
    else:
        sender.join()


def a_minute_passes() -> None:
    """Let the leases run out: they are on the wall clock, which a test does not wait for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_delivery SET leased_until = now() - interval '1 second' WHERE lease IS NOT NULL"
        )


def leased() -> int:
    """Return how many deliveries are leased."""
    return Delivery.objects.filter(lease__isnull=False).count()


def open_ones() -> int:
    """Return how many deliveries are not delivered."""
    return Delivery.objects.exclude(state="delivered").count()
