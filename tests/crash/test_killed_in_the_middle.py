"""Web, workers, sender and database are killed with SIGKILL in the middle of 300 intakes (issue 2, 12; issue 4, 3).

The counters do what a counter does: keep their Idempotency-Key and ask again until they are answered. Afterwards every intake is
there exactly once, every chain is whole, every document is rendered, and the department's own system, a process of its own, has every
event once in effect.
"""

import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psutil
import psycopg

from tests.counter import FREIGHT, PERSON
from tests.processes.furnished import furnish
from tests.processes.house import ROOT, House, until
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.project import embedded

INTAKES, COUNTERS = 300, 3
PATIENCE_SECONDS = 120.0
CLERK = next(person for person in PEOPLE if person.name == "林小窗")


@dataclass
class Counter:
    """One counter with its intakes: what it was answered, and how often it had to ask again."""

    port: int
    wanted: int
    accepted: list[str] = field(default_factory=list)
    asked_again: int = 0
    trouble: str = ""
    token: str = ""

    def work(self) -> None:
        """Receive, record and accept until all is done."""
        try:
            self.token = self.ask("/api/session", {"mobile": CLERK.mobile, "password": PASSWORD})["token"]
            lines = self.ask("/api/matters/freight_general/advance", {"answers": FREIGHT, "applicant_kind": "person"})
            items = [
                {
                    "material": line["id"],
                    "received_as": "paper",
                    "originals": line["originals"],
                    "copies": line["copies"],
                    "points": {point["id"]: {"found": "passed"} for point in line["points"]},
                }
                for line in lines["materials"]
            ]
            for _ in range(self.wanted):
                self.intake(items)
        except Exception as error:
            self.trouble = repr(error)
            raise

    def intake(self, items: list[dict[str, Any]]) -> None:
        """One intake, three requests."""
        declared = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}
        number = self.ask("/api/cases", declared)["number"]
        self.ask(f"/api/cases/{number}/materials", {"items": items})
        self.ask(f"/api/cases/{number}/accept", {})
        self.accepted.append(number)

    def ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post until there is an answer; the key stays the same."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
            try:
                connection.request("POST", path, json.dumps(body), headers)
                answer = connection.getresponse()
                text = answer.read()
            except (OSError, http.client.HTTPException):
                text, status = b"", 0
            else:
                status = answer.status
            finally:
                connection.close()
            if status in (200, 201):
                return dict(json.loads(text))
            assert status in (0, 500, 502, 503), f"{path}: {status} {text.decode()}"
            self.asked_again += 1
            time.sleep(0.1)
        raise AssertionError(f"{path} was not answered within {PATIENCE_SECONDS} s")


def _kill(process: psutil.Process) -> None:
    for one in [*process.children(recursive=True), process]:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue


def _kill_database(house: House) -> None:
    os.kill(int((house.data / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)


def _came_to(done: Callable[[], int], reached: int) -> bool:
    return done() >= reached


def test_nothing_is_lost_or_doubled_when_everything_is_killed_in_turn(house: House) -> None:
    furnish(house).open(YICHUANG_DEMO="1")
    counters = [Counter(house.port, INTAKES // COUNTERS) for _ in range(COUNTERS)]
    threads = [threading.Thread(target=counter.work, daemon=True) for counter in counters]
    for thread in threads:
        thread.start()

    def done() -> int:
        assert not any(counter.trouble for counter in counters), [counter.trouble for counter in counters]
        return sum(len(counter.accepted) for counter in counters)

    kills = [
        (INTAKES // 10, lambda: _kill(house.child("yichuang.project.web"))),
        (INTAKES // 4, lambda: _kill(house.child("procrastinate"))),
        (INTAKES * 2 // 5, lambda: _kill(house.child("deliver"))),
        (INTAKES // 2, lambda: _kill_database(house)),
        (INTAKES * 3 // 4, lambda: _kill(house.child("yichuang.project.web"))),
    ]
    for reached, kill in kills:
        until(partial(_came_to, done, reached), f"never came to {reached} intakes: {house.said}")
        kill()
    until(lambda: done() == INTAKES, f"{done()} of {INTAKES} intakes: {house.said}")
    for thread in threads:
        thread.join()
    assert sum(counter.asked_again for counter in counters) > 0, "the kills met nobody: the test proves nothing"

    numbers = {number for counter in counters for number in counter.accepted}
    assert len(numbers) == INTAKES
    with psycopg.connect(embedded.start(house.data / "postgres")) as connection:

        def one(question: str) -> int:
            row = connection.execute(question).fetchone()
            connection.commit()
            assert row
            return int(row[0])

        assert one("SELECT count(*) FROM cases_case") == INTAKES, "an intake answered twice or never asked for"
        assert one("SELECT count(*) FROM cases_case WHERE state = 'accepted'") == INTAKES
        assert one("SELECT count(DISTINCT number) FROM cases_case") == INTAKES
        until(
            lambda: one("SELECT count(*) FROM cases_document WHERE state <> 'ready'") == 0, "documents stay unrendered"
        )
        assert one("SELECT count(*) FROM cases_document WHERE kind = 'acceptance_notice'") == INTAKES
        numbered = "SELECT count(*) - count(DISTINCT number) FROM cases_document WHERE number <> ''"
        assert one(numbered) == 0
        undelivered = "SELECT count(*) FROM exchange_delivery WHERE state <> 'delivered'"
        until(lambda: one(undelivered) == 0, "events never reached the department's system")
        sent = connection.execute("SELECT event_uid::text, number FROM exchange_delivery").fetchall()
    _received_once(house, sent)
    environment = house.environment(
        DATABASE_URL=embedded.start(house.data / "postgres"), DJANGO_SETTINGS_MODULE="yichuang.project.settings"
    )
    for command in ("verify_ledger", "verify_messages"):
        verified = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert verified.returncode == 0, verified.stderr
        assert "未发现改动、删除" in verified.stdout


def _received_once(house: House, sent: list[tuple[str, str]]) -> None:
    """The department's system took each event once, however often it was sent, and made one case of each number."""
    numbers = {number for _, number in sent}
    assert len(numbers) == INTAKES, "every accepted case is told"
    with sqlite3.connect(house.data / "departments" / "road-transport" / "department.sqlite3") as there:
        assert {row[0] for row in there.execute("SELECT id FROM inbox")} == {uid for uid, _ in sent}
        until(
            lambda: {row[0] for row in there.execute("SELECT number FROM cases")} == numbers,
            "events lie unused in the inbox",
        )
