"""A joined department for tests: the transport system with its secrets, a receiver that can misbehave, a caller of the contract."""

import base64
import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import Client

from tests.cases.people import who
from yichuang.accounts.permissions import SYSTEM as PLATFORM
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.register_system import Profile, register_system
from yichuang.exchange.operations.renew_secret import renew_secret
from yichuang.exchange.operations.route_matter import Plea, route_matter
from yichuang.exchange.queries.routes import forget_routes
from yichuang.foundations import clock
from yichuang.organizations.models import Department

SYSTEM = "road-transport"
ADMIN = "谢区管"
HANDLER = {"id": "z01", "name": "赵承办"}
SECOND = {"id": "q02", "name": "钱核查"}
HEAD = {"id": "s00", "name": "孙局长"}


@dataclass
class Joined:
    """A registered system and what it was told once."""

    system: ClientSystem
    secret: str
    signing: str
    http: Client = field(default_factory=Client)
    token: str = ""

    def sign_in(self, scope: str = "") -> str:
        """Fetch a token and keep it."""
        basic = base64.b64encode(f"{self.system.client_id}:{self.secret}".encode()).decode()
        body = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
        answer = self.http.post("/api/exchange/token", body, headers={"Authorization": f"Basic {basic}"})
        assert answer.status_code == 200, answer.content.decode()
        self.token = answer.json()["access_token"]
        return self.token

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.http.get(f"/api/exchange{path}", headers={"Authorization": f"Bearer {self.token}", **headers})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Write."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.http.post(f"/api/exchange{path}", body, content_type="application/json", headers=headers)

    def report(self, number: str, type_: str, message: str = "", **data: Any) -> Any:
        """Report on a case, under a fresh id unless one is given."""
        body = {
            "id": message or str(uuid.uuid4()),
            "type": type_,
            "time": "2026-11-28T10:00:00+08:00",
            "data": {"handler": HANDLER, **data},
        }
        return self.post(f"/cases/{number}/events", body)

    def must(self, number: str, type_: str, **data: Any) -> dict[str, Any]:
        """Report and expect that it is taken."""
        answer = self.report(number, type_, **data)
        assert answer.status_code == 200, answer.content.decode()
        return dict(answer.json())


def join(
    receiver: str = "http://127.0.0.1:9/events", *, key: str = SYSTEM, department: str = "xs-transport",
    matter: str = "freight_general", environment: str = "live", route: bool = True, **profile: Any,
) -> Joined:  # fmt: skip
    """Register a system for a department's matter, with both secrets."""
    admin, now = who(ADMIN), clock.now()
    system = register_system(
        actor=admin,
        key=key,
        department=Department.objects.get(key=department),
        environment=environment,
        profile=Profile(**{"name": "道路运输业务系统", "receiver": receiver, **profile}),
        now=now,
    )
    secret = renew_secret(actor=admin, key=key, kind="client", now=now)
    signing = renew_secret(actor=admin, key=key, kind="signing", now=now)
    if route:
        route_matter(actor=PLATFORM, key=key, matter=matter, now=now, after=timedelta(), plea=Plea(preset=True))
    forget_routes()
    joined = Joined(ClientSystem.objects.get(pk=system.pk), secret, signing)
    joined.sign_in()
    return joined


@dataclass
class Got:
    """One push as a receiver saw it."""

    headers: dict[str, str]
    body: bytes
    path: str = ""

    @property
    def event(self) -> dict[str, Any]:
        """Return the event."""
        return dict(json.loads(self.body))


class Receiver:
    """A department's receiver on a port of its own; `act` decides what it answers (status, body), or raises to hang up."""

    def __init__(self, act: Callable[[Got], tuple[int, bytes]] | None = None, port: int = 0) -> None:
        self.got: list[Got] = []
        self.act = act or (lambda got: (202, b""))
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                got = Got({k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length), self.path)
                if len(got.body) < length:
                    # The sender was killed between headers and body: nothing was received.
                    self.close_connection = True
                    return
                outer.got.append(got)
                try:
                    status, body = outer.act(got)
                except ConnectionError:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/events"

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
