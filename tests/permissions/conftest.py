"""What the walk needs: a stream that ends, for it reads every answer to its end."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def streams_that_end(settings: Any) -> None:
    """Let the hall's streams end after their first frame."""
    settings.LIVE_SECONDS = 0
