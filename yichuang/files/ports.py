"""What the room needs from outside: a place for bytes; from the rooms above, when the matter behind a file ended."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import BinaryIO, Protocol

from yichuang.files.rules.retention import Ended

# Owners' keys in, what became of each out; one that is not named goes on.
Endings = Callable[[Collection[str]], Mapping[str, Ended]]
_endings: dict[str, Endings] = {}


def tell_endings(owner_kind: str, endings: Endings) -> None:
    """Register who knows when the owners of one kind ended."""
    _endings[owner_kind] = endings


def endings_of(owner_kind: str, keys: Collection[str]) -> Mapping[str, Ended]:
    """Return what became of owners; nothing where nobody knows: such files are kept."""
    ask = _endings.get(owner_kind)
    return ask(keys) if ask else {}


class Storage(Protocol):
    """Keeps bytes under a key; a key once written holds the same bytes for ever."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, durably, whole or not at all; putting what is there again only refreshes its age.

        :raises ValueError: under a hash that is not the data's. :raises Refused: 503 when the place does not answer or is full.
        """

    def open(self, key: str) -> BinaryIO:
        """Return the bytes for reading; raises FileNotFoundError when nothing is kept under `key`."""

    def discard(self, key: str, put_before: datetime) -> bool:
        """Forget `key` unless it was put again since `put_before`, even while this runs; return whether it is gone."""

    def listing(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key with the time it was last put (aware)."""

    def discard_leftovers(self, before: datetime) -> int:
        """Remove unfinished writes older than `before`; return how many there were."""

    def answers(self) -> bool:
        """Tell whether bytes can be kept and fetched just now."""
