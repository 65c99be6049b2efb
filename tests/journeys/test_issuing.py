"""Issuing, relay, second officer, delegations and the first handler through operations and API (S2-43…S2-45, S2-63)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in
from tests.counter import Desk, signature
from tests.results import accepted, at_issuing, first_answers
from yichuang.accounts.models import Posting, Staff
from yichuang.accounts.permissions import CLOCK
from yichuang.accounts.queries import actor_of
from yichuang.cases.models import Case, Decision, Delegation, Document, Issuing, SignatureRequest
from yichuang.cases.operations.issue import close
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.operations.record_delegation import Instrument, record_delegation
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.operations.revoke_delegation import revoke_delegation
from yichuang.cases.operations.serve_electronically import e_deliver
from yichuang.cases.operations.sign import Visitor, hand_out_signed, request_signature, sign_for_result
from yichuang.cases.queries import issuing
from yichuang.cases.rules.receivers import Receiver
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.organizations.models import Department, Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district"), pytest.mark.journey]
SINGLE = "individual_business_setup"
MADE_UP = Receiver("agent", "李代办", "passport", "E12345678", "授权委托书原件")


def _actor(name: str) -> Actor:
    return actor_of(Staff.objects.get(name=name))


def _codes(answer: Any) -> list[str]:
    return [reason["code"] for reason in answer.json()["reasons"]]


def _events(number: str) -> list[str]:
    return [event.type for event in ledger.history(f"case:{number}")]


def test_front_and_back_relay_is_done_within_the_minute() -> None:
    """S2-45①: 前后台流转即办：受理、领办、决定、出件当场完成."""
    began = clock.now()
    number = at_issuing(Desk("林小窗"))
    window, warning = signed_in("周出证"), "发放前请确认证照在手"
    assert warning in window.get(f"/issuing/{number}/").content.decode()
    assert Desk("周出证").must(number, "hand-out", identity_checked="居民身份证原件", signature=signature())
    assert warning not in window.get(f"/issuing/{number}/").content.decode(), "what was handed out is confirmed no more"
    case = Case.objects.get(number=number)
    assert case.accepted_on == clock.day_of(began)
    assert case.decided_at and case.delivered_at and case.delivered_at - began < timedelta(minutes=1)
    assert close(actor=CLOCK, number=number, now=clock.now()).state == "closed"


def test_a_signature_page_is_signed_once_by_whoever_holds_it() -> None:
    number, zhou, now = at_issuing(Desk("林小窗")), _actor("周出证"), clock.now()
    picture = picture_of(signature())
    with pytest.raises(Refused, match="还没有签名"):
        hand_out_signed(actor=zhou, number=number, now=now)
    first = request_signature(actor=zhou, number=number, visitor=Visitor(MADE_UP, "护照原件，号码已核对"), now=now)
    page = request_signature(actor=zhou, number=number, visitor=Visitor(MADE_UP, "护照原件，号码已核对"), now=now)
    tokens = [issuing.SIGNATURE.sign(str(row.pk)) for row in (first, page)]
    with pytest.raises(Refused, match="已重新发起签名"):
        sign_for_result(number=number, token=tokens[0], picture=picture, now=now)
    with pytest.raises(Refused, match="已过期"):
        sign_for_result(number=number, token=tokens[1], picture=picture, now=now + timedelta(hours=14))
    with pytest.raises(NotFound):
        sign_for_result(number="330109112611208000018", token=tokens[1], picture=picture, now=now)
    assert sign_for_result(number=number, token=tokens[1], picture=picture, now=now).signed_at == now
    with pytest.raises(Refused, match="已经签过名"):
        sign_for_result(number=number, token=tokens[1], picture=picture, now=now)
    assert hand_out_signed(actor=zhou, number=number, now=now).state == "delivered"
    kept = Issuing.objects.get(case__number=number)
    assert (kept.relation, kept.receiver_name, kept.authorisation) == ("受托代领人", "李代办", "授权委托书原件")
    assert _events(number).count("case.signature_requested") == 2
    document = Document.objects.get(case__number=number, kind="service_receipt")
    assert document.data["receiver_number"].count("*") and "E12345678" not in str(document.data)
    assert render_document(document.pk, now).state == "ready"


def test_nobody_takes_another_s_result() -> None:
    number, zhou = at_issuing(Desk("林小窗")), Desk("周出证")
    body = {"identity_checked": "居民身份证原件", "signature": signature()}
    assert _codes(zhou.move(number, "hand-out", **body, receiver_name="李四")) == ["receiver_differs"]
    agent = zhou.move(number, "hand-out", **body, relation="agent", receiver_name="李四")
    assert _codes(agent) == ["receiver_number", "authorisation"]
    assert Desk("金益农").move(number, "hand-out", **body).status_code == 404
    assert Desk("林小窗").move(number, "hand-out", **body).status_code == 403
    with pytest.raises(NotAllowed):
        request_signature(actor=_actor("林小窗"), number=number, visitor=Visitor(MADE_UP, "护照"), now=clock.now())
    assert not SignatureRequest.objects.exists()


def test_what_the_courier_has_is_not_handed_out_until_it_is_back() -> None:
    number, zhou = at_issuing(Desk("林小窗")), Desk("周出证")
    assert _codes(zhou.move(number, "take-back-from-courier", reasons="无人签收")) == ["not_sent"]
    assert _codes(zhou.move(number, "send-by-courier", carrier="中国邮政", waybill="EA123456784CN")) == [
        "waybill_wrong"
    ]
    zhou.must(number, "send-by-courier", carrier="中国邮政", waybill="EA123456785CN")
    body = {"identity_checked": "居民身份证原件", "signature": signature()}
    assert _codes(zhou.move(number, "hand-out", **body)) == ["with_the_courier"]
    zhou.must(number, "take-back-from-courier", reasons="无人签收")
    assert Case.objects.get(number=number).state == "at_issuing"
    assert zhou.must(number, "hand-out", **body)["state"] == "delivered"
    assert "case.courier_returned" in _events(number)
    slip = Document.objects.get(case__number=number, kind="courier_slip")
    assert render_document(slip.pk, clock.now()).state == "ready"


def test_electronic_service_needs_consent_an_electronic_form_and_a_reader() -> None:
    """国务院令716号 8、10."""
    number, zhou = at_issuing(Desk("林小窗"), "deny"), Desk("周出证")
    assert _codes(zhou.move(number, "offer-electronically", consent="")) == ["consent_missing"]
    zhou.must(number, "offer-electronically", consent="当场书面同意电子送达")
    row = Issuing.objects.get(case__number=number)
    token = issuing.SERVICE.sign(str(row.pk))
    assert Case.objects.get(number=number).state == "at_issuing", "laid out is not served"
    now = clock.now()
    with pytest.raises(Refused, match="还不能阅读"):
        e_deliver(token=token, how="查询密码", now=now)
    render_document(Document.objects.get(case__number=number, kind="denial_decision").pk, now)
    assert e_deliver(token=token, how="查询密码", now=now).state == "delivered"
    assert e_deliver(token=token, how="查询密码", now=now + timedelta(days=1)).delivered_at == now
    with pytest.raises(NotFound):
        e_deliver(token="1.made-up", how="查询密码", now=now)


def test_the_second_officer_confirms_himself_and_again_after_a_change() -> None:
    """行政许可法 34: a name picked by the first officer is no second officer."""
    lin, zhao, qian = Desk("林小窗"), Desk("赵审查"), Desk("钱复核")
    number = accepted(lin)
    assert qian.move(number, "co-sign", opinion="grant").status_code == 409
    zhao.must(number, "take-up")
    deny = {"verb": "deny", "reasons": "车辆不符", "legal_basis": "第六条"}
    assert _codes(zhao.move(number, "decide", **deny, second_officer=qian.me())) == ["second_officer"]
    assert _codes(zhao.move(number, "co-sign", opinion="deny")) == ["same_officer"]
    assert qian.move(number, "co-sign", opinion="perhaps").status_code == 422
    assert lin.move(number, "co-sign", opinion="deny").status_code == 403
    assert Desk("李登记").move(number, "co-sign", opinion="deny").status_code == 404
    qian.must(number, "co-sign", opinion="grant")
    assert _codes(zhao.move(number, "decide", **deny)) == ["opinions_differ"]
    qian.must(number, "co-sign", opinion="deny")
    point = next(
        (line["id"], point["id"]) for line in lin.checklist() for point in line["points"] if point["kind"] == "content"
    )
    zhao.must(number, "review", points={point[0]: {point[1]: "failed"}})
    assert _codes(zhao.move(number, "decide", **deny)) == ["second_officer"], "the confirmation lapsed with the change"
    qian.must(number, "co-sign", opinion="deny")
    assert zhao.must(number, "decide", **deny)["state"] == "denied"
    assert Decision.objects.get(case__number=number).second_officer_name == "钱复核"


def _instrument(**changes: Any) -> Instrument:
    centre = Site.objects.get(key="centre").pk
    given = Instrument("萧市监委〔2026〕1号", SINGLE, centre, "受理、审查、决定", clock.day_of(clock.now()))
    return replace(given, **changes)


def _record(now: datetime, name: str = "韩局长", **changes: Any) -> Delegation:
    return record_delegation(actor=_actor(name), instrument=_instrument(**changes), now=now)


def test_an_instrument_is_recorded_printed_and_revoked() -> None:
    now = clock.now()
    row = _record(now)
    assert row.document is not None and render_document(row.document.pk, now).state == "ready"
    with pytest.raises(Refused, match="已经登记过"):
        _record(now)
    with pytest.raises(Refused, match="止期") as faults:
        _record(now, number="2号", valid_to=clock.day_of(now) - timedelta(days=1), duties=" ", staff_id="nobody")
    assert len(faults.value.reasons) == 3
    with pytest.raises(Refused, match="不是前台一人通办"):
        _record(now, "孙局长", matter="freight_general")
    with pytest.raises(NotAllowed):
        _record(now, "孙局长", number="3号")
    with pytest.raises(NotFound):
        revoke_delegation(actor=_actor("孙局长"), pk=row.pk, why="无权", now=now)
    with pytest.raises(Refused, match="撤销原因"):
        revoke_delegation(actor=_actor("韩局长"), pk=row.pk, why=" ", now=now)
    revoke_delegation(actor=_actor("韩局长"), pk=row.pk, why="人员调整", now=now)
    with pytest.raises(Refused, match="已经撤销"):
        revoke_delegation(actor=_actor("韩局长"), pk=row.pk, why="再撤", now=now)
    assert [event.type for event in ledger.history(row.stream)][-1] == "delegation.revoked"


def test_an_instrument_that_names_a_clerk_is_for_that_clerk() -> None:
    lin = Desk("林小窗")
    answers = first_answers(lin, SINGLE)
    number = lin.receive(SINGLE, answers)
    lin.must(number, "materials", items=lin.materials(SINGLE, answers))
    _record(clock.now(), staff_id=Desk("陈一诺").me())
    assert _codes(lin.move(number, "complete-instantly")) == ["no_delegation"]
    assert Desk("陈一诺").must(number, "complete-instantly")["state"] == "granted"


def test_the_first_handler_is_handed_over_within_the_counter() -> None:
    """S2-63: 首办责任可移交，但须留痕."""
    lin, chen = Desk("林小窗"), Desk("陈一诺")
    number = accepted(lin)
    assert lin.move(number, "hand-over-first-handler", successor=Desk("赵审查").me()).status_code == 422
    assert _codes(lin.move(number, "hand-over-first-handler", successor="")) == ["successor_missing"]
    lin.must(number, "hand-over-first-handler", successor=chen.me(), reason="休假")
    assert Case.objects.get(number=number).first_handler_name == "陈一诺"
    assert _events(number)[-1] == "case.first_handler_changed"


def test_whoever_received_the_application_does_not_decide_it() -> None:
    """S2-43: 前台受理、后台审批分离, also for somebody who holds both posts."""
    clerk = Staff.objects.get(name="林小窗")
    office = Department.objects.get(key="xs-transport")
    Posting.objects.create(staff=clerk, role="officer", department=office, valid_from=date(2020, 1, 1))
    lin = Desk("林小窗")
    number = accepted(lin)
    lin.must(number, "take-up")
    Desk("赵审查").must(number, "co-sign", opinion="deny")
    deny = {"verb": "deny", "reasons": "车辆不符", "legal_basis": "第六条"}
    assert _codes(lin.move(number, "decide", **deny)) == ["receiver_decides"]
    other = accepted(lin)
    Desk("赵审查").must(other, "take-up")
    assert _codes(lin.move(other, "co-sign", opinion="deny")) == ["receiver_decides"]


def test_a_result_is_seen_to_have_arrived_by_its_list() -> None:
    """S2-44: 出件交接清单."""
    number, zhao, zhou = at_issuing(Desk("林小窗")), Desk("赵审查"), Desk("周出证")
    assert not issuing.way_of(_actor("周出证"), number).arrived
    batch = zhao.post("/handovers", {"direction": "to_issuing", "cases": [number]}).json()["number"]
    assert zhao.post(f"/handovers/{batch}/sign-out", {}).status_code == 200
    assert (
        zhou.post(f"/handovers/{batch}/sign-in", {"found": [{"case": number, "taken_over": True}]}).status_code == 200
    )
    way = issuing.way_of(_actor("周出证"), number)
    assert (way.arrived, way.state) == (True, "waiting")
    with pytest.raises(NotFound):
        issuing.way_of(_actor("金益农"), number)


def test_results_are_found_by_number_name_and_code() -> None:
    number, zhou = at_issuing(Desk("林小窗")), _actor("周出证")
    code = Document.objects.get(case__number=number, kind="grant_decision").code
    for asked in (number, "王小", f"http://127.0.0.1:8000/verify/{code}"):
        assert [row.number for row in issuing.look_up(zhou, asked, "waiting")] == [number]
    assert not issuing.look_up(zhou, "李", "waiting")
    assert [row.number for row in issuing.look_up(zhou, "", "waiting")] == [number]
    assert not issuing.look_up(zhou, "", "sent")
    assert not issuing.look_up(_actor("金益农"), "", "waiting")


def test_termination_tells_the_remedies() -> None:
    number, zhao = accepted(Desk("林小窗")), Desk("赵审查")
    assert _codes(zhao.move(number, "terminate", reasons=" ")) == ["reasons_missing", "basis_missing"]
    zhao.must(number, "terminate", reasons="申请人死亡", legal_basis="浙江省行政程序办法")
    document = Document.objects.get(case__number=number, kind="termination_notice")
    assert render_document(document.pk, clock.now()).state == "ready"


def test_the_issuing_pages_take_few_statements(django_assert_max_num_queries: Any) -> None:
    """List: who acts, page. Result: who acts, result, arrived, documents, signature page."""
    number, http = at_issuing(Desk("林小窗")), Client()
    zhou = next(person for person in PEOPLE if person.name == "周出证")
    http.post("/sign-in/", {"mobile": zhou.mobile, "password": PASSWORD})
    for path, most in (("/issuing/", 6), (f"/issuing/{number}/", 12)):
        assert http.get(path).status_code == 200
        with django_assert_max_num_queries(most):
            http.get(path)
