"""A department's system sends a large file in portions; it is kept, logged and answered as a plain upload is (docs/exchange.md)."""

import hashlib
from typing import Any

import pytest

from tests.counter import Desk
from tests.exchange.joined import Joined, join
from tests.exchange.pictures import jpeg
from tests.files import samples
from tests.resumable import Tus
from yichuang.exchange.models import LoggedMessage
from yichuang.files.models import StoredFile, Upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]
PDF = samples.pdf(60)


@pytest.fixture
def ready() -> tuple[Joined, str]:
    joined, lin = join(), Desk("林小窗")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    lin.must(number, "accept")
    return joined, number


def at(joined: Joined, number: str) -> Tus:
    return Tus(joined.http, f"/api/exchange/cases/{number}/uploads", {"Authorization": f"Bearer {joined.token}"})


def keep(joined: Joined, upload: str) -> Any:
    return joined.http.post(f"{upload}/file", headers={"Authorization": f"Bearer {joined.token}"})


def logged(number: str) -> list[tuple[int, str]]:
    rows = LoggedMessage.objects.filter(number=number, kind="file_taken").order_by("seq")
    return [(row.status, bytes(row.sha256).hex()) for row in rows]


def test_a_file_in_portions_is_kept_once_logged_and_fetched_by_ticket(ready: tuple[Joined, str]) -> None:
    joined, number = ready
    upload = at(joined, number).whole(PDF)
    first, second = keep(joined, upload), keep(joined, upload)
    assert first.status_code == second.status_code == 201, first.content.decode()
    assert first.content == second.content
    said = first.json()
    assert (said["sha256"], said["received_sha256"], said["size"]) == (*[hashlib.sha256(PDF).hexdigest()] * 2, len(PDF))
    assert logged(number)[0] == (201, hashlib.sha256(PDF).hexdigest())
    ticket = joined.post(f"/cases/{number}/files/{said['id']}/tickets", {"purpose": "核对"}).json()
    part = joined.get(ticket["url"].split("/api/exchange", 1)[1], Range="bytes=0-99")
    assert (part.status_code, part.content) == (206, PDF[:100])
    assert StoredFile.objects.filter(pk=said["id"], owner_key=number).count() == 1


def test_a_picture_answers_what_came_and_what_is_kept(ready: tuple[Joined, str]) -> None:
    joined, number = ready
    picture = jpeg()
    upload = at(joined, number).began(picture, name="结果.jpg", kind="image/jpeg")
    at(joined, number).send(upload, 0, picture)
    said = keep(joined, upload).json()
    assert said["received_sha256"] == hashlib.sha256(picture).hexdigest()
    assert said["sha256"] == StoredFile.objects.get(pk=said["id"]).blob.sha256


def test_another_case_or_system_and_a_lie_are_refused(ready: tuple[Joined, str]) -> None:
    joined, number = ready
    other = join(key="other-system", department="xs-market", matter="individual_business_setup")
    assert at(other, number).begin(PDF).status_code == 404
    upload = at(joined, number).began(samples.PROGRAM)
    assert at(joined, number).send(upload, 0, samples.PROGRAM).status_code == 204
    refusal = keep(joined, upload)
    assert (refusal.status_code, refusal.json()["reasons"][0]["code"]) == (422, "file_type_lies")
    assert Upload.objects.count() == 0 and logged(number)[-1][0] == 422
    assert keep(joined, upload).status_code == 404


def test_without_the_scope_nothing_begins(ready: tuple[Joined, str]) -> None:
    joined, number = ready
    joined.sign_in("case.read")
    assert at(joined, number).begin(PDF).status_code == 403
