"""A stub platform and the department's system on a temporary folder, both stopped afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples.program import Program
from tests.examples.stub import Platform


@pytest.fixture
def platform() -> Iterator[Platform]:
    """Give a platform that knows nothing yet."""
    stub = Platform()
    yield stub
    stub.stop()


@pytest.fixture
def program(tmp_path: Path, platform: Platform) -> Iterator[Program]:
    """Give the running program."""
    running = Program(tmp_path / "department", platform.url).start()
    yield running
    running.stop()
