"""What the counter's pages show and send, over the API: the whole case, scans, documents, receipt, recall, lists (issue 2, 10)."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.people import signed_in
from tests.cases.test_budgets import statements
from tests.cases.test_scans import picture
from tests.counter import PERSON, Desk
from yichuang.cases.models import Case, Document, MaterialScan
from yichuang.cases.operations.render_document import render_document
from yichuang.files.models import FileAccess
from yichuang.foundations import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def _upload(desk: Desk, number: str, material: str, key: str = "", shade: int = 90) -> Any:
    file = SimpleUploadedFile("证.jpg", picture(shade), "image/jpeg")
    headers = {**desk.headers, "Idempotency-Key": key or str(uuid.uuid4())}
    return desk.http.post(f"/api/cases/{number}/materials/{material}/scans", {"file": file}, headers=headers)


def test_the_whole_case_says_what_its_page_says_and_masks_what_it_masks() -> None:
    lin, shen = Desk("林小窗"), Desk("沈主管")
    number, items = lin.receive(), lin.materials()
    lin.must(number, "materials", items=items)
    lin.must(number, "accept")
    shen.get(f"/cases/{number}/whole")
    with statements() as seen:
        answer = shen.get(f"/cases/{number}/whole")
    found = answer.json()
    assert len(seen) <= 12, "\n".join(seen)
    assert [clock_["name"] for clock_ in found["clocks"]] == ["一次性告知", "承诺期限", "法定期限", "送达"]
    assert all(clock_["why"] for clock_ in found["clocks"])
    assert [row["material"] for row in found["materials"]] == [item["material"] for item in items]
    assert {point["by"] for row in found["materials"] for point in row["points"]} == {"林小窗"}
    assert [row["kind"] for row in found["documents"]] == ["acceptance_notice"]
    assert [event["words"] for event in found["history"]][:2] == ["收件", "登记材料和审查要点"]
    assert (
        PERSON["id_number"] not in answer.content.decode() and PERSON["contact_mobile"] not in answer.content.decode()
    )


def test_a_scan_is_sent_once_seen_on_record_and_taken_off() -> None:
    lin = Desk("林小窗")
    number, material = lin.receive(), lin.checklist()[1]["id"]
    first, again = (_upload(lin, number, material, "one-key") for _ in range(2))
    assert first.status_code == again.status_code == 200, first.content.decode()
    assert MaterialScan.objects.count() == 1, "a repeated request is one scan"
    assert _upload(lin, number, material, "one-key", shade=30).json()["reasons"][0]["code"] == "idempotency_key_reused"
    assert _upload(lin, number, material).json()["reasons"][0]["code"] == "scan_twice"
    (row,) = (row for row in lin.get(f"/cases/{number}/whole").json()["materials"] if row["scans"])
    assert (row["material"], row["received_as"]) == (material, "scan")
    scan = row["scans"][0]["id"]
    assert lin.get(f"/cases/{number}/scans/{scan}").headers["Content-Type"] == "image/jpeg"
    assert FileAccess.objects.filter(act="view").count() == 1
    assert Desk("吴益农").get(f"/cases/{number}/scans/{scan}").status_code == 404
    assert lin.move(number, f"scans/{scan}/take-off", back=False).status_code == 200
    assert not any(row["scans"] for row in lin.get(f"/cases/{number}/whole").json()["materials"])


def test_the_receipt_with_its_password_is_the_counter_s_and_its_pdf_can_be_fetched() -> None:
    lin, zhao = Desk("林小窗"), Desk("赵审查")
    number, items = lin.receive(), lin.materials()
    lin.must(number, "materials", items=items)
    receipt = lin.get(f"/cases/{number}/receipt").json()
    assert receipt["query_password"] == Case.objects.get(number=number).query_password
    assert len(receipt["materials"]) == len(items)
    assert zhao.get(f"/cases/{number}/receipt").status_code == 403
    code = lin.must(number, "receipt")["code"]
    assert lin.get(f"/documents/{code}").status_code == 404, "not rendered yet"
    render_document(Document.objects.get(code=code).pk, clock.now())
    answer = lin.get(f"/documents/{code}")
    assert answer.headers["Content-Type"] == "application/pdf" and b"".join(answer).startswith(b"%PDF")
    signed_in("林小窗").get(f"/documents/{code}/")
    looks = FileAccess.objects.filter(act="download", file=Document.objects.get(code=code).file)
    assert [look.actor_name for look in looks] == ["林小窗", "林小窗"]
    assert Desk("吴益农").get(f"/documents/{code}").status_code == 404


def test_an_earlier_applicant_is_recalled_by_the_whole_number_at_a_counter_only() -> None:
    lin = Desk("林小窗")
    lin.receive()
    found = lin.post("/applicants/recall", {"number": PERSON["id_number"]}).json()
    assert (found["applicant_kind"], found["form"]["name"]) == ("person", PERSON["name"])
    for body in ({"number": PERSON["id_number"][:10]}, {"number": PERSON["id_number"], "applicant_kind": "enterprise"}):
        assert lin.post("/applicants/recall", body).json() == {"applicant_kind": "", "form": {}}
    assert Desk("赵审查").post("/applicants/recall", {"number": PERSON["id_number"]}).status_code == 403


def test_a_list_is_named_narrowed_and_ordered_as_on_screen() -> None:
    lin = Desk("林小窗")
    first, second = lin.receive(), lin.receive()
    lin.must(second, "materials", items=lin.materials())
    lin.must(second, "accept")

    def listed(words: str) -> list[str]:
        return [row["number"] for row in lin.get(f"/cases?{words}").json()["cases"]]

    assert listed("list=to_accept") == [first]
    assert listed("list=to_decide&matter=freight_general") == [second]
    assert listed("sort=-number") == [second, first] and listed("sort=number") == [first, second]
    assert listed(f"q={PERSON['id_number']}&state=received") == [first] and listed("q=无此人") == []
    assert listed("tolerated=true") == [] and listed("since=2100-01-01") == []
    refused = lin.get("/cases?list=no_such")
    assert refused.status_code == 422 and "to_accept" in refused.json()["reasons"][0]["message"]
