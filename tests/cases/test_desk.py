"""The counter desk behind its page: steps, recall, drafts, one case for a double click (S2-39, S2-53; bad input of issue 2)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.people import signed_in, who
from tests.cases.test_scans import picture
from tests.counter import PERSON, Desk
from yichuang.cases.models import Case, IntakeDraft, MaterialScan
from yichuang.cases.operations.keep_draft import forget_drafts, keep_draft
from yichuang.cases.queries import desk
from yichuang.files.models import DocumentReading
from yichuang.foundations import calendars, clock
from yichuang.foundations.models import CalendarYear, Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
ANSWERED = {"kind": "person", "a.q2": "a", "a.q3": "a", "a.q4": "b", "done.q5": "1"}
ADDRESS = "/desk/freight_general/"


def _post(**given: Any) -> Any:
    return signed_in("林小窗").post(ADDRESS, {**ANSWERED, **given})


def test_each_step_comes_back_with_everything_that_was_typed() -> None:
    page = signed_in("林小窗").post(ADDRESS, {"kind": "person", "name": "王小明", "act": "answer"}).content.decode()
    assert 'value="王小明"' in page and "data-question" in page
    page = _post(name="王小明", act="again.q3").content.decode()
    assert 'value="王小明"' in page and "data-question" in page, "one answer is asked again, the rest stays"
    assert "F2" in _post(act="answer").content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"id_number": "330181199503070011"}, "校验"),
        ({"id_number": "330181209901010019"}, "出生"),
        ({"contact_mobile": "12345"}, "手机"),
        ({"name": ""}, "申报人"),
    ],
)
def test_a_wrong_form_is_explained_and_nothing_typed_is_lost(wrong: dict[str, str], says: str) -> None:
    before = Case.objects.count()
    answer = _post(**{**PERSON, **wrong, "remark": "留着我", "act": "receive"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text and "留着我" in text
    assert Case.objects.count() == before


def test_a_double_click_makes_one_case() -> None:
    browser = signed_in("林小窗")
    body = {**ANSWERED, **PERSON, "act": "receive", "Idempotency-Key": "one-click"}
    first, second = (browser.post(ADDRESS, body).headers["Location"] for _ in range(2))
    assert first == second
    assert Case.objects.count() == 1


def test_an_earlier_applicant_is_recalled_by_the_full_number_only() -> None:
    Desk("林小窗").receive(address="萧山区示例路 1 号")
    page = _post(recall=PERSON["id_number"], act="recall").content.decode()
    assert "已带出" in page and 'value="王小明"' in page and "示例路" in page
    assert "已带出" in _post(recall="13900001234", act="recall").content.decode()
    for part in (PERSON["id_number"][:12], "1390000", "王小明"):
        page = _post(recall=part, act="recall").content.decode()
        assert "没有找到" in page and 'name="name" value=""' in page
    assert desk.earlier_applicant(["enterprise"], PERSON["id_number"]) == ("", {})


def test_a_known_number_says_of_which_kind_the_applicant_is() -> None:
    """interface.md: nothing typed twice, and nothing asked that the number tells."""
    Desk("林小窗").receive()
    page = signed_in("林小窗").post(ADDRESS, {"recall": PERSON["id_number"], "act": "recall"}).content.decode()
    assert "已带出" in page and 'name="kind" value="person"' in page and 'value="王小明"' in page
    page = signed_in("林小窗").post(ADDRESS, {"recall": "330121196005201233", "act": "recall"}).content.decode()
    assert "没有找到" in page and "申报者类型" in page


def test_a_draft_is_the_clerk_s_own_is_resumed_and_gone_after_receipt() -> None:
    browser = signed_in("林小窗")
    assert browser.post(f"{ADDRESS}draft/", {**ANSWERED, "name": "王小明", "act": "x"}).status_code == 204
    assert "王小明" in browser.get("/desk/").content.decode()
    assert 'value="王小明"' in browser.get(f"{ADDRESS}?draft=1").content.decode()
    other = signed_in("陈一诺")
    assert "王小明" not in other.get("/desk/").content.decode()
    assert 'value="王小明"' not in other.get(f"{ADDRESS}?draft=1").content.decode()
    browser.post(ADDRESS, {**ANSWERED, **PERSON, "act": "receive"})
    assert not IntakeDraft.objects.exists()
    browser.post(f"{ADDRESS}draft/", {"name": "李桂芳"})
    browser.post(f"{ADDRESS}draft/discard/")
    assert not IntakeDraft.objects.exists()


def test_a_draft_is_sealed_and_forgotten_after_a_day() -> None:
    signed_in("林小窗").post(f"{ADDRESS}draft/", {"name": "王小明", "id_number": PERSON["id_number"]})
    assert forget_drafts(now=clock.now() + timedelta(hours=23)) == 0
    assert forget_drafts(now=clock.now() + timedelta(hours=25)) == 1


def test_who_has_no_counter_has_no_desk() -> None:
    for name in ("赵审查", "周出证", "邹主任"):
        browser = signed_in(name)
        assert browser.get("/desk/").status_code == 403
        assert browser.get(ADDRESS).status_code == 403
        assert browser.post("/desk/readings/").status_code == 403
    assert signed_in("吴益农").get(ADDRESS).status_code == 200
    assert signed_in("林小窗").get("/desk/no_such_matter/").status_code == 404


def test_the_matters_received_most_are_offered() -> None:
    Desk("林小窗").receive()
    assert desk.frequent_matters(who("林小窗")) == [("freight_general", "普通货物运输经营许可")]
    assert desk.frequent_matters(who("陈一诺")) == []


def test_a_certificate_fills_the_form_of_its_kind_only() -> None:
    read = {"name": {"value": "王小明", "confidence": 0.98}, "id_number": {"value": "33", "check": "failed"}}
    rows = desk.fields_read("person", "id_card", read)
    assert [(row["field"], row["percent"], row["failed"]) for row in rows] == [
        ("name", 98, False),
        ("id_number", 0, True),
    ]
    assert desk.fields_read("enterprise", "id_card", read) == []
    licence = {"name": {"value": "示例公司", "confidence": 1}, "uscc": {"value": "91", "confidence": 0.9}}
    assert [row["field"] for row in desk.fields_read("enterprise", "business_licence", licence)] == [
        "organisation",
        "uscc",
    ]


def test_only_the_clerks_own_card_comes_along_to_the_next_step() -> None:
    """What another clerk put before the reader is not shown to whoever knows its id; a made-up id is passed over."""
    signed_in("林小窗").post(
        "/desk/readings/", {"card": SimpleUploadedFile("a.jpg", picture(80), "image/jpeg"), "kind": "person"}
    )
    step = {"kind": "person", "act": "answer", "card_read": str(DocumentReading.objects.get().file_id)}
    assert "正在识别" in signed_in("林小窗").post(ADDRESS, step).content.decode()
    assert "正在识别" not in signed_in("陈一诺").post(ADDRESS, step).content.decode()
    assert signed_in("林小窗").post(ADDRESS, {**step, "card_read": "1"}).status_code == 200


def test_the_card_read_at_the_desk_is_put_with_its_material_and_not_uploaded_again() -> None:
    """S2-14: offered where that certificate is wanted, to the clerk who read it; what lies on another's desk is nobody else's."""
    http, other = signed_in("林小窗"), signed_in("陈一诺")
    http.post("/desk/readings/", {"card": SimpleUploadedFile("a.jpg", picture(80), "image/jpeg"), "kind": "person"})
    card = str(DocumentReading.objects.get().file_id)
    step = http.post(ADDRESS, {"kind": "person", "act": "answer", "card_taken": card}).content.decode()
    assert f'name="card_taken" value="{card}"' in step, "it goes along with every step"
    http.post(ADDRESS, {**ANSWERED, **PERSON, "act": "receive", "card_taken": card})
    number = Case.objects.get().number
    put = f'name="card" value="{card}"'
    page = http.get(f"/cases/{number}/").content.decode()
    assert page.count(put) == 1 and put in page.split('id="scans-m_id_resp"')[1].split("</div>\n</div>")[0]
    assert put not in other.get(f"/cases/{number}/").content.decode()
    address = f"/cases/{number}/materials/m_id_resp/scans/"
    assert "已不在了" in other.post(address, {"card": card}).content.decode() and not MaterialScan.objects.exists()
    assert http.post(address, {"card": card}).status_code == 302
    scan = MaterialScan.objects.get()
    assert scan.material.received_as == "scan" and str(scan.file_id) != card, "the case keeps a file of its own"
    assert DocumentReading.objects.filter(file_id=scan.file_id).exists(), "its points are suggested as for any scan"
    assert Event.objects.filter(type="case.scan_added").count() == 1
    assert put not in http.get(f"/cases/{number}/").content.decode()
    again = http.post(address, {"card": card}).content.decode()
    assert "内容相同" in again and MaterialScan.objects.count() == 1, "a second click adds no second page"


def test_the_printed_receipt_marks_a_day_of_a_year_that_is_not_loaded() -> None:
    """lifecycle.md, Clocks: a provisional date is marked on paper; counted dates are not."""
    number = Desk("林小窗").receive()

    def printed() -> str:
        calendars.forget()
        return signed_in("林小窗").get(f"/cases/{number}/receipt/").content.decode()

    for year in (clock.now().year, clock.now().year + 1):
        CalendarYear.objects.get_or_create(year=year, defaults={"loaded_at": clock.now(), "loaded_by": "测试"})
    assert "最迟告知日" in printed() and "暂定" not in printed()
    CalendarYear.objects.all().delete()
    assert "（暂定，" in printed() and "年放假安排公布后更新）" in printed()
    calendars.forget()


def test_a_draft_is_kept_for_a_matter_with_the_longest_key() -> None:
    """A matter's key has up to 60 characters, and the draft of a receipt goes by it."""
    key = "m" * 60
    keep_draft(actor=who("林小窗"), key=key, label="最长的事项标识", data={"q": ["a"]}, now=clock.now())
    assert IntakeDraft.objects.get(key=key).label == "最长的事项标识"
