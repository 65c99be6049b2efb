"""Results of one joint case at the issuing counter: named on the list, signed for once on a tablet, handed out together (S2-25, S2-44)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.cases.test_budgets import statements
from tests.counter import PERSON, Desk, signature
from tests.life_events.joint import child, decide, joint, receive
from tests.life_events.test_joint_cases import death, issue
from tests.results import at_issuing
from yichuang.cases.models import Case, Document, Issuing, SignatureRequest
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.rules.receivers import Receiver
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.life_events.operations.joint_hand_out import JointReceipt, at_counter
from yichuang.life_events.operations.joint_sign import joint_hand_out_signed, joint_request_signature, joint_sign
from yichuang.life_events.queries.joint import children_of
from yichuang.life_events.queries.joint_signing import TOKEN, JointSigning, signing_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
MEMBERS = ("death_cancellation", "death_benefit", "gjj_withdraw_death")
HIMSELF = JointReceipt("居民身份证，号码已核对", Receiver(number=PERSON["id_number"]))
FORM = {"relation": "self", "paper": "id_card", "number": PERSON["id_number"], "act": "tablet"}


def waiting(*members: str) -> str:
    """Return the number of a death whose first results, these members', wait at the issuing counter."""
    number = str(receive(Desk("林小窗"), death())["number"])
    for member in members:
        issue(decide(child(number, member)).number)
    return number


def signing(number: str, now: datetime | None = None) -> JointSigning | None:
    """Return how far the signature of a joint case is."""
    row = joint(number)
    return signing_of(row, at_counter(who("周出证"), children_of(row)), now or clock.now())


def opened(number: str, now: datetime | None = None) -> JointSigning:
    """Open the signature page of a joint case and return it."""
    joint_request_signature(actor=who("周出证"), number=number, receipt=HIMSELF, now=now or clock.now())
    found = signing(number, now)
    assert found is not None
    return found


def token_of(found: JointSigning) -> str:
    """Return the token of a joint signature page."""
    return found.address.split("/")[4]


def sign(found: JointSigning, now: datetime | None = None) -> None:
    """Sign on the page."""
    picture = picture_of(signature())
    joint_sign(number=found.joint.number, token=token_of(found), picture=picture, now=now or clock.now())


def test_the_list_names_the_joint_case_while_other_results_of_it_wait() -> None:
    number = waiting("death_cancellation")
    alone = at_issuing(Desk("林小窗"))
    http = signed_in("周出证")
    assert f"/joint/{number}/hand-out/" not in http.get("/issuing/").content.decode(), "nothing else of it waits"
    with statements() as before:
        http.get("/issuing/")
    issue(decide(child(number, "death_benefit")).number)
    with statements() as after:
        page = http.get("/issuing/").content.decode()
    assert page.count(f"/joint/{number}/hand-out/") == 2 and page.count("另有 1 项待发放") == 2
    assert len(after) == len(before), "one statement for the whole page"
    case = child(number, "death_benefit").case
    assert case is not None
    assert f"/joint/{number}/hand-out/" in http.get(f"/issuing/{case.number}/").content.decode()
    assert "一次出件" not in http.get(f"/issuing/{alone}/").content.decode()
    waybill = {"carrier": "中国邮政", "waybill": "EA123456785CN"}
    Desk("周出证").must(case.number, "send-by-courier", **waybill)
    assert f"/joint/{number}/hand-out/" not in http.get("/issuing/").content.decode(), "what is sent does not wait"


def test_one_signature_on_the_tablet_is_kept_for_every_result() -> None:
    number, zhou, now = waiting(*MEMBERS), who("周出证"), clock.now()
    with pytest.raises(Refused, match="还没有为这次发放的全部结果签名"):
        joint_hand_out_signed(actor=zhou, number=number, now=now)
    found = opened(number, now)
    assert (found.state, len(found.rows)) == ("open", 3)
    with pytest.raises(Refused, match="还没有为这次发放的全部结果签名"):
        joint_hand_out_signed(actor=zhou, number=number, now=now)
    sign(found)
    assert [row.file is not None for row in SignatureRequest.objects.all()] == [True] * 3
    with pytest.raises(Refused, match="已经签过名"):
        sign(found)
    assert joint_hand_out_signed(actor=zhou, number=number, now=clock.now()).handed_out_at
    cases = Case.objects.filter(pk__in=[row.case_id for row in found.rows])
    assert {case.state for case in cases} == {"delivered"}
    assert Document.objects.filter(case__in=cases, kind="service_receipt").count() == 3
    assert {row.receiver_name for row in Issuing.objects.filter(case__in=cases)} == {"王小明"}
    for case in cases:
        told = [event.type for event in ledger.history(case.stream)]
        assert [one for one in told if "sign" in one][-2:] == ["case.signature_requested", "case.signed_for"]
    assert [event.type for event in ledger.history(f"joint:{number}")].count("joint.handed_out") == 1


