"""One house for the journeys between a house and the departments' own systems, and one browser: to start one costs more than most pages.

Each journey makes its own cases and asks for them by their numbers, so that it stumbles over nothing that another left. The last one takes
a department's system away from the demonstration (`tests/workers.py` puts it last). The first start itself has a house of its own.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests import browsers, workers
from tests.processes.conftest import a_house
from tests.processes.furnished import furnish
from tests.processes.house import House

_open: list[tuple[ExitStack, House]] = []


@pytest.fixture
def house() -> House:
    """Give the open house, with its departments."""
    if not _open:
        held = ExitStack()
        house = held.enter_context(a_house())
        _open.append((held, house))
        furnish(house).open(YICHUANG_DEMO="1")
    return _open[0][1]


@pytest.fixture
def address(house: House) -> str:
    """Give the address of the open house."""
    return f"http://127.0.0.1:{house.port}"


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Give the browser; what a journey opened in it is closed."""
    browser = browsers.opened()
    yield browser
    for context in browser.contexts:
        context.close()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close the house after the last of its journeys; it must end well and leave nothing behind."""
    if _open and (nextitem is None or not workers.shares_the_house(nextitem)):
        held, house = _open.pop()
        with held:
            house.runs[-1].terminate()
            assert house.runs[-1].wait(60) == 0
            assert house.living() == []
