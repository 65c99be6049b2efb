"""The pure rules of the exchange, row by row: what follows from an attempt, names on the wire, signatures, addresses."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from yichuang.exchange.rules import attempts, pipeline, wire
from yichuang.exchange.rules.addresses import faults_of_address, faults_of_networks, faults_of_resolved, within
from yichuang.exchange.rules.attempts import AWAY_TRIES, REFUSED_TRIES, Outcome, away_for, backoff, verdict
from yichuang.exchange.rules.keys import faults_of_keys
from yichuang.exchange.rules.reconciliation import Ours, Theirs, compare
from yichuang.exchange.rules.scopes import SCOPES, narrowed
from yichuang.exchange.rules.signing import form_address, form_signature, webhook_headers

chances = st.floats(0, 1)


@pytest.mark.parametrize(
    ("outcome", "tries", "state"),
    [
        (Outcome(200), 1, "delivered"),
        (Outcome(202), AWAY_TRIES + 5, "delivered"),
        (Outcome(200, "答复没有传完"), 1, "waiting"),
        (Outcome(200, "答复没有传完"), AWAY_TRIES, "parked"),
        (Outcome(0, "连接失败"), AWAY_TRIES - 1, "waiting"),
        (Outcome(0, "连接失败"), AWAY_TRIES, "parked"),
        (Outcome(503), AWAY_TRIES - 1, "waiting"),
        (Outcome(429), AWAY_TRIES - 1, "waiting"),
        (Outcome(409), REFUSED_TRIES, "waiting"),
        (Outcome(400), REFUSED_TRIES - 1, "waiting"),
        (Outcome(400), REFUSED_TRIES, "parked"),
        (Outcome(302), REFUSED_TRIES, "parked"),
        (Outcome(101), REFUSED_TRIES, "parked"),
        (Outcome(410), 1, "parked"),
    ],
)
def test_what_follows_from_an_attempt(outcome: Outcome, tries: int, state: str) -> None:
    found = verdict(outcome, tries, 0.5)
    assert found.state == state
    assert bool(found.reason) == (state != "delivered"), "an operator is told why"
    assert (found.seconds > 0) == (state == "waiting")


@given(status=st.integers(0, 599), fault=st.sampled_from(["", "x"]), tries=st.integers(1, 500), chance=chances)
def test_only_a_whole_2xx_is_delivered_and_nothing_waits_for_ever(
    status: int, fault: str, tries: int, chance: float
) -> None:
    found = verdict(Outcome(status, fault), tries, chance)
    assert (found.state == "delivered") == (200 <= status < 300 and not fault)
    assert found.state != "waiting" or (tries < AWAY_TRIES and 0 < found.seconds <= attempts.LONGEST_SECONDS)


@given(tries=st.integers(1, 10_000), chance=chances)
def test_waiting_doubles_up_to_an_hour_and_is_spread_by_half(tries: int, chance: float) -> None:
    whole = backoff(tries, 1.0)
    assert whole / 2 <= backoff(tries, chance) <= whole <= backoff(tries + 1, 1.0) <= attempts.LONGEST_SECONDS


def test_the_receiver_says_how_long_to_wait() -> None:
    assert verdict(Outcome(429, retry_after=900.0), 1, 0.0).seconds == 900.0
    assert verdict(Outcome(429, retry_after=1.0), 9, 0.0).seconds == backoff(9, 0.0)


def test_a_weekend_is_outlasted_with_the_least_luck() -> None:
    patience = sum(backoff(tries, 0.0) for tries in range(1, AWAY_TRIES))
    assert patience >= 3 * 24 * 3600


@given(failures=st.integers(0, 10_000), chance=chances)
def test_a_receiver_is_left_alone_after_three_failures_for_five_minutes_at_most(failures: int, chance: float) -> None:
    seconds = away_for(failures, chance)
    assert (seconds == 0) == (failures < attempts.FAILURES_UNTIL_AWAY)
    assert seconds <= attempts.AWAY_LONGEST


@pytest.mark.parametrize(
    ("type_", "payload", "mode", "name"),
    [
        ("document.issued", {"kind": "receipt"}, wire.SPLIT, wire.REGISTERED),
        ("document.issued", {"kind": "acceptance_notice"}, wire.SPLIT, ""),
        ("document.issued", {"kind": "receipt"}, wire.UNIFIED, ""),
        ("case.received", {}, wire.UNIFIED, wire.REGISTERED),
        ("case.received", {}, wire.SPLIT, ""),
        ("case.accepted", {}, wire.SPLIT, wire.ACCEPTED),
        ("case.correction_supplied", {}, wire.SPLIT, wire.SUPPLEMENTED),
        ("case.acceptance_refused", {}, wire.UNIFIED, wire.ENDED),
        ("case.terminated", {}, wire.SPLIT, wire.ENDED),
        ("case.rated", {}, wire.SPLIT, ""),
    ],
)
def test_what_a_ledger_event_is_called_outside(type_: str, payload: dict[str, str], mode: str, name: str) -> None:
    assert wire.name_on_the_wire(type_, payload, mode) == name
    assert not name or (type_ in wire.HEARD and name in wire.OUTGOING)


def test_an_event_has_what_cloudevents_asks_for() -> None:
    event = wire.cloud_event(
        uid="u", type_=wire.ACCEPTED, number="n", at=datetime(2026, 11, 28, tzinfo=UTC), sequence=7, division="330109",
        data={"a": 1},
    )  # fmt: skip
    assert {"specversion", "id", "source", "type"} <= set(event) and event["specversion"] == "1.0"
    assert datetime.fromisoformat(event["time"]).tzinfo and event["sequence"] == "7" and event["subject"] == "n"
    # CloudEvents 1.0, 3.1: names of attributes are lower-case letters and digits.
    assert all(name.isalnum() and name == name.lower() for name in event)


# The public test vector of Standard Webhooks (its reference libraries carry it).
VECTOR = {
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "timestamp": 1614265330,
    "body": '{"test": 2432232314}',
    "signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def test_the_public_test_vector_of_standard_webhooks() -> None:
    at = datetime.fromtimestamp(int(str(VECTOR["timestamp"])), UTC)
    headers = webhook_headers(str(VECTOR["id"]), at, str(VECTOR["body"]), [str(VECTOR["secret"])])
    assert headers == {
        "webhook-id": VECTOR["id"],
        "webhook-timestamp": str(VECTOR["timestamp"]),
        "webhook-signature": VECTOR["signature"],
    }


@given(body=st.text(max_size=200), keys=st.lists(st.binary(min_size=24, max_size=64), min_size=1, max_size=3))
def test_each_secret_that_is_good_verifies_and_another_byte_does_not(body: str, keys: list[bytes]) -> None:
    secrets = [f"whsec_{base64.b64encode(key).decode()}" for key in keys]
    headers = webhook_headers("id", datetime.now(UTC), body, secrets)
    for secret in secrets:
        verifier = Webhook(secret)
        try:
            verifier.verify(body, headers)
        except ValueError:
            pass  # the body is no JSON, which the library reads after the signature
        with pytest.raises(WebhookVerificationError):
            verifier.verify(body + "x", headers)


def test_a_form_is_opened_by_four_signed_parameters() -> None:
    secret = f"whsec_{base64.b64encode(b'k' * 32).decode()}"
    address = form_address("https://a.example/form?x=1", secret, number="33", system="s", ts=7, back="https://b/?a=1&b")
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    expected = hmac.new(b"k" * 32, b"33\ns\n7\nhttps://b/?a=1&b", hashlib.sha256).hexdigest()
    assert query == {
        "x": "1",
        "applyCode": "33",
        "systemCode": "s",
        "ts": "7",
        "back": "https://b/?a=1&b",
        "sign": expected,
    }
    assert form_signature(secret, number="34", system="s", ts=7, back="https://b/?a=1&b") != expected


@pytest.mark.parametrize(
    ("address", "plain", "faults"),
    [
        ("https://a.example/events", False, 0),
        ("http://a.example/events", False, 1),
        ("http://a.example/events", True, 0),
        ("ftp://a.example/", True, 1),
        ("file:///etc/passwd", True, 2),
        ("https://u:p@a.example/", False, 1),
        ("https://a.example/#x", False, 1),
        ("https://a.example:0/", False, 1),
        ("https://a.example:99999/", False, 1),
        ("https://[::1", False, 1),
        ("", True, 2),
    ],
)
def test_what_is_wrong_with_an_address(address: str, plain: bool, faults: int) -> None:
    assert len(faults_of_address(address, plain_allowed=plain)) == faults


INSIDE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_our_own_machines_are_not_called(address: str) -> None:
    assert faults_of_resolved([address], [])
    assert faults_of_resolved(["8.8.8.8", address], []), "one bad address among good ones is enough"


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_the_internet_is_called(address: str) -> None:
    assert not faults_of_resolved([address], [])


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::a01:203", "fd00::1"])
def test_an_allowed_network_is_called(address: str) -> None:
    assert not faults_of_resolved([address], ["10.0.0.0/8", "fd00::/8"])
    assert faults_of_resolved([address], ["10.99.0.0/16"])


@given(st.integers(0, 2**32 - 1))
def test_wrapping_an_address_in_ipv6_opens_no_door(number: int) -> None:
    plain = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    refused = bool(faults_of_resolved([plain], []))
    assert bool(faults_of_resolved([f"::ffff:{plain}"], [])) == refused
    assert bool(faults_of_resolved([f"64:ff9b::{plain}"], [])) == refused


def test_callers_come_from_registered_networks() -> None:
    assert (
        within("10.1.1.1", []) and within("10.1.1.1", ["10.0.0.0/8"]) and within("fd00::1", ["10.0.0.0/8", "fd00::/8"])
    )
    assert not within("11.1.1.1", ["10.0.0.0/8"]) and not within("", ["10.0.0.0/8"]) and not within("x", ["10.0.0.0/8"])
    assert faults_of_networks(["10.0.0.0/8", "fd00::/8"]) == [] and len(faults_of_networks(["10.0.0.1/8", "x"])) == 2


@given(st.lists(st.sampled_from(sorted(SCOPES))), st.lists(st.sampled_from(sorted(SCOPES))))
def test_a_token_never_has_more_than_the_system(asked: list[str], held: list[str]) -> None:
    got = narrowed(" ".join(asked), held).split()
    assert set(got) <= set(held) and len(got) == len(set(got))
    assert set(got) == (set(asked) & set(held) if asked else set(held))


def test_patience_grows_with_every_try() -> None:
    waits = [backoff(tries, 0.5) for tries in range(1, 30)]
    assert all(a <= b for a, b in pairwise(waits))


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"keys": [{"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}]}, ""),
        ({"keys": [{"kty": "RSA", "n": "…", "e": "AQAB"}]}, ""),
        ({"keys": [{"kty": "EC", "crv": "P-256", "x": "…", "y": "…", "d": "…"}]}, "私钥"),
        ({"keys": [{"kty": "RSA", "n": "…", "e": "AQAB", "dp": "…"}]}, "私钥"),
        ({"keys": [{"kty": "oct", "k": "…"}]}, "私钥"),
        ({"keys": [{"kty": "oct"}]}, "种类"),
        ({"keys": []}, "JWKS"),
        ({"keys": ["…"]}, "JWKS"),
        ([], "JWKS"),
    ],
)
def test_only_public_keys_are_registered(keys: Any, fault: str) -> None:
    """RFC 7517, 7518 6: a private key or a shared secret is turned back, by page and API alike."""
    found = faults_of_keys(keys)
    assert (fault in found[0]) if fault else found == []


HELD = Theirs(events=1, sequence=3, accepted_at="2026-11-28")


@pytest.mark.parametrize(
    ("before", "theirs", "after", "kinds"),
    [
        (Ours(1, 1, 3, accepted=True), HELD, Ours(1, 1, 3, accepted=True), []),
        # Pushed, or reported, while the other side was asked: seen on one of our two looks only.
        (Ours(1, 1, 3, accepted=True), HELD, Ours(2, 2, 5, accepted=True), []),
        (Ours(1, 1, 3), HELD, Ours(1, 1, 3, accepted=True), []),
        (Ours(2, 2, 5, accepted=True), HELD, Ours(2, 2, 5, accepted=True), ["missing"]),
        (Ours(1, 1, 4, accepted=True), HELD, Ours(1, 1, 4, accepted=True), ["missing"]),
        (Ours(2, 1, 3, accepted=True), HELD, Ours(2, 1, 3, accepted=True), []),
        (Ours(2, 1, 3, 1, accepted=True), HELD, Ours(2, 1, 3, 1, accepted=True), ["parked"]),
        (Ours(1, 1, 3, accepted=True, concluded=True), HELD, Ours(1, 1, 3, accepted=True, concluded=True), ["state"]),
        (Ours(2, 1, 3, accepted=True, concluded=True), HELD, Ours(2, 1, 3, accepted=True, concluded=True), []),
        (Ours(1, 1, 3), HELD, Ours(1, 1, 3), ["accepted_there"]),
        (Ours(1, 1, 3), replace(HELD, concluded_at="2026-11-28"), Ours(1, 1, 3), ["concluded_there"]),
        (None, HELD, None, ["unknown"]),
        (Ours(1, 1, 3), None, Ours(1, 1, 3), ["missing"]),
        (Ours(1, 0, 0), None, Ours(1, 0, 0), []),
        (None, None, None, []),
    ],
)
def test_books_are_compared_by_what_holds_before_and_after(
    before: Ours | None, theirs: Theirs | None, after: Ours | None, kinds: list[str]
) -> None:
    def book(one: Any) -> dict[str, Any]:
        return {"1": one} if one else {}

    found = compare(["1"], book(before), book(theirs), book(after))
    assert [one.kind for one in found.differences] == kinds and found.compared == {"1"}


def test_the_six_steps_of_the_pipeline_each_have_a_state_and_a_time() -> None:
    at = datetime(2026, 11, 28, 9, tzinfo=UTC)
    later = at + timedelta(hours=1)
    begun = pipeline.CaseFacts(False, at, None, None, "个人 › 新办", [pipeline.Message(True, "waiting", at)])
    steps = pipeline.pipeline(begun)
    assert [step.name for step in steps] == list(pipeline.NAMES)
    assert [step.state for step in steps] == ["waiting", "done", "done", "todo", "todo", "todo"]
    sent = [pipeline.Message(True, "done", at), pipeline.Message(False, "done", later)]
    whole = pipeline.pipeline(pipeline.CaseFacts(False, at, at.date(), later, "", sent))
    assert {step.state for step in whole} == {"done"} and all(step.when for step in whole)
    parked = pipeline.pipeline(
        pipeline.CaseFacts(False, at, at.date(), None, "", [pipeline.Message(True, "stuck", at)])
    )
    assert parked[3].state == "stuck" and parked[4].state == "todo"
    unified = pipeline.pipeline(pipeline.CaseFacts(True, at, None, None, "", []))
    assert unified[2].state == "todo"
    filled = pipeline.CaseFacts(True, at, None, None, "", [pipeline.Message(False, "done", later, form=True)])
    assert pipeline.pipeline(filled)[2].at == later and pipeline.pipeline(filled)[4].state == "todo"
