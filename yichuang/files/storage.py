"""Where the bytes lie: a local folder. An object store takes its place through the same port (`FILES_STORAGE` names
the class)."""

import os
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.module_loading import import_string

from yichuang.files.ports import Storage

_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}(\.thumbnail)?")
_UNFINISHED = "unfinished"


def key_of(sha256: str) -> str:
    """Return the key of content, spread over folders by the first letters of its hash."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def thumbnail_key(key: str) -> str:
    """Return the key under which the small picture of `key` is kept."""
    return f"{key}.thumbnail"


@lru_cache(maxsize=1)
def storage() -> Storage:
    """Return the storage that the settings name."""
    name = getattr(settings, "FILES_STORAGE", "yichuang.files.storage.LocalStorage")
    made: Storage = import_string(name)()
    return made


class LocalStorage:
    """A folder on disk: written aside, flushed, then renamed, so that a crash leaves either the whole file or none."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = Path(root or settings.FILES_ROOT)

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""
        path = self._path(key)
        if self._refresh(path, len(data)):
            return
        aside = self.root / _UNFINISHED / uuid.uuid4().hex
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
        _sync_folder(path.parent)

    def open(self, key: str) -> BinaryIO:
        """Return the bytes for reading."""
        return open(self._path(key), "rb")

    def discard(self, key: str, put_before: datetime) -> bool:
        """Forget `key` unless it was put again: moved aside first, then looked at, so that no put in between is
        lost."""
        path, aside = self._path(key), self.root / _UNFINISHED / uuid.uuid4().hex
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            os.rename(path, aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime >= put_before.timestamp():
            os.rename(aside, path)
            return False
        aside.unlink()
        return True

    def listing(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key with the time it was last put."""
        for path in self.root.glob("??/??/*"):
            key = path.relative_to(self.root).as_posix()
            if _KEY.fullmatch(key):
                yield key, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def discard_leftovers(self, before: datetime) -> int:
        """Remove unfinished writes older than `before`."""
        old = [path for path in (self.root / _UNFINISHED).glob("*") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _refresh(self, path: Path, size: int) -> bool:
        """Make a file young again, so that a sweep does not take it for an orphan; False when it is not there whole."""
        try:
            os.utime(path)
            return path.stat().st_size == size
        except FileNotFoundError:
            return False

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a storage key: {key!r}")
        return self.root / key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
