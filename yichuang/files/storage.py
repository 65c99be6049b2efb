"""Where the bytes lie: a local folder. An object store takes its place through the same port (`s3`; `FILES_STORAGE` names the class)."""

import hashlib
import logging
import os
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from yichuang.files.ports import Storage
from yichuang.foundations.problems import Reason, Refused

KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}(\.thumbnail)?|portions/[0-9a-f]{32}/[0-9a-f]{64}")
log = logging.getLogger(__name__)
_UNFINISHED = "unfinished"
PORTIONS = "portions/"


class StorageAway(Refused):
    """Raised when the place for bytes does not answer or is full: nothing is kept, nothing is lost."""

    def __init__(self) -> None:
        todo = "请稍后再试；一直不行时请联系运维人员查看文件存储服务，期间可先收纸质材料。"
        kept = "没有保存新的文件；已保存的文件和已填的内容都在。"
        reason = Reason("storage_away", "文件存储服务现在没有应答。", "file", "统一文件存储中心", kept, todo)
        super().__init__(reason, status=503, title="暂时不能存取文件")


def checked(key: str, data: bytes) -> None:
    """Refuse bytes under a name that is not theirs.

    :raises ValueError: for no key of ours, or content and portions under another hash than their own.
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key!r}")
    if not key.endswith(".thumbnail") and hashlib.sha256(data).hexdigest() != key.rpartition("/")[2]:
        raise ValueError(f"these bytes have another hash: {key!r}")


def key_of(sha256: str) -> str:
    """Return the key of content, spread over folders by the first letters of its hash."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def thumbnail_key(key: str) -> str:
    """Return the key under which the small picture of `key` is kept."""
    return f"{key}.thumbnail"


def portion_key(upload: UUID, sha256: str) -> str:
    """Return the key of one portion of an upload: of this upload only, so that it can go without asking who else needs it."""
    return f"{PORTIONS}{upload.hex}/{sha256}"


@lru_cache(maxsize=1)
def storage() -> Storage:
    """Return the storage that the settings name."""
    made: Storage = import_string(settings.FILES_STORAGE)()
    return made


class LocalStorage:
    """A folder on disk: written aside, flushed, then renamed, so that a crash leaves either the whole file or none."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = Path(root or settings.FILES_ROOT)

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""
        checked(key, data)
        path, aside = self._path(key), self.root / _UNFINISHED / uuid.uuid4().hex
        try:
            if not self._refresh(path, len(data)):
                self._write(path, aside, data)
        except OSError as error:
            log.error("put %s: %s", key, error)
            aside.unlink(missing_ok=True)
            raise StorageAway() from error

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
        for path in chain(self.root.glob("??/??/*"), self.root.glob("portions/*/*")):
            key = path.relative_to(self.root).as_posix()
            if KEY.fullmatch(key):
                yield key, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def discard_leftovers(self, before: datetime) -> int:
        """Remove unfinished writes older than `before`."""
        old = [path for path in (self.root / _UNFINISHED).glob("*") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def answers(self) -> bool:
        """Tell whether the folder is there and can be written to."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            return False
        return os.access(self.root, os.W_OK | os.X_OK)

    def _write(self, path: Path, aside: Path, data: bytes) -> None:
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
        _sync_folder(path.parent)

    def _refresh(self, path: Path, size: int) -> bool:
        """Make a file young again, so that a sweep does not take it for an orphan; False when it is not there whole."""
        try:
            os.utime(path)
            return path.stat().st_size == size
        except FileNotFoundError:
            return False

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"not a storage key: {key!r}")
        return self.root / key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
