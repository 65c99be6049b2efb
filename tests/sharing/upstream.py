"""An upstream on a port of its own that can be slow, huge, redirecting, or die in the middle; and APIs, grants and callers for tests."""

import json
import threading
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from examples.department_system.shared_document import DOCUMENT
from tests.cases.people import who
from tests.exchange.joined import ADMIN, Joined, join
from yichuang.foundations import clock
from yichuang.sharing.models import ApiGrant, SharedApi
from yichuang.sharing.operations.grant import Application, approve_grant, ask_for_grant
from yichuang.sharing.operations.register_api import Terms, register_api

TEXT = {"type": "string"}
ECHO: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "回声", "version": "1"},
    "paths": {
        "/things/{code}": {
            "parameters": [{"name": "code", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 40}}],
            "get": {
                "operationId": "thing",
                "summary": "查一件东西",
                "parameters": [
                    {"name": "n", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                    {"name": "X-Kind", "in": "header", "schema": {"enum": ["a", "b"]}},
                ],
                "responses": {
                    "200": {
                        "description": "有",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "required": ["code"], "properties": {"code": TEXT}}
                            }
                        },
                    }
                },
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}},
                        "application/octet-stream": {},
                    },
                },
                "responses": {"200": {"description": "收到"}},
            },
        },
        "/file": {"get": {"responses": {"200": {"description": "文件", "content": {"application/octet-stream": {}}}}}},
    },
}  # fmt: skip


class Upstream:
    """Answers by `act(handler)`; keeps what it was asked."""

    def __init__(self, act: Callable[[Any], None] | None = None) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.bodies: list[bytes] = []
        self.act = act or thing
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self) -> None:
                outer.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
                try:
                    outer.act(self)
                except (BrokenPipeError, ConnectionResetError):
                    pass
                self.close_connection = True

            do_GET = do_POST = do_HEAD = serve

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> "Upstream":
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def answer(handler: Any, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
    """Send a whole answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


def thing(handler: Any) -> None:
    """Answer as the document says."""
    code = handler.path.partition("?")[0].rsplit("/", 1)[-1]
    answer(handler, 200, json.dumps({"code": code}).encode(), Set_Cookie="a=b", X_Inner="secret", Connection="X-Inner")


def system(upstream: str, key: str = "provider") -> Joined:
    """Register the provider's system, with its address at the upstream."""
    return join(f"{upstream}/events", key=key, department="xs-transport", matter="freight_general")


def api(
    upstream: str, /, *, key: str = "echo", document: Any = None, joined: Joined | None = None, **terms: Any
) -> SharedApi:
    """Register an API of the provider's system."""
    provider = joined or system(upstream)
    given = {"name": "回声接口", "upstream": upstream, "data_class": "conditional", **terms}
    return register_api(
        actor=who(ADMIN),
        key=key,
        provider=provider.system.key,
        terms=Terms(**given),
        document=json.dumps(document or ECHO).encode(),
        now=clock.now(),
    )


def granted(key: str, consumer: str, per_minute: int = 60, until: date = date(2027, 6, 1)) -> ApiGrant:
    """Have a consumer apply and the owner approve."""
    wanted = Application(key, consumer, "核验申请人身份", "国务院令第716号第七条", per_minute, until)
    grant = ask_for_grant(actor=who(ADMIN), application=wanted, now=clock.now())
    return approve_grant(actor=who(ADMIN), pk=grant.pk, reason="", now=clock.now())


class Consumer:
    """A system with a grant, at the gateway."""

    def __init__(self, joined: Joined, key: str = "echo") -> None:
        self.joined, self.key = joined, key
        joined.sign_in()

    def call(self, method: str, path: str, **given: Any) -> Any:
        """Call through the gateway."""
        headers = {"Authorization": f"Bearer {self.joined.token}", **given.pop("headers", {})}
        return getattr(self.joined.http, method)(f"/gateway/{self.key}{path}", headers=headers, **given)


def ready(upstream: str, per_minute: int = 60, **terms: Any) -> Consumer:
    """Register a provider, its API, and a consumer (the provider's own system) with a grant."""
    joined = system(upstream)
    api(upstream, joined=joined, **terms)
    granted("echo", joined.system.key, per_minute)
    return Consumer(joined)


SHARED_DOCUMENT = DOCUMENT
