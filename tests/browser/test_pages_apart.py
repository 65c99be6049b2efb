"""One page serves many tests (tests/browsers.py): each meets it as if it were the first of its browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import browsers
from tests.ui.conftest import site  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser
SIZE = (900, 700)
LEFT = """() => {
    localStorage.left = sessionStorage.left = window.name = "left";
    document.cookie = "left=1; path=/";
    return new Promise(done => { indexedDB.open("left").onsuccess = () => done(); });
}"""
FOUND = """async () => [
    localStorage.left, sessionStorage.left, window.name, document.cookie.includes("left"), (await indexedDB.databases()).length,
    history.length, innerWidth, innerHeight, document.querySelectorAll(".topbar:hover").length, "left" in window,
]"""
FRESH = [None, None, "", False, 0, 2, *SIZE, 0, False]


@pytest.fixture(autouse=True)
def apart() -> Iterator[None]:
    """Close the browser afterwards: the pages of these tests are nobody else's."""
    yield
    browsers.close()


def found(page: Page, address: str) -> list[object]:
    page.goto(address)
    return list(page.evaluate(FOUND))


def test_what_a_test_leaves_the_next_one_does_not_meet(site: str) -> None:  # noqa: F811
    with browsers.page(SIZE) as first:
        assert found(first, site + "/") == FRESH
        first.locator(".topbar").hover()
        expect(first.locator(".topbar:hover")).to_have_count(1)
        first.evaluate(LEFT)
        first.evaluate("() => { window.left = true; window.open('/bare/'); }")
        first.goto(site + "/desk/")
        first.set_viewport_size({"width": 360, "height": 800})
    with browsers.page(SIZE) as second:
        assert second == first, "kept"
        assert second.context.pages == [second]
        assert second.context.cookies() == []
        assert found(second, site + "/") == FRESH
        second.go_back()
        assert second.url == "about:blank", "nothing further back"


def another_house(page: Page) -> None:
    page.goto(page.url.replace("127.0.0.1", "localhost"))


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.clock.install(),
        lambda page: page.add_init_script("window.left = true"),
        lambda page: page.context.add_init_script("window.left = true"),
        lambda page: page.context.set_offline(True),
        lambda page: page.emulate_media(media="print"),
        lambda page: page.route("**/*", lambda route: route.abort()),
        lambda page: page.on("dialog", lambda dialog: dialog.accept()),
        another_house,
    ],
    ids=["clock", "script", "script of all", "offline", "paper", "route", "handler", "another house"],
)
def test_a_page_that_is_another_one_now_serves_nobody_else(site: str, change: Callable[[Page], object]) -> None:  # noqa: F811
    with browsers.page(SIZE) as first:
        first.goto(site + "/bare/")
        change(first)
    with browsers.page(SIZE) as second:
        assert first.is_closed()
        assert found(second, site + "/") == FRESH


def test_a_page_of_a_test_that_failed_serves_nobody_else(request: pytest.FixtureRequest) -> None:
    with browsers.page(SIZE) as first:
        failed = pytest.CallInfo.from_call(lambda: pytest.fail("seen to"), "call")
        browsers.pytest_runtest_makereport(request.node, failed)
    assert first.is_closed()
