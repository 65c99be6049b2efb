"""`deliveries`: events from their row to a receiver's answer and back, against a bare loop over the same rows.

Ours: claim, sign, post, settle, log, by the sender as it is shipped, one process and four; bare: SELECT, post by `http.client` on a kept
connection, UPDATE with plain SQL, one after the other. Then the same backlog with a dead system's backlog of the same size beside it
(ratio with : without), and one whose receiver is away when it begins: how long after its return everything is there. The receiver, a
process of its own, counts what it took: `lost` and `doubled` are its figures. Writing the rows (`enqueue`) is part of an intake.
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
from typing import Any

import django
import psycopg
from django.core.management import call_command

from benchmarks.record import record

EVENTS, CASES = int(os.environ.get("BENCH_EVENTS", "10000")), int(os.environ.get("BENCH_EVENTS", "10000")) // 4
AWAY_SECONDS = 20.0
RECEIVER = """
import http.server, json, sys
took, away = {}, False
class H(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        if not away and (uid := self.headers["webhook-id"]):
            took[uid] = took.get(uid, 0) + 1
        self.send_response(503 if away else 202); self.send_header("Content-Length", "0"); self.end_headers()
    def do_GET(self):
        global away
        away = self.path == "/away"
        said = json.dumps([len(took), sum(took.values())]).encode()
        took.clear()
        self.send_response(200); self.send_header("Content-Length", str(len(said))); self.end_headers(); self.wfile.write(said)
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
    plain, alone, four, beside, later = (outbox.system_at(address, now) for _ in range(5))

    def backlog(*systems: Any) -> None:
        for system in systems:
            outbox.events(system, cases=CASES, each=EVENTS // CASES, now=now)

    backlog(plain, alone)
    bare = EVENTS / bare_loop(plain.pk, port)
    tell(port)
    ours = EVENTS / until_delivered(alone.pk)
    record("deliveries", f"{EVENTS:,} events, one sender", ours, "events/s", bare, ours / bare)
    backlog(four)
    many = EVENTS / until_delivered(four.pk, processes=4)
    record("deliveries", f"{EVENTS:,} events, four senders", many, "events/s", bare, many / bare)
    backlog(outbox.system_at("http://127.0.0.1:9/", now), beside)
    together = EVENTS / until_delivered(beside.pk)
    record("deliveries", "the same beside a dead system", together, "events/s", ours, together / ours)
    distinct, all_ = tell(port)
    record("deliveries", "lost", 3 * EVENTS - distinct, "count")
    record("deliveries", "doubled", all_ - distinct, "count")
    tell(port, "/away")
    backlog(later)
    back = threading.Timer(AWAY_SECONDS, tell, [port])
    back.start()
    took = until_delivered(later.pk) - AWAY_SECONDS
    record("deliveries", "after an absence", EVENTS / took, "events/s", ours, EVENTS / took / ours)
    distinct, _ = tell(port)
    record("deliveries", "lost after an absence", EVENTS - distinct, "count")


def tell(port: int, path: str = "/") -> tuple[int, int]:
    """Say to the receiver whether it is away; return how many different events it took since it was last asked, and how many in all."""
    to = http.client.HTTPConnection("127.0.0.1", port)
    to.request("GET", path)
    distinct, all_ = json.loads(to.getresponse().read())
    return distinct, all_


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


def until_delivered(system: int, processes: int = 1) -> float:
    """Let senders run until a system's rows are delivered and return the seconds; several are processes, as on several machines."""
    command = [sys.executable, "-W", "ignore", "manage.py", "deliver"]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        beating = "SELECT count(*) FROM exchange_senderbeat"
        known = scalar(connection, beating)
        held = "UPDATE exchange_clientsystem SET active = %s WHERE id = %s"
        # Nothing is measured of how long a process takes to start: the system is let in when all of them are there.
        connection.execute(held, [False, system])
        senders = [subprocess.Popen(command) for _ in range(processes)]
        try:
            while scalar(connection, beating) < known + processes:
                time.sleep(0.1)
            connection.execute(held, [True, system])
            began = time.perf_counter()
            waiting = "SELECT count(*) FROM exchange_delivery WHERE system_id = %s AND state <> 'delivered'"
            while scalar(connection, waiting, system):
                time.sleep(0.1)
            return time.perf_counter() - began
        finally:
            for sender in senders:
                sender.terminate()
            for sender in senders:
                sender.wait()


def scalar(connection: "psycopg.Connection[Any]", statement: str, *given: Any) -> int:
    """Return one number from the database."""
    row = connection.execute(statement, given).fetchone()
    return int(row[0]) if row else 0
