"""Fixtures of the data-sharing platform."""

from collections.abc import Iterator
from typing import Any

import pytest

from yichuang.exchange.queries.routes import forget_routes


@pytest.fixture
def plain_http(settings: Any) -> Iterator[Any]:
    """Let systems live on this machine and be spoken to without TLS, as in a demonstration."""
    settings.EXCHANGE_NETWORKS, settings.EXCHANGE_PLAIN_HTTP = ["127.0.0.0/8", "::1/128"], True
    forget_routes()
    yield settings
    forget_routes()
