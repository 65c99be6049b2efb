"""The browser of this machine, opened once for all tests with pages that follow each other: to start it costs more than most pages.

It keeps an event loop in the main thread, which other tests must not meet: closed before one of theirs begins.
"""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools.browser import find

HERE = Path(__file__).parent
FOLDERS = (HERE / "browser", HERE / "ui")
# A page lives for less than a second: what V8 optimises meanwhile takes a sixth of the processor and is thrown away with the page.
FLAGS = ("--no-sandbox", "--disable-gpu", "--js-flags=--no-maglev --no-opt --no-flush-bytecode")
_open: list[tuple[ExitStack, Browser]] = []


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
    while _open:
        _open.pop()[0].close()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close it when the next test is of another kind."""
    if nextitem is None or not (nextitem.path.parent in FOLDERS or "chromium" in getattr(nextitem, "fixturenames", ())):
        close()
