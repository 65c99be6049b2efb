"""The SMS gateway over real HTTP: a stand-in in a process of its own verifies our signature; what it reports comes back (S2-32)."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.notifications.gateway import CALLBACK, ROOT, Gateway
from yichuang.foundations import clock
from yichuang.notifications.models import Message
from yichuang.notifications.operations.deliver import deliver
from yichuang.notifications.operations.send import send
from yichuang.notifications.ports import ChannelDown
from yichuang.notifications.rules.aliyun import read_answer, read_answered, read_reports, signature
from yichuang.notifications.rules.templates import HIDDEN

TO = "13900000031"
CALLED = {"number": "A017", "window": "3 号窗口", "site": "萧山区办事服务中心"}
# The worked example of the vendor's document (help.aliyun.com, document_detail/56189), its GET call and what it must be signed with.
EXAMPLE = {
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
    "AccessKeyId": "testId",
    "SignatureVersion": "1.0",
    "Timestamp": "2017-07-12T02:42:19Z",
    "Format": "XML",
    "Action": "SendSms",
    "Version": "2017-05-25",
    "RegionId": "cn-hangzhou",
    "PhoneNumbers": "15300000001",
    "SignName": "阿里云短信测试专用",
    "TemplateParam": '{"customer":"test"}',
    "TemplateCode": "SMS_71390007",
    "OutId": "123",
}


@pytest.fixture(scope="module")
def running() -> Iterator[Gateway]:
    gateway = Gateway()
    yield gateway
    gateway.stop()


@pytest.fixture
def gateway(running: Gateway, settings: Any) -> Iterator[Gateway]:
    settings.MESSAGE_CHANNEL, settings.SMS_GATEWAY = "sms", running.settings()
    yield running
    running.misbehave("")


def called(**more: Any) -> Message:
    return send(to=TO, template="ticket_called", data=CALLED, now=clock.now(), **more)


def test_the_vendors_own_example_is_signed_as_its_document_says() -> None:
    assert signature(EXAMPLE, "testSecret", "GET") == "zJDF+Lrzhj/ThnlvIToysFRq6t4="
    assert signature(EXAMPLE, "testSecret", "POST") != signature(EXAMPLE, "testSecret", "GET")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"Code": "OK", "BizId": "9^0"}, "taken"),
        (200, {"Code": "isv.BUSINESS_LIMIT_CONTROL"}, "again"),
        (200, {"Code": "isp.SYSTEM_ERROR"}, "again"),
        (200, {"Code": "isv.AMOUNT_NOT_ENOUGH"}, "again"),
        (400, {"Code": "Throttling.User"}, "again"),
        (400, {"Code": "SignatureDoesNotMatch"}, "again"),
        (404, {"Code": "InvalidAccessKeyId.NotFound"}, "again"),
        (503, {"Code": "Whatever"}, "again"),
        (503, None, "again"),
        (200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}, "never"),
        (200, {"Code": "isv.SMS_TEMPLATE_ILLEGAL"}, "never"),
        (200, {"Code": "isv.PARAM_NOT_SUPPORT_URL"}, "never"),
        (200, {"Code": "isv.NEVER_HEARD_OF"}, "never"),
        (200, None, "unclear"),
        (302, None, "unclear"),
        (200, ["OK"], "unclear"),
    ],
)
def test_what_each_answer_of_the_gateway_means(status: int, body: Any, kind: str) -> None:
    content = b"<html>" if body is None else json.dumps(body).encode()
    answer = read_answer(status, content)
    assert answer.kind == kind
    assert answer.receipt == ("9^0" if kind == "taken" else "")
    assert bool(answer.said) == (kind != "taken")


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'[{"send_time": "never"}]', b"\xff", b"[{}]"])
def test_what_is_no_report_is_refused(body: bytes) -> None:
    for read in (read_reports, read_answered):
        with pytest.raises(ValueError):
            read(body)


def test_what_a_database_cannot_keep_is_left_out_of_a_report() -> None:
    body = rb'[{"report_time": "20261128100000", "success": "true", "biz_id": "9^0", "err_msg": "a\u0000\ud800b"}]'
    (one,) = read_reports(body)
    assert (one.receipt, one.success, one.said, one.at.hour) == ("9^0", True, "ab（）", 10)


@pytest.mark.django_db
def test_a_message_reaches_the_gateway_signed_with_its_variables_and_comes_back_delivered(
    gateway: Gateway, client: Client
) -> None:
    row = deliver(called().pk, clock.now())
    kept = gateway.sent()[-1]
    assert (row.state, row.channel, row.receipt) == (Message.SENT, "sms", kept["receipt"])
    assert (kept["number"], kept["template"], kept["params"], kept["out_id"]) == (TO, "SMS_2", CALLED, str(row.uid))
    assert kept["receipt"] in gateway.page()
    report = {
        "report_time": "2026-11-28 10:00:00",
        "success": True,
        "biz_id": row.receipt,
        "out_id": "",
        "err_code": "DELIVERED",
    }
    assert posted(client, "report", [report]).json() == {"code": 0, "msg": "接收成功"}
    row.refresh_from_db()
    assert row.state == Message.DELIVERED
    assert [step.state for step in row.steps.order_by("pk")] == [Message.SENT, Message.DELIVERED]


@pytest.mark.django_db
def test_our_address_is_never_a_variable(gateway: Gateway, settings: Any) -> None:
    link = f"{settings.PUBLIC_URL}/rate/XYZ"
    row = deliver(
        send(to=TO, template="rating_asked", data={"matter": "养犬登记", "link": link}, now=clock.now()).pk, clock.now()
    )
    assert row.state == Message.SENT
    assert gateway.sent()[-1]["params"] == {"matter": "养犬登记", "link": "rate/XYZ", "stop": f"stop/{row.stop_code}"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "state", "said"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", Message.FAILED, "号码不存在"),
        ("isv.SMS_SIGNATURE_ILLEGAL", Message.FAILED, "签名没有报备"),
        ("drop", Message.UNKNOWN, "可能已经收下"),
    ],
)
def test_what_will_never_be_taken_and_what_nobody_knows_is_not_tried_again(
    gateway: Gateway, how: str, state: str, said: str
) -> None:
    gateway.misbehave(how)
    row, before = called(), len(gateway.sent())
    for _ in range(3):
        assert deliver(row.pk, clock.now()).state == state
    row.refresh_from_db()
    assert said in row.failure and row.tries == 1
    assert len(gateway.sent()) == before + (how == "drop")


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["isv.BUSINESS_LIMIT_CONTROL", "500"])
def test_what_was_surely_not_taken_is_tried_again(gateway: Gateway, how: str) -> None:
    gateway.misbehave(how)
    row = called()
    with pytest.raises(ChannelDown):
        deliver(row.pk, clock.now())
    gateway.misbehave("")
    assert deliver(row.pk, clock.now()).state == Message.SENT
    row.refresh_from_db()
    assert row.tries == 2
    assert [one["out_id"] for one in gateway.sent()].count(str(row.uid)) == 1


@pytest.mark.django_db
def test_a_wrong_secret_and_a_gateway_that_is_away_lose_nothing(gateway: Gateway, settings: Any) -> None:
    row = called()
    settings.SMS_GATEWAY = gateway.settings(key_secret="wrong")
    with pytest.raises(ChannelDown, match="访问密钥不对"):
        deliver(row.pk, clock.now())
    settings.SMS_GATEWAY = gateway.settings(url="http://127.0.0.1:1/")
    with pytest.raises(ChannelDown, match="连不上"):
        deliver(row.pk, clock.now())
    settings.SMS_GATEWAY = gateway.settings()
    assert deliver(row.pk, clock.now()).state == Message.SENT


@pytest.mark.django_db
def test_a_template_without_a_number_of_the_gateway_says_so(gateway: Gateway, settings: Any) -> None:
    settings.SMS_GATEWAY = gateway.settings(codes={})
    row = deliver(called().pk, clock.now())
    assert (row.state, row.failure) == (Message.FAILED, "模板没有填写短信网关的模板编号")


def posted(client: Client, door: str, items: Any, secret: str = CALLBACK) -> Any:
    body = items if isinstance(items, bytes) else json.dumps(items)
    return client.post(f"/gateway/sms/{secret}/{door}/", body, content_type="application/json")


def report(row: Message, success: bool, minute: int, **more: str) -> dict[str, Any]:
    at = datetime(2026, 11, 28, 10, minute)
    return {
        "report_time": f"{at:%Y-%m-%d %H:%M:%S}",
        "success": success,
        "biz_id": row.receipt,
        "out_id": str(row.uid),
        **more,
    }


@pytest.mark.django_db
def test_reports_that_come_twice_late_and_out_of_order_say_the_same(gateway: Gateway, client: Client) -> None:
    row = deliver(called().pk, clock.now())
    good, bad, older = report(row, True, 5), report(row, False, 6), report(row, False, 1)
    for batch in ([bad], [older, bad], [good], [good, bad, older]):
        assert posted(client, "report", batch).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.failure) == (Message.DELIVERED, "")
    assert [step.state for step in row.steps.order_by("pk")] == [Message.SENT, Message.FAILED, Message.DELIVERED]


@pytest.mark.django_db
def test_a_report_clears_up_a_doubt_by_our_own_id(gateway: Gateway, client: Client) -> None:
    gateway.misbehave("drop")
    row = deliver(called().pk, clock.now())
    assert (row.state, row.receipt) == (Message.UNKNOWN, "")
    posted(client, "report", [report(row, True, 5, biz_id=gateway.sent()[-1]["receipt"])])
    row.refresh_from_db()
    assert (row.state, row.receipt) == (Message.DELIVERED, gateway.sent()[-1]["receipt"])


@pytest.mark.django_db
def test_a_stranger_reports_nothing(gateway: Gateway, client: Client, settings: Any) -> None:
    row = deliver(called().pk, clock.now())
    assert posted(client, "report", [report(row, True, 5)], secret="wrong").status_code == 404
    assert posted(client, "report", b"nothing").status_code == 400
    assert posted(client, "report", b"[" + b" " * 1024 * 1024 + b"]").status_code == 400
    assert posted(client, "report", [report(row, True, 5, biz_id="1^1", out_id="of-somebody-else")]).status_code == 200
    assert client.get(f"/gateway/sms/{CALLBACK}/report/").status_code == 405
    settings.SMS_GATEWAY = gateway.settings(callback_secret="")
    assert posted(client, "report", [report(row, True, 5)], secret="x").status_code == 404
    row.refresh_from_db()
    assert row.state == Message.SENT


WORKER = """
import django; django.setup()
from django.conf import settings
import json, sys
settings.SMS_GATEWAY = json.loads(sys.argv[2])
from yichuang.foundations import clock
from yichuang.notifications.operations.deliver import deliver
print(deliver(int(sys.argv[1]), clock.now()).state, flush=True)
"""


def worker(row: Message, gateway: Gateway) -> subprocess.Popen[str]:
    """Deliver a message in a process of its own, on the same database."""
    kept = connection.settings_dict
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yichuang.project.settings",
        "DATABASE_URL": f"postgresql://{kept['USER']}@/{kept['NAME']}?host={kept['HOST']}",
        "YICHUANG_MESSAGES": "sms",
    }
    command = [sys.executable, "-c", WORKER, str(row.pk), json.dumps(gateway.settings())]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_writing_down_never_sends_twice(gateway: Gateway) -> None:
    gateway.misbehave("hang")
    row = send(to=TO, template="reset_code", data={"code": "042042", "minutes": "10"}, now=clock.now())
    first, end = worker(row, gateway), time.monotonic() + 60
    while not any(one["out_id"] == str(row.uid) for one in gateway.sent()):
        assert time.monotonic() < end and first.poll() is None, "the gateway never got it"
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    gateway.misbehave("")
    second = worker(row, gateway)
    assert second.communicate(timeout=60)[0].strip() == Message.UNKNOWN
    row.refresh_from_db()
    assert (row.state, row.data["code"]) == (Message.UNKNOWN, HIDDEN) and "不再重发" in row.failure
    assert [one["out_id"] for one in gateway.sent()].count(str(row.uid)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_stand_in_reports_and_answers_by_itself(live_server: LiveServer, settings: Any) -> None:
    base = f"{live_server.url}/gateway/sms/{CALLBACK}"
    gateway = Gateway(report_to=f"{base}/report/", answer_to=f"{base}/answered/", templates=("SMS_3",))
    try:
        settings.MESSAGE_CHANNEL, settings.SMS_GATEWAY = "sms", gateway.settings()
        data = {"matter": "养犬登记", "link": "x"}
        row = deliver(send(to=TO, template="rating_asked", data=data, now=clock.now()).pk, clock.now())
        assert gateway.post("report", receipt=row.receipt, success="0") == {"status": 200}
        row.refresh_from_db()
        assert row.state == Message.FAILED and "停机、空号" in row.failure
        assert gateway.post("answer", number=TO, content=" td。") == {"status": 200}
        later = send(to=TO, template="rating_asked", data=data, now=clock.now() + timedelta(seconds=1))
        assert later.state == Message.SUPPRESSED
    finally:
        gateway.stop()
