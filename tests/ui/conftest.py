"""A server with the style pages (no database) and a browser; both started once."""

import threading
from collections.abc import Iterator
from copy import deepcopy
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests import browsers
from tests.ui import pages

MIDDLEWARE = [
    "yichuang.project.middleware.content_security",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "yichuang.project.middleware.refusals",
]
SIZES = [(1366, 768), (360, 800)]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the style pages, served with the platform's own content security policy."""
    templates: list[dict[str, Any]] = deepcopy(django_settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"] = [
        "django.template.context_processors.request",
        "django.template.context_processors.csrf",
        "django.contrib.messages.context_processors.messages",
        "tests.ui.pages.house",
    ]
    with override_settings(
        ROOT_URLCONF="tests.ui.pages", MIDDLEWARE=MIDDLEWARE, TEMPLATES=templates, ALLOWED_HOSTS=["*"], DEBUG=False
    ):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Server, _Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Browser:
    """A headless browser."""
    return browsers.opened()


@pytest.fixture(params=SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def sized(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page at the counter's and at the phone's size."""
    yield from _page(*request.param)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page at the counter's size."""
    yield from _page(1366, 768)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page at a phone's size."""
    yield from _page(360, 800)


_wrong: list[str] = []


def _listen(opened: Page) -> None:
    opened.set_default_timeout(8000)
    opened.on(
        "console", lambda message: _wrong.append(message.text) if "Content Security Policy" in message.text else None
    )
    opened.on("pageerror", lambda error: _wrong.append(str(error)))


def _page(width: int, height: int) -> Iterator[Page]:
    _wrong.clear()
    pages.received.clear()
    with browsers.page((width, height), _listen, locale="zh-CN", timezone_id="Asia/Shanghai") as opened:
        yield opened
    assert not _wrong, f"the page broke its policy or a script failed: {_wrong}"
