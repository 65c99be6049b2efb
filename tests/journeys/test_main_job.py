"""The main job through the API: from a person at the counter to the result in his hand (S2-39…S2-44), nothing faked."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from tests.counter import FREIGHT, Desk, signature
from yichuang.accounts.models import Staff
from yichuang.accounts.permissions import CLOCK
from yichuang.accounts.queries import actor_of
from yichuang.cases.models import Case, Document
from yichuang.cases.operations import beats
from yichuang.cases.operations.deem_accept import deem_accept
from yichuang.cases.operations.issue import close
from yichuang.cases.operations.record_delegation import Instrument, record_delegation
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.operations.supplement import supplement
from yichuang.files.queries import read_bytes
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.checkpoints import seal_ledger, verify_ledger
from yichuang.foundations.paper.keys import ensure_signing_key
from yichuang.foundations.paper.sign import verify_pdf
from yichuang.foundations.problems import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district"), pytest.mark.journey]


def test_a_licence_from_the_counter_to_the_hand() -> None:
    lin, zhao, qian, zhou = Desk("林小窗"), Desk("赵审查"), Desk("钱复核"), Desk("周出证")
    number = lin.receive()
    assert len(number) == 21
    assert lin.must(number, "materials", items=lin.materials())["state"] == "received"
    accepted = lin.must(number, "accept")
    assert accepted["state_name"] == "已受理"
    assert accepted["promised_due"] < accepted["statutory_due"]
    zhao.must(number, "take-up")
    today = clock.day_of(clock.now()).isoformat()
    standing = zhao.must(
        number,
        "suspend",
        kind="实地核查",
        legal_basis="行政许可法第四十五条",
        expected_days=5,
        notice_served_on=today,
        reason="核查停车场地",
    )
    assert standing["state"] == "suspended"
    zhao.must(number, "resume", outcome="场地符合要求")
    checked = {
        line["id"]: {p["id"]: "passed" for p in line["points"] if p["kind"] == "content"} for line in lin.checklist()
    }
    zhao.must(number, "review", points={key: value for key, value in checked.items() if value})
    qian.must(number, "co-sign", opinion="grant")
    assert zhao.must(number, "decide", verb="grant", second_officer=qian.me())["state"] == "granted"
    zhao.must(number, "send-to-issuing", result_name="道路运输经营许可证", result_number="浙交运管许可演示0001号")
    done = zhou.must(number, "hand-out", identity_checked="居民身份证原件", signature=signature())
    assert done["state"] == "delivered"
    close(actor=CLOCK, number=number, now=clock.now())
    _papers(number)
    seal_ledger(clock.now() + timedelta(seconds=1))
    assert verify_ledger().faults == []


def _papers(number: str) -> None:
    rows = list(Document.objects.filter(case__number=number))
    kinds = ["acceptance_notice", "special_procedure_notice", "grant_decision", "service_receipt"]
    assert [row.kind for row in rows] == kinds
    key = ensure_signing_key(settings.SIGNING_FOLDER, "一窗受理平台")
    for row in rows:
        ready = render_document(row.pk, clock.now())
        assert ready.state == "ready" and ready.number
        assert ready.file is not None and verify_pdf(read_bytes(ready.file), key).valid


def test_accepting_with_nothing_received_names_everything_that_is_missing() -> None:
    lin = Desk("林小窗")
    number = lin.receive()
    answer = lin.move(number, "accept")
    missing = [reason for reason in answer.json()["reasons"] if reason["code"] == "material_missing"]
    assert answer.status_code == 409
    assert len(missing) == len(lin.checklist()) == 7


def test_an_open_point_and_a_missing_commitment_refuse_acceptance() -> None:
    lin = Desk("林小窗")
    number = lin.receive()
    items = lin.materials()
    items[0]["points"] = {}
    tolerated = next(item for item in items if item["material"] == "m_qual")
    tolerated.update(received_as="tolerated", points={})
    lin.must(number, "materials", items=items)
    codes = {reason["code"] for reason in lin.move(number, "accept").json()["reasons"]}
    assert codes == {"point_open", "commitment_missing"}


def test_one_notice_and_no_second_by_the_clerk() -> None:
    lin, shen = Desk("林小窗"), Desk("沈主管")
    number = lin.receive()
    line = {"id": "m_safe", "name": "安全生产管理制度文本", "what": "缺操作规程", "todo": "补交操作规程"}
    assert lin.must(number, "request-correction", items=[line])["state"] == "correcting"
    assert lin.must(number, "supplement", supplied=["m_safe"])["state"] == "received"
    again = lin.move(number, "request-correction", items=[line])
    assert [reason["code"] for reason in again.json()["reasons"]] == ["second_correction"]
    assert (
        shen.must(number, "request-correction", items=[line], repeat_reason="补交的文本仍缺页")["state"] == "correcting"
    )


@pytest.mark.parametrize(
    ("verb", "body", "state", "kind"),
    [
        (
            "refuse",
            {"reasons": "不符合条件", "legal_basis": "道路货物运输及站场管理规定第六条"},
            "refused",
            "refusal_notice",
        ),
        ("redirect", {"reasons": "属港航管理", "authority": "杭州市港航管理局"}, "redirected", "redirect_notice"),
        ("declare-not-required", {"reasons": "总质量均不超过4500千克"}, "not_required", "not_required_notice"),
        ("withdraw", {"reasons": "改日再办", "in_writing": True}, "withdrawn", "withdrawal_notice"),
    ],
)
def test_the_ways_a_case_ends_at_the_counter(verb: str, body: dict[str, object], state: str, kind: str) -> None:
    """行政许可法 32(一)1、2、(二)."""
    lin = Desk("林小窗")
    number = lin.receive()
    assert lin.move(number, verb).status_code in (409, 422)
    assert lin.must(number, verb, **body)["state"] == state
    document = Document.objects.get(case__number=number, kind=kind)
    assert render_document(document.pk, clock.now()).state == "ready"


def test_the_receiving_clerk_and_one_officer_alone_cannot_decide() -> None:
    """行政许可法 34; S2-43."""
    lin, zhao = Desk("林小窗"), Desk("赵审查")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    lin.must(number, "accept")
    assert lin.move(number, "take-up").status_code == 403
    zhao.must(number, "take-up")
    alone = zhao.move(number, "decide", verb="deny", reasons="车辆不符", legal_basis="第六条")
    assert [reason["code"] for reason in alone.json()["reasons"]] == ["second_officer"]


def test_a_denial_carries_the_remedies_of_its_day() -> None:
    """行政许可法 38; 行政复议法 20、24."""
    lin, zhao, qian = Desk("林小窗"), Desk("赵审查"), Desk("钱复核")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    lin.must(number, "accept")
    zhao.must(number, "take-up")
    ruling = {"verb": "deny", "reasons": "车辆不符合要求", "legal_basis": "道路货物运输及站场管理规定第六条"}
    qian.must(number, "co-sign", opinion="deny")
    assert zhao.must(number, "decide", **ruling, second_officer=qian.me())["state"] == "denied"
    document = Document.objects.get(case__number=number, kind="denial_decision")
    assert render_document(document.pk, clock.now()).state == "ready"


def test_the_head_extends_once_and_only_the_head() -> None:
    """行政许可法 42."""
    lin, zhao, sun = Desk("林小窗"), Desk("赵审查"), Desk("孙局长")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    before = lin.must(number, "accept")["statutory_due"]
    zhao.must(number, "take-up")
    assert zhao.move(number, "extend", days=10, reasons="案情复杂").status_code == 403
    assert sun.must(number, "extend", days=10, reasons="案情复杂")["statutory_due"] > before
    again = sun.move(number, "extend", days=5, reasons="再延")
    assert [reason["code"] for reason in again.json()["reasons"]] == ["extended_before"]


def test_a_double_click_receives_once() -> None:
    lin = Desk("林小窗")
    body = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT}
    body["form"] = {
        "name": "王小明",
        "id_number": "330181199503070010",
        "contact_name": "王",
        "contact_mobile": "13900001234",
        "courier": "no",
    }
    first, second = (lin.post("/cases", body, key="one-click") for _ in range(2))
    assert first.json() == second.json()
    assert Case.objects.count() == 1


def test_another_towns_clerk_sees_nothing() -> None:
    number = Desk("林小窗").receive()
    wu = Desk("吴益农")
    assert wu.get(f"/cases/{number}").status_code == 404
    assert wu.move(number, "accept").status_code == 404
    assert wu.get("/cases").json()["cases"] == []


def test_a_wrong_check_digit_is_explained_and_nothing_is_received() -> None:
    lin = Desk("林小窗")
    form = {
        "name": "王小明",
        "id_number": "330181199503070011",
        "contact_name": "王",
        "contact_mobile": "1390000123",
        "courier": "no",
    }
    body = {"matter": "freight_general", "applicant_kind": "person", "answers": FREIGHT, "form": form}
    answer = lin.post("/cases", body)
    assert answer.status_code == 422
    assert {reason["field"] for reason in answer.json()["reasons"]} == {"id_number", "contact_mobile"}
    assert not Case.objects.exists()


@pytest.mark.usefixtures("certain_days")
def test_five_working_days_without_a_notice_are_an_acceptance_as_of_the_receipt() -> None:
    """行政许可法 32(一)4; rulebook 2.1.1 no. 2: the acceptance is back-dated to the receipt."""
    number = Desk("林小窗").receive()
    case = Case.objects.get(number=number)
    assert case.notice_due is not None
    last_day = beats.opening_of(case.notice_due)
    with pytest.raises(Refused, match="未满五个工作日"):
        deem_accept(actor=CLOCK, number=number, now=last_day)
    deemed = deem_accept(actor=CLOCK, number=number, now=last_day + timedelta(days=1))
    assert deemed.deemed and deemed.accepted_on == clock.day_of(case.received_at)
    document = Document.objects.get(case__number=number, kind="acceptance_notice")
    assert render_document(document.pk, clock.now()).state == "ready"


def test_a_supplement_gives_five_new_days() -> None:
    """行政许可法 32(一)5: after the supplement the period runs anew, so nothing is deemed accepted at once."""
    lin = Desk("林小窗")
    number = lin.receive()
    line = {"id": "m_safe", "name": "安全生产管理制度文本", "what": "缺操作规程", "todo": "补交操作规程"}
    lin.must(number, "request-correction", items=[line])
    late = clock.now() + timedelta(days=30)
    supplement(actor=_actor("林小窗"), number=number, supplied=["m_safe"], now=late)
    with pytest.raises(Refused):
        deem_accept(actor=CLOCK, number=number, now=late + timedelta(days=1))


def test_a_single_clerk_needs_a_recorded_delegation() -> None:
    """S2-45②: 前台一人通办."""
    lin = Desk("林小窗")
    matter = "individual_business_setup"
    answers = _answers(lin, matter)
    number = lin.receive(matter, answers)
    lin.must(number, "materials", items=lin.materials(matter, answers))
    refused = lin.move(number, "complete-instantly")
    assert [reason["code"] for reason in refused.json()["reasons"]] == ["no_delegation"]
    site = Case.objects.get(number=number).site_id
    instrument = Instrument("萧市监委〔2026〕1号", matter, site, "受理、审查、制证", clock.day_of(clock.now()))
    record_delegation(actor=_actor("韩局长"), instrument=instrument, now=clock.now())
    assert lin.must(number, "complete-instantly")["state"] == "granted"


def test_a_result_goes_by_courier_with_its_waybill() -> None:
    """S2-44: 快递送达，留存寄件单据."""
    lin, zhao, qian, zhou = Desk("林小窗"), Desk("赵审查"), Desk("钱复核"), Desk("周出证")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    lin.must(number, "accept")
    zhao.must(number, "take-up")
    ruling = {"verb": "deny", "reasons": "车辆不符合要求", "legal_basis": "道路货物运输及站场管理规定第六条"}
    qian.must(number, "co-sign", opinion="deny")
    zhao.must(number, "decide", **ruling, second_officer=qian.me())
    zhao.must(number, "send-to-issuing")
    assert zhou.move(number, "confirm-courier").status_code == 409
    zhou.must(number, "send-by-courier", carrier="邮政", waybill="EA123456785CN")
    assert zhou.move(number, "send-by-courier", carrier="邮政", waybill="EA123456785CN").status_code == 409
    assert zhou.must(number, "confirm-courier")["state"] == "delivered"


def _actor(name: str) -> Actor:
    return actor_of(Staff.objects.get(name=name))


def _answers(desk: Desk, matter: str) -> dict[str, Any]:
    """Answer every question by its first option until a situation is reached."""
    answers: dict[str, Any] = {}
    for _ in range(20):
        step = desk.post(f"/matters/{matter}/advance", {"answers": answers, "applicant_kind": "person"}).json()
        question = step["question"]
        if question is None:
            return answers
        answers[question["id"]] = [] if question["kind"] == "multi" else question["options"][0]["id"]
    raise AssertionError("the questions never end")
