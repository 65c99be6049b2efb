"""Which upstream addresses may be registered, and when one is left alone (熔断)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

# After so many failures in a row an origin is left alone for so long; then one call at a time tries it.
FAILURES_IN_A_ROW = 5
LEFT_ALONE = timedelta(seconds=30)


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address, the port always written; empty for what is none."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return ""
    if not parts.hostname or not port:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host.lower()}:{port}"


def allowed(address: str, system_addresses: Iterable[str]) -> bool:
    """Tell whether an upstream lies at an origin that its provider's system is registered with: nobody points us at a third party."""
    origin = origin_of(address)
    return bool(origin) and origin in {origin_of(one) for one in system_addresses if one}


def is_away(failures: int, away_until: datetime | None, wall: datetime) -> bool:
    """Tell whether calls are turned away without asking the upstream."""
    return failures >= FAILURES_IN_A_ROW and away_until is not None and wall < away_until
