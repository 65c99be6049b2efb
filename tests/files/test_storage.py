"""The stores, one table for all: whole or not at all, the hash decides, nothing outside their place; what only one can do at the end."""

import hashlib
import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings

from tests.files import samples
from tests.files.conftest import LIN, NOW
from tests.object_store import bucket_at, free_port, made_at, object_store
from yichuang.files import queries
from yichuang.files.models import Blob, StoredFile
from yichuang.files.operations.store import store as keep
from yichuang.files.operations.sweep_orphans import Swept, sweep_orphans
from yichuang.files.ports import Storage
from yichuang.files.s3 import READ_AHEAD, S3Storage
from yichuang.files.storage import LocalStorage, StorageAway, key_of, portion_key, storage, thumbnail_key

DATA = b"content" * 1000
KEY = key_of(hashlib.sha256(DATA).hexdigest())
PORTION = portion_key(UUID(int=7), hashlib.sha256(DATA).hexdigest())
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with object_store() as found:
        yield found


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Give each test an empty store of each kind."""
    if request.param == "local":
        return LocalStorage(tmp_path / "files")
    return made_at(request.getfixturevalue("address"))


@pytest.fixture
def local(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


def bytes_at(store: Storage, key: str) -> bytes:
    with store.open(key) as source:
        return source.read()


def soon() -> datetime:
    return datetime.now(UTC) + DAY


def test_what_is_put_can_be_read_and_listed(store: Storage) -> None:
    store.put(KEY, DATA)
    store.put(thumbnail_key(KEY), b"small")
    store.put(PORTION, DATA)
    assert bytes_at(store, KEY) == bytes_at(store, PORTION) == DATA
    assert sorted(key for key, _ in store.listing()) == [KEY, thumbnail_key(KEY), PORTION]
    assert all(abs(put_at - datetime.now(UTC)) < DAY for _, put_at in store.listing())
    assert store.answers()


def test_a_part_is_read_from_anywhere(store: Storage) -> None:
    store.put(KEY, DATA)
    with store.open(KEY) as source:
        source.seek(2)
        assert (source.read(5), source.tell(), source.read(3)) == (DATA[2:7], 7, DATA[7:10])
        source.seek(-4, io.SEEK_END)
        assert (source.read(99), source.read(1), source.read()) == (DATA[-4:], b"", b"")


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "aa/bb/" + "c" * 63, KEY + "/..", KEY.upper(), "", KEY + "\n"])
def test_no_key_leads_out_of_its_place(store: Storage, key: str) -> None:
    with pytest.raises(ValueError):
        store.put(key, b"x")
    with pytest.raises(ValueError):
        store.open(key)


@pytest.mark.parametrize("key", [KEY, PORTION])
def test_other_bytes_are_never_kept_under_a_hash(store: Storage, key: str) -> None:
    with pytest.raises(ValueError):
        store.put(key, b"other")
    store.put(key, DATA)
    with pytest.raises(ValueError):
        store.put(key, b"other")
    assert bytes_at(store, key) == DATA


def test_what_is_not_there_is_said_to_be_missing(store: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        store.open(KEY)
    assert not store.discard(KEY, soon())
    assert list(store.listing()) == []


def test_old_content_can_be_discarded_and_fresh_content_cannot(store: Storage) -> None:
    store.put(KEY, DATA)
    assert not store.discard(KEY, datetime.now(UTC) - DAY)
    assert bytes_at(store, KEY) == DATA
    assert store.discard(KEY, soon())
    assert list(store.listing()) == []
    assert not store.discard(KEY, soon())
    store.put(KEY, DATA)
    assert bytes_at(store, KEY) == DATA


@pytest.fixture
def room(store: Storage, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Iterator[Storage]:
    """Let the room keep its files in that store."""
    storage.cache_clear()
    monkeypatch.setattr("yichuang.files.storage.import_string", lambda name: lambda: store)
    yield store
    storage.cache_clear()


@pytest.mark.django_db
def test_the_sweep_takes_what_no_row_refers_to_and_nothing_else(room: Storage) -> None:
    case: dict[str, Any] = {"purpose": "material", "owner_kind": "case", "owner_key": "1"}
    file = keep(LIN, data=samples.picture("JPEG", (90, 90)), name="a.jpg", now=NOW, **case)
    assert queries.thumbnail(file)
    room.put(KEY, DATA)
    room.put(PORTION, DATA)
    assert sweep_orphans(datetime.now(UTC)) == Swept(0, 0, 0)
    assert sweep_orphans(datetime.now(UTC) + 2 * DAY) == Swept(0, 0, 2)
    assert sorted(key for key, _ in room.listing()) == [file.blob.storage_key, thumbnail_key(file.blob.storage_key)]
    assert queries.read_bytes(file) and Blob.objects.count() == 1


@pytest.mark.django_db
def test_a_store_that_does_not_answer_says_so_and_keeps_nothing_half(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    away = S3Storage(bucket_at(f"http://127.0.0.1:{free_port()}"))
    case: dict[str, Any] = {"owner_kind": "case", "owner_key": "1"}
    storage.cache_clear()
    monkeypatch.setattr("yichuang.files.storage.import_string", lambda name: lambda: away)
    for act in (
        lambda: keep(LIN, data=samples.pdf(), name="a.pdf", purpose="material", now=NOW, **case),
        lambda: away.open(KEY),
        lambda: list(away.listing()),
        lambda: away.discard(KEY, soon()),
    ):
        with pytest.raises(StorageAway) as refusal:
            act()
        assert refusal.value.status == 503 and "没有保存" in refusal.value.reasons[0].kept
    assert not away.answers() and not S3Storage(bucket_at(address)).answers()  # no such bucket
    assert StoredFile.objects.count() == Blob.objects.count() == 0
    storage.cache_clear()


def test_a_part_costs_one_request_and_so_do_many_small_reads(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = made_at(address)
    asked: list[tuple[int, int]] = []
    large = os.urandom(3 * READ_AHEAD)
    key = key_of(hashlib.sha256(large).hexdigest())
    store.put(key, large)

    def read(key: str, start: int, size: int) -> bytes:
        asked.append((start, size))
        return S3Storage.read(store, key, start, size)

    monkeypatch.setattr(store, "read", read)
    with store.open(key) as source:
        assert b"".join(iter(lambda: source.read(4096), b"")) == large
    assert asked == [(start, READ_AHEAD) for start in (0, READ_AHEAD, 2 * READ_AHEAD)]
    asked.clear()
    with store.open(key) as source:
        source.seek(10)
        assert source.read(2 * READ_AHEAD) == large[10 : 10 + 2 * READ_AHEAD]
    assert asked == [(10, 2 * READ_AHEAD)]


def test_a_thumbnail_that_is_there_stays(address: str) -> None:
    store = made_at(address)
    store.put(thumbnail_key(KEY), b"first")
    store.put(thumbnail_key(KEY), b"second")
    assert bytes_at(store, thumbnail_key(KEY)) == b"first"


def test_two_houses_share_a_bucket_under_their_prefixes(address: str) -> None:
    one = made_at(address, "one/")
    other = S3Storage(type(one.bucket)(**{**vars(one.bucket), "prefix": "other/"}))
    one.put(KEY, DATA)
    assert list(other.listing()) == [] and not other.discard(KEY, soon())


def test_files_on_disk_are_nobody_else_s_to_read(local: LocalStorage) -> None:
    local.put(KEY, DATA)
    assert (local.root / KEY).stat().st_mode & 0o077 == 0


class PowerCut(BaseException):
    pass


def test_killed_between_writing_and_renaming_leaves_no_half_file(
    local: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(os, "replace", cut)
        local.put(KEY, DATA)
    assert list(local.listing()) == []
    with pytest.raises(FileNotFoundError):
        local.open(KEY)
    local.put(KEY, DATA)
    assert bytes_at(local, KEY) == DATA
    assert local.discard_leftovers(NOW - timedelta(days=36500)) == 0
    assert local.discard_leftovers(NOW + timedelta(days=36500)) == 1


def test_a_full_disk_is_said_and_leaves_nothing(local: LocalStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(StorageAway):
        patch.setattr(os, "fsync", full)
        local.put(KEY, DATA)
    assert list(local.listing()) == [] and local.discard_leftovers(NOW + timedelta(days=36500)) == 0


def test_a_half_file_left_by_something_else_is_put_right(local: LocalStorage) -> None:
    local.put(KEY, DATA)
    (local.root / KEY).write_bytes(DATA[:10])
    local.put(KEY, DATA)
    assert bytes_at(local, KEY) == DATA


def test_content_put_again_while_it_is_discarded_stays(local: LocalStorage) -> None:
    local.put(KEY, DATA)
    then = (NOW - timedelta(days=3)).timestamp()
    os.utime(local.root / KEY, (then, then))
    assert not local.discard(KEY, NOW - timedelta(days=4))
    local.put(KEY, DATA)  # put again: young again
    assert not local.discard(KEY, NOW - timedelta(days=2))
    assert bytes_at(local, KEY) == DATA
