"""Live screens: one LISTEN connection of a web process, many open streams, one board per version (docs/decisions/live-screens.md).

A stream holds a thread of the web server and no database connection. There are at most `settings.LIVE_STREAMS` of them in a process;
a screen that is turned away asks for the board every few seconds instead. A stream ends after some minutes: the browser opens
another, which asks anew whether it may.
"""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from yichuang.hall.queries.board import board_at
from yichuang.hall.rules.live import CHANNEL, DEVICES, FIRST, STILL_THERE, board, changed
from yichuang.organizations.queries import Site

log = logging.getLogger(__name__)
BEAT_SECONDS = 10.0
AGAIN_SECONDS = 1.0
# Without news a board is drawn anew after so long: waits go on although nothing happens.
BOARD_LIVES = timedelta(seconds=20)


class Hub:
    """What this process has heard: a counter for each site, and who waits for it to move."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._versions: dict[int, int] = {}
        self._devices: dict[int, int] = {}
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()
        self.listening = False

    def start(self) -> None:
        """Begin to listen, once a process; the first stream does."""
        with self._moved:
            if self._thread is None or not self._thread.is_alive():
                self._ending.clear()
                self._thread = threading.Thread(target=self._listen, name="hall-live", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Stop listening and let every stream end (tests, and the end of the process)."""
        self._ending.set()
        with self._moved:
            self._moved.notify_all()
        if self._thread is not None:
            self._thread.join(5)

    def version(self, site: int) -> int:
        """Return how often a hall has changed since this process began."""
        return self._versions.get(site, 0)

    def devices(self, site: int) -> int:
        """Return how often devices of a hall have changed, or may have: their screens ask anew whether they may."""
        return self._devices.get(site, 0)

    def wait(self, site: int, version: int, seconds: float) -> int | None:
        """Wait until a hall is beyond a version and return the new one, the same after `seconds`, None when the process ends."""
        with self._moved:
            self._moved.wait_for(lambda: self._ending.is_set() or self.version(site) != version, seconds)
            return None if self._ending.is_set() else self.version(site)

    def heard(self, site: int | None, devices: bool = False) -> None:
        """Count a change of one hall (of its devices), or of all: what was said while nobody listened is unknown."""
        with self._moved:
            for one in list(self._versions) if site is None else [site]:
                self._versions[one] = self.version(one) + 1
                if devices or site is None:
                    self._devices[one] = self.devices(one) + 1
            self._moved.notify_all()

    def watch(self, site: int) -> None:
        """Make sure that a hall is counted."""
        with self._moved:
            self._versions.setdefault(site, 0)

    def _listen(self) -> None:
        while not self._ending.is_set():
            try:
                self._hear()
            except (psycopg.Error, OSError) as error:
                log.warning("the hall's screens hear nothing: %s; trying again", error)
            self.listening = False
            self._ending.wait(AGAIN_SECONDS)

    def _hear(self) -> None:
        given = connection.settings_dict
        with psycopg.connect(
            dbname=given["NAME"], user=given["USER"] or None, password=given["PASSWORD"] or None,
            host=given["HOST"] or None, port=given["PORT"] or None, autocommit=True, connect_timeout=5,
        ) as own:  # fmt: skip
            own.execute(f"LISTEN {CHANNEL}")
            self.listening = True
            self.heard(None)
            while not self._ending.is_set():
                for note in own.notifies(timeout=1.0):
                    with suppress(ValueError):
                        self.heard(int(note.payload.removesuffix(DEVICES)), note.payload.endswith(DEVICES))


hub = Hub()
_places = threading.BoundedSemaphore(settings.LIVE_STREAMS)


class Stream:
    """One screen's stream; holds a place among the process's streams until it is closed."""

    def __init__(self, site: int, draw: Callable[[], str] | None = None) -> None:
        self._site, self._draw = site, draw
        self._until = time.monotonic() + settings.LIVE_SECONDS
        self._open = True
        self._frames = self._run()

    def __iter__(self) -> Iterator[str]:
        """Return itself: the web server asks frame by frame."""
        return self

    def __next__(self) -> str:
        """Return the next frame, after a wait."""
        return next(self._frames)

    def close(self) -> None:
        """Give the place back, once."""
        if self._open:
            self._open = False
            self._frames.close()
            _places.release()

    def _run(self) -> Any:
        seen, devices = hub.version(self._site), hub.devices(self._site)
        yield FIRST + changed(seen, self._site)
        while self._open and time.monotonic() < self._until:
            now = hub.wait(self._site, seen, BEAT_SECONDS)
            if now is None:
                return
            # Read before the frame goes out: what changes while it is on its way is for the next one.
            latest = hub.devices(self._site)
            moved, asked_anew = now != seen, latest != devices
            seen, devices = now, latest
            if not moved:
                yield STILL_THERE
            elif self._draw is None or asked_anew:
                yield changed(now, self._site)
            else:
                yield board(now, self._site, self._draw())


def open_stream(site: int, draw: Callable[[], str] | None = None) -> Stream | None:
    """Return a stream of a hall's changes, or None when this process has no place left for one; `draw` returns the board."""
    if not _places.acquire(blocking=False):
        return None
    hub.watch(site)
    if settings.LIVE_SECONDS:
        hub.start()
    return Stream(site, draw)


@dataclass(frozen=True)
class Drawn:
    """A hall's board as it is sent: the JSON, its ETag, the version and time it was drawn at."""

    body: bytes
    etag: str
    version: int
    at: datetime


class Boards:
    """The process's boards: drawn once for a version, however many screens ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawn: dict[int, Drawn] = {}

    def at(self, site: Site, now: datetime) -> Drawn:
        """Return a hall's board; while this process does not listen, it is drawn for every question."""
        found = self._fresh(site, now)
        if found is None:
            with self._lock:
                found = self._fresh(site, now) or self._draw(site, now)
        return found

    def seen_at(self, site: Site, now: datetime) -> dict[str, Any]:
        """Return a hall's board as values, for a page."""
        found: dict[str, Any] = json.loads(self.at(site, now).body)
        return found

    def _fresh(self, site: Site, now: datetime) -> Drawn | None:
        kept = self._drawn.get(site.pk)
        if kept is None or not hub.listening or kept.version != hub.version(site.pk):
            return None
        return kept if timedelta() <= now - kept.at < BOARD_LIVES else None

    def _draw(self, site: Site, now: datetime) -> Drawn:
        version = hub.version(site.pk)  # before reading: what changes meanwhile is drawn again
        body = json.dumps(board_at(site, now), ensure_ascii=False).encode()
        drawn = Drawn(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', version, now)
        self._drawn[site.pk] = drawn
        return drawn


boards = Boards()
