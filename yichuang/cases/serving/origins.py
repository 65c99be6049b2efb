"""How a page carries the origin of a value from where it was offered to where it is received: signed, and bound to field and value.

A value that the clerk changed afterwards, or an origin that somebody made up, does not fit its signature: the value then counts as typed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

from yichuang.cases.rules.origins import Origin

FROM, SALT = "from.", "yichuang.cases.origin"


def sign(name: str, value: str, origin: Origin) -> str:
    """Return the token that says of one field's value where it came from."""
    return signing.dumps([name, _mark(value), origin.row()], salt=SALT)


def read(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Origin]:
    """Return the origins that a posted page can prove, by field name as the page has it."""
    found = {name: _read(name, str(given.get(name, "")), str(given.get(f"{FROM}{name}", ""))) for name in names}
    return {name: origin for name, origin in found.items() if origin is not None}


def _read(name: str, value: str, token: str) -> Origin | None:
    if not token:
        return None
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Origin(**said[2]) if said[:2] == [name, _mark(value)] else None


def _mark(value: str) -> str:
    return salted_hmac(SALT, value.strip()).hexdigest()[:32]
