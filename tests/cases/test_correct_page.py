"""Correcting the application form at the counter, field by field (行政许可法 32(一)3)."""

from typing import Any

import pytest

from tests.cases.people import signed_in
from tests.counter import PERSON, Desk
from yichuang.cases.models import Case
from yichuang.foundations import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]

OTHER_NUMBER = "330109198803120029"


def typed(**changes: str) -> dict[str, Any]:
    """Return what the page sends when only `changes` were typed: masked fields come back empty."""
    return {"name": PERSON["name"], "contact_name": PERSON["contact_name"], "quantity": "1", "courier": "no", **changes}


def test_the_page_shows_no_personal_data_in_clear() -> None:
    number = Desk("林小窗").receive()
    page = signed_in("林小窗").get(f"/cases/{number}/correct/").content.decode()
    assert PERSON["id_number"] not in page and PERSON["contact_mobile"] not in page
    assert "330181**********10" in page and "139****1234" in page


def test_the_case_page_shows_the_form_masked() -> None:
    number = Desk("林小窗").receive(address="杭州市萧山区城厢街道人民路1号")
    page = signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    assert "330181**********10" in page and "杭州市萧山区****" in page
    for text in (PERSON["id_number"], PERSON["contact_mobile"], "人民路"):
        assert text not in page


def test_what_is_left_empty_stays_and_what_is_typed_is_corrected_and_on_record() -> None:
    number = Desk("林小窗").receive()
    page = signed_in("林小窗")
    answer = page.post(f"/cases/{number}/correct/", typed(contact_name="王大明", what="联系人写错"))
    assert answer.status_code == 302
    case = Case.objects.get(number=number)
    assert (case.form["contact_name"], case.form["id_number"]) == ("王大明", PERSON["id_number"])
    event = ledger.history(case.stream)[-1]
    assert (event.type, event.payload["fields"]) == ("case.corrected_on_the_spot", ["contact_name"])
    assert event.payload["what"] == "联系人写错"


def test_a_corrected_number_finds_the_case_under_the_right_person() -> None:
    number = Desk("林小窗").receive()
    before = Case.objects.get(number=number).applicant_id
    page = signed_in("林小窗")
    assert page.post(f"/cases/{number}/correct/", typed(id_number=OTHER_NUMBER, what="证号录错")).status_code == 302
    assert Case.objects.get(number=number).applicant_id != before
    assert number in page.get("/cases/", {"q": OTHER_NUMBER}).content.decode()


def test_an_optional_masked_field_is_cleared_only_when_asked() -> None:
    number = Desk("林小窗").receive(address="杭州市萧山区城厢街道人民路1号")
    page = signed_in("林小窗")
    page.post(f"/cases/{number}/correct/", typed(what="改联系人", address=""))
    assert Case.objects.get(number=number).form["address"]
    page.post(f"/cases/{number}/correct/", typed(what="地址作废", **{"address": "", "clear.address": "1"}))
    assert Case.objects.get(number=number).form["address"] == ""


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"what": ""}, 409, "更正"),
        ({"what": "证号录错", "id_number": "330181199503070011"}, 422, "身份证"),
        ({"what": "没有数量", "quantity": "0"}, 422, "申报数量"),
    ],
)
def test_a_fault_is_named_and_what_was_typed_is_kept(changes: dict[str, str], status: int, says: str) -> None:
    number = Desk("林小窗").receive()
    answer = signed_in("林小窗").post(f"/cases/{number}/correct/", typed(**changes, remark="加急"))
    assert answer.status_code == status
    page = answer.content.decode()
    assert says in page and "加急" in page
    assert Case.objects.get(number=number).form["remark"] == ""


def test_an_accepted_case_is_not_corrected_here() -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    page = signed_in("林小窗")
    assert "现在不能当场更正" in page.get(f"/cases/{number}/correct/").content.decode()
    assert page.post(f"/cases/{number}/correct/", typed(what="晚了", contact_name="王大明")).status_code == 409


def test_a_page_opened_before_a_colleague_acted_does_not_overwrite() -> None:
    number = Desk("林小窗").receive()
    page = signed_in("林小窗")
    page.post(f"/cases/{number}/correct/", typed(contact_name="王大明", what="先改"))
    late = page.post(f"/cases/{number}/correct/", typed(contact_name="王二明", what="后改", revision="1"))
    assert late.status_code == 409 and "同事已办理过" in late.content.decode()
    assert Case.objects.get(number=number).form["contact_name"] == "王大明"
