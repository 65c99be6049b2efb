"""`manage.py move_files` against a real S3 server: all there and back, compared; interrupted and run again; faults are named."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.files import samples
from tests.files.conftest import LIN, NOW
from tests.object_store import made_at, object_store
from yichuang.files import queries
from yichuang.files.operations.store import store
from yichuang.files.s3 import S3Storage
from yichuang.files.storage import LocalStorage, storage

pytestmark = pytest.mark.django_db
CASE: dict[str, Any] = {"purpose": "material", "owner_kind": "case", "owner_key": "1"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with object_store() as found:
        yield found


@pytest.fixture
def bucket(address: str, folder: LocalStorage, settings: Any) -> S3Storage:
    """Configure a bucket beside the folder."""
    made = made_at(address)
    settings.S3 = vars(made.bucket)
    return made


def move(to: str, *more: str) -> str:
    out = StringIO()
    call_command("move_files", "--to", to, *more, stdout=out, stderr=out)
    return out.getvalue()


def keys(kept: Any) -> list[str]:
    return sorted(key for key, _ in kept.listing())


def test_a_folder_goes_to_a_bucket_and_back(bucket: S3Storage, folder: LocalStorage, settings: Any) -> None:
    files = [store(LIN, data=samples.pdf(pages), name="a.pdf", now=NOW, **CASE) for pages in (1, 2, 3)]
    files.append(store(LIN, data=samples.picture("JPEG", (90, 90)), name="b.jpg", now=NOW, **CASE))
    assert queries.thumbnail(files[-1])
    before = {key: folder.open(key).read() for key in keys(folder)}
    assert "将复制 5 个" in move("s3", "--dry-run") and keys(bucket) == []
    bucket.put(files[0].blob.storage_key, samples.pdf(1))  # as after an interruption
    said = move("s3")
    assert "复制并读回核对 4 个" in said and "已有且内容相同 1 个" in said and "4 份文件内容：目标处缺 0 份" in said
    assert keys(bucket) == keys(folder) and "复制并读回核对 0 个" in move("s3")

    settings.FILES_STORAGE = settings.FILES_STORAGES["s3"]
    storage.cache_clear()
    assert queries.read_bytes(files[2]) == samples.pdf(3)
    store(LIN, data=samples.pdf(4), name="c.pdf", now=NOW, **CASE)
    for key in before:
        (folder.root / key).unlink()
    assert "复制并读回核对 6 个" in move("local")
    assert {key: folder.open(key).read() for key in before} == before
    storage.cache_clear()


def test_what_is_damaged_or_missing_is_named_and_ends_with_an_error(bucket: S3Storage, folder: LocalStorage) -> None:
    bad, lost, good = (store(LIN, data=samples.pdf(pages), name="a.pdf", now=NOW, **CASE) for pages in (1, 2, 3))
    (folder.root / bad.blob.storage_key).write_bytes(b"rot")
    (folder.root / lost.blob.storage_key).unlink()
    out = StringIO()
    with pytest.raises(CommandError, match="不符"):
        call_command("move_files", "--to", "s3", stdout=out, stderr=out)
    assert f"{bad.blob.storage_key}：来源处的内容与名称不符" in out.getvalue()
    assert f"{lost.blob.storage_key}：目标处没有" in out.getvalue()
    assert keys(bucket) == [good.blob.storage_key]


def test_without_a_bucket_it_says_what_to_set(folder: LocalStorage) -> None:
    with pytest.raises(CommandError, match="YICHUANG_S3_BUCKET"):
        move("s3")
