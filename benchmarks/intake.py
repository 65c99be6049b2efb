"""`intake`: a whole counter intake over the HTTP API of a house as it is shipped, against the bare SQL of the same rows.

(a) stepwise, as the counter page does it: declare, record materials with their points, accept; (b) as one call. Each at 1, 4 and 16
clients; bare SQL with the same number of transactions and clients in turns with ours (A B A B), on the same server, with durable
commits. Both write the delivery rows of the matter's department; the rows stay where they are, for the sender and the demonstration's
department systems stand still while it is measured: those run on machines of their own, and `deliveries` measures the way there.
Rendering of notices runs beside it in the worker, as it does in a house. Ratio: ours : bare.
"""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psutil
import psycopg

from benchmarks.house import running_house
from benchmarks.record import median, record

PORT = 18431
CLIENTS = (1, 4, 16)
SECONDS, ROUNDS = 5.0, 3
FREIGHT = {"q2": "a", "q3": "a", "q4": "b", "q5": []}
PERSON = {
    "name": "王小明",
    "id_number": "330181199503070010",
    "contact_name": "王小明",
    "contact_mobile": "13900001234",
    "courier": "no",
}
# The tables an intake writes, with how they hang on the case; the sample case's rows are written again under new keys.
TABLES = ("cases_casematerial", "cases_document", "foundations_event", "exchange_delivery")
ELSEWHERE = ("deliver", "examples.department_system")


@dataclass
class Client:
    """One counter with a kept-alive connection and a session."""

    port: int
    items: list[dict[str, Any]] = field(default_factory=list)
    token: str = ""

    def __post_init__(self) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.token = self.ask("/api/session", {"mobile": "13900000001", "password": "Yichuang-2026"})["token"]
        lines = self.ask("/api/matters/freight_general/advance", {"answers": FREIGHT, "applicant_kind": "person"})
        self.items = [
            {
                "material": line["id"],
                "received_as": "paper",
                "originals": line["originals"],
                "copies": line["copies"],
                "points": {point["id"]: {"found": "passed"} for point in line["points"]},
            }
            for line in lines["materials"]
        ]

    def ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post and return the answer."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self.http.request("POST", path, json.dumps(body), headers)
        answer = self.http.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {text.decode()[:300]}")
        return dict(json.loads(text))

    @property
    def declared(self) -> dict[str, Any]:
        """Return what the counter declares."""
        return {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}

    def stepwise(self) -> None:
        """Three requests."""
        number = self.ask("/api/cases", self.declared)["number"]
        self.ask(f"/api/cases/{number}/materials", {"items": self.items})
        self.ask(f"/api/cases/{number}/accept", {})

    def one_call(self) -> None:
        """One request."""
        self.ask("/api/intakes", {**self.declared, "items": self.items})


