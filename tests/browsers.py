"""The browser of this machine, opened once for all tests with pages that follow each other: to start it costs more than most pages.

It keeps an event loop in the main thread, which other tests must not meet: closed before one of theirs begins.

A page serves one test after another (`page`): in a process of its own each would read styles and scripts anew, and axe would be translated
anew, which takes twice as long as the page (docs/decisions/test-time.md). What a test leaves is washed away; where it changed more than a
page is made of (a clock, a handler, a route), or failed, the next test has a new page.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from playwright.sync_api._generated import Clock

from tools.browser import find

HERE = Path(__file__).parent
FOLDERS = (HERE / "browser", HERE / "ui")
# A page lives for less than a second: what V8 optimises meanwhile takes a sixth of the processor and is thrown away with the page.
FLAGS = ("--no-sandbox", "--disable-gpu", "--js-flags=--no-maglev --no-opt --no-flush-bytecode")
# What the next test must not meet and no washing takes away.
HANDLED = ("add_init_script", "close", "expose_binding", "expose_function", "on", "once", "route", "route_from_har", "route_web_socket",
           "set_default_navigation_timeout", "set_default_timeout", "set_extra_http_headers")  # fmt: skip
CHANGES: dict[type, tuple[str, ...]] = {
    Page: (*HANDLED, "add_locator_handler", "emulate_media"),
    BrowserContext: (*HANDLED, "grant_permissions", "new_cdp_session", "set_geolocation", "set_offline"),
    Clock: ("install", "pause_at", "set_fixed_time", "set_system_time"),
}
STORED = "local_storage,indexeddb,service_workers,cache_storage,file_systems"
# The page itself goes away: called away by the browser it would lose its process, and what that has read.
LEAVE = """() => {
    sessionStorage.clear();
    window.name = "";
    setTimeout(() => location.replace("about:blank"), 0);
}"""
_open: list[tuple[ExitStack, Browser]] = []
_kept: dict[str, Page] = {}
_changed: list[str] = []
_visited: set[str] = set()


def opened() -> Browser:
    """Return the browser; each test makes a context of its own in it. A browser that fell over is opened anew."""
    if _open and not _open[0][1].is_connected():
        close()
    if not _open:
        executable = find()
        assert executable, "no browser: run make test, which installs one"
        held = ExitStack()
        driver = held.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=executable, args=list(FLAGS))
        held.callback(browser.close)
        _open.append((held, browser))
    return _open[0][1]


def close() -> None:
    """Close it and end its event loop."""
    _kept.clear()
    while _open:
        _open.pop()[0].close()


@contextmanager
def page(viewport: tuple[int, int], prepare: Callable[[Page], object] = bool, **options: Any) -> Iterator[Page]:
    """Give a page as a context of its own would have it: no cookie, nothing stored, no history; `prepare` is done once to each new one."""
    width, height = viewport
    kind = repr((sorted(options.items()), prepare))
    browser = opened()
    kept = _kept.pop(kind, None)
    given = kept if kept and not kept.is_closed() else _new(browser, width, height, prepare, options)
    if given.viewport_size != {"width": width, "height": height}:
        given.set_viewport_size({"width": width, "height": height})
    _changed.clear()
    _visited.clear()
    yield given
    if not _changed and len(_visited) <= 1:
        with suppress(Error):
            _wash(given)
            _kept[kind] = given
    staying = [one.context for one in _kept.values()]
    for context in browser.contexts:
        if context not in staying:
            context.close()


def _new(browser: Browser, width: int, height: int, prepare: Callable[[Page], object], options: dict[str, Any]) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    made = context.new_page()
    made.on("framenavigated", lambda frame: _visit(frame.url))
    prepare(made)
    return made


def _visit(address: str) -> None:
    if address.startswith("http"):
        _visited.add("://".join(urlsplit(address)[:2]))


def _wash(used: Page) -> None:
    """Leave the page and nothing behind: windows it opened, what it stored, cookies, history, where the pointer was."""
    for other in used.context.pages:
        if other != used:
            other.close()
    if used.url.startswith("http"):
        used.evaluate(LEAVE)
        used.wait_for_url("about:blank")
    session = used.context.new_cdp_session(used)
    for origin in _visited:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORED})
    used.context.clear_cookies()
    used.mouse.move(0, 0)
    session.send("Page.resetNavigationHistory")
    session.detach()


def _noting(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def noted(*given: Any, **named: Any) -> Any:
        _changed.append(name)
        return act(*given, **named)

    return noted


for _kind, _names in CHANGES.items():
    for _name in _names:
        setattr(_kind, _name, _noting(_name, getattr(_kind, _name)))


@pytest.hookimpl
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Keep no page of a test that failed."""
    if call.excinfo is not None:
        _changed.append(item.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close it when the next test is of another kind."""
    if nextitem is None or not (nextitem.path.parent in FOLDERS or "chromium" in getattr(nextitem, "fixturenames", ())):
        close()
