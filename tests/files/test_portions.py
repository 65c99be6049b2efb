"""A file in portions: the same bytes in the end or a clear refusal, one row however often it is finished, nothing left behind."""

import hashlib
import os
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files import samples
from tests.files.conftest import LIN, NOW, STRANGER
from yichuang.files import queries
from yichuang.files.models import StoredFile, Upload, UploadPortion
from yichuang.files.operations.portions import begin_upload, end_upload, put_together, take_portion
from yichuang.files.operations.store import store
from yichuang.files.operations.sweep_orphans import Swept, sweep_orphans
from yichuang.files.rules.media import MEGABYTE
from yichuang.files.rules.portions import MOST_OPEN, Announced
from yichuang.files.storage import LocalStorage
from yichuang.foundations.problems import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
OWNER: dict[str, Any] = {"owner_kind": "case", "owner_key": "330109042611209000123"}
CASE: dict[str, Any] = {"purpose": "material", **OWNER}
PDF = samples.pdf(40)
LATER = NOW + timedelta(hours=24)


def announced(data: bytes = PDF, name: str = "合同.pdf", kind: str = "application/pdf", **more: Any) -> Announced:
    return Announced(**{"name": name, "declared_type": kind, "size": len(data), "sha256": sha(data), **more})


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def begun(data: bytes = PDF, **more: Any) -> UUID:
    return begin_upload(LIN, file=announced(data, **more), now=NOW, **CASE).pk


def send(upload: UUID, offset: int, data: bytes, **more: Any) -> int:
    return take_portion(LIN, upload_id=upload, offset=offset, data=data, **{"now": NOW, **more}).received


def finished(upload: UUID) -> StoredFile:
    content = put_together(LIN, upload_id=upload, now=NOW, **OWNER)
    return store(LIN, data=content, now=NOW, **CASE)


def refused(act: Any, *given: Any, **named: Any) -> tuple[int, str, Any]:
    with pytest.raises(Refused) as refusal:
        act(*given, **named)
    return refusal.value.status, refusal.value.reasons[0].code, refusal.value.more.get("offset")


def test_what_came_in_portions_is_stored_as_any_other_upload_and_once() -> None:
    upload = begun()
    assert send(upload, 0, PDF[:1000]) == 1000
    assert send(upload, 1000, PDF[1000:]) == len(PDF)
    file = finished(upload)
    assert (file.original_name, file.blob.pages, queries.read_bytes(file)) == ("合同.pdf", 40, PDF)
    assert Upload.objects.get().file == file and UploadPortion.objects.count() == 0
    assert refused(finished, upload)[:2] == (409, "upload_stored")
    assert refused(send, upload, len(PDF), b"x")[:2] == (409, "upload_stored")
    assert refused(end_upload, LIN, upload_id=upload)[0] == 409
    assert StoredFile.objects.count() == 1


def test_two_who_finish_the_same_upload_store_it_once() -> None:
    upload = begun()
    send(upload, 0, PDF)
    content = [put_together(LIN, upload_id=upload, now=NOW, **OWNER) for _ in range(2)]
    store(LIN, data=content[0], now=NOW, **CASE)
    with transaction.atomic():
        assert refused(store, LIN, data=content[1], now=NOW, **CASE)[1] == "upload_stored"
        transaction.set_rollback(True)
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"size": 31 * MEGABYTE}, 413, "file_too_large"),
        ({"size": 21 * MEGABYTE, "name": "a.jpg", "kind": "image/jpeg"}, 413, "file_too_large"),
        ({"size": 0}, 422, "file_empty"),
        ({"name": "a.zip", "kind": "application/zip"}, 422, "file_kind"),
        ({"sha256": "abc"}, 422, "upload_hash"),
    ],
)
def test_what_would_never_be_taken_is_refused_before_a_byte_is_sent(
    more: dict[str, Any], status: int, code: str
) -> None:
    assert refused(begun, **more)[:2] == (status, code)
    assert Upload.objects.count() == 0


def test_nobody_begins_without_end() -> None:
    Upload.objects.bulk_create(
        Upload(holder=LIN.key, size=1, sha256="", begun_at=NOW, expires_at=LATER, **CASE) for _ in range(MOST_OPEN)
    )
    assert refused(begun)[:2] == (409, "uploads_open")
    Upload.objects.update(expires_at=NOW)
    assert Upload.objects.filter(pk=begun()).exists()