class Bare:
    """The rows of one sample intake, written again by plain SQL in one transaction or in three."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address)
        self.columns = {table: self._columns(table) for table in ("cases_case", *TABLES)}
        self.sample = self._one("SELECT id FROM cases_case WHERE state='accepted' ORDER BY id LIMIT 1")
        self.number = self._one("SELECT number FROM cases_case WHERE id=%s", self.sample)
        self.stream = f"case:{self.number}"
        self.connection.commit()

    def _columns(self, table: str) -> list[str]:
        rows = self.connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name=%s AND column_name <> 'id'", [table]
        )
        return [row[0] for row in rows]

    def _one(self, sql: str, *values: Any) -> Any:
        row = self.connection.execute(sql, values).fetchone()
        assert row
        return row[0]

    def _copy(self, table: str, where: str, values: list[Any], **replaced: str) -> str:
        names = self.columns[table]
        quoted = [f'"{name}"' for name in names]
        chosen = ", ".join(replaced.get(name, f'"{name}"') for name in names)
        sql = f"INSERT INTO {table} ({', '.join(quoted)}) SELECT {chosen} FROM {table} WHERE {where}"
        self.connection.execute(sql, values)
        return sql

    def write(self, transactions: int) -> None:
        """Write one intake: case, materials, then their update, then document, events, job, alarms, and the keys of the requests."""
        number = f"9{uuid.uuid4().int % 10**20:020d}"
        self._copy("cases_case", "id=%s", [self.sample], number=f"'{number}'")
        case = self._one("SELECT id FROM cases_case WHERE number=%s", number)
        self._copy("cases_casematerial", "case_id=%s", [self.sample], case_id=str(case))
        self._events(number, 1)
        self._alarms(1)
        self._key(transactions == 3)
        if transactions == 3:
            self.connection.commit()
        self.connection.execute("SELECT 1 FROM cases_case WHERE id=%s FOR UPDATE", [case])
        self.connection.execute(
            "UPDATE cases_casematerial SET points=points, received_as='paper' WHERE case_id=%s", [case]
        )
        self._events(number, 2)
        self._key(transactions == 3)
        if transactions == 3:
            self.connection.commit()
        self.connection.execute("SELECT 1 FROM cases_case WHERE id=%s FOR UPDATE", [case])
        code = f"'{uuid.uuid4().hex[:16].upper()}'"
        self._copy(
            "cases_document",
            "case_id=%s",
            [self.sample],
            case_id=str(case),
            code=code,
            number="''",
            file_id="NULL",
            state="'ready'",
        )
        self.connection.execute("UPDATE cases_case SET state='accepted' WHERE id=%s", [case])
        self._events(number, 3)
        self._events(number, 4)
        self._deliveries(number)
        self._job()
        self._alarms(3)
        self._key(True)
        self.connection.commit()

    def _events(self, number: str, seq: int) -> None:
        self._copy(
            "foundations_event",
            "stream=%s AND seq=%s",
            [self.stream, seq],
            stream=f"'case:{number}'",
            uid="gen_random_uuid()",
        )

    def _deliveries(self, number: str) -> None:
        waiting = {"lease": "NULL", "leased_until": "NULL", "delivered_at": "NULL", "state": "'waiting'"}
        where = "number=%s AND sequence <= 4"
        self._copy(
            "exchange_delivery", where, [self.number], number=f"'{number}'", event_uid="gen_random_uuid()", **waiting
        )

    def _alarms(self, count: int) -> None:
        self.connection.execute(
            "INSERT INTO foundations_alarm (at, task, arguments)"
            " SELECT now() + interval '30 days', 'bench.none', '{}' FROM generate_series(1, %s)",
            [count],
        )

    def _job(self) -> None:
        self.connection.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status, args, priority, attempts)"
            " VALUES ('bench.none', 'bench', 'todo', '{}', 0, 0)"
        )

    def forget_jobs(self) -> None:
        """Take the jobs away that no worker does, as ours are once they are done: what waits slows the queue down."""
        self.connection.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'bench'")
        self.connection.commit()

    def _key(self, wanted: bool) -> None:
        if wanted:
            self.connection.execute(
                "INSERT INTO foundations_idempotencykey (actor_key, key, fingerprint, status, answer, at)"
                " VALUES ('bench', gen_random_uuid()::text, '\\x00', 200, '{}', now())"
            )


def throughput(acts: list[Callable[[], None]]) -> float:
    """Let each act run over and over on a thread of its own for some seconds; return how many were done a second."""
    counts, stop, failures = [0] * len(acts), threading.Event(), []

    def work(place: int) -> None:
        try:
            while not stop.is_set():
                acts[place]()
                counts[place] += 1
        except Exception as error:
            failures.append(error)
            stop.set()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(acts))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    stop.wait(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts) / (time.perf_counter() - began)


def main() -> None:
    """Open a house of its own, measure in turns, record, close it."""
    with running_house("intake", PORT) as house:
        Client(PORT).stepwise()
        with still(house.pid):
            measure(PORT, house.database)


@contextmanager
def still(house: int) -> Iterator[None]:
    """Stop the processes that a real house has elsewhere, and let them go on afterwards."""
    found = [one for one in psutil.Process(house).children(recursive=True) if set(ELSEWHERE) & set(one.cmdline())]
    assert len(found) >= len(ELSEWHERE), "the sender and the departments' systems run"
    for process in found:
        process.suspend()
    try:
        yield
    finally:
        for process in found:
            process.resume()


def measure(port: int, address: str) -> None:
    """Measure both ways at each number of clients, in turns with the bare rows."""
    for clients in CLIENTS:
        counters = [Client(port) for _ in range(clients)]
        bares = [Bare(address) for _ in range(clients)]
        for name, transactions in (("stepwise", 3), ("one call", 1)):
            ours, theirs = [], []
            for _ in range(ROUNDS):
                acts = [counter.stepwise if transactions == 3 else counter.one_call for counter in counters]
                ours.append(throughput(acts))
                theirs.append(throughput([partial(bare.write, transactions) for bare in bares]))
                bares[0].forget_jobs()
            plural = "client" if clients == 1 else "clients"
            rate, reference = median(ours), median(theirs)
            record("intake", f"{name}, {clients} {plural}", rate, "intakes/s", reference, rate / reference)
        for bare in bares:
            bare.connection.close()
