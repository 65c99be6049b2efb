"""A large scan in portions: tus 1.0 at the counter's API and page, then a scan as any other (issue 4 line 6; S2-18)."""

import json
from typing import Any

import pytest

from tests.cases.people import signed_in
from tests.counter import Desk
from tests.files import samples
from tests.resumable import Tus, checksum
from yichuang.cases.models import MaterialScan
from yichuang.files.models import StoredFile, Upload
from yichuang.foundations import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
PDF = samples.pdf(60)
MATERIAL = "m_safe"


def at(desk: Desk, number: str) -> Tus:
    return Tus(desk.http, f"/api/cases/{number}/uploads", desk.headers)


def attach(desk: Desk, upload: str, material: str = MATERIAL) -> Any:
    return desk.http.post(
        f"{upload}/scan", {"material": material}, content_type="application/json", headers=desk.headers
    )


def test_portions_become_a_scan_and_asking_again_gives_the_same_answer() -> None:
    lin = Desk("林小窗")
    number = lin.receive()
    tus = at(lin, number)
    upload = tus.whole(PDF)
    asked = tus.ask(upload)
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, str(len(PDF)), str(len(PDF)))
    assert asked["Tus-Resumable"] == "1.0.0" and asked["Upload-Expires"].endswith("GMT")
    answers = [attach(lin, upload) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].content.decode()
    scan = MaterialScan.objects.get(material__case__number=number)
    assert (scan.file.blob.pages, scan.file.original_name, scan.material.material_id) == (60, "合同.pdf", MATERIAL)
    assert [event.type for event in ledger.history(scan.file.stream)] == ["files.stored"]
    assert tus.ask(upload).status_code == 200


def test_each_refusal_says_what_happened_and_where_to_go_on() -> None:
    lin = Desk("林小窗")
    tus = at(lin, lin.receive())
    upload = tus.began(PDF)
    assert tus.send(upload, 0, PDF[:90]).status_code == 204
    wrong = {"Upload-Checksum": checksum(b"other")}
    for answer, status, code in (
        (tus.send(upload, 50, PDF[50:90]), 409, "upload_offset"),
        (tus.send(upload, 90, PDF[90:200], **wrong), 460, "tus_checksum"),
        (tus.send(upload, 90, PDF[90:], **{"Upload-Checksum": "md5 x"}), 400, "tus_checksum"),
        (tus.send(upload, 90, PDF[90:] + b"x" * 10), 413, "upload_overrun"),
        (tus.send(upload, 90, PDF[90:], kind="text/plain"), 415, "tus_type"),
        (tus.send(upload, 90, PDF[90:], **{"Upload-Offset": "-1"}), 400, "tus_header"),
        (tus.send(upload, 90, PDF[90:], **{"Tus-Resumable": "0.2"}), 412, "tus_version"),
        (tus.begin(PDF, **{"Upload-Metadata": "filename *"}), 400, "tus_metadata"),
        (tus.begin(PDF, **{"Upload-Length": str(40 * 1024 * 1024)}), 413, "file_too_large"),
        (attach(lin, upload), 409, "upload_incomplete"),
    ):
        said = json.loads(answer.content)
        assert (answer.status_code, said["reasons"][0]["code"]) == (status, code), answer.content.decode()
        assert said["reasons"][0]["todo"]
    assert tus.send(upload, 50, PDF[50:90])["Upload-Offset"] == "90"
    assert tus.ask(upload)["Upload-Offset"] == "90"


def test_what_came_before_the_line_was_cut_need_not_come_again() -> None:
    """A body of several pieces, one too many: what could be kept was kept piece by piece."""
    lin = Desk("林小窗")
    tus, data = at(lin, lin.receive()), PDF + b" " * (3 * 1024 * 1024)
    upload = tus.began(data)
    assert tus.send(upload, 0, data[: 5 * 512 * 1024]).status_code == 204
    assert tus.ask(upload)["Upload-Offset"] == str(5 * 512 * 1024)


def test_an_upload_given_up_is_gone_and_one_of_a_colleague_is_not_there() -> None:
    lin, chen = Desk("林小窗"), Desk("陈一诺")
    number = lin.receive()
    tus, colleague = at(lin, number), at(chen, number)
    upload = tus.began(PDF)
    for answer in (colleague.ask(upload), colleague.send(upload, 0, PDF), colleague.end(upload)):
        assert answer.status_code == 404
    assert attach(chen, upload).status_code == 404
    assert tus.end(upload).status_code == 204
    assert tus.ask(upload).status_code == tus.end(upload).status_code == 404
    assert Upload.objects.count() == 0


def test_what_is_spoken_is_said_to_everybody() -> None:
    lin = Desk("林小窗")
    answer = lin.http.options(f"/api/cases/{lin.receive()}/uploads")
    assert answer.status_code == 204
    assert (answer["Tus-Max-Size"], answer["Tus-Checksum-Algorithm"]) == (str(30 * 1024 * 1024), "sha256")
    assert answer["Tus-Extension"] == "creation,checksum,expiration,termination"


def test_the_page_takes_an_upload_with_its_form_once() -> None:
    lin, page = Desk("林小窗"), signed_in("林小窗")
    number = lin.receive()
    upload = Tus(page, f"/cases/{number}/uploads/").whole(PDF)
    form = {"upload": upload.rsplit("/", 1)[1]}
    for _ in range(2):
        answer = page.post(f"/cases/{number}/materials/{MATERIAL}/scans/", form, headers={"HX-Request": "true"})
        assert answer.status_code == 200 and "合同.pdf" in answer.content.decode()
    assert StoredFile.objects.filter(owner_key=number).count() == 1
    answer = page.post(f"/cases/{number}/materials/{MATERIAL}/scans/", {"upload": "x"})
    assert answer.status_code == 404


def test_a_script_without_a_session_is_told_so_and_not_sent_to_another_page() -> None:
    lin = Desk("林小窗")
    answer = Tus(lin.http, f"/cases/{lin.receive()}/uploads/").begin(PDF)
    assert answer.status_code == 401
    assert "重新登录" in answer.json()["reasons"][0]["todo"]
