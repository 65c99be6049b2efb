"""Signatures of the contract: pushes (Standard Webhooks) and the address that opens our form (docs/exchange.md)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable

TOLERANCE_SECONDS = 5 * 60
FORM_LIVES_SECONDS = 10 * 60


class WrongSignature(Exception):
    """None of the signatures is ours."""


class WrongTime(Exception):
    """Signed by the platform, but too long ago or in the future: somebody plays it again."""


def key_of(secret: str) -> bytes:
    """Return the bytes of a signing secret: what follows `whsec_` is base64."""
    text = secret.removeprefix("whsec_")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise ValueError("a signing secret is whsec_ followed by base64") from None


def sign_push(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return one signature as the header carries it."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256)).decode()


def check_push(secrets: Iterable[str], headers: dict[str, str], body: bytes, now: float) -> str:
    """Return the message id of a push that is really the platform's and of now. Header names are in lower case.

    Several signatures stand in one header while a secret is being renewed: one of them with one of ours suffices.
    """
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "").split()
    if not message_id or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise WrongSignature("webhook-id and webhook-timestamp are needed")
    wanted = [sign_push(secret, message_id, int(timestamp), body).encode() for secret in secrets]
    # Compare all with all, so that the time taken tells nothing.
    matches = [hmac.compare_digest(one, other.encode()) for one in wanted for other in given]
    if not any(matches):
        raise WrongSignature("no signature matches")
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise WrongTime("the timestamp is more than five minutes away")
    return message_id


def sign_form(secret: str, apply_code: str, system_code: str, ts: str, back: str) -> str:
    """Return the signature of an address that opens our form."""
    signed = "\n".join((apply_code, system_code, ts, back)).encode()
    return hmac.new(key_of(secret), signed, hashlib.sha256).hexdigest()


def check_form(secrets: Iterable[str], query: dict[str, str], now: float) -> None:
    """Refuse an opening address that is not the platform's, or older than ten minutes."""
    parts = [query.get(name, "") for name in ("applyCode", "systemCode", "ts", "back")]
    given = query.get("sign", "").lower().encode()
    matches = [hmac.compare_digest(sign_form(secret, *parts).encode(), given) for secret in secrets]
    if not any(matches):
        raise WrongSignature("the address is not signed by the platform")
    ts = parts[2]
    if not ts.isascii() or not ts.isdigit() or len(ts) > 12:
        raise WrongTime("ts is not a number of seconds")
    age = now - int(ts)
    if age > FORM_LIVES_SECONDS or age < -TOLERANCE_SECONDS:
        raise WrongTime("the address is older than ten minutes")
