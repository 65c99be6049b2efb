"""Which tests go to one worker, and in which order: whole files; the journeys that share one house stay together.

Begun first is what takes long, so that the workers end together: a file that waits for a house, or one that works for minutes, begun last
would leave one worker alone.
"""

from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

HERE = Path(__file__).parent
# The journeys through one open house. The last takes the transport department's system from the demonstration and gives it another.
HOUSE = "tests/journeys/one house"
SHARING = (
    "test_department_systems.py",
    "test_joint_debugging.py",
    "test_joint_departments.py",
    "test_shared_data.py",
    "test_legacy_department.py",
)
# Processor seconds on 29 November 2026, most of them first (docs/decisions/test-time.md).
LONGEST = (
    "permissions/test_walk.py",
    "crash/test_killed_in_the_middle.py",
    *(f"journeys/{name}" for name in SHARING),
    "processes/test_run.py",
    "journeys/test_whole_house.py",
    "api/test_contract.py",
    "browser/test_studio_whole_way.py",
    "files/test_reading_specimens.py",
)


class WholeFiles(LoadFileScheduling):
    """Give whole files to workers, and the journeys of one house to one of them."""

    def _split_scope(self, nodeid: str) -> str:
        name = nodeid.split("::", 1)[0]
        return HOUSE if name.startswith("tests/journeys/") and name.rsplit("/", 1)[1] in SHARING else name


def shares_the_house(item: pytest.Item) -> bool:
    """Tell whether a test is one of the journeys through the shared house."""
    return item.path.parent.name == "journeys" and item.path.name in SHARING


def order(item: pytest.Item) -> int:
    """Return when a test begins: the longest files in their order, then all others as they were."""
    name = item.path.relative_to(HERE).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
