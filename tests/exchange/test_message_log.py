"""The message log (issue 4, 7): every message in or out is one row with the hash of its exact bytes, chained and sealed."""

import hashlib
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.counter import Desk
from tests.exchange.joined import Receiver, join
from tests.exchange.raw import RawReceiver, says
from tests.exchange.test_split_mode import accepted, push_all, upload
from yichuang.exchange.models import ClientSystem, Delivery, LoggedMessage, MessageSeal
from yichuang.exchange.operations.seal_messages import seal_messages
from yichuang.exchange.queries.message_log import bytes_of, verify_messages
from yichuang.foundations import clock

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")


def rows(**chosen: Any) -> list[LoggedMessage]:
    return list(LoggedMessage.objects.filter(**chosen).select_related("system").order_by("pk"))


def sha(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def test_a_push_is_on_record_with_the_bytes_that_went_and_the_hash_of_the_answer() -> None:
    answers = iter([(503, b"later"), (202, b"taken")])
    with Receiver(lambda got: next(answers)) as there:
        join(there.address)
        number = accepted(Desk("林小窗"))
        assert push_all() == 1
        ClientSystem.objects.update(failures=0, away_until=None)
        Delivery.objects.update(next_at=clock.now())
        assert push_all() == 1
        first, second = rows(kind="push")
        for row, got, said in zip((first, second), there.got, (b"later", b"taken"), strict=True):
            assert bytes(row.sha256) == sha(got.body) and bytes_of(row) == got.body and row.size == len(got.body)
            assert bytes(row.answer_sha256) == sha(said) and row.more == {
                "timestamp": int(got.headers["webhook-timestamp"])
            }
            assert (row.number, row.type, row.message_id) == (number, "case.accepted", got.headers["webhook-id"])
        assert [row.status for row in (first, second)] == [503, 202] and [row.seq for row in (first, second)] == [1, 2]
        assert there.got[0].body == there.got[1].body, "the same bytes at every attempt"


def test_what_did_not_reach_the_receiver_is_no_message_and_silence_is_one_without_an_answer() -> None:
    join("http://127.0.0.1:9/events")
    accepted(Desk("林小窗"))
    assert push_all() == 1 and rows() == []
    with RawReceiver(says()) as mute:
        ClientSystem.objects.update(receiver=mute.address, failures=0, away_until=None)
        Delivery.objects.update(next_at=clock.now())
        assert push_all() == 1
    (row,) = rows()
    assert (row.status, bytes(row.answer_sha256)) == (0, b"")


def test_a_report_and_its_refusals_and_repetitions_are_on_record_with_their_answers() -> None:
    joined = join()
    number = accepted(Desk("林小窗"))
    given = {"node": "a", "name": "现场核查"}
    answers = [
        joined.report(number, "node_changed", "m-1", **given),
        joined.report(number, "node_changed", "m-1", **given),
        joined.report(number, "concluded", "m-2", outcome="maybe"),
        joined.report("330109990000000000000", "accepted", "m-3"),
    ]
    found = rows(kind="report")
    assert [row.status for row in found] == [answer.status_code for answer in answers] == [200, 200, 422, 422]
    assert [row.message_id for row in found] == ["m-1", "m-1", "m-2", "m-3"]
    assert [row.number for row in found] == [number, number, number, ""], "a stranger's number is in the system's chain"
    for row, answer in zip(found, answers, strict=True):
        assert bytes(row.answer_sha256) == sha(answer.content) and bytes(row.answer) == answer.content
        assert json.loads(bytes_of(row) or b"")["id"] == row.message_id
    assert found[3].more == {"number": "330109990000000000000"} and not verify_messages().faults


def test_without_a_token_nobody_is_written_into_a_log() -> None:
    joined = join()
    joined.token = "wrong"
    assert joined.report("330109990000000000000", "accepted").status_code == 401 and rows() == []


def test_files_the_base_information_and_pages_of_the_feed_are_on_record() -> None:
    joined = join(pulls=True)
    number = accepted(Desk("林小窗"))
    file = upload(joined, number)
    ticket = joined.post(f"/cases/{number}/files/{file['id']}/tickets", {"purpose": "办理许可"}).json()
    content = joined.get(ticket["url"].split("/api/exchange", 1)[1]).content
    base = joined.get(f"/cases/{number}").content
    page = joined.get("/feed").content
    empty = joined.get(f"/feed?after={json.loads(page)['next']}").content
    by_kind = {row.kind: row for row in rows()}
    assert set(by_kind) == {"file_taken", "file_given", "case", "feed"} and json.loads(empty)["events"] == []
    for kind, exact in (("file_given", content), ("case", base), ("feed", page)):
        assert bytes(by_kind[kind].sha256) == sha(exact), kind
    assert bytes_of(by_kind["case"]) == base and bytes_of(by_kind["feed"]) == page
    assert bytes(by_kind["file_taken"].sha256).hex() == file["received_sha256"]
    assert by_kind["file_taken"].more == {"kept_sha256": file["sha256"]}
    told = {uid for uid, _ in by_kind["feed"].more["events"]}
    assert told == {event["id"] for event in json.loads(page)["events"]} and by_kind["feed"].number == ""
    assert len(rows(kind="feed")) == 1, "a page without events is no message"


def test_the_log_is_sealed_and_the_command_says_what_it_checked() -> None:
    joined = join()
    number = accepted(Desk("林小窗"))
    joined.must(number, "node_changed", node="a", name="现场核查")
    assert seal_messages(clock.now()) and seal_messages(clock.now()) is None
    joined.must(number, "node_changed", node="b", name="专家评审")
    out = StringIO()
    call_command("verify_messages", stdout=out)
    assert "1 条链、2 条报文、2 份原文、1 个封存点；尚未封存 1 条" in out.getvalue()
    assert MessageSeal.objects.get().message_count == 1
