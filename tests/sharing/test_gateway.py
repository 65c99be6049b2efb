"""The gateway against real upstreams: what goes through, what is turned away by which rule, what is on record (S2-48)."""

import json
import socket
import struct
import time
from typing import Any
from urllib.parse import quote

import pytest

from tests.cases.people import who
from tests.cases.test_budgets import statements
from tests.counter import Desk
from tests.exchange.joined import ADMIN
from tests.sharing.upstream import Upstream, answer, api, granted, ready, system, thing
from yichuang.cases.models import Case
from yichuang.foundations import clock
from yichuang.organizations.models import Department
from yichuang.sharing.models import SharedApi, SharedCall
from yichuang.sharing.models import Upstream as UpstreamRow
from yichuang.sharing.operations.admit import Asked
from yichuang.sharing.operations.call import Caller, open_call
from yichuang.sharing.operations.grant import revoke_grant
from yichuang.sharing.rules.upstreams import LEFT_ALONE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]


def body(response: Any) -> bytes:
    """Read an answer to its end; the test's client closes it then, as a server does."""
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def code(response: Any) -> str:
    """Return the first reason of a refusal."""
    assert response["Content-Type"] == "application/problem+json"
    return str(response.json()["reasons"][0]["code"])


def last() -> SharedCall:
    """Return the record of the last call."""
    return SharedCall.objects.order_by("-at", "-id").latest("at")


def test_a_granted_call_goes_through_and_is_on_record_without_what_it_was_about() -> None:
    with Upstream() as upstream:
        consumer = ready(upstream.address, credential_header="X-Upstream-Key", credential="k")
        got = consumer.call(
            "get", "/things/330181199503070010?n=3", headers={"X-Kind": "a", "X-Other": "1", "Cookie": "c=1"}
        )
        assert (got.status_code, json.loads(body(got))) == (200, {"code": "330181199503070010"})
    method, path, headers = upstream.asked[0]
    assert (method, path) == ("GET", "/things/330181199503070010?n=3")
    assert headers["x-kind"] == "a" and headers["x-upstream-key"] == "k"
    assert not {"authorization", "cookie", "x-other"} & headers.keys()
    assert not {"set-cookie", "x-inner", "connection"} & {name.lower() for name in got.headers}
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    call = last()
    assert (call.path, call.status, call.failed, call.fault) == ("/things/{code}", 200, False, "")
    assert (call.consumer, call.purpose, call.bytes_out) == (
        "provider",
        "核验申请人身份",
        len(b'{"code": "330181199503070010"}'),
    )
    assert str(call.pk) == got["X-Request-Id"]
    assert "330181199503070010" not in repr(vars(call))


def test_a_call_takes_few_statements() -> None:
    """Token, API, grant, quota, breaker, the record, its completion; the document is in memory after the first call."""
    with Upstream() as upstream:
        consumer = ready(upstream.address)
        body(consumer.call("get", "/things/1"))
        with statements() as seen:
            assert body(consumer.call("get", "/things/2"))
    assert len(seen) <= 7, "\n".join(seen)


def test_a_call_about_a_case_names_one_that_the_system_may_reach() -> None:
    with Upstream() as upstream:
        consumer = ready(upstream.address)
        number = Desk("林小窗").receive()
        body(consumer.call("get", "/things/1", headers={"X-Case-Number": number}))
        assert last().number == number
        Case.objects.filter(number=number).update(department=Department.objects.get(key="hz-epa"))
        other = consumer.call("get", "/things/1", headers={"X-Case-Number": number})
        assert other.status_code == 404
    assert len(upstream.asked) == 1