def test_a_portion_that_is_not_the_next_is_told_where_to_go_on() -> None:
    upload = begun()
    send(upload, 0, PDF[:100])
    assert refused(send, upload, 0, PDF[:100]) == (409, "upload_offset", 100)
    assert refused(send, upload, 200, PDF[200:]) == (409, "upload_offset", 100)
    assert refused(send, upload, 100, PDF[100:] + b"x") == (413, "upload_overrun", 100)
    assert refused(finished, upload) == (409, "upload_incomplete", 100)
    assert refused(send, upload, 100, PDF[100:], now=LATER) == (410, "upload_expired", 100)
    assert send(upload, 100, b"") == 100


def test_an_upload_belongs_to_who_began_it_and_to_its_owner() -> None:
    upload = begun()
    send(upload, 0, PDF)
    for act in (
        lambda: take_portion(STRANGER, upload_id=upload, offset=0, data=b"x", now=NOW),
        lambda: put_together(STRANGER, upload_id=upload, now=NOW, **OWNER),
        lambda: end_upload(STRANGER, upload_id=upload),
        lambda: put_together(LIN, upload_id=upload, now=NOW, owner_kind="case", owner_key="another"),
    ):
        with pytest.raises(NotFound):
            act()
    assert finished(upload).original_name == "合同.pdf"


@pytest.mark.parametrize(
    ("data", "more", "code"),
    [
        (PDF, {"sha256": "0" * 64}, "upload_hash"),
        (samples.PROGRAM, {}, "file_type_lies"),
    ],
)
def test_content_that_is_not_what_was_announced_is_refused_and_nothing_of_it_stays(
    folder: LocalStorage, data: bytes, more: dict[str, Any], code: str
) -> None:
    upload = begun(data, **more)
    send(upload, 0, data)
    assert refused(finished, upload)[:2] == (422, code)
    assert Upload.objects.count() == StoredFile.objects.count() == 0
    grow_old(folder)
    assert sweep_orphans(NOW) == Swept(0, 0, 1)
    assert list(folder.listing()) == []


def grow_old(folder: LocalStorage) -> None:
    then = (NOW - timedelta(days=2)).timestamp()
    for key, _ in folder.listing():
        os.utime(folder.root / key, (then, then))


def test_an_upload_that_nobody_finished_is_swept_after_a_day_and_one_under_way_is_not(folder: LocalStorage) -> None:
    left, stored = begun(), begun()
    send(left, 0, PDF[:500])
    send(stored, 0, PDF)
    file = finished(stored)
    grow_old(folder)
    assert sweep_orphans(NOW + timedelta(hours=23)) == Swept(0, 0, 1)  # the portion of the stored one
    assert send(left, 500, PDF[500:900]) == 900
    assert b"".join(queries.portions_of(Upload.objects.get(pk=left))) == PDF[:900]
    grow_old(folder)
    assert sweep_orphans(LATER) == Swept(0, 0, 2, uploads=2)
    assert [key for key, _ in folder.listing()] == [file.blob.storage_key]
    assert Upload.objects.count() == UploadPortion.objects.count() == 0


SCHEDULES = st.lists(
    st.one_of(
        st.tuples(st.just("next"), st.integers(1, 400), st.just(0)),
        st.tuples(st.just("repeat"), st.integers(1, 400), st.integers(0, 900)),
        st.tuples(st.just("cut"), st.integers(1, 400), st.integers(1, 400)),
        st.tuples(st.just("finish"), st.just(0), st.just(0)),
    ),
    max_size=12,
)


@given(schedule=SCHEDULES)
@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_schedule_of_portions_gives_the_same_bytes_or_a_clear_refusal(
    schedule: list[tuple[str, int, int]],
) -> None:
    """Next portions, repetitions of any part, requests cut half-way, finishing too early: the file in the end is the file."""
    data = samples.pdf(3)
    with transaction.atomic():
        upload, there = begun(data), 0
        for act, size, at in schedule:
            if act == "next":
                there = send(upload, there, data[there : there + size])
            elif act == "cut":  # the sender lost the answer and asks where to go on
                send(upload, there, data[there : there + min(size, at)])
                there = Upload.objects.get().received
            elif act == "repeat" and at != there:
                assert refused(send, upload, at, data[at : at + size]) == (409, "upload_offset", there)
            elif act == "finish" and there < len(data):
                assert refused(finished, upload) == (409, "upload_incomplete", there)
        send(upload, there, data[there:])
        assert queries.read_bytes(finished(upload)) == data
        transaction.set_rollback(True)
