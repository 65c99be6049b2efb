"""The browser of this machine; each test has a fresh page at the counter's size."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import browsers

# As patient as every other wait of a page; Playwright's own five seconds are short beside a second worker.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def chromium() -> Browser:
    """Give a file the browser."""
    return browsers.opened()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a page as if it were the first of its browser."""
    with browsers.page((1366, 768), locale="zh-CN") as opened:
        yield opened
