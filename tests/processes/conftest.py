"""A house in a temporary folder whose name has a space in it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes.house import House


@contextmanager
def a_house() -> Iterator[House]:
    """Give a house that has never run; everything it started is stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="yichuang run ") as folder:
        house = House(Path(folder).resolve() / "data")
        try:
            yield house
        finally:
            house.tear_down()


@pytest.fixture
def house() -> Iterator[House]:
    """Give a test a house of its own."""
    with a_house() as house:
        yield house


@pytest.fixture(scope="module")
def shared_house() -> Iterator[House]:
    """Give the tests of a file one house: to start one costs more than most of what is done in it."""
    with a_house() as house:
        yield house