def test_a_page_ends_when_it_is_replaced_or_forgotten_and_a_later_result_needs_a_new_one() -> None:
    number, now = waiting("death_cancellation", "death_benefit"), clock.now()
    first, second = opened(number, now), opened(number, now + timedelta(minutes=1))
    with pytest.raises(Refused, match="已重新发起签名"):
        sign(first)
    with pytest.raises(Refused, match="已过期"):
        sign(second, now + timedelta(minutes=17))
    late = signing(number, now + timedelta(minutes=17))
    assert late is not None and late.state == "expired"
    sign(second, now + timedelta(minutes=2))
    issue(decide(child(number, "gjj_withdraw_death")).number)
    assert signing(number) is None, "the signature does not cover what came later"
    with pytest.raises(Refused, match="全部结果签名") as refused:
        joint_hand_out_signed(actor=who("周出证"), number=number, now=clock.now())
    assert refused.value.reasons[0].code == "not_signed"


def test_who_may_open_the_page_and_for_whom() -> None:
    number, now = waiting("death_cancellation"), clock.now()
    with pytest.raises(NotAllowed):
        joint_request_signature(actor=who("林小窗"), number=number, receipt=HIMSELF, now=now)
    with pytest.raises(NotFound):
        joint_request_signature(actor=who("金益农"), number=number, receipt=HIMSELF, now=now)
    other = JointReceipt("居民身份证，人证相符", Receiver("self", "李四"))
    with pytest.raises(Refused) as refused:
        joint_request_signature(actor=who("周出证"), number=number, receipt=other, now=now)
    assert refused.value.reasons[0].code == "receiver_differs" and not SignatureRequest.objects.exists()
    nothing = receive(Desk("林小窗"), death())["number"]
    with pytest.raises(Refused) as refused:
        joint_request_signature(actor=who("周出证"), number=nothing, receipt=HIMSELF, now=now)
    assert refused.value.reasons[0].code == "nothing_here"


def test_the_pages_of_counter_and_tablet() -> None:
    number = waiting(*MEMBERS[:2])
    counter, tablet, address = signed_in("周出证"), Client(), f"/joint/{number}/hand-out/"
    assert counter.post(address, FORM).headers["Location"] == address
    page = counter.get(address).content.decode()
    found = signing(number)
    assert found is not None and found.address in page and "等待领取人签名" in page and "<svg" in page
    shown = tablet.get(found.address).content.decode()
    assert "死亡注销户口" in shown and "330181199503070010" not in shown
    assert "一次签名用于以上全部结果" in shown and tablet.get(f"{found.address}state/").status_code == 204
    assert "等待领取人签名" in counter.get(f"{address}signing/").content.decode()
    assert counter.post(f"{address}signed/", follow=True).content.decode().count("没有为这次发放") == 1
    assert tablet.post(found.address, {"signature": signature()}).status_code == 302
    assert "签名已保存" in tablet.get(found.address).content.decode()
    assert counter.get(f"{address}signing/").headers["HX-Refresh"] == "true"
    assert tablet.get(f"{found.address}state/").headers["HX-Refresh"] == "true"
    page = counter.get(address).content.decode()
    case: Any = child(number, MEMBERS[0]).case
    assert f"/issuing/{case.number}/signature.png" in page and f"{address}signed/" in page
    assert signed_in("林小窗").post(f"{address}signed/").status_code == 403
    assert counter.post(f"{address}signed/").headers["Location"] == f"/joint/{number}/"
    assert child(number, MEMBERS[1]).case.state == "delivered"  # type: ignore[union-attr]
    pks = "-".join(str(row.pk) for row in found.rows)
    for wrong in (f"{pks}.made-up", TOKEN.sign("0"), TOKEN.sign("x"), "wrong"):
        assert tablet.get(f"/joint/{number}/signature/{wrong}/").status_code == 404
    other = receive(Desk("林小窗"), death())["number"]
    assert tablet.get(f"/joint/{other}/signature/{TOKEN.sign(pks)}/").status_code == 404


def test_what_the_pages_can_the_api_can() -> None:
    number, zhou, path = waiting(*MEMBERS[:2]), Desk("周出证"), "/joint-cases/{}/{}"
    asked, handed = path.format("{}", "signature-request"), path.format("{}", "hand-out/signed")
    body = {"identity_checked": "居民身份证，号码已核对", "receiver_number": PERSON["id_number"]}
    assert zhou.get(asked.format(number)).json()["state"] == "none"
    early = zhou.post(handed.format(number), {})
    assert (early.status_code, early.json()["reasons"][0]["code"]) == (409, "not_signed")
    assert zhou.post(asked.format(number), {**body, "receiver_number": "330181199602150024"}).status_code == 409
    answer = zhou.post(asked.format(number), body)
    assert answer.status_code == 200, answer.content.decode()
    said = answer.json()
    assert (said["state"], len(said["cases"]), said["receiver_name"]) == ("open", 2, "王小明")
    assert PERSON["id_number"] not in str(said) and said["expires_at"] > said["requested_at"]
    page = said["address"].partition("/joint/")[2]
    assert Client().post(f"/joint/{page}", {"signature": signature()}).status_code == 302
    signed = zhou.get(asked.format(number)).json()
    assert (signed["state"], signed["address"]) == ("signed", "") and signed["signed_at"]
    assert zhou.post(handed.format(number), {}).json()["members"][0]["case_state"] == "delivered"
    assert zhou.get(asked.format(number)).json()["state"] == "none", "nothing is at the counter any more"
    for other, status in (("林小窗", 403), ("金益农", 404)):
        desk = Desk(other)
        assert desk.get(asked.format(number)).status_code == status
        assert desk.post(asked.format(number), body).status_code == status
        assert desk.post(handed.format(number), {}).status_code == status
