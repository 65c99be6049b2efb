"""What the room needs from outside: a place for bytes."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Protocol


class Storage(Protocol):
    """Keeps bytes under a key; a key once written holds the same bytes for ever."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, durably, whole or not at all; putting what is there again only refreshes its age."""

    def open(self, key: str) -> BinaryIO:
        """Return the bytes for reading; raises FileNotFoundError when nothing is kept under `key`."""

    def discard(self, key: str, put_before: datetime) -> bool:
        """Forget `key` unless it was put again since `put_before`, even while this runs; return whether it is gone."""

    def listing(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key with the time it was last put (aware)."""

    def discard_leftovers(self, before: datetime) -> int:
        """Remove unfinished writes older than `before`; return how many there were."""
