"""Copy one store to another: to an object store when a house grows, or back. Nothing is taken away, all is compared."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from yichuang.files.models import Blob
from yichuang.files.ports import Storage


@dataclass
class Moved:
    """What a copy did: how many were copied, were there already, what was wrong with which, what the target lacks."""

    copied: int = 0
    there: int = 0
    bytes: int = 0
    faults: list[str] = field(default_factory=list)
    contents: int = 0
    missing: list[str] = field(default_factory=list)


def move_files(source: Storage, target: Storage, moved: Moved, *, dry_run: bool = False) -> Iterator[Moved]:
    """Copy what `target` does not have, comparing hashes on both sides; yields after each key. To be repeated after an interruption.

    Content that does not fit its name at the source is named and not copied.
    """
    for key, _ in source.listing():
        _move(source, target, key, moved, dry_run)
        yield moved


def _move(source: Storage, target: Storage, key: str, moved: Moved, dry_run: bool) -> None:
    data = _read(source, key)
    if data is None:
        return  # swept meanwhile
    if _misnamed(key, data):
        moved.faults.append(f"{key}：来源处的内容与名称不符，没有复制")
        return
    if _read(target, key) == data:
        moved.there += 1
        return
    if not dry_run:
        target.put(key, data)
        if _read(target, key) != data and not key.endswith(".thumbnail"):
            moved.faults.append(f"{key}：复制后读回的内容不符")
            return
    moved.copied += 1
    moved.bytes += len(data)


def compare_with_rows(target: Storage, moved: Moved) -> None:
    """Note which contents that the house refers to are not at the target (one listing of it)."""
    keys = {key for key, _ in target.listing()}
    for key in Blob.objects.order_by("pk").values_list("storage_key", flat=True).iterator():
        moved.contents += 1
        if key not in keys:
            moved.missing.append(key)


def _read(store: Storage, key: str) -> bytes | None:
    try:
        with store.open(key) as source:
            return source.read()
    except FileNotFoundError:
        return None


def _misnamed(key: str, data: bytes) -> bool:
    return not key.endswith(".thumbnail") and hashlib.sha256(data).hexdigest() != key.rpartition("/")[2]
