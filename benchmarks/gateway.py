"""`gateway`: a call through the gateway of a house as it is shipped, against a direct call of the same upstream, in turns in one run.

The upstream is the demonstration's shared data (a process of its own); token, grant, quota, consent, document, breaker and the record of
the call stand between. Both sides open a connection for each call, as an integrator's script does. Ratio: gateway : direct.
"""

import base64
import http.client
import json
import os
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlsplit

import django

from benchmarks.house import join, running_house
from benchmarks.record import median, percentile, record

PORT, CALLS, ROUNDS = 18441, 50, 6
KEY, QUERY = "household", "/household?id_number=330181199503070010"
CONSUMER, MANY = "bench-consumer", 60_000


def main() -> None:
    """Open a house of its own, let a system in, measure in turns, record, close it."""
    with running_house("gateway", PORT) as house:
        join(house)
        measure(*let_in())


def let_in() -> tuple[str, str, str]:
    """Register a system with a grant; return its id and secret, the upstream's address and the key that it asks for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    django.setup()
    systems = import_module("yichuang.exchange.operations.register_system")
    secrets = import_module("yichuang.exchange.operations.renew_secret")
    grants = import_module("yichuang.sharing.operations.grant")
    models = import_module("yichuang.sharing.models")
    by, now = import_module("yichuang.accounts.permissions").SYSTEM, import_module("yichuang.foundations.clock").now()
    department = import_module("yichuang.organizations.models").Department.objects.get(key="xs-transport")
    profile = systems.Profile(name="测量", receiver="http://127.0.0.1:9/events", pulls=True, scopes=())
    system = systems.register_system(
        actor=by, key=CONSUMER, department=department, environment="live", profile=profile, now=now
    )
    models.SharedApi.objects.filter(key=KEY).update(per_minute=MANY)
    wanted = grants.Application(
        KEY, CONSUMER, "测量网关", "测量用，不涉及真实的人", MANY, now.date() + timedelta(days=30)
    )
    grants.approve_grant(
        actor=by, pk=grants.ask_for_grant(actor=by, application=wanted, now=now).pk, reason="", now=now
    )
    api = models.SharedApi.objects.get(key=KEY)
    secret = secrets.renew_secret(actor=by, key=CONSUMER, kind="client", now=now)
    return f"{system.client_id}:{secret}", api.upstream, api.credential


def measure(client: str, upstream: str, credential: str) -> None:
    """Call both ways in turns and record median and 95th percentile."""
    basic = base64.b64encode(client.encode()).decode()
    form = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
    token = json.loads(ask("POST", f"127.0.0.1:{PORT}", "/api/exchange/token", form, "grant_type=client_credentials"))
    through = {"Authorization": f"Bearer {token['access_token']}", "X-Consent-Reference": "bench-1"}
    there = urlsplit(upstream)
    ways: dict[str, Callable[[], bytes]] = {
        "gateway": lambda: ask("GET", f"127.0.0.1:{PORT}", f"/gateway/{KEY}{QUERY}", through),
        "direct": lambda: ask("GET", there.netloc, f"{there.path}{QUERY}", {"X-Upstream-Key": credential}),
    }
    if len({way() for way in ways.values()}) != 1:
        raise RuntimeError("the gateway's answer is not the upstream's")
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            times[name] += [timed(way) for _ in range(CALLS)]
    for figure, read in (("median", median), ("p95", lambda values: percentile(values, 0.95))):
        ours, bare = (1000 * read(times[name]) for name in ("gateway", "direct"))
        record("gateway", f"one call, {figure}", ours, "ms", bare, ours / bare)


def timed(way: Callable[[], bytes]) -> float:
    """Return the seconds that one call takes."""
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def ask(method: str, place: str, path: str, headers: dict[str, str], body: str | None = None) -> bytes:
    """Make one call on a connection of its own and return what it answered. :raises RuntimeError: for anything but 200."""
    connection = http.client.HTTPConnection(place, timeout=30)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    held = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {held.decode()[:300]}")
    return held
