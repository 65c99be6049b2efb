"""Signatures: pushes as Standard Webhooks, and the address that opens a department's form (docs/exchange.md; S2-52②)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from standardwebhooks.webhooks import Webhook


def webhook_headers(uid: str, at: datetime, body: str, secrets: Iterable[str]) -> dict[str, str]:
    """Return the three headers of a signed push; one signature a secret, so that a renewed secret and the old one both verify.

    `at`: when this attempt is sent, aware, UTC (the library reads the clock face).
    """
    signatures = [Webhook(secret).sign(uid, at, body) for secret in secrets]
    return {
        "webhook-id": uid,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def form_signature(secret: str, *, number: str, system: str, ts: int, back: str) -> str:
    """Return the signature over the four parameters of a form's address, in hex."""
    text = "\n".join((number, system, str(ts), back))
    return hmac.new(key_of(secret), text.encode(), hashlib.sha256).hexdigest()


def key_of(secret: str) -> bytes:
    """Return the key behind `whsec_…`, as Standard Webhooks reads it."""
    return base64.b64decode(secret.removeprefix("whsec_") + "==")


def form_address(base: str, secret: str, *, number: str, system: str, ts: int, back: str) -> str:
    """Return the address that opens the department's form for one case, good for ten minutes."""
    sign = form_signature(secret, number=number, system=system, ts=ts, back=back)
    query = urlencode({"applyCode": number, "systemCode": system, "ts": ts, "back": back, "sign": sign})
    return f"{base}{'&' if '?' in base else '?'}{query}"
