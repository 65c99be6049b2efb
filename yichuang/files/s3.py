"""Where the bytes lie: an object store that speaks the S3 protocol (`YICHUANG_STORAGE=s3`, docs/operators.md).

An object is there whole or not at all, by the protocol; its hash goes along and is compared by the store before it keeps anything.
"""

import base64
import hashlib
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

import boto3
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from yichuang.files.storage import KEY, StorageAway, checked

log = logging.getLogger(__name__)
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 30, 3
READ_AHEAD = 256 * 1024
_GONE = ("404", "NoSuchKey", "NotFound")
_THERE = ("412", "PreconditionFailed", "409", "ConditionalRequestConflict")


@dataclass(frozen=True)
class Bucket:
    """Which bucket, where, and under which prefix; without keys the usual places of AWS are looked at (roles, profiles)."""

    name: str
    endpoint: str = ""
    region: str = "us-east-1"
    prefix: str = ""
    access_key: str = ""
    secret_key: str = ""
    addressing: str = "path"

    def client(self) -> Any:
        """Return a client; it is safe to share between threads."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint or None,
            region_name=self.region,
            aws_access_key_id=self.access_key or None,
            aws_secret_access_key=self.secret_key or None,
            config=Config(
                s3={"addressing_style": self.addressing},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                # We send a SHA-256 of our own; other stores than Amazon's do not know the newer sums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )


class S3Storage:
    """A bucket, content-addressed: an object is never overwritten by other bytes."""

    def __init__(self, bucket: Bucket | None = None) -> None:
        self.bucket = bucket or Bucket(**settings.S3)
        self.client = self.bucket.client()

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`; what is there already only becomes young again."""
        checked(key, data)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        # A thumbnail is not named by its own hash: the first stays.
        once = {"IfNoneMatch": "*"} if key.endswith(".thumbnail") else {}
        with self._asked("put", key):
            try:
                self.client.put_object(**self._at(key), Body=data, ChecksumSHA256=digest, **once)
            except ClientError as error:
                if not (once and _code(error) in _THERE):
                    raise

    def open(self, key: str) -> BinaryIO:
        """Return the bytes for reading; only what is read is fetched."""
        head = self._head(key)
        if head is None:
            raise FileNotFoundError(key)
        return cast(BinaryIO, S3Reader(self, key, int(head["ContentLength"])))

    def read(self, key: str, start: int, size: int) -> bytes:
        """Return `size` bytes of an object from `start` on, in one request."""
        with self._asked("get", key):
            answer = self.client.get_object(**self._at(key), Range=f"bytes={start}-{start + size - 1}")
            with answer["Body"] as body:
                data: bytes = body.read()
        return data

    def discard(self, key: str, put_before: datetime) -> bool:
        """Forget `key` unless it was put since; that nobody puts it just now is the caller's business (`sweep_orphans`)."""
        head = self._head(key)
        if head is None or head["LastModified"] >= put_before:
            return False
        with self._asked("delete", key):
            self.client.delete_object(**self._at(key))
        return True

    def listing(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key with the time it was last put."""
        with self._asked("list", ""):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket.name, Prefix=self.bucket.prefix):
                for found in page.get("Contents", ()):
                    key = found["Key"].removeprefix(self.bucket.prefix)
                    if KEY.fullmatch(key):
                        yield key, found["LastModified"]

    def discard_leftovers(self, before: datetime) -> int:
        """Return 0: an object store keeps no unfinished writes of ours."""
        return 0

    def answers(self) -> bool:
        """Tell whether the bucket can be reached with our keys."""
        try:
            self.client.head_bucket(Bucket=self.bucket.name)
        except (BotoCoreError, ClientError) as error:
            log.error("s3 %s: %s", self.bucket.name, error)
            return False
        return True

    def _at(self, key: str) -> dict[str, str]:
        if not KEY.fullmatch(key):
            raise ValueError(f"not a storage key: {key!r}")
        return {"Bucket": self.bucket.name, "Key": self.bucket.prefix + key}

    def _head(self, key: str) -> dict[str, Any] | None:
        with self._asked("head", key):
            try:
                return cast(dict[str, Any], self.client.head_object(**self._at(key)))
            except ClientError as error:
                if _code(error) in _GONE:
                    return None
                raise

    @contextmanager
    def _asked(self, act: str, key: str) -> Iterator[None]:
        """Turn what went wrong on the way into a refusal for people, and a line of the log for whoever runs the store."""
        try:
            yield
        except (BotoCoreError, ClientError, OSError) as error:
            log.error("s3 %s %s %s: %s", self.bucket.name, act, key, error)
            raise StorageAway() from error


class S3Reader(io.RawIOBase):
    """An object as a file: a read is one request for just those bytes, small ones in a row share one."""

    def __init__(self, store: S3Storage, key: str, size: int) -> None:
        super().__init__()
        self._store, self._key, self._size, self._place = store, key, size, 0
        self._ahead, self._ahead_at = b"", 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from any place."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; costs no request."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def read(self, size: int | None = -1) -> bytes:
        """Return `size` bytes, all that is left without one."""
        left = max(0, self._size - self._place)
        wanted = left if size is None or size < 0 else min(size, left)
        begin = self._place - self._ahead_at
        if not (begin >= 0 and begin + wanted <= len(self._ahead)):
            # Whoever reads a file bit by bit (a streamed response) does not ask the store for each bit.
            fetched = min(left, max(wanted, READ_AHEAD))
            self._ahead = self._store.read(self._key, self._place, fetched) if fetched else b""
            self._ahead_at, begin = self._place, 0
        data = self._ahead[begin : begin + wanted]
        self._place += len(data)
        return data

    def readall(self) -> bytes:
        """Return all that is left."""
        return self.read()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
