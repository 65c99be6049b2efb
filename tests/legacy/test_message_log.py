"""XML messages are in the message log like all others: the wire bytes of pushes, refused calls, files given; never a credential."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.counter import Desk
from tests.exchange.joined import Receiver
from tests.exchange.pictures import jpeg
from tests.exchange.test_evidence import files_of
from tests.exchange.test_split_mode import accepted, push_all, received
from tests.legacy.calling import join_legacy
from tests.legacy.test_one_case import DONE, uploaded
from yichuang.exchange.models import LoggedMessage
from yichuang.exchange.operations.export_evidence import evidence_for_system
from yichuang.exchange.queries.message_log import bytes_of, verify_messages
from yichuang.foundations import clock

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")


def rows(**chosen: Any) -> list[LoggedMessage]:
    return list(LoggedMessage.objects.filter(**chosen).select_related("system").order_by("pk"))


def test_the_wire_bytes_of_a_push_are_kept_and_go_into_the_evidence() -> None:
    with Receiver(lambda got: (200, DONE)) as there:
        caller = join_legacy(there.address)
        lin = Desk("林小窗")
        number = received(lin)
        lin.post(f"/cases/{number}/receipt", {})
        push_all()
        (got,) = there.got
    (row,) = rows(kind="push")
    assert bytes_of(row) == got.body and row.kept and row.more["dialect"] == "legacy"
    package = files_of(evidence_for_system(system=caller.joined.system, number=number, now=clock.now()))
    manifest = json.loads(package["manifest.json"])
    assert package[manifest["messages"][0]["content"]] == got.body
    assert verify_messages().faults == []
    LoggedMessage.objects.filter(pk=row.pk).update(body=b"")
    assert any("原文缺失" in fault for fault in verify_messages().faults)


def test_refused_and_repeated_calls_are_on_record_without_their_credentials() -> None:
    caller = join_legacy()
    number = accepted(Desk("林小窗"))
    caller.must(number, "node_changed", node="site", name="现场核查")
    caller.must(number, "node_changed", node="site", name="现场核查")
    assert caller.send(number, "special_end", outcome="合格")["result"] == "04"
    assert caller.post("api/nodeinfo", nodeTransXml="<RECORD><PROJID>" + number + "</PROJID>").json()["result"] == "02"
    assert caller.send("330109999999999999999", "accepted")["result"] == "02"
    found = [(row.number == number, row.type, row.status) for row in rows(kind="report")]
    assert found == [
        (True, "node_changed", 200),
        (True, "node_changed", 200),
        (True, "special_end", 200),
        (True, "nodeinfo", 200),
        (False, "accepted", 200),
    ]
    last = rows(kind="report")[-1]
    assert last.number == "" and last.more == {"number": "330109999999999999999"}
    for row in rows(kind="report"):
        assert row.kept and b"sign" not in bytes(row.body) and caller.app_key.encode() not in bytes(row.body)
        assert "result" in bytes(row.answer).decode() or row.message_id
    assert verify_messages().faults == []


def test_a_call_that_lets_nobody_in_is_nobodys() -> None:
    caller = join_legacy()
    caller.request_secret = "wrong"
    assert caller.send("330109999999999999999", "accepted")["result"] == "05"
    assert rows() == []


def test_files_given_and_refused_and_the_departments_own_number_are_on_record() -> None:
    with Receiver(lambda got: (200, DONE)) as there:
        caller = join_legacy(there.address)
        number = accepted(Desk("林小窗"))
        push_all()
    key = uploaded(caller, number)
    ticket = caller.post(f"files/{key}/ticket").json()["datas"]["FILEPWD"]
    answer = caller.post(f"files/{key}", FILEPWD=ticket)
    given = SimpleUploadedFile("坏.jpg", b"no picture", "image/jpeg")
    assert caller.post("files/", PROJID="330109999999999999999", file=given).json()["result"] == "02"
    assert jpeg() and answer.status_code == 200
    kinds = [(row.kind, row.direction, row.number == number) for row in rows() if row.kind.startswith("file")]
    assert kinds == [("file_taken", "in", True), ("file_given", "out", True), ("file_taken", "in", False)]
    assert verify_messages().faults == []
