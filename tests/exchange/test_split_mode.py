"""受办分离 (S2-48…S2-50): received here, pushed, handled there, reported back, handed out here."""

import hashlib
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from standardwebhooks.webhooks import Webhook

from tests.counter import Desk
from tests.exchange.joined import HANDLER, HEAD, SECOND, Joined, Receiver, join
from tests.exchange.outbox import send
from tests.exchange.pictures import jpeg
from yichuang.exchange.models import Delivery, InboundMessage
from yichuang.exchange.operations.claim import claim, due_systems
from yichuang.foundations import clock, ledger

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")


def push_all() -> int:
    """Send everything that is due, as the sender would; return how many attempts that were."""
    lease, tries = uuid.uuid4(), 0
    while True:
        ids = [
            one
            for system in due_systems(clock.now())
            for one in claim(system=system, lease=lease, now=clock.now(), wall=clock.wall())
        ]
        if not ids:
            return tries
        for one in ids:
            send(one, lease)
            tries += 1


def received(lin: Desk) -> str:
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    return number


def accepted(lin: Desk) -> str:
    number = received(lin)
    lin.must(number, "accept")
    return number


def test_the_department_gets_the_whole_case_signed_and_in_order() -> None:
    with Receiver() as there:
        joined = join(there.address)
        lin = Desk("林小窗")
        number = received(lin)
        assert lin.post(f"/cases/{number}/receipt", {}).status_code in (200, 201)
        lin.must(number, "accept")
        assert push_all() == 2
    types = [got.event["type"] for got in there.got]
    assert types == ["case.registered", "case.accepted"]
    for got in there.got:
        Webhook(joined.signing).verify(got.body, got.headers)
        assert got.headers["webhook-id"] == got.event["id"] and got.event["specversion"] == "1.0"
    data = there.got[1].event["data"]
    assert (
        data["number"] == number and data["state"] == "accepted" and data["form"]["id_number"] == "330181199503070010"
    )
    assert data["promised_due"] and {row["received_as"] for row in data["materials"]} == {"paper"}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_the_department_decides_there_and_the_result_is_handed_out_here() -> None:
    joined = join()
    lin = Desk("林小窗")
    number = accepted(lin)
    assert joined.must(number, "node_changed", node="site", name="现场核查")["state"] == "reviewing"
    served = clock.day_of(clock.now()).isoformat()
    special = {"procedure": "现场勘验", "legal_basis": "行政许可法 45", "expected_days": 5, "notice_served_on": served}
    assert joined.must(number, "special_begin", **special, reason="核查停车场地")["state"] == "suspended"
    assert joined.must(number, "special_end", outcome="符合条件")["state"] == "reviewing"
    assert joined.must(number, "extended", handler=HEAD, days=5, reasons="需专家论证")["state"] == "reviewing"
    file = upload(joined, number)
    result = {
        "name": "道路运输经营许可证",
        "number": "浙交运管许可 330109000001",
        "file": file["id"],
        "sha256": file["sha256"],
    }
    body: dict[str, Any] = {"outcome": "granted", "second_handler": SECOND, "result": result}
    assert joined.must(number, "concluded", **body)["state"] == "at_issuing"
    case = Desk("周出证").get(f"/cases/{number}").json()
    assert case["state"] == "at_issuing"
    told = [event.type for event in ledger.history(f"case:{number}")]
    assert told.count("case.reported") == 5 and "case.co_signed" in told and "case.decided" in told
    assert not Delivery.objects.exclude(type="case.accepted").exists(), "what the system did itself is no news to it"


def upload(joined: Joined, number: str) -> dict[str, Any]:
    given = SimpleUploadedFile("许可证.jpg", jpeg(), "image/jpeg")
    answer = joined.http.post(
        f"/api/exchange/cases/{number}/files",
        {"file": given, "purpose": "办理结果"},
        headers={"Authorization": f"Bearer {joined.token}"},
    )
    assert answer.status_code == 201, answer.content.decode()
    kept = dict(answer.json())
    assert kept["received_sha256"] == hashlib.sha256(jpeg()).hexdigest() != kept["sha256"], "a picture is re-encoded"
    return kept


def test_a_correction_asked_there_is_supplied_here() -> None:
    joined = join()
    lin = Desk("林小窗")
    number = received(lin)
    lin.post(f"/cases/{number}/receipt", {})
    material = lin.materials()[0]["material"]
    asked = [{"material": material, "what": "复印件不清晰", "todo": "请重新复印"}]
    assert joined.must(number, "correction_requested", items=asked)["state"] == "correcting"
    lin.must(number, "supplement", supplied=[material])
    lin.must(number, "accept")
    types = list(Delivery.objects.order_by("pk").values_list("type", flat=True))
    assert types == ["case.registered", "case.supplemented", "case.accepted"]


