"""HTTP: reads a request whole, finds who answers it, and writes the answer."""

import logging
import re
import socket
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from examples.department_system import (
    case_page,
    form_page,
    inbox,
    legacy,
    receiver,
    reconciliation,
    rehearsal,
    shared,
    sign_in,
)
from examples.department_system.app import App
from examples.department_system.web import (
    LARGEST_EVENT,
    LARGEST_FORM,
    Handler,
    Request,
    Response,
    Stop,
    as_json,
    problem,
    query_of,
)

log = logging.getLogger("department.http")
SILENCE_SECONDS = 30
NUMBER = r"([0-9A-Za-z_-]{1,64})"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/healthz", lambda app, request: healthz(app)),
    ("POST", "/events", receiver.take_push),
    ("POST", "/legacy/([A-Za-z]{1,40})", legacy.take_message),
    ("GET", "/events/reconciliation", reconciliation.tell),
    ("GET", r"/events/([^/]{1,200})", receiver.tell_of_event),
    ("GET", "/", inbox.show),
    ("GET", "/sign-in", sign_in.show),
    ("POST", "/sign-in", sign_in.enter),
    ("POST", "/sign-out", sign_in.leave),
    ("GET", f"/cases/{NUMBER}", case_page.show),
    ("POST", f"/cases/{NUMBER}/reports/([a-z_]+)", case_page.report),
    ("POST", f"/cases/{NUMBER}/status", case_page.ask_status),
    ("POST", f"/cases/{NUMBER}/reports/([0-9]{{1,12}})/again", case_page.send_again),
    ("POST", f"/cases/{NUMBER}/files/([0-9]{{1,12}})/again", case_page.fetch_again),
    ("GET", f"/cases/{NUMBER}/files/([0-9]{{1,12}})", case_page.show_file),
    ("GET", f"/cases/{NUMBER}/uploads/([0-9]{{1,12}})", case_page.show_upload),
    ("GET", "/form", form_page.open_form),
    ("GET", "/form/([0-9a-f]{32})", form_page.show),
    ("POST", "/form/([0-9a-f]{32})", form_page.submit),
    ("GET", "/misbehave", rehearsal.show),
    ("POST", "/misbehave", rehearsal.order),
    ("GET", r"/shared/openapi\.json", shared.document),
    ("GET", "/shared/e-licence", shared.e_licence),
    ("GET", "/shared/household", shared.household),
    ("GET", r"/shared/projects/([^/]{1,64})", shared.project),
)
COMPILED = tuple((method, re.compile(pattern), handler) for method, pattern, handler in ROUTES)
SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'",
    ),
)


def healthz(app: App) -> Response:
    """`GET /healthz`: the database answers, and how much waits."""
    row = app.store.one(
        """SELECT (SELECT count(*) FROM inbox WHERE taken_at IS NULL) AS inbox,
             (SELECT count(*) FROM outbox WHERE state = 'queued') AS outbox,
             (SELECT count(*) FROM files WHERE state = 'wanted') AS files"""
    )
    return as_json({"status": "ok", "system": app.settings.system_code, "waiting": dict(row) if row else {}})


def answer(app: App, request: Request) -> Response:
    """Find who answers and let them; what goes wrong is said in one sentence and logged in full."""
    methods = []
    for method, pattern, handler in COMPILED:
        found = pattern.fullmatch(request.path)
        if found and method == request.method:
            request.arguments = found.groups()
            try:
                return handler(app, request)
            except Stop as stop:
                return stop.response
            except Exception:
                log.exception("%s %s failed", request.method, request.path)
                return problem(500, "本系统出错", "已记入日志，没有做任何改动。")
        if found:
            methods.append(method)
    if methods:
        return problem(405, "不支持这种请求方式")
    return problem(404, "没有这个页面")


class Door(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "department-system", ""
    timeout = SILENCE_SECONDS
    app: App

    def do_GET(self) -> None:
        """Answer a question."""
        self._serve()

    def do_POST(self) -> None:
        """Answer a message or a form."""
        self._serve()

    def _serve(self) -> None:
        address = urllib.parse.urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            body = self._body(address.path, headers)
            query = query_of(address.query)
            request = Request(
                self.command, urllib.parse.unquote(address.path), query, headers, body, raw_query=address.query
            )
            response = answer(self.app, request)
        except Stop as stop:
            self.close_connection = True
            response = stop.response
        self._write(response)

    def _body(self, path: str, headers: dict[str, str]) -> bytes:
        """Read the body whole; its length must be said, and be a sensible one."""
        if "transfer-encoding" in headers:
            return self._chunks(LARGEST_EVENT)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            raise Stop(problem(400, "Content-Length 有误"))
        if int(length) > (LARGEST_EVENT if path == "/events" else LARGEST_FORM):
            self._throw_away(min(int(length), LARGEST_FORM))  # a sender who is still talking does not hear the answer
            raise Stop(problem(413, "内容过大"))
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            raise Stop(Response(drop=True))
        return body

    def _throw_away(self, length: int) -> None:
        while length > 0 and (piece := self.rfile.read(min(length, 65536))):
            length -= len(piece)

    def _chunks(self, largest: int) -> bytes:
        """Read a chunked body (RFC 9112, 7.1): some senders do not say how long it is."""
        pieces, total = [], 0
        while True:
            line = self.rfile.readline(1024).split(b";")[0].strip()
            try:
                size = int(line, 16)
            except ValueError:
                raise Stop(problem(400, "分块编码有误")) from None
            total += size
            if size < 0 or total > largest:
                raise Stop(problem(413, "内容过大"))
            if not size:
                break
            pieces.append(self.rfile.read(size))
            self.rfile.readline(16)
        while self.rfile.readline(1024).strip():
            pass
        return b"".join(pieces)

    def _write(self, response: Response) -> None:
        if response.drop or response.raw is not None:
            self.close_connection = True
            self.wfile.write(response.raw or b"")
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(response.status)
        names = {name for name, _ in response.headers}
        for name, value in [*(pair for pair in SAFE if pair[0] not in names), *response.headers]:
            self.send_header(name, value)
        if response.body:
            self.send_header("Content-Type", response.media_type)
        self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if response.drip:
            self._drip(response.body)
        else:
            self.wfile.write(response.body)

    def _drip(self, body: bytes) -> None:
        for position in range(len(body)):
            if self.app.stopping.is_set():
                break
            self.wfile.write(body[position : position + 1])
            self.wfile.flush()
            time.sleep(1)

    def log_message(self, format: str, *args: Any) -> None:
        """Log without addresses' queries: they may carry an ID number."""
        path = getattr(self, "path", "").partition("?")[0]
        log.info("%s %s %s", getattr(self, "command", "-"), path, args[1] if len(args) > 1 else "")


class Server(ThreadingHTTPServer):
    """The listening door: one thread a connection, none of which keeps the program alive."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who goes away is no error of ours."""
        log.info("a connection broke off", exc_info=log.isEnabledFor(logging.DEBUG))


def listen(app: App, host: str, port: int) -> Server:
    """Open the door."""
    server = Server((host, port), type("AppDoor", (Door,), {"app": app}))
    app.port = server.server_address[1]
    return server