def test_without_token_scope_or_grant_nothing_goes_out() -> None:
    with Upstream() as upstream:
        joined = system(upstream.address)
        api(upstream.address, joined=joined)
        assert joined.http.get("/gateway/echo/things/1").status_code == 401
        bad = joined.http.get("/gateway/echo/things/1", headers={"Authorization": "Bearer nonsense"})
        assert (bad.status_code, code(bad)) == (401, "token")
        plain = joined.http.get("/gateway/echo/things/1", headers={"Authorization": f"Bearer {joined.token}"})
        assert (plain.status_code, code(plain)) == (403, "scope")
        grant = granted("echo", "provider")
        joined.sign_in()
        headers = {"Authorization": f"Bearer {joined.token}"}
        assert body(joined.http.get("/gateway/echo/things/1", headers=headers))
        revoke_grant(actor=who(ADMIN), pk=grant.pk, reason="用途不符", now=clock.now())
        revoked = joined.http.get("/gateway/echo/things/1", headers=headers)
        assert (revoked.status_code, code(revoked)) == (403, "no_grant"), "at once, also with the token of before"
    assert len(upstream.asked) == 1
    assert (last().status, last().fault, last().failed) == (403, "no_grant", False)


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "reason"),
    [
        ("get", "/things/1?n=0", {}, 422, "parameter"),
        ("get", "/things/1?n=x", {}, 422, "parameter"),
        ("get", "/things/1?hidden=1", {}, 422, "parameter"),
        ("get", "/things/1", {"headers": {"X-Kind": "z"}}, 422, "parameter"),
        ("get", "/nothing", {}, 404, "operation"),
        ("get", "/things/../file", {}, 404, "operation"),
        ("delete", "/things/1", {}, 405, "method"),
        ("post", "/things/1", {"data": b"", "content_type": "application/json"}, 422, "body"),
        ("post", "/things/1", {"data": "{}", "content_type": "application/json"}, 422, "body"),
        ("post", "/things/1", {"data": "{", "content_type": "application/json"}, 422, "body"),
        ("post", "/things/1", {"data": "a", "content_type": "text/plain"}, 415, "media_type"),
        ("post", "/things/1", {"data": b'"' + b"a" * 1100000 + b'"', "content_type": "application/json"}, 413, "too_large"),
    ],
)  # fmt: skip
def test_what_the_document_does_not_say_is_refused(
    method: str, path: str, given: dict[str, Any], status: int, reason: str
) -> None:
    with Upstream() as upstream:
        got = ready(upstream.address).call(method, path, **given)
    assert (got.status_code, code(got)) == (status, reason), got.content.decode()
    assert upstream.asked == [] and last().status == status


def test_the_quota_is_counted_for_each_consumer_and_minute() -> None:
    with Upstream() as upstream:
        consumer = ready(upstream.address, per_minute=2)
        for _ in range(2):
            assert consumer.call("get", "/things/1").status_code == 200
        over = consumer.call("get", "/things/1")
    assert (over.status_code, code(over)) == (429, "quota")
    assert 1 <= int(over["Retry-After"]) <= 60
    assert len(upstream.asked) == 2


def test_an_answer_that_differs_from_the_document_does_not_go_back() -> None:
    with Upstream(lambda handler: answer(handler, 200, b'{"other": 1}')) as upstream:
        got = ready(upstream.address).call("get", "/things/1")
    assert (got.status_code, code(got)) == (502, "upstream_answer_differs")
    assert last().failed


def test_a_redirect_is_not_followed() -> None:
    with Upstream() as other, Upstream(lambda handler: answer(handler, 302, b"", Location=other.address)) as upstream:
        got = ready(upstream.address).call("get", "/file")
    assert (got.status_code, code(got)) == (502, "upstream_redirect")
    assert other.asked == []


