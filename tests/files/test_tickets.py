"""Tickets to files: short-lived, once, bound to a holder; the room's only public door."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.files import samples
from tests.files.conftest import LIN, NOW, STRANGER
from yichuang.files import queries, views
from yichuang.files.models import AccessTicket, StoredFile
from yichuang.files.operations.issue_ticket import LONGEST_LIFE, issue_ticket, token_hash
from yichuang.files.operations.redeem_ticket import redeem_ticket
from yichuang.files.operations.store import store
from yichuang.files.serving import file_response, thumbnail_response
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.problems import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
PDF = samples.pdf()


@pytest.fixture
def file(folder: object) -> StoredFile:
    return store(LIN, data=PDF, name="合同 1.pdf", purpose="material", owner_kind="case", owner_key="1", now=NOW)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.reasons[0].code


def test_a_ticket_opens_once_and_everything_is_on_record(file: StoredFile) -> None:
    issued = issue_ticket(LIN, file_id=file.id, purpose="部门调取", now=NOW)
    assert redeem_ticket(PUBLIC, token=issued.token, now=NOW + timedelta(minutes=5)) == file
    with pytest.raises(Refused) as again:
        redeem_ticket(PUBLIC, token=issued.token, now=NOW + timedelta(minutes=6))
    assert (code_of(again), again.value.status) == ("ticket_used", 410)
    assert [event.type for event in ledger.history(file.stream)] == [
        "files.stored",
        "files.ticket_issued",
        "files.ticket_redeemed",
    ]
    assert [(access.act, access.why) for access in queries.accesses_of(file)] == [("ticket", "部门调取")]


def test_only_the_hash_of_a_token_is_kept(file: StoredFile) -> None:
    issued = issue_ticket(LIN, file_id=file.id, purpose="查看", now=NOW)
    assert AccessTicket.objects.get().token_hash == token_hash(issued.token) != issued.token
    assert issued.token not in str([event.payload for event in ledger.history(file.stream)])


def test_a_ticket_for_several_uses_opens_until_it_runs_out(file: StoredFile) -> None:
    issued = issue_ticket(LIN, file_id=file.id, purpose="查看", now=NOW, once=False, lives=timedelta(minutes=10))
    for minute in (1, 5, 9):
        redeem_ticket(PUBLIC, token=issued.token, now=NOW + timedelta(minutes=minute))
    with pytest.raises(Refused) as late:
        redeem_ticket(PUBLIC, token=issued.token, now=NOW + timedelta(minutes=10))
    assert code_of(late) == "ticket_expired"
    assert queries.accesses_of(file).count() == 3
    assert [event.type for event in ledger.history(file.stream)].count("files.ticket_redeemed") == 1


def test_a_ticket_bound_to_a_holder_opens_for_nobody_else(file: StoredFile) -> None:
    issued = issue_ticket(LIN, file_id=file.id, purpose="查看", now=NOW, holder=LIN.key)
    for actor in (STRANGER, PUBLIC):
        with pytest.raises(Refused) as refusal:
            redeem_ticket(actor, token=issued.token, now=NOW)
        assert (code_of(refusal), refusal.value.status) == ("ticket_unknown", 404)
    assert redeem_ticket(LIN, token=issued.token, now=NOW) == file


def test_an_unknown_token_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        redeem_ticket(LIN, token="nonsense", now=NOW)
    assert code_of(refusal) == "ticket_unknown"


def test_a_ticket_without_purpose_and_with_too_long_a_life_is_refused_for_both(file: StoredFile) -> None:
    with pytest.raises(Refused) as refusal:
        issue_ticket(LIN, file_id=file.id, purpose=" ", now=NOW, lives=LONGEST_LIFE + timedelta(seconds=1))
    assert [reason.code for reason in refusal.value.reasons] == ["ticket_purpose", "ticket_life"]
    with pytest.raises(NotFound):
        issue_ticket(LIN, file_id=uuid4(), purpose="查看", now=NOW)
    assert AccessTicket.objects.count() == 0


def test_the_door_hands_the_file_out_with_careful_headers(client: Client, file: StoredFile) -> None:
    issued = issue_ticket(LIN, file_id=file.id, purpose="查看", now=clock.now())
    assert issued.path == reverse("files:ticket", args=[issued.token])
    response = client.get(issued.path)
    assert response.status_code == 200 and response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_door_only_reads(client: Client, method: str) -> None:
    assert getattr(client, method)("/files/t/abc").status_code == 405


def test_the_door_takes_the_signed_in_actor_for_the_holder(file: StoredFile) -> None:
    issued = issue_ticket(LIN, file_id=file.id, purpose="查看", now=clock.now(), holder=LIN.key)
    request = RequestFactory().get(issued.path)
    with pytest.raises(Refused):
        views.ticket(request, issued.token)
    request.actor = LIN  # type: ignore[attr-defined]
    assert views.ticket(request, issued.token).status_code == 200


@pytest.mark.parametrize(
    "header, status, expected",
    [
        ("bytes=0-9", 206, PDF[:10]),
        ("bytes=10-", 206, PDF[10:]),
        ("bytes=-5", 206, PDF[-5:]),
        ("bytes=5-999999", 206, PDF[5:]),
        ("bytes=999999-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=9-3", 200, PDF),
        ("bytes=0-1,4-5", 200, PDF),
        ("lines=0-1", 200, PDF),
        ("bytes=-", 200, PDF),
    ],
)
def test_parts_of_a_file_can_be_asked_for(file: StoredFile, header: str, status: int, expected: bytes) -> None:
    response = file_response(RequestFactory().get("/", headers={"range": header}), file)
    assert (response.status_code, response.content) == (status, expected)  # type: ignore[attr-defined]
    assert response["Accept-Ranges"] == "bytes"
    if status == 206:
        assert response["Content-Range"].endswith(f"/{len(PDF)}")


def test_what_a_browser_cannot_show_safely_is_always_an_attachment() -> None:
    word = store(
        LIN, data=samples.DOCX, name="说明.docx", purpose="material", owner_kind="case", owner_key="1", now=NOW
    )
    request = RequestFactory().get("/")
    assert file_response(request, word)["Content-Disposition"].startswith("attachment")
    with pytest.raises(NotFound):
        thumbnail_response(word)


def test_a_picture_has_a_small_one_to_show_in_lists() -> None:
    picture = store(
        LIN, data=samples.picture(), name="a.jpg", purpose="material", owner_kind="case", owner_key="1", now=NOW
    )
    response = thumbnail_response(picture)
    assert response["Content-Type"] == "image/jpeg" and response.content[:2] == b"\xff\xd8"


def test_content_lost_by_the_storage_is_said_so(folder: object, file: StoredFile) -> None:
    (folder.root / file.blob.storage_key).unlink()  # type: ignore[attr-defined]
    with pytest.raises(NotFound) as refusal:
        file_response(RequestFactory().get("/"), file)
    assert "文件内容" in str(refusal.value)
