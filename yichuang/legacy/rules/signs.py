"""Signs of the app-key style (rulebook 5.1): MD5 over app key, secret and request time, in lower-case hex.

MD5 is no proof for strangers and this sign covers no body: it is taken only from networks that were named, within a few minutes, once.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=5)
REQUEST_LASTS, REFRESH_LASTS = timedelta(minutes=15), timedelta(hours=48)
APP, REFRESH, REQUEST = "app", "refresh", "request"


def sign(app_key: str, secret: str, request_time: str) -> str:
    """Return the sign of a call."""
    return hashlib.md5(f"{app_key}{secret}{request_time}".encode(), usedforsecurity=False).hexdigest()


def matches(given: str, app_key: str, secrets: Iterable[str], request_time: str) -> bool:
    """Tell whether a sign was made with one of the secrets; every secret is tried, in constant time."""
    sent = given.encode("utf-8", "replace")
    found = [hmac.compare_digest(sign(app_key, one, request_time).encode(), sent) for one in secrets]
    return any(found)


def called_at(request_time: str) -> datetime | None:
    """Return the instant that a request time in milliseconds says, None for what is none."""
    if not (request_time.isascii() and request_time.isdigit() and 12 <= len(request_time) <= 14):
        return None
    return datetime.fromtimestamp(int(request_time) / 1000, UTC)


def in_time(request_time: str, wall: datetime) -> bool:
    """Tell whether a call was made within five minutes of now."""
    at = called_at(request_time)
    return at is not None and abs(at - wall) <= WINDOW
