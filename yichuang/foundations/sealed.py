"""Sealed columns: AES-256-GCM in the database, blind indexes for look-up, masks for the screen.

Serves 个人信息保护法 51 (encryption, de-identification): identity and telephone numbers are never stored in the clear. The first byte
names the key, so that keys can be rotated; the blind index is an HMAC-SHA256 with a key of its own and a purpose, so that equal numbers
can be found without being read.
"""

import base64
import hashlib
import hmac
import json
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_NONCE = 12


@lru_cache(maxsize=8)
def _cipher(key: str) -> AESGCM:
    return AESGCM(base64.b64decode(key))


def seal(text: str) -> bytes:
    """Encrypt `text` under the newest key."""
    return seal_bytes(text.encode())


def unseal(data: bytes | memoryview) -> str:
    """Decrypt what `seal` made; raises `cryptography.exceptions.InvalidTag` when a byte was changed."""
    return unseal_bytes(data).decode()


def seal_bytes(content: bytes) -> bytes:
    """Encrypt bytes under the newest key."""
    newest = len(settings.SEAL_KEYS) - 1
    nonce = os.urandom(_NONCE)
    return bytes([newest]) + nonce + _cipher(settings.SEAL_KEYS[newest]).encrypt(nonce, content, None)


def unseal_bytes(data: bytes | memoryview) -> bytes:
    """Decrypt what `seal_bytes` made; raises `cryptography.exceptions.InvalidTag` when a byte was changed."""
    raw = bytes(data)
    return _cipher(settings.SEAL_KEYS[raw[0]]).decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], None)


def blind_index(text: str, purpose: str) -> bytes:
    """Return 32 bytes that are equal for equal `text` and purpose and say nothing else."""
    message = f"{purpose}\0{text.strip().upper()}".encode()
    return hmac.new(base64.b64decode(settings.BLIND_INDEX_KEY), message, hashlib.sha256).digest()


class SealedTextField(models.BinaryField):
    """A text column kept encrypted; the empty string stays empty so that absence can be seen in SQL."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Decrypt on reading."""
        if value is None:
            return None
        return unseal(value) if len(value) else ""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Encrypt on writing."""
        if value is not None:
            value = seal(str(value)) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialise the sealed form, never the clear text."""
        value = self.value_from_object(obj)
        return base64.b64encode(seal(str(value))).decode() if value else ""


class SealedBytesField(models.BinaryField):
    """Bytes as they came or went, kept encrypted; no bytes stay none, so that absence can be seen in SQL."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        """Decrypt on reading."""
        if value is None:
            return None
        return unseal_bytes(value) if len(value) else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Encrypt on writing."""
        if value is not None:
            value = seal_bytes(bytes(value)) if value else b""
        return super().get_db_prep_value(value, connection, prepared)


class SealedJSONField(models.BinaryField):
    """A JSON document kept encrypted as a whole; reads back as Python values."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt and parse on reading."""
        if value is None:
            return None
        return json.loads(unseal(value)) if len(value) else {}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Serialise and encrypt on writing."""
        if value is not None:
            value = seal(json.dumps(value, ensure_ascii=False, sort_keys=True))
        return super().get_db_prep_value(value, connection, prepared)


def mask_id_number(number: str) -> str:
    """Show the first six and the last two characters of an identity number."""
    return f"{number[:6]}{'*' * (len(number) - 8)}{number[-2:]}" if len(number) >= 10 else "*" * len(number)


def mask_phone(number: str) -> str:
    """Show the first three and the last four digits of a telephone number."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "*" * len(number)


def mask_name(name: str) -> str:
    """Show a person's name to the public with its first character only (张*, 欧**)."""
    return name[:1] + "*" * (len(name) - 1)
