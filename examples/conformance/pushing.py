"""Pushes as the platform makes them, and pushes that no platform makes. Standard library only, nothing from elsewhere."""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
import time
import urllib.parse
import uuid
from dataclasses import dataclass
from typing import Any

ANSWER_SECONDS = 10.0
CASE = "330109990000000000000"


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or nothing and why; and how long it took."""

    status: int
    seconds: float
    fault: str = ""

    def good(self) -> bool:
        """Tell whether the receiver has taken the event."""
        return 200 <= self.status < 300

    def said(self) -> str:
        """Return it in a few words."""
        return f"{self.status or self.fault}（{self.seconds:.2f} 秒）"


class Receiver:
    """The receiver under test."""

    def __init__(self, url: str, secret: str, count_url: str = "") -> None:
        self.url, self.count_url = url, count_url
        self._key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)

    def push(
        self,
        content: dict[str, Any],
        *,
        at: float = 0.0,
        key: bytes = b"",
        id_: str = "",
        also_wrong: bool = False,
        tampered: bool = False,
    ) -> Answer:
        """Push an event; `at` shifts the time, `key` and `id_` are another secret and another id, `tampered` adds a byte."""
        body = json.dumps(content, ensure_ascii=False).encode()
        identifier, timestamp = id_ or str(content["id"]), str(int(_now() + at))
        mac = hmac.digest(key or self._key, f"{identifier}.{timestamp}.".encode() + body, hashlib.sha256)
        signature = "v1," + base64.b64encode(mac).decode()
        headers = {
            "Content-Type": "application/cloudevents+json",
            "webhook-id": identifier,
            "webhook-timestamp": timestamp,
            "webhook-signature": f"v1,{base64.b64encode(bytes(32)).decode()} {signature}" if also_wrong else signature,
        }
        return self.send(body + b" " if tampered else body, headers)

    def send(self, body: bytes, headers: dict[str, str]) -> Answer:
        """Send bytes and wait ten seconds, as the platform does."""
        began = time.monotonic()
        try:
            status, _ = _request("POST", self.url, body, headers)
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, time.monotonic() - began, f"没有应答 {type(error).__name__}")
        seconds = time.monotonic() - began
        return Answer(status, seconds) if seconds <= ANSWER_SECONDS else Answer(0, seconds, "超过十秒")

    def books(self, number: str, *, key: bytes = b"") -> tuple[int, list[dict[str, Any]]]:
        """Ask for a case of its books, signed over the query string, and return status and rows."""
        query, identifier, timestamp = f"number={number}&after=&limit=200", str(uuid.uuid4()), str(int(_now()))
        mac = hmac.digest(key or self._key, f"{identifier}.{timestamp}.{query}".encode(), hashlib.sha256)
        headers = {
            "webhook-id": identifier,
            "webhook-timestamp": timestamp,
            "webhook-signature": "v1," + base64.b64encode(mac).decode(),
        }
        try:
            status, content = _request("GET", f"{self.url}/reconciliation?{query}", None, headers)
            rows = json.loads(content)["rows"] if status == 200 else []
            return status, [row for row in rows if isinstance(row, dict)]
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
            return 0, []

    def taken(self, identifier: str) -> int | None:
        """Return how often an event took effect, where the receiver can tell (`{id}` in the count address)."""
        if not self.count_url:
            return None
        try:
            status, content = _request("GET", self.count_url.replace("{id}", identifier), None, {})
            return int(json.loads(content)["taken"]) if status == 200 else 0
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
            return 0


def event(sequence: int = 1, kind: str = "case.registered", note: str = "", number: str = CASE) -> dict[str, Any]:
    """Return an event of a case that does not exist: everything in it says that it is a test."""
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "/exchange/330109",
        "type": kind,
        "subject": number,
        "time": "2026-01-01T09:00:00+08:00",
        "datacontenttype": "application/json",
        "sequence": str(sequence),
        "data": {
            "number": number,
            "state": "received",
            "state_name": "联调测试",
            "mode": "split_mode",
            "matter": {"key": "conformance", "name": "联调测试（请忽略）", "version": 1},
            "situation": {"id": "", "name": ""},
            "answers": {},
            "applicant": {"kind": "person", "name": "联调测试"},
            "form": {"name": "联调测试", "note": note},
            "own_form": {},
            "received_at": "2026-01-01T09:00:00+08:00",
            "accepted_on": "",
            "promised_due": "",
            "statutory_due": "",
            "site": "",
            "first_handler": "",
            "materials": [],
        },
    }


def _now() -> float:
    return time.time()  # noqa: TID251 - this program stands alone, and a signature is of now


def _request(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
    """Make one call without following redirects."""
    address = urllib.parse.urlsplit(url)
    host, port = address.hostname or "", address.port
    connection: http.client.HTTPConnection
    if address.scheme == "https":
        connection = http.client.HTTPSConnection(
            host, port, timeout=ANSWER_SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    try:
        connection.request(
            method, (address.path or "/") + (f"?{address.query}" if address.query else ""), body, headers
        )
        answer = connection.getresponse()
        return answer.status, answer.read(1024 * 1024)
    finally:
        connection.close()
