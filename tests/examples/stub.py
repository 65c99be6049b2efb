"""A small platform: just the contract of docs/exchange.md, with switches to be slow, to fail and to send wrong bytes."""

import base64
import hashlib
import json
import re
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ORDER = ["received", "accepted", "reviewing", "decided"]


class Platform:
    """What the platform knows, and what it was told."""

    def __init__(self) -> None:
        self.cases: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.tickets: set[str] = set()
        self.reports: list[dict[str, Any]] = []
        self.attempts: list[tuple[str, bytes]] = []
        self.first: dict[str, tuple[bytes, int, dict[str, Any]]] = {}
        self.tokens: set[str] = set()
        self.tokens_given = 0
        self.refuse_with: dict[str, tuple[int, dict[str, Any]]] = {}
        self.silent_after_taking = 0
        self.fail_reports = 0
        self.status_of_failure = 503
        self.wrong_bytes: dict[str, bytes] = {}
        self.events: list[dict[str, Any]] = []
        self.lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("StubDoor", (Door,), {"platform": self}))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add_file(self, content: bytes, name: str = "申请表.png", media_type: str = "image/png") -> dict[str, Any]:
        identifier = str(uuid.uuid4())
        self.files[identifier] = content
        return {
            "id": identifier,
            "name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "media_type": media_type,
        }

    def add_case(self, number: str, *files: dict[str, Any], mode: str = "split_mode") -> dict[str, Any]:
        self.cases[number] = {
            "number": number,
            "state": "received",
            "state_name": "已收件",
            "mode": mode,
            "matter": {"key": "freight_general", "name": "普通货物运输经营许可", "version": 1},
            "situation": {"id": "S1.1.1", "name": "新申请·已购车"},
            "applicant": {"kind": "person", "name": "马小路"},
            "form": {"name": "马小路", "id_number": "330109199001010015", "contact_mobile": "13900001234"},
            "own_form": {},
            "received_at": "2026-11-28T09:00:00+08:00",
            "accepted_on": "",
            "promised_due": "2026-12-08",
            "statutory_due": "2026-12-28",
            "site": "萧山区人民政府办事服务中心",
            "first_handler": "林小窗",
            "materials": [
                {
                    "id": "m_app",
                    "name": "申请表",
                    "received_as": "scan",
                    "originals": 1,
                    "copies": 0,
                    "files": list(files),
                },
                {"id": "m_id", "name": "居民身份证", "received_as": "paper", "originals": 0, "copies": 1, "files": []},
            ],
        }
        return self.cases[number]

    def event(self, number: str, sequence: int, kind: str = "case.registered", **changes: Any) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": "/exchange/330109",
            "type": kind,
            "subject": number,
            "time": "2026-11-28T09:00:01+08:00",
            "datacontenttype": "application/json",
            "sequence": str(sequence),
            "data": self.cases[number] | changes,
        }


