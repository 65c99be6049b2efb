"""The doors of online applications: the applicant's pages and API, the department's, the counter's (S2-46)."""

import base64
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.people import signed_in, who
from tests.cases.test_scans import picture
from tests.counter import FREIGHT, PERSON, Desk
from tests.online.applying import all_passed, preapproved, submitted
from yichuang.cases.models import Case, Document
from yichuang.cases.operations.render_document import render_document
from yichuang.foundations import clock
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.examine import give_back
from yichuang.online.queries import needed_of, today_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
PAGE = "/prefill/freight_general/?kind=person&a.q2=a&a.q3=a&a.q4=b&a.q5="
POSTED = {**PERSON, "kind": "person", "agreed": "1", "o.trucks": "3"}


def applicant() -> Client:
    """Return a browser that has just filled in the forms and begun to apply."""
    http = Client()
    assert http.post(PAGE, POSTED).status_code == 302
    shown = http.get("/prefill/").content.decode()
    code = re.search(r'name="code" value="([2-9A-Z]{10})"', shown)
    assert code is not None and "网上申请" in shown
    assert http.post("/apply/begin/", {"code": code[1]}).url == "/apply/"  # type: ignore[attr-defined]
    return http


def upload_all(http: Client) -> OnlineApplication:
    """Upload a picture for each material that needs one."""
    row = OnlineApplication.objects.latest("begun_at")
    for place, one in enumerate(needed_of(row, today_of(row))):
        if not one.optional:
            file = SimpleUploadedFile(f"{place}.jpg", picture(place), "image/jpeg")
            done = http.post("/apply/", {"act": f"add.{one.material.id}", f"file.{one.material.id}": file})
            assert done.status_code == 302, done.content.decode()
    return row


def test_the_whole_way_without_an_account_and_without_script() -> None:
    http = applicant()
    page = http.get("/apply/").content.decode()
    assert "申请还没有提交" in page and "还有" in page
    refused = http.post("/apply/", {"act": "submit", "agreed": "1"})
    assert refused.status_code == 409 and "还没有上传" in refused.content.decode()
    row = upload_all(http)
    file = row.files.all()[0]
    assert (
        http.get(f"/apply/files/{file.pk}/").status_code == 200
        and Client().get(f"/apply/files/{file.pk}/").status_code == 404
    )
    assert http.post("/apply/", {"act": "submit"}).status_code == 422, "without his word"
    assert http.post("/apply/", {"act": "submit", "agreed": "1"}).status_code == 302
    row.refresh_from_db()
    shown = http.get("/apply/").content.decode()
    assert str(row.query_password) in shown and "部门正在网上预审" in shown
    assert "/apply/begin/" in Client().get("/apply/").content.decode(), "another browser sees nothing of it"

    officer = signed_in("赵审查")
    assert row.number in officer.get("/online/?list=waiting").content.decode()
    page = officer.get(f"/online/{row.number}/").content.decode()
    assert "预审通过" in page and PERSON["id_number"] not in page
    open_points = officer.post(f"/online/{row.number}/", {"act": "preapprove", "revision": str(row.chain_seq)})
    assert open_points.status_code == 409 and "还没有核对" in open_points.content.decode()
    ticks = {
        f"{material}.{point}": said for material, points in all_passed(row).items() for point, said in points.items()
    }
    done = officer.post(f"/online/{row.number}/", {**ticks, "act": "preapprove", "revision": str(row.chain_seq)})
    assert done.status_code == 302, done.content.decode()

    render_document(Document.objects.get(kind="online_print").pk, clock.now())
    other = Client()
    opened = other.post("/progress/", {"number": row.number, "password": str(row.query_password)})
    assert opened.url == "/apply/"  # type: ignore[attr-defined]
    assert "下载打印件" in other.get("/apply/").content.decode()
    paper = other.get("/apply/print/")
    assert paper.status_code == 200 and b"".join(paper).startswith(b"%PDF")

    clerk = signed_in("林小窗")
    found = clerk.get(f"/desk/?q={row.number}").content.decode()
    assert f"/online/{row.number}/receive/" in found
    assert "请简单核对" in clerk.get(f"/online/{row.number}/receive/").content.decode()
    received = clerk.post(f"/online/{row.number}/receive/", {"act": "receive"})
    assert received.url == f"/cases/{row.number}/?desk=1"  # type: ignore[attr-defined]
    case_page = clerk.get(f"/cases/{row.number}/?desk=1").content.decode()
    assert "网上预审通过" in case_page and "赵审查" in case_page
    assert other.post("/progress/", {"number": row.number, "password": str(row.query_password)}).url == "/progress/"  # type: ignore[attr-defined]
    assert "窗口已收件" in http.get("/apply/").content.decode()
    again = clerk.post(f"/online/{row.number}/receive/", {"act": "receive"})
    assert again.status_code == 404 and Case.objects.count() == 1


