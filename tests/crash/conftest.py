"""A house that really runs is the one of `tests/processes`."""

from tests.processes.conftest import house

__all__ = ["house"]
