"""One case through the XML messages: pushed as register and accept, reported as accept … transact (rulebook 5.2; S2-49, S2-50)."""

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
from yichuang.exchange.models import Delivery
from yichuang.foundations import ledger
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
    assert [child.name for child in read(register["baseInfoXml"]).children][0] == "CALLINFO"
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
    caller.must(number, "special_begin", **special, notice_served_on="2026-11-28", reason="核查停车场地")
    caller.must(number, "special_end", outcome="符合条件")
    key = uploaded(caller, number)
    caller.must(number, "concluded", **GRANTED, around={"file_key": key, "file_name": "许可证.jpg"})
    assert Desk("周出证").get(f"/cases/{number}").json()["state"] == "at_issuing"
    told = [event.type for event in ledger.history(f"case:{number}")]
    assert told.count("case.reported") == 4 and "case.co_signed" in told and "case.decided" in told


def uploaded(caller: Caller, number: str) -> str:
    given = SimpleUploadedFile("许可证.jpg", jpeg(), "image/jpeg")
    answer = caller.post("files/", PROJID=number, file=given).json()
    assert answer["result"] == "01", answer
    assert answer["datas"]["FILEURL"].startswith(f"{number}_")
    return str(answer["datas"]["FILEURL"])
