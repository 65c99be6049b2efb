"""One case through the XML messages: pushed as register and accept, reported as accept … transact (rulebook 5.2; S2-49, S2-50)."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from standardwebhooks.webhooks import Webhook

from tests.counter import Desk
from tests.exchange.joined import Receiver
from tests.exchange.pictures import jpeg
from tests.exchange.test_split_mode import accepted, push_all, received
from tests.legacy.calling import Caller, fields_of, join_legacy
from yichuang.exchange.models import ClientSystem, Delivery, DeliveryAttempt, InboundMessage, MatterRoute
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.legacy.models import FileKey, OwnNumber
from yichuang.legacy.rules.careful_xml import fields_of as leaves_of
from yichuang.legacy.rules.careful_xml import read

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")
DONE = b'{"result":"01","resultmsg":"ok"}'
GRANTED: dict[str, Any] = {
    "outcome": "granted",
    "second_handler": {"name": "钱核查"},
    "legal_basis": "道路运输条例 24",
    "result": {"name": "道路运输经营许可证", "number": "浙交运管许可 330109000001"},
}


def test_the_case_is_pushed_as_register_and_accept_signed_like_every_push() -> None:
    with Receiver(lambda got: (200, DONE)) as there:
        caller = join_legacy(there.address.replace("/events", "/legacy"))
        lin = Desk("林小窗")
        number = received(lin)
        lin.post(f"/cases/{number}/receipt", {})
        lin.must(number, "accept")
        assert push_all() == 2
    register, accept = (fields_of(got) for got in there.got)
    assert set(register) == {"baseInfoXml", "attrXml", "formXml"} and set(accept) == {"acceptInfoXml", "attrXml"}
    base = leaves_of(read(register["baseInfoXml"]))
    assert base["PROJID"] == number and base["APPLY_CARDNUMBER"] == "330181199503070010"
    assert base["INFOTYPE"] == "承诺件" and base["SYNC_STATUS"] == "I" and base["APPLY_PROPERTIY"] == ""
    assert read(register["baseInfoXml"]).children[0].name == "CALLINFO"
    materials = read(register["attrXml"]).all("RECORD")
    assert {leaves_of(one)["TAKETYPE"] for one in materials} == {"纸质收取"} and len(materials) == len(lin.materials())
    assert leaves_of(read(accept["acceptInfoXml"]))["PROMISE_ETIME"]
    for got in there.got:
        at = datetime.fromtimestamp(int(got.headers["webhook-timestamp"]), UTC)
        signature = Webhook(caller.joined.signing).sign(got.headers["webhook-id"], at, got.body.decode())
        assert signature in got.headers["webhook-signature"].split()
        assert got.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_the_department_decides_in_xml_and_the_result_is_handed_out_here() -> None:
    caller = join_legacy()
    number = accepted(Desk("林小窗"))
    caller.must(number, "node_changed", node="site", name="现场核查")
    special = {"procedure": "现场勘验", "legal_basis": "行政许可法 45", "expected_days": 5}
    served_on = day_of(clock.now()).isoformat()
    caller.must(number, "special_begin", **special, notice_served_on=served_on, reason="核查停车场地")
    caller.must(number, "special_end", outcome="符合条件")
    key = uploaded(caller, number)
    caller.must(number, "concluded", **GRANTED, around={"file_key": key, "file_name": "许可证.jpg"})
    assert Desk("周出证").get(f"/cases/{number}").json()["state"] == "at_issuing"
    told = [event.type for event in ledger.history(f"case:{number}")]
    assert told.count("case.reported") == 4 and "case.co_signed" in told and "case.decided" in told


def test_the_head_extends_in_xml_with_days_and_reason_in_extend() -> None:
    caller = join_legacy()
    number = accepted(Desk("林小窗"))
    caller.must(number, "node_changed", node="site", name="现场核查")
    broken = caller.post("api/nodeinfo", **bare(number, "十天")).json()
    assert broken["result"] == "02" and "DAYS=工作日数;REASON=理由" in broken["resultmsg"]
    caller.must(number, "extended", days=5, reasons="需专家论证；复核")
    told = next(event for event in ledger.history(f"case:{number}") if event.type == "case.extended")
    assert (told.payload["days"], told.payload["reason"]) == (5, "需专家论证；复核")


def bare(number: str, extend: str) -> dict[str, str]:
    leaves = f"<PROJID>{number}</PROJID><HANDER>孙局长</HANDER><NODE_ID>extended</NODE_ID><NODE_NAME>延长</NODE_NAME>"
    return {"nodeTransXml": f"<RECORD>{leaves}<EXTEND>{extend}</EXTEND></RECORD>"}


def uploaded(caller: Caller, number: str) -> str:
    given = SimpleUploadedFile("许可证.jpg", jpeg(), "image/jpeg")
    answer = caller.post("files/", PROJID=number, file=given).json()
    assert answer["result"] == "01", answer
    assert answer["datas"]["FILEURL"].startswith(f"{number}_")
    return str(answer["datas"]["FILEURL"])


def test_a_correction_asked_in_xml_is_supplied_here_and_told_as_its_end() -> None:
    with Receiver(lambda got: (200, DONE)) as there:
        caller = join_legacy(there.address)
        lin = Desk("林小窗")
        number = received(lin)
        lin.post(f"/cases/{number}/receipt", {})
        material = lin.materials()[0]["material"]
        items = [{"material": material, "what": "复印件不清晰", "todo": "请重新复印"}]
        caller.must(number, "correction_requested", items=items)
        assert Desk("林小窗").get(f"/cases/{number}").json()["state"] == "correcting"
        lin.must(number, "supplement", supplied=[material])
        caller.must(number, "accepted")
        push_all()
    assert [got.path.rpartition("/")[2] for got in there.got] == ["register", "patchAccept"]


def test_a_refusal_in_xml_is_an_acceptance_taken_back() -> None:
    caller = join_legacy()
    number = received(Desk("林小窗"))
    caller.must(number, "refused", reasons="不属于许可范围", legal_basis="行政许可法 32")
    assert Desk("林小窗").get(f"/cases/{number}").json()["state"] == "refused"
    row = InboundMessage.objects.get()
    assert row.type == "refused" and row.message_id.startswith("legacy-accept-") and row.handler_name == "赵承办"


def test_the_same_news_counts_once_whenever_it_is_sent_again() -> None:
    caller = join_legacy()
    number = accepted(Desk("林小窗"))
    caller.must(number, "node_changed", node="site", name="现场核查", around={"time": "2026-11-28 10:00:00"})
    caller.must(number, "node_changed", node="site", name="现场核查", around={"time": "2026-11-28 11:30:00"})
    assert InboundMessage.objects.count() == 1
    caller.must(number, "node_changed", node="review", name="审查")
    assert InboundMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("type_", "data", "result", "says"),
    [
        ("concluded", GRANTED, "04", ""),
        ("special_end", {"outcome": "无"}, "04", ""),
        ("node_changed", {"node": "", "name": ""}, "02", "nodeTransXml 缺少 NODE_ID"),
        ("special_begin", {"procedure": "听证", "expected_days": "三", "notice_served_on": "2026-11-28"}, "02", "SPECIAL_DAYS"),
        ("special_begin", {"procedure": "听证", "expected_days": 3, "notice_served_on": "明天"}, "02", "NOTICE_DATE"),
        ("correction_requested", {"items": []}, "02", "patchAttrXml"),
    ],
)  # fmt: skip
def test_out_of_order_or_out_of_shape_is_answered_with_a_code_and_a_sentence(
    type_: str, data: dict[str, Any], result: str, says: str
) -> None:
    caller = join_legacy()
    number = received(Desk("林小窗"))
    before = Desk("林小窗").get(f"/cases/{number}").json()["state"]
    answer = caller.send(number, type_, **data)
    assert answer["result"] == result and says in answer["resultmsg"] and answer["resultmsg"].endswith("。")
    assert Desk("林小窗").get(f"/cases/{number}").json()["state"] == before and not InboundMessage.objects.exists()


def test_what_only_the_platform_says_unknown_messages_and_strange_cases_are_refused() -> None:
    caller = join_legacy()
    number = received(Desk("林小窗"))
    assert caller.post("api/register", baseInfoXml="<RECORD/>").json()["result"] == "04"
    assert caller.post("api/patchAccept", patchEndXml="<RECORD/>").json()["result"] == "04"
    assert caller.post("api/invented").json()["result"] == "03"
    assert caller.send("330109112026112800019", "accepted")["result"] == "02", "no number of ours"
    name = "nodeTransXml"
    body = f"<RECORD><PROJID>{number}</PROJID><HANDER>赵</HANDER><NODE_ID>a</NODE_ID><NODE_NAME>b</NODE_NAME></RECORD>"
    assert "不一致" in caller.post("api/nodeinfo", projid="330109", **{name: body}).json()["resultmsg"]
    MatterRoute.objects.all().delete()
    assert caller.send(number, "accepted")["result"] == "03", "another's case is not there"


def test_the_department_s_own_number_is_noted_once_and_only_of_its_own_case() -> None:
    caller = join_legacy()
    number = received(Desk("林小窗"))
    body = f"<RECORD><PROJID>{number}</PROJID><OWN_ID>YG-2026-0007</OWN_ID></RECORD>"
    for _ in range(2):
        assert caller.post("api/projIdFeedback", projIdFeedbackXml=body).json()["result"] == "01"
    assert OwnNumber.objects.get().own_number == "YG-2026-0007"
    told = [event.type for event in ledger.history(f"case:{number}")]
    assert told.count("case.number_fed_back") == 1
    MatterRoute.objects.all().delete()
    assert caller.post("api/projIdFeedback", projIdFeedbackXml=body).json()["result"] == "03"


def test_a_file_is_fetched_by_key_and_ticket_once_and_given_again_on_demand() -> None:
    caller = join_legacy()
    number = received(Desk("林小窗"))
    key = uploaded(caller, number)
    first = caller.post(f"files/{key}/ticket").json()["datas"]["FILEPWD"]
    got = caller.post(f"files/{key}", FILEPWD=first)
    assert got.status_code == 200 and got["Content-Type"] == "image/jpeg" and len(got.content) > 100
    again = caller.post(f"files/{key}", FILEPWD=first)
    assert again.json()["result"] == "03" and "已经用过" in again.json()["resultmsg"]
    second = caller.post(f"files/{key}/ticket").json()["datas"]["FILEPWD"]
    assert second != first and caller.post(f"files/{key}", FILEPWD=second).status_code == 200
    assert caller.post(f"files/{number}_none", FILEPWD=second).json()["result"] == "03"
    assert caller.post("files/", PROJID=number).json()["result"] == "02"
    assert FileKey.objects.count() == 1


def test_a_scan_goes_out_with_its_key_and_the_same_ticket_on_every_attempt() -> None:
    answers = iter([b'{"result":"99","resultmsg":"busy"}', b"not json", DONE])
    with Receiver(lambda got: (200, next(answers))) as there:
        caller = join_legacy(there.address)
        lin = Desk("林小窗")
        number = received(lin)
        scan(lin, number)
        lin.post(f"/cases/{number}/receipt", {})
        for _ in range(3):
            Delivery.objects.update(next_at=Delivery.objects.get().created_at)
            ClientSystem.objects.update(away_until=None)
            push_all()
    bodies = {got.body for got in there.got}
    assert len(there.got) == 3 and len(bodies) == 1, "every attempt says the same"
    row = Delivery.objects.get()
    assert row.state == "delivered"
    faults = list(DeliveryAttempt.objects.order_by("pk").values_list("fault", flat=True))
    assert faults == ["拒绝：result=99，busy", "答复里没有 result", ""]
    info = read(fields_of(there.got[0])["attrXml"]).all("RECORD")
    files = [leaves_of(one) for record in info for listed in record.all("FILES") for one in listed.all("FILEINFO")]
    (file,) = files
    assert file["FILEURL"].startswith(f"{number}_")
    assert caller.post(f"files/{file['FILEURL']}", FILEPWD=file["FILEPWD"]).status_code == 200


def scan(lin: Desk, number: str) -> None:
    given = SimpleUploadedFile("扫描件.jpg", jpeg(), "image/jpeg")
    material = lin.materials()[0]["material"]
    headers = {**lin.headers, "Idempotency-Key": str(uuid.uuid4())}
    answer = lin.http.post(f"/api/cases/{number}/materials/{material}/scans", {"file": given}, headers=headers)
    assert answer.status_code in (200, 201), answer.content.decode()
