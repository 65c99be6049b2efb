"""`deliveries`: events from their row to a receiver's answer and back, against a bare loop over the same rows.

Ours: claim, sign, post, settle, by the sender as it is shipped; bare: SELECT, post by `http.client` on a kept connection, UPDATE with plain
SQL, one after the other. Then the same backlog with a dead system's backlog of the same size beside it: ratio with : without. A receiver
in a process of its own answers 202 to everything. Writing the rows (`enqueue`) is part of an intake and measured there.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from importlib import import_module

import django
import psycopg
from django.core.management import call_command

from benchmarks.record import record

EVENTS, CASES = int(os.environ.get("BENCH_EVENTS", "10000")), int(os.environ.get("BENCH_EVENTS", "10000")) // 4
RECEIVER = """
import http.server, sys
class H(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(202); self.send_header("Content-Length", "0"); self.end_headers()
    def log_message(self, *a): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


def main() -> None:
    """Make the tables, measure, record."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    os.environ.setdefault("YICHUANG_DATA", tempfile.mkdtemp(prefix="yichuang-bench-deliveries-"))
    os.environ |= {
        "YICHUANG_POOL": "6",
        "YICHUANG_EXCHANGE_NETWORKS": "127.0.0.0/8",
        "YICHUANG_EXCHANGE_PLAIN_HTTP": "1",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    there = subprocess.Popen([sys.executable, "-c", RECEIVER], stdout=subprocess.PIPE, text=True)
    try:
        assert there.stdout
        measure(int(there.stdout.readline()))
    finally:
        there.kill()
        there.wait()


def measure(port: int) -> None:
    """Measure each in turn on rows of its own."""
    outbox = import_module("tests.exchange.outbox")
    now = import_module("yichuang.foundations.clock").now()
    address = f"http://127.0.0.1:{port}/"
    plain, alone, beside = (outbox.system_at(address, now) for _ in range(3))
    for system in (plain, alone):
        outbox.events(system, cases=CASES, each=EVENTS // CASES, now=now)
    bare = EVENTS / bare_loop(plain.pk, port)
    ours = EVENTS / until_delivered(alone.pk)
    record("deliveries", f"{EVENTS:,} events, one sender", ours, "events/s", bare, ours / bare)
    dead = outbox.system_at("http://127.0.0.1:9/", now)
    for system in (dead, beside):
        outbox.events(system, cases=CASES, each=EVENTS // CASES, now=now)
    together = EVENTS / until_delivered(beside.pk)
    record("deliveries", "the same beside a dead system", together, "events/s", ours, together / ours)


def bare_loop(system: int, port: int) -> float:
    """Send every row one after the other and return the seconds."""
    began = time.perf_counter()
    to = http.client.HTTPConnection("127.0.0.1", port)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        ids = connection.execute(
            "SELECT id FROM exchange_delivery WHERE system_id = %s ORDER BY id", [system]
        ).fetchall()
        for (one,) in ids:
            row = connection.execute("SELECT event_uid, number FROM exchange_delivery WHERE id = %s", [one]).fetchone()
            to.request("POST", "/", json.dumps({"row": str(row), "x": "y" * 300}), {"Content-Type": "application/json"})
            to.getresponse().read()
            connection.execute(
                "UPDATE exchange_delivery SET state = 'delivered', delivered_at = now() WHERE id = %s", [one]
            )
    return time.perf_counter() - began


def until_delivered(system: int) -> float:
    """Let one sender run until a system's rows are delivered and return the seconds."""
    sender = import_module("yichuang.exchange.management.commands.deliver").Sender
    stop = threading.Event()
    thread = threading.Thread(target=sender(8, stop).run)
    began = time.perf_counter()
    thread.start()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        waiting = "SELECT EXISTS (SELECT 1 FROM exchange_delivery WHERE system_id = %s AND state <> 'delivered')"
        while (row := connection.execute(waiting, [system]).fetchone()) and row[0]:
            time.sleep(0.1)
    took = time.perf_counter() - began
    stop.set()
    thread.join()
    return took