class Door(BaseHTTPRequestHandler):
    """The endpoints of the contract."""

    protocol_version = "HTTP/1.1"
    platform: Platform

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        path = urlsplit(self.path)
        if path.path == "/api/exchange/token":
            return self.token(body)
        if self.headers.get("Authorization", "")[7:] not in self.platform.tokens:
            return self.answer(401, {"title": "token"})
        if path.path == "/api/exchange/feed":
            return self.feed(int(parse_qs(path.query).get("after", ["0"])[0] or 0))
        if found := re.fullmatch(r"/tickets/([0-9a-f-]+)/([0-9a-f-]+)", path.path):
            return self.file(*found.groups())
        found = re.fullmatch(r"/api/exchange/cases/([^/]+)(.*)", path.path)
        if not found or found[1] not in self.platform.cases:
            return self.answer(404, {"title": "没有找到", "detail": "不是本系统的办件。"})
        return self.case(found[1], found[2], body)

    def token(self, body: bytes) -> None:
        good = base64.b64encode(b"client:secret").decode()
        if self.headers.get("Authorization") != f"Basic {good}" or b"grant_type=client_credentials" not in body:
            return self.answer(401, {"error": "invalid_client"})
        token = uuid.uuid4().hex
        self.platform.tokens.add(token)
        self.platform.tokens_given += 1
        return self.answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": 900, "scope": ""})

    def feed(self, after: int) -> None:
        events = self.platform.events[after : after + 2]
        self.answer(200, {"events": events, "next": str(after + len(events))})

    def file(self, ticket: str, identifier: str) -> None:
        if ticket not in self.platform.tickets:
            return self.answer(410, {"title": "票据已用"})
        self.platform.tickets.remove(ticket)
        content = self.platform.wrong_bytes.get(identifier, self.platform.files[identifier])
        return self.send(200, content, "application/octet-stream")

    def case(self, number: str, rest: str, body: bytes) -> None:
        if rest == "":
            return self.answer(200, self.platform.cases[number])
        if rest == "/status":
            return self.answer(200, self.status(number))
        if rest == "/files":
            return self.upload(body)
        if rest == "/events":
            return self.report(number, body)
        found = re.fullmatch(r"/files/([^/]+)/tickets", rest)
        if found and found[1] in self.platform.files:
            ticket = uuid.uuid4().hex
            self.platform.tickets.add(ticket)
            url = f"{self.platform.url}/tickets/{ticket}/{found[1]}"
            return self.answer(201, {"url": url, "expires_at": "2026-11-28T10:00:00+08:00"})
        return self.answer(404, {"title": "没有找到"})

    def status(self, number: str) -> dict[str, Any]:
        case = self.platform.cases[number]
        return {
            "number": number,
            "state": case["state"],
            "state_name": case["state_name"],
            "since": "2026-11-28T09:00:00+08:00",
            "promised_due": "2026-12-08",
            "statutory_due": "2026-12-28",
            "revision": 1 + len(self.platform.reports),
        }

    def upload(self, body: bytes) -> None:
        head, _, rest = body.partition(b'name="file"')
        assert b'name="purpose"' in head
        content = rest.partition(b"\r\n\r\n")[2].rpartition(b"\r\n--")[0]
        found = re.search(rb'filename="([^"]*)"', rest)
        self.answer(201, self.platform.add_file(content, found[1].decode() if found else "", "application/pdf"))

    def report(self, number: str, body: bytes) -> None:
        content = json.loads(body)
        platform = self.platform
        with platform.lock:
            platform.attempts.append((content["id"], body))
            if platform.fail_reports:
                platform.fail_reports -= 1
                return self.answer(platform.status_of_failure, {"title": "later"})
            known = platform.first.get(content["id"])
            if known:
                return self.answer(*(known[1:] if known[0] == body else (409, {"title": "同一编号内容不同"})))
            status, answer = self.decide(number, content)
            platform.first[content["id"]] = (body, status, answer)
            silent = platform.silent_after_taking > 0
            platform.silent_after_taking -= silent
        if silent:
            time.sleep(3)
        return self.answer(status, answer)

    def decide(self, number: str, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        kind, case = content["type"], self.platform.cases[number]
        if kind in self.platform.refuse_with:
            return self.platform.refuse_with[kind]
        if kind == "concluded" and case["state"] == "received":
            reason = {
                "code": "order",
                "message": "尚未受理，不能办结。",
                "rule": "办件流程表",
                "todo": "请先上报受理。",
            }
            return 409, {"title": "未能办理", "status": 409, "detail": "尚未受理，不能办结。", "reasons": [reason]}
        moved = {"accepted": ("accepted", "已受理"), "concluded": ("decided", "已办结")}.get(kind)
        if moved:
            case["state"], case["state_name"] = moved
        self.platform.reports.append({"number": number, **content})
        return 200, self.status(number)

    def answer(self, status: int, content: dict[str, Any]) -> None:
        self.send(status, json.dumps(content, ensure_ascii=False).encode(), "application/json")

    def send(self, status: int, body: bytes, kind: str) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True
