"""The kit finds our receiver good, and each broken one bad for the right reason."""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from examples.conformance import checks, pushing
from examples.conformance.pushing import Receiver
from tests.examples.program import ROOT, SECRET, Program

BROKEN = {
    "wrong_signature": {
        "wrong_signature",
        "no_signature",
        "changed_body",
        "old_timestamp",
        "future_timestamp",
        "nonsense",
    },
    "old": {"old_timestamp", "future_timestamp"},
    "one_signature": {"several_signatures"},
    "other_id": {"other_id"},
    "refuses_repetition": {"replay"},
    "twice": {"no_double"},
    "any_body": {"other_body"},
    "refuses_late": {"in_order"},
    "slow": {"in_time"},
    "open_books": {"reconciliation"},
    "wrong_books": {"reconciliation"},
    "small": {"large"},
    "known_types": {"unknown_type"},
    "strict": {"unknown_members"},
    "crashes": {"nonsense"},
}


class Small(BaseHTTPRequestHandler):
    """A receiver in forty lines, broken on demand."""

    broken = ""
    secret = base64.b64decode(SECRET.removeprefix("whsec_"))
    seen: dict[str, bytes]
    counts: dict[str, int]
    sequences: dict[str, int]

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        if "/reconciliation?" in self.path:
            return self.books(self.path.partition("number=")[2].partition("&")[0])
        self.say(200, {"taken": self.counts.get(self.path.rpartition("/")[2], 0)})

    def books(self, number: str) -> None:
        """Have none, tell them to everybody, or be wrong in them."""
        if self.broken not in ("open_books", "wrong_books"):
            return self.say(404, {})
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.{self.path.partition('?')[2]}"
        mac = base64.b64encode(hmac.digest(self.secret, signed.encode(), hashlib.sha256)).decode()
        if self.broken == "wrong_books" and f"v1,{mac}" != self.headers["webhook-signature"]:
            return self.say(401, {})
        row = {"number": number, "events": 1 if self.broken == "open_books" else 3, "sequence": 4}
        self.say(200, {"rows": [row], "next": ""})

    def do_POST(self) -> None:
        self.say(self.judge(self.rfile.read(int(self.headers["Content-Length"]))), {})

    def say(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def judge(self, body: bytes) -> int:
        identifier, at = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "0")
        mac = hmac.digest(self.secret, f"{identifier}.{at}.".encode() + body, hashlib.sha256)
        wanted, given = "v1," + base64.b64encode(mac).decode(), self.headers.get("webhook-signature", "").split()
        if self.broken == "one_signature":
            given = given[:1]
        if wanted not in given and self.broken != "wrong_signature":
            return 401
        if abs(time.time() - int(at)) > 300 and self.broken not in ("old", "wrong_signature"):
            return 400
        if self.broken == "slow":
            time.sleep(0.7)
        if self.broken == "small" and len(body) > 100_000:
            return 413
        return self.take(identifier, body)

    def take(self, identifier: str, body: bytes) -> int:
        content = json.loads(body)
        if content.get("specversion") != "1.0":
            if self.broken == "wrong_signature":
                return 202
            return 500 if self.broken == "crashes" else 400
        if content["id"] != identifier and self.broken != "other_id":
            return 400
        if self.broken == "known_types" and "later" in content["type"]:
            return 422
        if self.broken == "strict" and "traceparent" in content:
            return 422
        known = self.seen.setdefault(content["id"], body)
        if known != body and self.broken != "any_body":
            return 409
        repeated = bool(self.counts.get(content["id"]))
        if repeated and self.broken == "refuses_repetition":
            return 409
        if not repeated or self.broken == "twice":
            self.counts[content["id"]] = self.counts.get(content["id"], 0) + 1
        sequence, last = int(content["sequence"]), self.sequences.get(content["subject"], 0)
        if self.broken == "refuses_late" and content["subject"] != pushing.CASE and sequence < last:
            return 409
        self.sequences[content["subject"]] = sequence
        return 202


@pytest.fixture
def small(request: pytest.FixtureRequest) -> Iterator[Receiver]:
    attributes = {"broken": request.param, "seen": {}, "counts": {}, "sequences": {}}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Broken", (Small,), attributes))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    yield Receiver(url + "/events", SECRET, url + "/count/{id}")
    server.shutdown()
    server.server_close()


def failed(receiver: Receiver) -> set[str]:
    return {check.__name__ for check in checks.CHECKS if check(receiver).passed is False}


@pytest.mark.parametrize("small", [""], indirect=True)
def test_a_good_small_receiver_passes(small: Receiver) -> None:
    assert failed(small) == set()


@pytest.mark.parametrize("small", [name for name in BROKEN if name != "slow"], indirect=True, ids=str)
def test_each_fault_is_found(small: Receiver, request: pytest.FixtureRequest) -> None:
    assert failed(small) == BROKEN[request.node.callspec.params["small"]]


@pytest.mark.parametrize("small", ["slow"], indirect=True)
def test_a_slow_receiver_is_found(small: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.in_time(small).passed is True
    monkeypatch.setattr(pushing, "ANSWER_SECONDS", 0.5)
    assert checks.in_time(small).passed is False


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "examples.conformance", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_our_own_receiver_is_all_green(program: Program, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    url = program.url + "/events"
    result = run(url, "--secret", SECRET, "--count-url", url + "/{id}", "--json", str(report))
    assert result.returncode == 0, result.stdout + result.stderr
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["passed"] and all(check["passed"] is True for check in content["checks"])
    assert len(content["checks"]) == len(checks.CHECKS) == result.stdout.count("通过    ")


def test_nobody_there_and_a_wrong_secret_fail(program: Program) -> None:
    assert run("http://127.0.0.1:9/events", "--secret", SECRET).returncode == 1
    result = run(program.url + "/events", "--secret", "whsec_AAAA")
    assert result.returncode == 1 and "未通过" in result.stdout and "whsec_" in result.stdout
    assert run("ftp://x", "--secret", SECRET).returncode == run(program.url, "--secret", "whsec_*").returncode == 2


def test_without_a_count_address_the_kit_says_what_it_cannot_see(program: Program) -> None:
    result = run(program.url + "/events", "--secret", SECRET)
    assert result.returncode == 0 and "未核对" in result.stdout
