"""`screens`: two hundred screens of a hall at once on a house as it is shipped: how long from a call to the screen, what it costs.

Each client is what a screen does: it holds the stream, takes the board from it, or fetches it where the stream says so. Tickets are
taken from outside, one after the other; the time runs from the commit until a client has the board that shows the number. While all
streams are open, ordinary pages are asked for as well.
"""

import http.client
import json
import os
import socket
import threading
import time
from datetime import timedelta
from importlib import import_module
from typing import Any

import django
import psutil

from benchmarks.house import join, running_house
from benchmarks.record import median, percentile, record

PORT, SCREENS, CALLS, PAGES = 18443, 200, 20, 100


def main() -> None:
    """Open a house of its own, pair a screen, open two hundred streams, measure, close it."""
    with running_house("screens", PORT) as house:
        join(house)
        measure(*paired(), house.pid)


def paired() -> tuple[str, int]:
    """Set a screen up in the demo centre and return its cookie and the site's id."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    django.setup()
    devices = import_module("yichuang.hall.operations.devices")
    rules = import_module("yichuang.hall.rules.devices")
    actors = import_module("yichuang.foundations.actors")
    site = import_module("yichuang.organizations.models").Site.objects.get(key="centre")
    now = import_module("yichuang.foundations.clock").now()
    grant = actors.Grant("hall.arrange", "everywhere")
    by = actors.Actor(kind="system", id="bench", name="测量", grants=frozenset({grant}))
    offered = devices.register_device(actor=by, site_id=site.pk, setting=rules.Setting("hall", "测量屏"), now=now)
    token = devices.pair_device(code=offered.code, address="127.0.0.1", now=now + timedelta(seconds=1)).token
    return f"yichuang_device={token}", site.pk


class Screen(threading.Thread):
    """One screen: reads its stream, fetches the board for each event, notes when it first saw a number."""

    def __init__(self, cookie: str, site: int) -> None:
        super().__init__(daemon=True)
        self.cookie, self.site = cookie, site
        self.seen: dict[int, float] = {}
        self.live, self.turned_away = False, False
        self._etag = ""
        self._stream = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self._asking = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def run(self) -> None:
        """Follow the hall until the house or the connection ends."""
        try:
            self._stream.request("GET", f"/hall/live/{self.site}/", headers={"Cookie": self.cookie})
            answer = self._stream.getresponse()
            self.turned_away = answer.status == 503
            self.live = answer.status == 200
            while self.live:
                line = answer.readline()
                if not line:
                    break
                if line.startswith(b"event: change"):
                    self._fetch()
                elif line.startswith(b"data: {"):
                    self._shown(line[6:])
        except (OSError, http.client.HTTPException):
            pass
        self.live = False

    def _fetch(self) -> None:
        headers = {"Cookie": self.cookie, **({"If-None-Match": self._etag} if self._etag else {})}
        self._asking.request("GET", f"/hall/board/{self.site}.json", headers=headers)
        answer = self._asking.getresponse()
        body = answer.read()
        if answer.status == 200:
            self._etag = answer.headers["ETag"]
            self._shown(body)

    def _shown(self, body: bytes) -> None:
        waiting = sum(one["waiting"] for one in json.loads(body)["boards"])
        self.seen.setdefault(waiting, time.perf_counter())

    def close(self) -> None:
        """Let both connections go."""
        self.live = False
        for one in (self._stream, self._asking):
            if one.sock is not None:
                one.sock.shutdown(socket.SHUT_RDWR)


def measure(cookie: str, site: int, house: int) -> None:
    """Open the streams, take tickets, ask for pages, record; then see that threads come back when the screens go."""
    empty = memory(house)
    quiet = pages()
    screens = [Screen(cookie, site) for _ in range(SCREENS)]
    for screen in screens:
        screen.start()
        time.sleep(0.02)
    time.sleep(5)
    live = [screen for screen in screens if screen.live]
    record("screens", f"streams open of {SCREENS} asked", len(live), "count")
    times = calls(live, site)
    record("screens", f"event to screen, {SCREENS} screens, median", 1000 * median(times), "ms")
    record("screens", f"event to screen, {SCREENS} screens, p95", 1000 * percentile(times, 0.95), "ms")
    record("screens", "boards missed", len(live) * CALLS - len(times), "count")
    record("screens", "memory of the web processes", memory(house), "MB", empty, memory(house) / empty)
    beside = pages()
    ours, alone = (1000 * percentile(values, 0.95) for values in (beside, quiet))
    record("screens", "an ordinary page beside them, p95", ours, "ms", alone, ours / alone)
    busy = threads(house)
    for screen in screens:
        screen.close()
    time.sleep(45)
    record("screens", "threads of the web processes when the screens are gone", threads(house), "count", busy)


def calls(live: list[Screen], site: int) -> list[float]:
    """Take tickets one after the other and return how long each screen took to have the board with it."""
    take: Any = import_module("yichuang.hall.operations.take_ticket")
    actors = import_module("yichuang.foundations.actors")
    where = import_module("yichuang.organizations.models").Site.objects.get(pk=site)
    clock = import_module("yichuang.foundations.clock")
    times: list[float] = []
    before = max((number for screen in live for number in screen.seen), default=0)
    for number in range(before + 1, before + CALLS + 1):
        take.take_ticket(actor=actors.PUBLIC, site=where, asking=take.Asking(), now=clock.now())
        told = time.perf_counter()
        time.sleep(2)
        times += [screen.seen[number] - told for screen in live if number in screen.seen]
    return times


def pages() -> list[float]:
    """Ask for an ordinary page again and again and return the times."""
    times = []
    for _ in range(PAGES):
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        connection.request("GET", "/sign-in/")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"/sign-in/: {answer.status}")
        times.append(time.perf_counter() - began)
    return times


def web(house: int) -> list[psutil.Process]:
    """Return the web server's processes."""
    found = psutil.Process(house).children(recursive=True)
    return [one for one in found if "yichuang.project.web" in " ".join(one.cmdline())]


def memory(house: int) -> float:
    """Return the web server's resident memory in megabytes."""
    return sum(one.memory_info().rss for one in web(house)) / 1e6


def threads(house: int) -> int:
    """Return how many threads the web server has."""
    return sum(one.num_threads() for one in web(house))


if __name__ == "__main__":
    main()
