"""The one place where this program reads the clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this instant."""
    return datetime.now(UTC)
