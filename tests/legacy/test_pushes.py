"""Our events as legacy messages: which message says which event, and how its answer is judged."""

import json
from typing import Any

import pytest

from yichuang.exchange.rules.attempts import Outcome, verdict
from yichuang.exchange.rules.wire import OUTGOING
from yichuang.legacy.rules.answers import judged, refusal
from yichuang.legacy.rules.careful_xml import fields_of, read
from yichuang.legacy.rules.pushes import UNSAID, Owner, files_in, message_of
from yichuang.legacy.rules.reports import hear
from yichuang.legacy.rules.tables import BASE_INFO, MESSAGES

OWNER = Owner("xs-transport", "杭州市萧山区交通运输局", "11330109002512345X")


def event(type_: str, **data: Any) -> dict[str, Any]:
    return {
        "id": "0a1b", "source": "/exchange/330109", "type": type_, "time": "2026-11-28T02:00:00+00:00", "sequence": "7",
        "data": {
            "number": "330109112026112800019", "state": "received", "state_name": "已收件", "mode": "split_mode",
            "matter": {"key": "m", "name": "普通货物运输经营许可", "basic_code": "b", "implementation_code": "i", "case_type": "promised"},
            "situation": {"id": "S1", "name": "首次申请"}, "answers": {}, "applicant": {"kind": "person", "name": "王小明"},
            "form": {"name": "王小明", "id_number": "330181199503070010", "contact_phone": "0571-82620000", "quantity": "1"},
            "form_labels": {"name": "申报人"}, "own_form": {"车辆数": 3}, "received_at": "2026-11-28T09:30:00+08:00",
            "first_handler": "林小窗", "promised_due": "2026-12-05",
            "materials": [{"id": "m_app", "name": "申请表", "received_as": "scan", "originals": 1, "copies": 0,
                           "files": [{"id": "f1", "name": "申请表.jpg"}]}],
            **data,
        },
    }  # fmt: skip


KEYS = {"f1": ("330109112026112800019_ab", "ticket")}


def said(type_: str, **data: Any) -> tuple[str, dict[str, str]]:
    found = message_of(event(type_, **data), OWNER, KEYS, "https://platform/legacy/api/")
    return found.name, found.fields


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("case.registered", "register"),
        ("case.supplemented", "patchAccept"),
        ("case.accepted", "accept"),
        ("case.tolerated_supplied", "register"),
        ("case.withdrawn", "accept"),
        ("case.ended", "accept"),
        ("case.delivered", "nodeinfo"),
        ("case.handled_here", "nodeinfo"),
    ],
)
def test_every_event_has_its_message(type_: str, name: str) -> None:
    got, fields = said(type_)
    assert got == name and {part for part, _, _ in MESSAGES[name].parts} | {"formXml", "projid"} >= set(fields)
    assert all(read(text) for part, text in fields.items() if part != "projid")


def test_every_event_that_is_told_has_a_line_above() -> None:
    for type_ in OUTGOING.keys() - UNSAID:
        assert said(type_)[1]


def test_the_base_information_says_what_has_a_source_and_nothing_else() -> None:
    _, fields = said("case.registered")
    base = fields_of(read(fields["baseInfoXml"]))
    assert [*base][1:] == [line.name for line in BASE_INFO], "in the order of the original, misspellings included"
    assert all(not base[line.name] for line in BASE_INFO if not line.fact)
    assert base["TELPHONE"] == "0571-82620000" and base["SS_ORGCODE"] == "002512345" and base["INFOTYPE"] == "承诺件"
    assert base["RECEIVETIME"] == "2026-11-28 09:30:00" and base["CREATE_TIME"] == "2026-11-28 10:00:00"
    items = [item for form in read(fields["formXml"]).all("FormInfo") for item in form.all("Item")]
    assert ("name", "申报人", "王小明") in [
        (one.attributes["name"], one.attributes["name_cn"], one.text) for one in items
    ]
    assert "车辆数" in [one.attributes["name"] for one in items]


def test_files_go_by_key_and_ticket_and_the_courier_s_address_where_there_is_one() -> None:
    assert [file["id"] for file in files_in(event("case.accepted"))] == ["f1"] and files_in(
        event("case.withdrawn")
    ) == []
    _, fields = said("case.registered")
    (record,) = read(fields["attrXml"]).all("RECORD")
    assert fields_of(record.all("FILES")[0].all("FILEINFO")[0]) == {
        "FILENAME": "申请表.jpg", "FILEURL": KEYS["f1"][0], "FILEPWD": "ticket",
    }  # fmt: skip
    assert fields_of(record)["TAKETYPE"] == "附件上传" and "apasPostXml" not in fields
    form = {
        **event("x")["data"]["form"],
        "courier": "yes",
        "receiver_name": "王小明",
        "receiver_address": "人民路 1 号",
    }
    posted = fields_of(read(said("case.registered", form=form)[1]["apasPostXml"]))
    assert posted["RECEIVER"] == "王小明" and posted["ADDRESS"] == "人民路 1 号"


