"""The matter's own form at the counter (S2-51): judged when received, shown, corrected, and handed to whoever has the case."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.people import signed_in
from tests.counter import FREIGHT, PERSON, Desk
from yichuang.cases.models import Case, IntakeDraft
from yichuang.cases.ports import Asking, Fetched, NoSharedData
from yichuang.cases.queries.facts import facts_of
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.origins import Origin
from yichuang.cases.rules.requirements import refusals
from yichuang.cases.serving import origins
from yichuang.catalog.queries import spec_of
from yichuang.exchange.queries.payloads import case_data
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
    assert {"label": "拟投入车辆数（辆）", "value": "3", "origin": ""} in whole


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
    number = _declare({**KEPT, "remarks": "13900007777"}).json()["number"]
    browser = signed_in("林小窗")
    page = browser.get(f"/cases/{number}/correct/").content.decode()
    assert "现为 139****5678，不改请留空" in page and "13900005678" not in page
    assert "现为 139****7777，不改请留空" in page and "13900007777" not in page, "a number in a field for any text, too"
    typed = {**TYPED, "o.safety_mobile": "", "o.trucks": "4", "o.remarks": "", "there.o.business_scope": "1"}
    del typed["o.business_scope"]
    assert browser.post(f"/cases/{number}/correct/", {"what": "更正车辆数", **typed}).status_code == 302
    own = Case.objects.get().own_form
    assert own["trucks"] == 4 and own["safety_mobile"] == "13900005678" and own["remarks"] == "13900007777"
    assert "business_scope" not in own


def test_a_matter_without_a_form_takes_none() -> None:
    answer = Desk("林小窗").post("/cases", {"matter": "individual_business_setup", "applicant_kind": "person", "answers": {},
                                         "form": PERSON, "own_form": {"trucks": 1}})  # fmt: skip
    assert "own_form.trucks" in {reason["field"] for reason in answer.json()["reasons"]}


class Register(NoSharedData):
    """A household register that knows one address."""

    ready = True

    def person(self, actor: Any, id_number: str, asking: Asking) -> Fetched:
        return Fetched("户籍信息查询", asking.now, {"address": "萧山区示例路 1 号"}, {"性别": "男"}, "household")


def test_shared_data_fills_the_fields_that_ask_for_it_and_says_from_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.cases.serving.fetching.shared_data", Register)
    monkeypatch.setattr("yichuang.cases.views.desk.shared_data", Register)
    browser = signed_in("林小窗")
    page = browser.post(f"{ADDRESS}shared/person/", {"id_number": PERSON["id_number"], "consent": "1"}).content.decode()
    offered = re.search(
        r'data-fill="o.premises" data-value="(.+?)" data-source="(提取（户籍信息查询）.+?)" data-token="(.+?)"', page
    )
    assert offered is not None
    value, source, token = offered.groups()
    filled = {"o.premises": value, "from.o.premises": token}
    page = browser.post(ADDRESS, {**ANSWERED, **filled, "act": "answer"}).content.decode()
    assert f"来源：<span>{source}</span>" in page and "可提取户籍登记的住址" in page
    assert browser.post(ADDRESS, {**ANSWERED, **PERSON, **filled, "act": "receive"}).status_code == 302
    case = Case.objects.get()
    kept = case.origins["own_form.premises"]
    assert (kept["how"], kept["said"], kept["api"]) == ("shared", "户籍信息查询", "household")
    page = browser.get(f"/cases/{case.number}/").content.decode()
    assert source in page and "没有注明来源的栏目由窗口录入" in page
    sent = case_data(case)["origins"]
    assert sent["own_form.premises"]["how"] == "shared" and sent["name"]["how"] == "typed"
    # Corrected afterwards, the value is the counter's own.
    Desk("林小窗").must(case.number, "correct-on-the-spot", what="场所写错", own_form={"premises": "北干街道 2 号"})
    assert Case.objects.get().origins["own_form.premises"]["said"] == "当场更正"


def test_an_origin_that_was_made_up_or_no_longer_fits_the_value_counts_as_typed() -> None:
    good = origins.sign("o.premises", "甲路 1 号", Origin("shared", "户籍信息查询", "2026-11-28T09:30:00+08:00"))
    for value, token in (("乙路 2 号", good), ("甲路 1 号", good[:-2]), ("甲路 1 号", "户籍信息查询")):
        assert origins.read({"o.premises": value, "from.o.premises": token}, ["o.premises"]) == {}
    assert origins.read({"o.trucks": "甲路 1 号", "from.o.trucks": good}, ["o.trucks"]) == {}, "of another field"
    assert (
        origins.read({"o.premises": "甲路 1 号", "from.o.premises": good}, ["o.premises"])["o.premises"].how == "shared"
    )


CANCELLED = {**{name: value for name, value in ANSWERED.items() if name not in ("a.q3", "a.q4")}, "a.q2": "d"}
PARKING = ("parking_area", "parking_owned", "lease_until")


def test_a_field_of_another_situation_is_not_shown_and_keeps_what_was_typed() -> None:
    browser = signed_in("林小窗")
    page = browser.post(ADDRESS, {**CANCELLED, **PERSON, **TYPED, "act": "answer"}).content.decode()
    assert 'id="o-parking_area"' not in page and '<input type="hidden" name="o.parking_area" value="350.5">' in page
    page = browser.post(ADDRESS, {**ANSWERED, **PERSON, **TYPED, "act": "answer"}).content.decode()
    assert re.search(r'id="o-parking_area" name="o.parking_area" value="350.5"', page)
    page = browser.get(f"{ADDRESS}?kind=person").content.decode()
    assert "另有 3 栏视情形填写" in page
    assert browser.post(ADDRESS, {**CANCELLED, **PERSON, **TYPED, "act": "receive"}).status_code == 302
    assert not set(PARKING) & set(Case.objects.get().own_form), "what is not asked is not received"


def test_after_the_situation_changed_what_is_not_asked_stays_and_goes_nowhere() -> None:
    number = _declare(KEPT).json()["number"]
    desk = Desk("林小窗")
    cancelled = {"q2": "d", "q5": []}
    shown = signed_in("林小窗").post(f"/cases/{number}/situation/", {**CANCELLED, "act": "answer"}).content.decode()
    assert "申请表不再填" in shown and "停车场地面积（平方米）；停车场地是否自有；租赁到期日" in shown
    desk.must(number, "situation", answers=cancelled)
    case = Case.objects.get()
    assert case.own_form == KEPT, "nothing that was typed is thrown away"
    sent = case_data(case)
    assert not set(PARKING) & {*sent["own_form"], *sent["own_form_labels"]}
    assert "停车场地面积" not in signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    desk.must(number, "correct-on-the-spot", what="车辆数", own_form={"trucks": 4})
    assert Case.objects.get().own_form == {**KEPT, "trucks": 4}
    desk.must(number, "situation", answers=FREIGHT)
    assert case_data(Case.objects.get())["own_form"]["parking_area"] == 350.5


def test_a_case_is_not_accepted_before_a_newly_asked_field_is_filled() -> None:
    number = _declare({}).json()["number"]
    case = Case.objects.get()
    spec = spec_of(case.version_id)
    stricter = spec.model_copy(update={"form": {**spec.form, "required": ["parking_area"]}})
    known = facts_of(case, stricter)
    assert known.form_open == ("停车场地面积（平方米）",)
    reasons = [one for one in refusals("accept", known, MoveInput()) if one.code == "form_open"]
    assert [(one.rule, one.message) for one in reasons] == [("S2-51", "申请表的“停车场地面积（平方米）”还没有填写。")]
    Desk("林小窗").must(number, "situation", answers={"q2": "d", "q5": []})
    assert facts_of(Case.objects.get(), stricter).form_open == ()


def test_numbers_of_people_are_masked_and_shown_for_a_reason_that_is_kept() -> None:
    number = _declare(KEPT).json()["number"]
    case = Case.objects.get()
    # A department's own form brings fields that nobody declared; a number of a person is told by its look.
    case.own_form = {**case.own_form, "监护人证件": PERSON["id_number"]}
    case.save(update_fields=["own_form"])
    browser = signed_in("林小窗")
    for address in (f"/cases/{number}/", f"/cases/{number}/reveal/"):
        page = browser.get(address).content.decode()
        assert "139****5678" in page and "监护人证件" in page
        assert "13900005678" not in page and PERSON["id_number"] not in page
    page = browser.post(f"/cases/{number}/reveal/", {"reason": "contact", "words": ""}).content.decode()
    assert "13900005678" in page and PERSON["id_number"] in page
    event = ledger.history(case.stream)[-1]
    assert event.type == "case.personal_data_revealed"
    assert {"安全生产管理人员手机", "监护人证件"} <= set(event.payload["fields"]) and "13900005678" not in str(
        event.payload
    )


def test_the_form_is_sealed_in_the_database() -> None:
    _declare(KEPT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT own_form::text FROM cases_case")
        (kept,) = cursor.fetchone()
    assert "13900005678" not in kept and "trucks" not in kept
