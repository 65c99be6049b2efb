"""A house in a temporary folder whose name has a space in it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.house import House


@pytest.fixture
def house() -> Iterator[House]:
    """Give a house that has never run; everything it started is stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="yichuang run ") as folder:
        house = House(Path(folder).resolve() / "data")
        try:
            yield house
        finally:
            house.tear_down()
