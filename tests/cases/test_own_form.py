"""The matter's own form at the counter (S2-51): judged when received, shown, corrected, and handed to whoever has the case."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.people import signed_in
from tests.counter import FREIGHT, PERSON, Desk
from yichuang.cases.models import Case, IntakeDraft
from yichuang.cases.ports import Asking, Fetched, NoSharedData
from yichuang.foundations import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
ANSWERED = {"kind": "person", "a.q2": "a", "a.q3": "a", "a.q4": "b", "done.q5": "1"}
ADDRESS = "/desk/freight_general/"
TYPED: dict[str, Any] = {"o.business_scope": ["道路普通货物运输", "大型物件运输"], "o.trucks": "3", "o.parking_area": "350.5",
                         "o.parking_owned": "false", "o.lease_until": "2027-06-30", "o.safety_mobile": "13900005678"}  # fmt: skip
KEPT = {"business_scope": ["道路普通货物运输", "大型物件运输"], "trucks": 3, "parking_area": 350.5, "parking_owned": False,
        "lease_until": "2027-06-30", "safety_mobile": "13900005678"}  # fmt: skip


def _post(**given: Any) -> Any:
    return signed_in("林小窗").post(ADDRESS, {**ANSWERED, **given})


def _declare(own_form: dict[str, Any]) -> Any:
    body = {
        "matter": "freight_general",
        "applicant_kind": "person",
        "answers": FREIGHT,
        "form": PERSON,
        "own_form": own_form,
    }
    return Desk("林小窗").post("/cases", body)


def test_what_is_typed_into_the_form_is_kept_as_values_and_shown_on_the_case() -> None:
    answer = _post(**PERSON, **TYPED, act="receive")
    assert answer.status_code == 302
    case = Case.objects.get()
    assert case.own_form == KEPT
    page = signed_in("林小窗").get(f"/cases/{case.number}/").content.decode()
    for shown in ("道路普通货物运输、大型物件运输", "停车场地面积（平方米）", "350.5", "139****5678"):
        assert shown in page
    assert "13900005678" not in page
    whole = Desk("林小窗").get(f"/cases/{case.number}/whole").json()["own_form"]
    assert {"label": "拟投入车辆数（辆）", "value": "3"} in whole


def test_every_wrong_field_is_told_beside_it_and_nothing_typed_is_lost() -> None:
    answer = _post(**PERSON, **{**TYPED, "o.trucks": "三", "o.safety_mobile": "12345"}, act="receive")
    page = answer.content.decode()
    assert answer.status_code == 422 and not Case.objects.exists()
    assert 'id="e-o-trucks"' in page and 'id="e-o-safety_mobile"' in page and 'value="三"' in page
    assert 'value="350.5"' in page and page.count("checked") == 2 and 'value="false" selected' in page


def test_the_api_refuses_with_every_reason_and_opens_no_case() -> None:
    answer = _declare({"trucks": "3", "parking_area": -1, "colour": "红"})
    assert answer.status_code == 422 and not Case.objects.exists()
    said = {reason["field"]: reason["message"] for reason in answer.json()["reasons"]}
    assert set(said) == {"own_form.trucks", "own_form.parking_area", "own_form.colour"}
    assert said["own_form.parking_area"] == "“停车场地面积（平方米）”应为0 至 100000 的数字。"


def test_a_form_costs_no_statement() -> None:
    desk = Desk("林小窗")
    body = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": PERSON}
    desk.post("/cases", body)
    with CaptureQueriesContext(connection) as without:
        assert desk.post("/cases", body).status_code == 201
    with CaptureQueriesContext(connection) as filled:
        assert desk.post("/cases", {**body, "own_form": KEPT}).status_code == 201
    assert len(filled) == len(without)


def test_the_draft_of_an_intake_keeps_the_form() -> None:
    browser = signed_in("林小窗")
    browser.post(f"{ADDRESS}draft/", {**ANSWERED, **TYPED, "name": "王小明"})
    assert IntakeDraft.objects.get().data["o.trucks"] == ["3"]
    page = browser.get(f"{ADDRESS}?draft=1").content.decode()
    assert 'value="350.5"' in page and page.count("checked") == 2


def test_it_is_corrected_on_the_spot_field_by_field() -> None:
    number = _declare(KEPT).json()["number"]
    desk = Desk("林小窗")
    refused = desk.move(number, "correct-on-the-spot", what="车辆数", own_form={"trucks": 0})
    assert refused.status_code == 422 and Case.objects.get().own_form == KEPT
    desk.must(number, "correct-on-the-spot", what="车辆数写错，场地改自有", own_form={"trucks": 5, "lease_until": None})
    case = Case.objects.get()
    assert case.own_form == {**{name: value for name, value in KEPT.items() if name != "lease_until"}, "trucks": 5}
    event = ledger.history(case.stream)[-1]
    assert event.type == "case.corrected_on_the_spot" and event.payload["fields"] == [
        "own_form.lease_until",
        "own_form.trucks",
    ]


def test_the_correction_page_keeps_what_is_masked_and_clears_what_is_unticked() -> None:
    number = _declare(KEPT).json()["number"]
    browser = signed_in("林小窗")
    page = browser.get(f"/cases/{number}/correct/").content.decode()
    assert "现为 139****5678，不改请留空" in page and "13900005678" not in page
    typed = {**TYPED, "o.safety_mobile": "", "o.trucks": "4", "there.o.business_scope": "1"}
    del typed["o.business_scope"]
    assert browser.post(f"/cases/{number}/correct/", {"what": "更正车辆数", **typed}).status_code == 302
    own = Case.objects.get().own_form
    assert own["trucks"] == 4 and own["safety_mobile"] == "13900005678" and "business_scope" not in own


def test_a_matter_without_a_form_takes_none() -> None:
    answer = Desk("林小窗").post("/cases", {"matter": "individual_business_setup", "applicant_kind": "person", "answers": {},
                                         "form": PERSON, "own_form": {"trucks": 1}})  # fmt: skip
    assert "own_form.trucks" in {reason["field"] for reason in answer.json()["reasons"]}


class Register(NoSharedData):
    """A household register that knows one address."""

    ready = True

    def person(self, actor: Any, id_number: str, asking: Asking) -> Fetched:
        return Fetched("户籍信息查询", asking.now, {"address": "萧山区示例路 1 号"}, {"性别": "男"})


def test_shared_data_fills_the_fields_that_ask_for_it_and_says_from_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.cases.views.shared.shared_data", Register)
    monkeypatch.setattr("yichuang.cases.views.desk.shared_data", Register)
    browser = signed_in("林小窗")
    page = browser.post(f"{ADDRESS}shared/person/", {"id_number": PERSON["id_number"], "consent": "1"}).content.decode()
    assert 'data-fill="o.premises" data-value="萧山区示例路 1 号" data-source="户籍信息查询' in page
    filled = {"o.premises": "萧山区示例路 1 号", "from.o.premises": "户籍信息查询 10:20"}
    page = browser.post(ADDRESS, {**ANSWERED, **filled, "act": "answer"}).content.decode()
    assert "来源：<span>户籍信息查询 10:20</span>" in page and "可提取户籍登记的住址" in page