@pytest.mark.parametrize(
    ("event_type", "payload", "report", "kept"),
    [
        ("case.correction_requested", {"items": [{"id": "m_app", "name": "申请表", "what": "没有签字", "todo": "请签字"}]},
         "correction_requested", {"items": [{"material": "m_app", "name": "申请表", "what": "没有签字", "todo": "请签字"}]}),
        ("case.suspended", {"procedure": "听证", "legal_basis": "45", "expected_days": 5, "notice_served_on": "2026-11-28",
                            "reason": "公共利益", "served_how": ""}, "special_begin", {"procedure": "听证", "expected_days": 5}),
        ("case.resumed", {"outcome": "结束"}, "special_end", {"outcome": "结束"}),
        ("case.decided", {"outcome": "denied", "reasons": "不符合", "legal_basis": "38", "decided_by": "赵审查",
                          "second_officer": "钱复核"}, "concluded", {"outcome": "denied", "reasons": "不符合"}),
        ("case.extended", {"days": 10, "reason": "需专家论证"}, "extended", {"days": 10, "reasons": "需专家论证"}),
        ("case.taken_up", {"officer": "赵审查"}, "node_changed", {"node": "take_up"}),
    ],
)  # fmt: skip
def test_what_was_done_here_is_told_as_the_department_would_have_said_it(
    event_type: str, payload: dict[str, Any], report: str, kept: dict[str, Any]
) -> None:
    heard = hear(*said("case.handled_here", event=payload, event_type=event_type))
    assert heard.type == report and {name: heard.data[name] for name in kept} == kept


def test_the_extension_field_says_the_situation_in_every_message_and_an_extension_in_its_own() -> None:
    told: dict[str, Any] = {"event_type": "case.extended", "event": {"days": 10, "reason": "需专家论证"}}
    for type_, part in (
        ("case.registered", "baseInfoXml"),
        ("case.accepted", "acceptInfoXml"),
        ("case.supplemented", "patchEndXml"),
    ):
        assert fields_of(read(said(type_)[1][part]))["EXTEND"] == "S1 首次申请", type_
    found = said("case.handled_here", **told)[1]["nodeTransXml"]
    assert fields_of(read(found))["EXTEND"] == "DAYS=10;REASON=需专家论证"


def test_a_withdrawal_and_a_refusal_are_deletions_with_their_reasons() -> None:
    fields = said("case.withdrawn", event={"reasons": "不办了"})[1]
    accept = fields_of(read(fields["acceptInfoXml"]))
    assert (accept["SYNC_STATUS"], accept["REASON"], accept["ACCEPT_MAN"]) == ("D", "不办了", "林小窗")


@pytest.mark.parametrize(
    ("answer", "done", "state", "says"),
    [
        (b'{"result":"01","resultmsg":"ok"}', True, "delivered", ""),
        (b'{"result":1}', True, "delivered", ""),
        ('{"result":"00","resultmsg":"无此事项"}'.encode(), False, "waiting", "无此事项"),
        (b"<html>", False, "waiting", "没有 result"),
        (b"[]", False, "waiting", "没有 result"),
        (b"[" * 100_000, False, "waiting", "没有 result"),
        (b"", False, "waiting", "没有 result"),
    ],
)
def test_an_answer_counts_only_with_its_result_code(answer: bytes, done: bool, state: str, says: str) -> None:
    found = judged(Outcome(200), answer)
    assert found.done == done and says in found.fault and verdict(found, 1, 0.5).state == state


def test_a_refusing_answer_is_not_an_absence_and_is_parked_after_five() -> None:
    refused = judged(Outcome(200), json.dumps({"result": "00"}).encode())
    assert not refused.away and verdict(refused, 5, 0.5).state == "parked"
    broken = judged(Outcome(200), b"?")
    assert broken.away and verdict(broken, 5, 0.5).state == "waiting"
    assert judged(Outcome(503), b'{"result":"01"}').status == 503, "a status speaks first"


def test_refusals_have_codes() -> None:
    assert (
        refusal(409, "x")["result"] == "04"
        and refusal(422, "x")["result"] == "02"
        and refusal(404, "x")["result"] == "03"
    )
