"""The browser of this machine, one for a file; each test has a fresh page at the counter's size."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.browser import find

# As patient as every other wait of a page; Playwright's own five seconds are short beside a second worker.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Open the browser once a file: it keeps an event loop, which other files' tests must not meet."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    executable = find()
    assert executable, "no browser: run make test, which installs one"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a page in a context of its own."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()