def test_a_file_is_fetched_once_by_ticket_and_the_fetch_is_on_record() -> None:
    joined = join()
    lin = Desk("林小窗")
    number = lin.receive()
    file = upload(joined, number)
    assert joined.post(f"/cases/{number}/files/{file['id']}/tickets", {"purpose": " "}).status_code == 422
    ticket = joined.post(f"/cases/{number}/files/{file['id']}/tickets", {"purpose": "办理许可"}).json()
    path = ticket["url"].split("/api/exchange", 1)[1]
    answer = joined.get(path)
    assert answer.status_code == 200 and hashlib.sha256(answer.content).hexdigest() == file["sha256"]
    assert joined.get(path).status_code == 410, "a ticket is good once"
    assert "files.ticket_redeemed" in [event.type for event in ledger.history(f"file:{file['id']}")]


@pytest.mark.parametrize(
    ("type_", "data", "status", "code"),
    [
        ("concluded", {"outcome": "granted"}, 409, ""),
        ("special_begin", {"procedure": "听证", "expected_days": 3, "notice_served_on": "2026-11-01"}, 409, ""),
        ("concluded", {"outcome": "maybe"}, 422, "report"),
        ("correction_requested", {"items": []}, 422, "report"),
        ("accepted", {"surprise": 1}, 422, "report"),
        ("invented", {}, 422, "type"),
    ],
)
def test_a_report_out_of_order_or_out_of_shape_changes_nothing(
    type_: str, data: dict[str, Any], status: int, code: str
) -> None:
    joined = join()
    number = Desk("林小窗").receive()
    before = joined.get(f"/cases/{number}/status").json()
    answer = joined.report(number, type_, **data)
    problem = answer.json()
    assert answer.status_code == status and answer.headers["Content-Type"].startswith("application/problem+json")
    assert all(reason["message"] for reason in problem["reasons"]) and (
        not code or problem["reasons"][0]["code"] == code
    )
    assert any(reason["rule"] for reason in problem["reasons"])
    assert joined.get(f"/cases/{number}/status").json() == before and not InboundMessage.objects.exists()


def test_a_message_counts_once_and_its_id_cannot_be_used_for_other_words() -> None:
    joined = join()
    number = accepted(Desk("林小窗"))
    first = joined.report(number, "node_changed", "m-1", node="a", name="现场核查")
    again = joined.report(number, "node_changed", "m-1", node="a", name="现场核查")
    assert (first.status_code, again.status_code) == (200, 200) and first.json() == again.json()
    other = joined.report(number, "node_changed", "m-1", node="b", name="专家评审")
    assert other.status_code == 409 and other.json()["reasons"][0]["code"] == "id_reused"
    assert InboundMessage.objects.count() == 1
    told = [event.type for event in ledger.history(f"case:{number}")]
    assert told.count("case.reported") == 1


def test_a_repeat_after_the_case_moved_on_still_gets_its_first_answer() -> None:
    joined = join()
    number = accepted(Desk("林小窗"))
    first = joined.report(number, "node_changed", "m-1", node="a", name="受理审查")
    result = {"name": "道路运输经营许可证", "number": "330109000002"}
    joined.must(number, "concluded", outcome="granted", second_handler=SECOND, result=result)
    assert joined.report(number, "node_changed", "m-1", node="a", name="受理审查").json() == first.json()


def test_two_officers_are_asked_of_a_system_as_of_anybody() -> None:
    joined = join()
    number = accepted(Desk("林小窗"))
    result = {"name": "道路运输经营许可证", "number": "330109000003"}
    alone = joined.report(number, "concluded", outcome="granted", result=result)
    assert alone.status_code == 409 and "行政许可法 34" in {reason["rule"] for reason in alone.json()["reasons"]}
    same = joined.report(number, "concluded", outcome="granted", second_handler=HANDLER, result=result)
    assert same.status_code == 409 and joined.get(f"/cases/{number}/status").json()["state"] == "accepted"


def test_what_an_officer_does_here_is_told_so_that_nobody_does_it_again() -> None:
    join()
    number = accepted(Desk("林小窗"))
    Desk("赵审查").must(number, "take-up")
    told = list(Delivery.objects.filter(number=number).order_by("pk"))
    assert [row.type for row in told] == ["case.accepted", "case.handled_here"]
    assert told[1].body["data"]["event"] == {"officer": "赵审查"} and told[1].body["data"]["state"] == "reviewing"
