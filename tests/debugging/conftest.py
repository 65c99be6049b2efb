"""Fixtures of the exchange, here too."""

from tests.exchange.conftest import plain_http as plain_http
