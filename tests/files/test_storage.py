"""The local store: whole or not at all, never outside its folder."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.files.conftest import NOW
from yichuang.files.storage import LocalStorage, key_of, thumbnail_key

DATA = b"content" * 1000
KEY = key_of(hashlib.sha256(DATA).hexdigest())


@pytest.fixture
def store(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


def bytes_at(store: LocalStorage, key: str) -> bytes:
    with store.open(key) as source:
        return source.read()


def age(store: LocalStorage, key: str, days: float) -> None:
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(store.root / key, (then, then))


def test_what_is_put_can_be_read_and_listed(store: LocalStorage) -> None:
    store.put(KEY, DATA)
    store.put(thumbnail_key(KEY), b"small")
    assert bytes_at(store, KEY) == DATA
    assert sorted(key for key, _ in store.listing()) == [KEY, thumbnail_key(KEY)]
    assert (store.root / KEY).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "aa/bb/" + "c" * 63, KEY + "/..", KEY.upper(), "", KEY + "\n"])
def test_no_key_leads_out_of_the_folder(store: LocalStorage, key: str) -> None:
    with pytest.raises(ValueError):
        store.put(key, b"x")
    with pytest.raises(ValueError):
        store.open(key)


class PowerCut(BaseException):
    pass


def test_killed_between_writing_and_renaming_leaves_no_half_file(
    store: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        patch.setattr(os, "replace", cut)
        store.put(KEY, DATA)
    assert list(store.listing()) == []
    with pytest.raises(FileNotFoundError):
        store.open(KEY)
    store.put(KEY, DATA)
    assert bytes_at(store, KEY) == DATA
    assert store.discard_leftovers(NOW - timedelta(days=36500)) == 0
    assert store.discard_leftovers(NOW + timedelta(days=36500)) == 1


def test_a_half_file_left_by_something_else_is_put_right(store: LocalStorage) -> None:
    store.put(KEY, DATA)
    (store.root / KEY).write_bytes(DATA[:10])
    store.put(KEY, DATA)
    assert bytes_at(store, KEY) == DATA


def test_old_content_can_be_discarded_and_fresh_content_cannot(store: LocalStorage) -> None:
    store.put(KEY, DATA)
    age(store, KEY, 3)
    assert not store.discard(KEY, NOW - timedelta(days=4))
    assert bytes_at(store, KEY) == DATA
    store.put(KEY, DATA)  # put again: young again
    assert not store.discard(KEY, NOW - timedelta(days=2))
    age(store, KEY, 3)
    assert store.discard(KEY, NOW - timedelta(days=2))
    assert list(store.listing()) == []
    assert not store.discard(KEY, NOW)