def drip(handler: Any) -> None:
    """Begin, and send a byte every tenth of a second for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/octet-stream")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(300):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.1)


def test_an_upstream_that_sends_a_byte_at_a_time_is_ended_at_the_deadline() -> None:
    with Upstream(drip) as upstream:
        got = ready(upstream.address, total_seconds=1, read_seconds=1).call("get", "/file")
        began = time.monotonic()
        with pytest.raises(Exception, match="时限"):
            body(got)
        assert time.monotonic() - began < 5
    call = last()
    assert (call.fault, call.failed, call.status) == ("timeout", True, 200)
    assert 0 < call.bytes_out < 100


def test_a_silent_upstream_is_given_up() -> None:
    with Upstream(lambda handler: time.sleep(8)) as upstream:
        got = ready(upstream.address, total_seconds=5, read_seconds=1).call("get", "/file")
    assert (got.status_code, code(got)) == (504, "upstream_timeout")


def test_an_upstream_that_dies_in_the_middle_is_told_as_broken() -> None:
    def die(handler: Any) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nabc"
        )
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    with Upstream(die) as upstream:
        got = ready(upstream.address).call("get", "/file")
        with pytest.raises(Exception, match="中断"):
            body(got)
    assert (last().fault, last().failed) == ("broken", True)


def test_a_huge_answer_and_a_huge_body_are_streamed_not_held() -> None:
    size, part = 40 * 1024 * 1024, b"x" * 65536

    def huge(handler: Any) -> None:
        if handler.command == "POST":
            got, left = 0, int(handler.headers["Content-Length"])
            while left and (chunk := handler.rfile.read(min(left, 65536))):
                got, left = got + len(chunk), left - len(chunk)
            return answer(handler, 200, str(got).encode(), "text/plain")
        handler.send_response(200)
        handler.send_header("Content-Type", "application/octet-stream")
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        for _ in range(size // len(part)):
            handler.wfile.write(part)
        return None

    with Upstream(huge) as upstream:
        consumer = ready(upstream.address)
        got = consumer.call("get", "/file")
        assert sum(len(one) for one in got.streaming_content) == size
        assert last().bytes_out == size
        sent = consumer.call("post", "/things/1", data=part * 100, content_type="application/octet-stream")
        assert body(sent) == str(len(part) * 100).encode()
        assert last().bytes_in == len(part) * 100


def large(handler: Any) -> None:
    """Answer JSON of two megabytes with a fault at its very end, its length told or not."""
    body = b'{"code": [' + b"1," * (1024 * 1024) + b"1]}"
    if "n=1" in handler.path:
        return answer(handler, 200, body)
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.wfile.write(body)
    return None


@pytest.mark.parametrize("query", ["?n=1", "?n=2"])
def test_a_json_answer_that_is_too_large_to_be_checked_is_refused_or_passed_on_as_its_owner_says(query: str) -> None:
    with Upstream(large) as upstream:
        consumer = ready(upstream.address)
        got = consumer.call("get", f"/things/1{query}")
        assert (got.status_code, code(got)) == (502, "upstream_answer_too_large")
        assert "超过 1 MB" in got.json()["reasons"][0]["message"] and "提高" in got.json()["reasons"][0]["todo"]
        assert (last().fault, last().failed, last().bytes_out) == ("answer_too_large", False, 0), (
            "no fault of the source"
        )
        SharedApi.objects.update(beyond="pass")
        assert len(body(consumer.call("get", f"/things/1{query}"))) > 2 * 1024 * 1024
        assert (last().status, last().unchecked) == (200, True)
        SharedApi.objects.update(beyond="refuse", answer_mb=3)
        checked = consumer.call("get", f"/things/1{query}")
        assert (checked.status_code, code(checked)) == (502, "upstream_answer_differs"), (
            "held whole, checked to its end"
        )
        assert not last().unchecked


def test_a_call_about_a_person_says_on_which_consent_or_duty_and_that_is_kept() -> None:
    with Upstream() as upstream:
        consumer = ready(upstream.address, personal=True)
        silent = consumer.call("get", "/things/1")
        assert (silent.status_code, code(silent)) == (422, "consent")
        assert "个人信息保护法 13" in silent.json()["reasons"][0]["rule"] and (last().status, last().fault) == (
            422,
            "consent",
        )
        wrong = consumer.call("get", "/things/1", headers={"X-Consent-Reference": "330181199503070010"})
        assert (wrong.status_code, code(wrong)) == (
            422,
            "consent",
        ) and "330181199503070010" not in wrong.content.decode()
        named = {"X-Consent-Reference": quote("授权书 2026-7 号"), "X-Purpose": quote("核验从业资格")}
        assert body(consumer.call("get", "/things/1", headers=named))
    call = last()
    assert (call.consent_reference, call.purpose, call.status) == ("授权书 2026-7 号", "核验从业资格", 200)
    assert len(upstream.asked) == 1 and not {"x-consent-reference", "x-purpose"} & upstream.asked[0][2].keys()


def test_who_hangs_up_ends_the_call_and_is_not_held_against_the_upstream() -> None:
    with Upstream(drip) as upstream:
        ready(upstream.address)
        asked = Asked("GET", "/file", {}, {})
        caller = Caller("provider", who(ADMIN))
        relay = open_call(caller=caller, key="echo", asked=asked, now=clock.now(), wall=clock.wall())
        next(iter(relay))
        relay.close()
    assert (last().fault, last().failed) == ("client_gone", False)
    assert not UpstreamRow.objects.exists()


def test_after_five_failures_the_upstream_is_left_alone_and_one_call_tries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with Upstream(lambda handler: answer(handler, 500, b"{}")) as upstream:
        consumer = ready(upstream.address)
        for _ in range(5):
            failed = consumer.call("get", "/file")
            assert failed.status_code == 500
            body(failed)
        for _ in range(2):
            got = consumer.call("get", "/file")
            assert (got.status_code, code(got)) == (503, "upstream_away")
        assert len(upstream.asked) == 5
        upstream.act = thing
        later = clock.wall() + LEFT_ALONE
        monkeypatch.setattr(clock, "wall", lambda: later)
        assert body(consumer.call("get", "/things/1")) == b'{"code": "1"}'
        assert body(consumer.call("get", "/things/1"))
    assert UpstreamRow.objects.get().failures == 0


def test_an_address_that_leads_inside_is_not_called(settings: Any) -> None:
    with Upstream() as upstream:
        consumer = ready(upstream.address)
        settings.EXCHANGE_NETWORKS = []
        got = consumer.call("get", "/file")
    assert (got.status_code, code(got)) == (502, "upstream_address")
    assert upstream.asked == []