def test_a_returned_application_says_why_and_its_form_is_changed_on_the_filled_page() -> None:
    http = applicant()
    row = upload_all(http)
    http.post("/apply/", {"act": "submit", "agreed": "1"})
    row.refresh_from_db()
    give_back(actor=who("赵审查"), number=row.number, reasons="车辆数不对。", findings={}, now=clock.now())
    page = http.get("/apply/").content.decode()
    assert "车辆数不对。" in page
    edit = re.search(r'href="(/prefill/freight_general/\?[^"]*apply=1)"', page)
    assert edit is not None
    address = edit[1].replace("&amp;", "&")
    form = http.get(address).content.decode()
    assert 'value="王小明"' in form and 'value="3"' in form and "取预填码" not in form
    assert http.post(address, {**POSTED, "o.trucks": "五"}).status_code == 422
    assert http.post(address, {**POSTED, "o.trucks": "5"}).url == "/apply/?said=filled"  # type: ignore[attr-defined]
    row.refresh_from_db()
    assert row.data["o.trucks"] == ["5"]
    assert http.post("/apply/", {"act": "submit", "agreed": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.submissions == 2


def test_files_that_lie_are_told_and_the_others_stay() -> None:
    http = applicant()
    row = OnlineApplication.objects.get()
    material = needed_of(row, today_of(row))[0].material.id
    files = [
        SimpleUploadedFile("好.jpg", picture(7), "image/jpeg"),
        SimpleUploadedFile("坏.jpg", b"MZ" * 40, "image/jpeg"),
    ]
    answer = http.post("/apply/", {"act": f"add.{material}", f"file.{material}": files})
    assert answer.status_code == 422 and "坏.jpg" in answer.content.decode() and row.files.count() == 1
    for act in (f"add.{material}", "remove.999999999999999999999", "nonsense", ""):
        assert http.post("/apply/", {"act": act}).status_code in (404, 422)


def test_the_list_is_exported_masked_and_on_record() -> None:
    row = submitted()
    officer = signed_in("赵审查")
    assert officer.get("/online/export/?list=waiting").status_code == 200
    for address in ("/online/?list=late", "/online/?q=普通货物", "/online/?sort=number", "/online/?list=nonsense"):
        assert officer.get(address).status_code == 200
    assert row.number not in officer.get("/online/?list=late").content.decode()
    assert row.number in officer.get("/online/?q=王小").content.decode()


def test_the_same_over_the_api() -> None:
    http = Client()
    key = {"Idempotency-Key": str(uuid.uuid4())}

    def post(path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        sent = headers or {"Idempotency-Key": str(uuid.uuid4())}
        return http.post(f"/api{path}", body, content_type="application/json", headers=sent)

    filled = {
        "matter": "freight_general",
        "applicant_kind": "person",
        "answers": FREIGHT,
        "form": PERSON,
        "own_form": {"trucks": 3},
    }
    code = post("/public/prefills", {**filled, "agreed": True}).json()["code"]
    begun = post("/public/applications", {"code": code}, key)
    assert begun.status_code == 200, begun.content.decode()
    assert post("/public/applications", {"code": code}, key).json() == begun.json()
    bad = post("/public/applications/files", {"code": code, "material": "m1", "name": "x.jpg", "content": "***"})
    assert bad.status_code == 422 and "base64" in bad.content.decode()
    for place, one in enumerate(begun.json()["materials"]):
        if not one["optional"]:
            content = base64.b64encode(picture(place)).decode()
            file = {"code": code, "material": one["id"], "name": f"{place}.jpg", "content": content}
            assert post("/public/applications/files", file).status_code == 200
    assert post("/public/applications/submit", {"code": code, "agreed": False}).status_code == 422
    given = post("/public/applications/submit", {"code": code, "agreed": True}).json()
    assert given["state"] == "submitted" and len(given["query_password"]) == 6
    proof = {"number": given["number"], "password": given["query_password"]}
    told = post("/public/progress", proof).json()
    assert told["state"] == "submitted" and told["dues"][0]["name"] == "网上预审"

    officer = Desk("赵审查")
    assert [row["number"] for row in officer.get("/online?list=waiting").json()["rows"]] == [given["number"]]
    one = officer.get(f"/online/{given['number']}").json()
    assert officer.post(f"/online/{given['number']}/return", {"opinion": ""}).status_code == 409
    found = {item["id"]: {point["id"]: "passed" for point in item["points"]} for item in one["materials"]}
    body = {"findings": found, "revision": one["revision"]}
    assert officer.post(f"/online/{given['number']}/preapprove", body).json()["state"] == "preapproved"
    clerk = Desk("林小窗")
    case = clerk.post(f"/online/{given['number']}/receive", {})
    assert case.status_code == 201 and case.json()["number"] == given["number"]
    late = post("/public/applications/take-back", proof)
    assert late.status_code == 404 and "收件窗口" in late.content.decode()


def test_the_applicant_takes_it_back_over_the_api_once() -> None:
    row, http, key = submitted(), Client(), {"Idempotency-Key": str(uuid.uuid4())}
    proof = {"number": row.number, "password": str(row.query_password)}
    for _ in range(2):
        answer = http.post("/api/public/applications/take-back", proof, content_type="application/json", headers=key)
        assert answer.status_code == 200 and answer.json()["state"] == "withdrawn", answer.content.decode()
    page = Client()
    page.post("/progress/", proof)
    assert "这份申请已结束" in page.get("/apply/").content.decode()


def test_at_a_counter_it_may_become_an_ordinary_intake() -> None:
    row, clerk = preapproved(), signed_in("林小窗")
    moved = clerk.post(f"/online/{row.number}/receive/", {"act": "desk"})
    assert moved.url == "/desk/freight_general/?draft=1"  # type: ignore[attr-defined]
    assert 'value="王小明"' in clerk.get(moved.url).content.decode()  # type: ignore[attr-defined]
