"""Hash chains and Merkle roots: pure functions over canonical JSON.

An event's hash covers everything that is recorded about it and the hash before it, so that nothing in the middle of a stream can
be changed, removed or inserted unseen; a checkpoint's root covers the ends too.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

GENESIS = bytes(32)
# Streams in which people rehearse (练习件, S0-26): nothing in them counts or is delivered, so nobody hears them who did not ask to.
PRACTICE = "practice:"


def canonical(value: Any) -> bytes:
    """Return the one byte string that stands for a JSON value: sorted keys, no spaces, UTF-8, no floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def event_hash(
    previous: bytes, *, uid: str, stream: str, seq: int, type_: str, at: datetime, actor: list[str], payload: Any
) -> bytes:
    """Return the 32 bytes that chain an event to the one before it; `at` is taken in UTC to the microsecond."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    body = {"uid": uid, "stream": stream, "seq": seq, "type": type_, "at": instant, "actor": actor, "payload": payload}
    return hashlib.sha256(previous + canonical(body)).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """Return the Merkle root of the leaves in order; leaf and node hashes are told apart by a prefix byte (RFC 6962)."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [level[index : index + 2] for index in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def merkle_path(leaves: Sequence[bytes], place: int) -> list[tuple[str, bytes]]:
    """Return what leads from the leaf at a place to the root: on which side (`left`, `right`) each neighbour stands, and its hash."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    path: list[tuple[str, bytes]] = []
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append(("left" if beside < place else "right", level[beside]))
        pairs = [level[index : index + 2] for index in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0] for pair in pairs]
        place //= 2
    return path


def checkpoint_hash(previous: bytes, *, up_to: int, count: int, root: bytes, at: datetime) -> bytes:
    """Return the hash of a checkpoint over its contents and the checkpoint before it."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(
        previous + canonical({"up_to": up_to, "count": count, "root": root.hex(), "at": instant})
    ).digest()
